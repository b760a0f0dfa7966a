import type { HeaderChanges, Outcome } from '../../src/behaviour/outcome.js';
import type { CaseRequest, Expectation } from './case-file.js';

/** What a client gets, told apart as far as a conversion can be held to it. */
export type Answer =
  | { readonly kind: 'forward' }
  | { readonly kind: 'redirect'; readonly status: number }
  /** The proxy answers itself. */
  | { readonly kind: 'reply'; readonly status: number }
  /** No connection, or none with TLS. */
  | { readonly kind: 'refused' };

interface Between {
  readonly request: CaseRequest;
  readonly outcome: Outcome;
  readonly wanted: Expectation;
}

/** One thing in which the target answers a request of a case otherwise than the case states. */
export type Difference = Between &
  (
    | { readonly kind: 'answer'; readonly want: Answer; readonly have: Answer }
    | {
        readonly kind: 'backend' | 'path' | 'location' | 'certificate' | 'share' | 'status' | 'limit';
        readonly want: string | null;
        readonly have: string | null;
      }
    | {
        readonly kind: 'request-header' | 'response-header';
        readonly header: string;
        readonly want: string | null;
        readonly have: string | null;
      }
  );

/** Headers with which every proxy tells a backend about the connection; Gateway API does not say which it sends. */
const OF_THE_PROXY =
  /^(x-forwarded-(for|host|port|proto|scheme)|x-real-ip|x-scheme|x-original-.*|connection|ssl-client-verify)$/;

/** Compares the outcome of one request with what the case states; empty when everything that is stated holds. */
export function differences(request: CaseRequest, wanted: Expectation, outcome: Outcome): readonly Difference[] {
  const between = { request, outcome, wanted };
  const want = answerWanted(request, wanted);
  const have = answerHad(outcome);
  const found: Difference[] = [];
  if (isAbsent(want) && isAbsent(have)) return [];
  if (JSON.stringify(want) !== JSON.stringify(have)) return [{ ...between, kind: 'answer', want, have }];
  const same = (
    kind: 'backend' | 'path' | 'location' | 'certificate' | 'status',
    a: string | null | undefined,
    b: string | null,
  ) => {
    if (a !== undefined && a !== b) found.push({ ...between, kind, want: a, have: b });
  };
  if (want.kind === 'forward') {
    compareShares(between, found);
    if (wanted.backend !== undefined) same('backend', wanted.backend, serviceOf(outcome.backend));
    same('path', wanted.upstream_path, outcome.path);
    if (outcome.path !== null && request.method !== 'HEAD')
      same('status', String(wanted.status), String(echo(outcome.path).status));
    const guarded = outcome.guards.some((guard) => guard.kind === 'rate-limit' || guard.kind === 'connection-limit');
    if (isLimited(wanted) && !guarded)
      found.push({ ...between, kind: 'limit', want: JSON.stringify(wanted.statuses), have: null });
  }
  if (wanted.cert !== undefined)
    same('certificate', wanted.cert === 'fake' ? 'default' : wanted.cert, outcome.certificate);
  const answered = clientHeaders(outcome);
  same('location', wanted.location, answered.get('location') ?? null);
  compareHeaders('response-header', wanted.response_headers ?? {}, answered, between, found);
  if (want.kind === 'forward')
    compareHeaders('request-header', wanted.upstream_headers ?? {}, backendHeaders(request, outcome), between, found);
  return found;
}

function answerWanted(request: CaseRequest, wanted: Expectation): Answer {
  const status = wanted.status ?? 0;
  const forwarded =
    wanted.backend !== undefined || wanted.distribution !== undefined || wanted.statuses?.['200'] !== undefined;
  // An answer to HEAD has no body that would name its backend.
  if (forwarded || (request.method === 'HEAD' && status === 200)) return { kind: 'forward' };
  if (status === 0) return { kind: 'refused' };
  return status >= 300 && status < 400 ? { kind: 'redirect', status } : { kind: 'reply', status };
}

function answerHad(outcome: Outcome): Answer {
  if (outcome.status === 0) return { kind: 'refused' };
  if (outcome.backends.length > 0) return { kind: 'forward' };
  if (outcome.location !== undefined) return { kind: 'redirect', status: outcome.status };
  return { kind: 'reply', status: outcome.status };
}

/** Nothing is there: "not found", or no listener at all, which is what a gateway has where nothing is published. */
function isAbsent(answer: Answer): boolean {
  return answer.kind === 'refused' || (answer.kind === 'reply' && answer.status === 404);
}

function isLimited(wanted: Expectation): boolean {
  return Object.keys(wanted.statuses ?? {}).length > 1;
}

function compareShares(between: Between, found: Difference[]): void {
  const shares = new Map(between.outcome.backends.map(({ backend, weight }) => [serviceOf(backend), weight]));
  for (const [service, [low, high]] of Object.entries(between.wanted.distribution ?? {})) {
    const share = shares.get(service) ?? 0;
    if (share < low || share > high)
      found.push({ ...between, kind: 'share', want: `${service} ${low}..${high}`, have: String(share) });
  }
}

function compareHeaders(
  kind: 'request-header' | 'response-header',
  wanted: Readonly<Record<string, string | null>>,
  had: ReadonlyMap<string, string>,
  between: Between,
  found: Difference[],
): void {
  for (const [name, want] of Object.entries(wanted)) {
    const header = name.toLowerCase();
    if (kind === 'request-header' && OF_THE_PROXY.test(header)) continue;
    const have = had.get(header) ?? null;
    const holds =
      want?.startsWith('~') === true ? have !== null && new RegExp(want.slice(1)).test(have) : want === have;
    if (!holds) found.push({ ...between, kind, header, want, have });
  }
}

/** `namespace/service:port` to the bare name of the Service, as the cases name backends. */
function serviceOf(backend: string | null): string | null {
  return backend === null ? null : (/^[^/]*\/([^:]*)/.exec(backend)?.[1] ?? backend);
}

/** The backend of the cases: /status/N answers N, `hdr=Name:Value` adds a header to the answer. */
function echo(path: string): { readonly status: number; readonly headers: ReadonlyMap<string, string> } {
  const url = new URL(path.replace(/^\/+/, '/'), 'http://echo');
  const status = /^\/status\/(\d{3})/.exec(url.pathname)?.[1];
  const headers = url.searchParams.getAll('hdr').map((header): [string, string] => {
    const colon = header.indexOf(':');
    return [header.slice(0, colon).toLowerCase(), header.slice(colon + 1)];
  });
  return { status: Number(status ?? 200), headers: new Map(headers) };
}

function clientHeaders(outcome: Outcome): ReadonlyMap<string, string> {
  const before = outcome.path === null ? new Map<string, string>() : echo(outcome.path).headers;
  const after = changed(before, outcome.responseHeaders);
  if (outcome.location !== undefined) after.set('location', outcome.location);
  return after;
}

function backendHeaders(request: CaseRequest, outcome: Outcome): ReadonlyMap<string, string> {
  const before = new Map(Object.entries(request.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]));
  if (outcome.host !== null) before.set('host', outcome.host);
  return changed(before, outcome.requestHeaders);
}

function changed(before: ReadonlyMap<string, string>, changes: HeaderChanges): Map<string, string> {
  const after = new Map(before);
  for (const name of changes.removed) after.delete(name);
  for (const [name, value] of Object.entries(changes.set)) after.set(name, value);
  for (const [name, value] of Object.entries(changes.added)) {
    const known = after.get(name);
    after.set(name, known === undefined ? value : `${known},${value}`);
  }
  return after;
}
