import type { Request } from '../../outcome.js';

/** A request as HAProxy sees it before any rule. */
export interface RequestFacts {
  readonly request: Request;
  /** Lower-case names; two lines of one name are one, with a comma between. */
  readonly headers: ReadonlyMap<string, string>;
  /** `txn.host`: lower case, without port; undefined without a Host header. */
  readonly host: string | undefined;
  /** Empty for the asterisk of OPTIONS, which is none. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
  readonly serverName: string;
}

export function readRequest(request: Request): RequestFacts {
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers ?? {})) {
    const key = name.toLowerCase();
    const known = headers.get(key);
    headers.set(key, known === undefined ? value : `${known}, ${value}`);
  }
  if (request.host === '') headers.delete('host');
  else headers.set('host', request.host);
  const mark = request.path.indexOf('?');
  const path = mark < 0 ? request.path : request.path.slice(0, mark);
  return {
    request,
    headers,
    host: request.host === '' ? undefined : firstField(request.host.split(',').at(-1)?.trim() ?? '').toLowerCase(),
    path: path.startsWith('/') ? path : '',
    query: mark < 0 ? '' : request.path.slice(mark),
    serverName: request.sni ?? firstField(request.host),
  };
}

/** Whether HAProxy's parser takes the request line and the Host header; else it answers 400. */
export function isWellFormed({ method, path, host }: Request): boolean {
  if (!/^[!#$%&'*+\-.^_`|~0-9A-Za-z]+$/.test(method)) return false;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control bytes are what is refused
  if (/[\x00-\x1f\x7f]/.test(host)) return false;
  return /^[\x21\x22\x24-\x7e]+$/.test(path) && (path.startsWith('/') || path === '*' || /^https?:\/\//i.test(path));
}

/** HAProxy's `field(1,:)`. */
export function firstField(text: string): string {
  return text.split(':')[0] ?? '';
}

/** One cookie of the request. */
export function cookieOf(headers: ReadonlyMap<string, string>, name: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(';')) {
    const [key = '', ...value] = pair.split('=');
    if (value.length > 0 && key.trim() === name) return value.join('=').trim();
  }
  return undefined;
}

/** One parameter of a query, as it stands there. */
export function parameterOf(query: string, name: string): string | undefined {
  for (const pair of query.slice(1).split('&')) {
    const [key = '', ...value] = pair.split('=');
    if (key === name) return value.join('=');
  }
  return undefined;
}
