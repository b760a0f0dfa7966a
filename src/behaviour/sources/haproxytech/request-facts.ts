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
    // Clients send it in lower case, and it is compared as it is sent.
    serverName: request.sni ?? firstField(request.host).toLowerCase(),
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

/** The values of all cookies of a name. */
export function cookiesOf(headers: ReadonlyMap<string, string>, name: string): string[] {
  return pairsOf(
    (headers.get('cookie') ?? '').split(';').map((pair) => pair.trim()),
    name,
  );
}

/** The values of all parameters of a name, as they stand in a query. */
export function parametersOf(query: string, name: string): string[] {
  return pairsOf(query.slice(1).split('&'), name);
}

function pairsOf(pairs: readonly string[], name: string): string[] {
  return pairs.filter((pair) => pair.startsWith(`${name}=`)).map((pair) => pair.slice(name.length + 1));
}
