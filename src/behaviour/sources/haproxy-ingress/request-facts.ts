import type { Request } from '../../outcome.js';
import type { HeaderValues } from './host-map.js';

/** A request as the frontends of HAProxy see it. */
export interface RequestFacts {
  readonly request: Request;
  /** The Host header in lower case, without port; undefined without the header. */
  readonly host: string | undefined;
  /** Without query; '' for `*`. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
  /** What maps of hosts and paths are asked. */
  readonly base: string | undefined;
  /** Values of a header, lists taken apart. */
  readonly values: HeaderValues;
  /** Lower-case name to whole value. */
  readonly headers: ReadonlyMap<string, string>;
  /** TLS server name in lower case; empty if the client sends none. */
  readonly serverName: string;
}

/** Undefined where HAProxy answers 400. */
export function readRequest(request: Request): RequestFacts | undefined {
  // Since 2.8.2 a fragment sign is refused as well.
  if (!/^[\x21\x22\x24-\x7e]+$/.test(request.path)) return undefined;
  const target = request.path.replace(/^[a-z][a-z0-9+.-]*:\/\/[^/?]*/i, '') || '/';
  if (!target.startsWith('/') && target !== '*') return undefined;
  const mark = target.indexOf('?');
  const path = target === '*' ? '' : mark < 0 ? target : target.slice(0, mark);
  const headers = new Map(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  // hdr() takes the last member of a list, and field(1,:) what is before the first colon.
  const host =
    request.host === '' ? undefined : (request.host.split(',').at(-1) ?? '').trim().split(':')[0]?.toLowerCase();
  return {
    request,
    host,
    path,
    query: mark < 0 ? '' : target.slice(mark),
    base: host === undefined ? undefined : `${host}#${path}`,
    values: (name) => listOf(name.toLowerCase() === 'host' ? request.host : headers.get(name.toLowerCase())),
    headers,
    serverName: (request.sni ?? hostName(request.host)).toLowerCase(),
  };
}

function listOf(value: string | undefined): string[] {
  return value === undefined ? [] : value.split(',').map((part) => part.trim());
}

/** What a client puts into its TLS handshake. */
function hostName(host: string): string {
  return host.startsWith('[') ? '' : (host.split(':')[0] ?? '');
}

/** The value of a cookie. */
export function cookieOf({ headers }: RequestFacts, name: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const equals = pair.indexOf('=');
    if (equals >= 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
