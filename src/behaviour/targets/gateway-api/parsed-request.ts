import type { Request } from '../../outcome.js';
import { parseAddress } from '../../values/addresses.js';
import { hostWithoutPort } from './hostname.js';

/** A request taken apart once, before the rules are asked. */
export interface ParsedRequest {
  readonly scheme: 'http' | 'https';
  readonly method: string;
  /** Host header as sent. */
  readonly hostHeader: string;
  /** Lower case, without port. */
  readonly host: string;
  readonly sni: string;
  readonly port: number;
  /** Without query. */
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
  /** @param name lower case */
  header(name: string): string | undefined;
  /** Names of the headers as sent, without `host`. */
  readonly headerNames: readonly string[];
  /** Who is at the other end of the connection; 127.0.0.1 when the request does not say. */
  readonly peer: bigint | undefined;
  /** The first value of the parameter, as written in the query. */
  queryParam(name: string): string | undefined;
  cookie(name: string): string | undefined;
}

/** Takes a request apart; headers and query only when a match asks for them. Ports default by scheme, SNI to the host. */
export function parseRequest(request: Request): ParsedRequest {
  const mark = request.path.indexOf('?');
  const query = mark < 0 ? '' : request.path.slice(mark);
  const host = hostWithoutPort(request.host);
  let headers: Map<string, string> | undefined;
  let params: Map<string, string> | undefined;
  const header = (name: string): string | undefined => {
    if (name === 'host') return request.host === '' ? undefined : request.host;
    headers ??= lowerCaseNames(request.headers ?? {});
    return headers.get(name);
  };
  return {
    scheme: request.scheme,
    method: request.method,
    hostHeader: request.host,
    host,
    sni: request.sni === undefined ? host : request.sni.toLowerCase(),
    port: request.port ?? (request.scheme === 'https' ? 443 : 80),
    path: (mark < 0 ? request.path : request.path.slice(0, mark)) || '/',
    query,
    headerNames: Object.keys(request.headers ?? {}),
    peer: parseAddress(request.clientAddress ?? '127.0.0.1'),
    header,
    queryParam(name) {
      params ??= firstValues(query);
      return params.get(name);
    },
    cookie(name) {
      const pairs = (header('cookie') ?? '').split(';').map((pair) => pair.trim());
      return pairs.find((pair) => pair.startsWith(`${name}=`))?.slice(name.length + 1);
    },
  };
}

/** Several spellings of one header are one repeated header, whose values are joined by a comma (RFC 9110 section 5.2). */
function lowerCaseNames(headers: Readonly<Record<string, string>>): Map<string, string> {
  const result = new Map<string, string>();
  for (const [name, value] of Object.entries(headers)) {
    const key = name.toLowerCase();
    const known = result.get(key);
    result.set(key, known === undefined ? value : `${known},${value}`);
  }
  return result;
}

function firstValues(query: string): Map<string, string> {
  const result = new Map<string, string>();
  for (const part of query.slice(1).split('&')) {
    const equals = part.indexOf('=');
    const name = equals < 0 ? part : part.slice(0, equals);
    if (!result.has(name)) result.set(name, equals < 0 ? '' : part.slice(equals + 1));
  }
  return result;
}
