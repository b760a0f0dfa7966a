import type { Re2Pattern } from '../../regex/re2.js';
import type { ParsedRequest } from './parsed-request.js';
import { type Fields, number, texts } from './reading.js';

/** A CORS filter. */
export interface CorsPolicy {
  readonly origins: readonly string[];
  /** Expressions for origins, which some implementations have beside the list. */
  readonly patterns?: readonly Re2Pattern[];
  readonly methods: readonly string[];
  readonly headers: readonly string[];
  readonly exposed: readonly string[];
  readonly credentials: boolean;
  /** Seconds; undefined where no header says so. */
  readonly maxAge: number | undefined;
}

/** Reads a CORS filter; answers are kept for 5 seconds unless `maxAge` says otherwise. */
export function readCors(filter: Fields): CorsPolicy {
  return {
    origins: texts(filter.allowOrigins),
    methods: texts(filter.allowMethods),
    headers: texts(filter.allowHeaders),
    exposed: texts(filter.exposeHeaders),
    credentials: filter.allowCredentials === true,
    maxAge: number(filter.maxAge) ?? 5,
  };
}

/** Whether the gateway answers the request itself (Fetch standard: CORS-preflight request). */
export function isPreflight(request: ParsedRequest): boolean {
  return (
    request.method === 'OPTIONS' &&
    request.header('origin') !== undefined &&
    request.header('access-control-request-method') !== undefined
  );
}

/** Response headers (lower case) that the policy sets for the request; none when its Origin is absent or not allowed. */
export function corsHeaders(policy: CorsPolicy, request: ParsedRequest): Readonly<Record<string, string>> {
  const origin = request.header('origin');
  if (origin === undefined) return {};
  const listed = policy.origins.some((allowed) => coversOrigin(allowed, origin));
  if (!listed && !(policy.patterns ?? []).some((pattern) => pattern.matches(origin, 'search'))) return {};
  const headers: Record<string, string> = {
    // With credentials browsers take no "*", so the filter has to name the origin; a pattern is never shown.
    'access-control-allow-origin': policy.origins.includes('*') && !policy.credentials ? '*' : origin,
  };
  if (policy.credentials) headers['access-control-allow-credentials'] = 'true';
  const exposed = policy.credentials ? policy.exposed.filter((name) => name !== '*') : policy.exposed;
  if (exposed.length > 0) headers['access-control-expose-headers'] = exposed.join(', ');
  if (!isPreflight(request)) return headers;
  const methods = granted(policy.methods, policy.credentials, request.header('access-control-request-method'));
  if (methods !== undefined) headers['access-control-allow-methods'] = methods;
  const names = granted(policy.headers, policy.credentials, request.header('access-control-request-headers'));
  if (names !== undefined) headers['access-control-allow-headers'] = names;
  if (policy.maxAge !== undefined) headers['access-control-max-age'] = String(policy.maxAge);
  return headers;
}

/** The list as configured; "*" stays "*" without credentials and becomes what was asked for with them. */
function granted(list: readonly string[], credentials: boolean, asked: string | undefined): string | undefined {
  if (list.includes('*')) return credentials ? asked : '*';
  return list.length === 0 ? undefined : list.join(', ');
}

/** Scheme, host and port have to agree; `*` stands for any origin, `*.suffix` for any number of labels, host `*` for any. */
export function coversOrigin(allowed: string, origin: string): boolean {
  if (allowed === '*') return true;
  const want = parseOrigin(allowed);
  const have = parseOrigin(origin);
  if (want === undefined || have === undefined) return false;
  if (want.scheme !== have.scheme || want.port !== have.port) return false;
  if (want.host === '*') return true;
  if (!want.host.startsWith('*.')) return want.host === have.host;
  return have.host.length >= want.host.length && have.host.endsWith(want.host.slice(1));
}

function parseOrigin(origin: string): { scheme: string; host: string; port: number } | undefined {
  const parts = /^(https?):\/\/([^/:]+|\[[^\]]*\])(?::([0-9]{1,5}))?$/.exec(origin.toLowerCase());
  if (parts === null) return undefined;
  const [, scheme = '', host = '', port] = parts;
  return { scheme, host, port: port === undefined ? (scheme === 'https' ? 443 : 80) : Number(port) };
}
