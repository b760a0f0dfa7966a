import { expect } from 'vitest';
import type { Guard } from '../../../src/behaviour/outcome.js';
import { createIngressNginxModel, type Exchange } from '../../../src/behaviour/sources/ingress-nginx.js';
import {
  type CaseRequest,
  type Expectation,
  echoOf,
  inputOf,
  type NginxCase,
  requestOf,
  serviceOf,
} from './ingress-nginx-cases.js';

function compareHeaders(actual: Readonly<Record<string, string>>, wanted: Expectation['response_headers']): void {
  for (const [name, value] of Object.entries(wanted ?? {})) {
    const found = actual[name.toLowerCase()];
    if (value === null) expect(found, name).toBeUndefined();
    else if (value.startsWith('~')) expect(found, name).toMatch(new RegExp(value.slice(1)));
    else expect(found, name).toBe(value);
  }
}

/** Counts requests against the limits that an outcome lists: what of `count` more gets through, and what the rest gets. */
function afterLimits(
  got: Exchange,
  request: CaseRequest,
  used: Map<string, number>,
): { readonly passed: number; readonly refused: number; readonly status: number } {
  const count = request.repeat ?? 1;
  let passed = count;
  let status = got.status;
  const key = `${/^Ingress (\S+)/.exec(got.outcome.rule)?.[1]} ${request.client_ip}`;
  const before = used.get(key) ?? 0;
  used.set(key, before + count);
  const restrict = (guard: Guard, most: number): void => {
    if (most >= passed) return;
    passed = Math.max(most, 0);
    status = Number(guard.parameters.status);
  };
  for (const guard of got.outcome.guards) {
    // Burst and the one request that is always allowed; what flows off during a case is within the stated ranges.
    if (guard.kind === 'rate-limit') restrict(guard, Number(guard.parameters.burst) + 1 - before);
    if (guard.kind === 'connection-limit' && request.concurrent === true)
      restrict(guard, Number(guard.parameters.connections));
  }
  return { passed, refused: count - passed, status };
}

function compareStatuses(got: Exchange, limited: ReturnType<typeof afterLimits>, wanted: Expectation): void {
  const counts = new Map([
    [limited.status, limited.refused],
    [got.status, limited.passed],
  ]);
  for (const [status, [low, high]] of Object.entries(wanted.statuses ?? {})) {
    expect(counts.get(Number(status)), `requests with ${status}`).toBeGreaterThanOrEqual(low);
    expect(counts.get(Number(status)), `requests with ${status}`).toBeLessThanOrEqual(high);
  }
}

/** Replays one case: selection, configuration errors, and each request with everything that the case states about it. */
export function replay(entry: NginxCase): void {
  const model = createIngressNginxModel(inputOf(entry));
  expect(model.ignoredIngresses.map((ingress) => ingress.name).sort()).toEqual(
    [...(entry.ignored_ingresses ?? [])].sort(),
  );
  if (entry.config_error === undefined) expect(model.configErrors).toEqual([]);
  else expect(model.configErrors.join('\n')).toContain(entry.config_error);
  const used = new Map<string, number>();
  for (const [index, request] of entry.requests.entries()) {
    const wanted = entry.expect[index] ?? {};
    if (request.scheme === 'tcp') {
      expect(serviceOf(model.tcpBackend(request.port ?? 0))).toBe(wanted.backend);
      continue;
    }
    const got = model.exchange(requestOf(request), echoOf(entry));
    const { outcome } = got;
    const limited = afterLimits(got, request, used);
    if (wanted.statuses !== undefined) {
      compareStatuses(got, limited, wanted);
      continue;
    }
    if (limited.refused > 0) {
      expect(limited.status).toBe(wanted.status);
      continue;
    }
    expect(got.status, `status of request ${index}`).toBe(wanted.status);
    if (wanted.distribution === undefined) {
      // HEAD has no body to read the backend from, so its case does not name one.
      if (request.method !== 'HEAD') expect(serviceOf(got.backend)).toBe(wanted.backend);
    } else {
      const shares = new Map(outcome.backends.map(({ backend, weight }) => [serviceOf(backend), weight]));
      for (const [service, [low, high]] of Object.entries(wanted.distribution)) {
        expect(shares.get(service)).toBeGreaterThanOrEqual(low);
        expect(shares.get(service)).toBeLessThanOrEqual(high);
      }
    }
    if (wanted.upstream_path !== undefined) expect(outcome.path).toBe(wanted.upstream_path);
    if (wanted.location !== undefined) expect(got.clientHeaders.location ?? null).toBe(wanted.location);
    if (wanted.cert !== undefined) expect(outcome.certificate).toBe(wanted.cert === 'fake' ? 'default' : wanted.cert);
    compareHeaders(got.clientHeaders, wanted.response_headers);
    compareHeaders(got.upstreamHeaders, wanted.upstream_headers);
  }
}
