import { createHash } from 'node:crypto';
import { expect } from 'vitest';
import type { Guard, Outcome } from '../../../../src/behaviour/outcome.js';
import { createOpenshiftRouterModel } from '../../../../src/behaviour/targets/openshift-router.js';
import { type CaseRequest, type Expectation, inputOf, type RoutingCase, requestOf } from './routing-case.js';

/** The guard that keeps the session, in the words of a Set-Cookie header. */
function cookieOf(outcome: Outcome): { readonly name: unknown; readonly attributes: string } | null {
  const affinity = outcome.guards.find(({ kind }) => kind === 'affinity')?.parameters;
  if (affinity === undefined) return null;
  const secure = affinity.secure === true ? `; Secure; SameSite=${affinity.sameSite}` : '';
  return { name: affinity.cookie, attributes: `path=${affinity.path}; HttpOnly${secure}` };
}

/** How many requests in a row a guard lets through, each on a connection of its own. */
function admits({ kind, parameters }: Guard): number {
  if (kind === 'rate-limit') return Number(parameters.requests ?? parameters.connections);
  return Number.POSITIVE_INFINITY;
}

function checkAnswer(wanted: Expectation, outcome: Outcome): void {
  if (wanted.connection !== undefined) {
    expect(outcome.status).toBe(0);
    expect(outcome.reason).toContain('connection is closed');
  }
  if (wanted.status !== undefined) expect(outcome.status).toBe(wanted.status);
  if (wanted.route !== undefined) expect(outcome.rule).toBe(`Route ns/${wanted.route}`);
  if (wanted.service !== undefined) expect(outcome.backend).toBe(`ns/${wanted.service}:80`);
  if (wanted.location !== undefined) expect(outcome.location).toBe(wanted.location);
  if (wanted.status === 503) expect(outcome.reason).toBeTruthy();
  // What is passed through has a path for the pod only.
  const passedThrough = wanted.server_certificate === "pod's own";
  if (wanted.upstream_path !== undefined) expect(outcome.path).toBe(passedThrough ? null : wanted.upstream_path);
  if (wanted.strict_transport_security !== undefined) {
    expect(outcome.responseHeaders.set['strict-transport-security'] ?? null).toBe(wanted.strict_transport_security);
  }
}

function checkCookie(wanted: Expectation, outcome: Outcome): void {
  if (wanted.set_cookie === undefined) return;
  const name = createHash('md5').update(` ns:${wanted.route}`).digest('hex');
  const stated = wanted.set_cookie === null ? null : { name, attributes: wanted.set_cookie.attributes };
  expect(cookieOf(outcome)).toEqual(stated);
}

function checkCertificate(wanted: Expectation, outcome: Outcome): void {
  const certificates: Readonly<Record<string, string | null>> = {
    'route custom': `ns/${wanted.route}`,
    'router default': 'default',
    "pod's own": null,
  };
  if (wanted.server_certificate !== undefined)
    expect(outcome.certificate).toBe(certificates[wanted.server_certificate]);
}

function checkHeaders(
  wanted: Expectation,
  outcome: Outcome,
  upstream: Readonly<Record<string, readonly string[]>>,
): void {
  for (const [name, values] of Object.entries(wanted.upstream_headers ?? {})) {
    expect(upstream[name.toLowerCase()]).toEqual(values);
  }
  for (const [name, [value]] of Object.entries(wanted.response_headers ?? {})) {
    const { set, removed } = outcome.responseHeaders;
    if (value === undefined) expect(removed).toContain(name.toLowerCase());
    else expect(set[name.toLowerCase()]).toBe(value);
  }
}

/** The shares of `count` requests, in whole requests; answers of the router itself count under their status. */
function checkDistribution(wanted: Readonly<Record<string, number>>, count: number, outcome: Outcome): void {
  const counted = outcome.backends.map(({ backend, weight }) => [
    backend.replace(/^ns\/(.*):80$/, '$1'),
    Math.round(count * weight),
  ]);
  const got = counted.length === 0 ? { [outcome.status]: count } : Object.fromEntries(counted);
  expect(got).toEqual(wanted);
}

/** Replays one case: what is admitted, whether HAProxy reads the file, and each request with everything stated about it. */
export function replay(one: RoutingCase): void {
  const model = createOpenshiftRouterModel(inputOf(one));
  const stated = (one.rejected ?? []).map(({ route, reason }) => ({ route: `Route ns/${route}`, reason }));
  expect(model.rejected.map(({ route, reason }) => ({ route, reason }))).toEqual(stated);
  if (!Array.isArray(one.expect)) {
    expect(model.configErrors).toHaveLength(1);
    return;
  }
  expect(model.configErrors).toEqual([]);
  const expectations: readonly Expectation[] = one.expect;
  const cookie = createHash('md5').update(` ns:${one.routes[0]?.name}`).digest('hex');
  for (const [index, request] of one.requests.entries()) replayRequest(model, request, index, expectations, cookie);
}

function replayRequest(
  model: ReturnType<typeof createOpenshiftRouterModel>,
  request: CaseRequest,
  index: number,
  expectations: readonly Expectation[],
  cookie: string,
): void {
  const asked = requestOf(request, cookie);
  const outcome = model.answer(asked);
  if (typeof request.n === 'string') {
    const [{ distribution = {} } = {}] = expectations;
    checkDistribution(distribution, Number(request.n.split('..')[1]), outcome);
    return;
  }
  const wanted = expectations.find(({ n }) => n === request.n);
  if (wanted === undefined) throw new Error(`nothing is stated about request ${request.n}`);
  if (outcome.guards.some((guard) => admits(guard) <= index)) {
    expect(wanted.connection, `request ${request.n} is over the limit`).toBeDefined();
    return;
  }
  checkAnswer(wanted, outcome);
  checkCookie(wanted, outcome);
  checkCertificate(wanted, outcome);
  checkHeaders(wanted, outcome, model.upstreamHeaders(asked) ?? {});
}
