import { expect } from 'vitest';
import type { Outcome, Request } from '../../../../src/behaviour/outcome.js';
import { createHaproxyIngressModel, stickyCookie } from '../../../../src/behaviour/sources/haproxy-ingress.js';
import { type CaseRequest, type Expectation, type HaproxyCase, inputOf } from './case-file.js';

/** The status after what an outcome leaves to count: bodies, and requests within a second. */
function countedStatus(outcome: Outcome, { body_bytes = 0, repeat = 1 }: CaseRequest, before: number): number {
  for (const { kind, parameters } of outcome.guards) {
    if (kind === 'rate-limit' && before + repeat > Number(parameters.requests)) return Number(parameters.status);
    if (kind === 'body-size' && body_bytes > Number(parameters.limit)) return 413;
  }
  return outcome.status;
}

function compareHeaders(outcome: Outcome, wanted: Expectation): void {
  const cookie = outcome.guards.map(stickyCookie).find((one) => one !== undefined);
  const { set, added } = outcome.responseHeaders;
  const response: Record<string, string | undefined> = {
    ...added,
    ...set,
    ...(cookie === undefined ? {} : { 'set-cookie': cookie }),
  };
  for (const [name, value] of Object.entries(wanted.response_headers ?? {})) expect(response[name], name).toBe(value);
  for (const [name, pattern] of Object.entries(wanted.response_headers_match ?? {}))
    expect(response[name], name).toMatch(new RegExp(pattern));
  for (const name of wanted.absent_response_headers ?? []) expect(response[name], name).toBeUndefined();
  for (const [name, value] of Object.entries(wanted.upstream_headers ?? {}))
    expect(outcome.requestHeaders.set[name], name).toBe(value);
}

/** Replays one case: each request with everything that the case states about it. */
export function replay(entry: HaproxyCase): void {
  const model = createHaproxyIngressModel(inputOf(entry));
  expect(model.ignoredIngresses).toEqual([]);
  expect(model.configErrors).toEqual([]);
  let sent = 0;
  for (const [index, request] of entry.requests.entries()) {
    const wanted = entry.expect[index];
    if (wanted === undefined) throw new Error(`no expectation for request ${index}`);
    const asked: Request = { ...request };
    const outcome = model.answer(asked);
    const status = countedStatus(outcome, request, sent);
    sent += request.repeat ?? 1;
    expect(status, `status of request ${index}, ${outcome.rule}`).toBe(wanted.status);
    if (wanted.backend !== undefined) expect(outcome.backend).toBe(`default/${wanted.backend}`);
    if (wanted.upstream_path !== undefined) expect(outcome.path).toBe(wanted.upstream_path);
    if (wanted.location !== undefined) expect(outcome.location).toBe(wanted.location);
    if (wanted.backend_distribution !== undefined) {
      const groups = model.podGroups(asked)?.groups ?? [];
      expect(Object.fromEntries(groups.map(({ label, weight }) => [label, weight]))).toEqual(
        wanted.backend_distribution,
      );
    }
    compareHeaders(outcome, wanted);
  }
}
