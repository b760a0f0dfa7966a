import type { HeaderChanges } from '../../../../src/behaviour/outcome.js';
import type { DetailedOutcome } from '../../../../src/behaviour/targets/gateway-api.js';
import { type Expectation, type HeaderExpectation, joinValues, type StatedRequest } from './case-file.js';

/** What an outcome has otherwise than stated, one line per field; empty when everything that is stated holds. */
export function contradictions(stated: Expectation, got: DetailedOutcome, request: StatedRequest): readonly string[] {
  const { outcome, answers } = got;
  const found: string[] = [];
  const same = (field: string, want: unknown, have: unknown) => {
    if (JSON.stringify(want) !== JSON.stringify(have)) {
      found.push(`${field}: want ${JSON.stringify(want)}, have ${JSON.stringify(have)}`);
    }
  };
  const forwards = answers.filter((answer) => answer.kind === 'forward');
  const [first] = forwards;

  // The model says what the gateway answers over HTTP; it has no gRPC trailers.
  if (stated.grpcStatus !== undefined) found.push(`grpcStatus ${stated.grpcStatus}`);
  if (stated.connection !== undefined) same('status', 0, outcome.status);
  else if (stated.status !== undefined) same('status', stated.status, outcome.status);
  if (stated.backend !== undefined) same('backend', stated.backend, outcome.backend);
  if (stated.location !== undefined) same('location', stated.location, outcome.location);
  if (stated.certificate !== undefined) same('certificate', stated.certificate, outcome.certificate);

  if (first !== undefined && request.scheme !== 'tls') {
    // Absent path and host mean that the request's own arrive.
    same('path', stated.path ?? request.path, outcome.path);
    same('host', stated.host ?? request.host, outcome.host);
  }
  if (stated.tls !== undefined) {
    same('path', null, outcome.path);
    same('terminated', stated.tls === 'terminate', outcome.certificate !== null);
  }
  if (stated.backends !== undefined) {
    const total = stated.backends.reduce((sum, { weight }) => sum + weight, 0);
    const want = stated.backends.map(({ backend, status, weight }) => [backend ?? String(status), weight / total]);
    same(
      'backends',
      want,
      outcome.backends.map(({ backend, weight }) => [backend, weight]),
    );
    for (const { backend, requestHeaders, backendTls } of stated.backends) {
      const forward = forwards.find((answer) => answer.backend.name === backend);
      if (requestHeaders !== undefined) compareRequest(requestHeaders, forward?.requestHeaders, request, same);
      if (backendTls !== undefined) same(`TLS to ${backend}`, sorted(backendTls), sorted(forward?.backend.tls ?? null));
    }
  }
  if (stated.requestHeaders !== undefined) {
    compareRequest(stated.requestHeaders, outcome.requestHeaders, request, same);
  }
  const response = headersAfter(joinValues(request.backendResponseHeaders), outcome.responseHeaders);
  for (const [name, value] of Object.entries(stated.responseHeaders ?? {})) {
    const have = response.get(name.toLowerCase());
    const allowed = typeof value === 'string' ? [value] : value;
    if (!allowed.some((one) => sameHeader(name, one, have))) same(`response ${name}`, value, have);
  }
  for (const name of stated.responseHeadersAbsent ?? []) {
    same(`response ${name}`, undefined, response.get(name.toLowerCase()));
  }
  if (stated.mirrors !== undefined) {
    const want = stated.mirrors.map((mirror) =>
      typeof mirror === 'string' ? { backend: mirror, percent: 100 } : mirror,
    );
    same('mirrors', want, first?.mirrors);
  }
  if (stated.timeouts !== undefined) same('timeouts', seconds(stated.timeouts ?? {}), outcome.timeouts);
  if (stated.backendTls !== undefined)
    same('backendTls', sorted(stated.backendTls), sorted(first?.backend.tls ?? null));
  if (stated.backendProtocol !== undefined) same('backendProtocol', stated.backendProtocol, first?.backend.protocol);
  return found;
}

function compareRequest(
  want: HeaderExpectation,
  changes: HeaderChanges | undefined,
  request: StatedRequest,
  same: (field: string, want: unknown, have: unknown) => void,
): void {
  const headers = headersAfter(joinValues(request.headers), changes ?? { set: {}, added: {}, removed: [] });
  for (const [name, value] of Object.entries(want.set ?? {}))
    same(`request ${name}`, value, headers.get(name.toLowerCase()));
  for (const name of want.removed ?? []) same(`request ${name}`, undefined, headers.get(name.toLowerCase()));
}

/** Headers by lower-case name after the changes were made to them. */
function headersAfter(before: Readonly<Record<string, string>>, changes: HeaderChanges): ReadonlyMap<string, string> {
  const headers = new Map(Object.entries(before).map(([name, value]) => [name.toLowerCase(), value]));
  for (const name of changes.removed) headers.delete(name);
  for (const [name, value] of Object.entries(changes.set)) headers.set(name, value);
  for (const [name, value] of Object.entries(changes.added)) {
    const known = headers.get(name);
    headers.set(name, known === undefined ? value : `${known},${value}`);
  }
  return headers;
}

const setHeaders = ['access-control-allow-methods', 'access-control-allow-headers', 'access-control-expose-headers'];

function sameHeader(name: string, want: string, have: string | undefined): boolean {
  if (!setHeaders.includes(name.toLowerCase())) return want === have;
  const list = (value: string) => value.replaceAll(/\s/g, '').split(',').sort().join(',');
  return have !== undefined && list(want) === list(have);
}

function sorted(value: object | null): unknown {
  return value === null ? null : Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** The cases write one unit per duration; zero limits nothing and is absent from an outcome. */
function seconds(durations: Readonly<Record<string, string>>): Record<string, number> {
  const read = Object.entries(durations).map(([key, text]) => {
    const amount = Number.parseInt(text, 10);
    return [key, text.endsWith('ms') ? amount / 1000 : amount] as const;
  });
  return Object.fromEntries(read.filter(([, amount]) => amount > 0));
}
