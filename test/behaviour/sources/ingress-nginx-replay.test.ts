import { existsSync, readFileSync } from 'node:fs';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { createIngressNginxModel } from '../../../src/behaviour/sources/ingress-nginx.js';
import { type Expectation, echo, inputOf, type NginxCase, requestOf, serviceOf } from './ingress-nginx-cases.js';

const file = '../shared/cases/ingress-nginx.yaml';

/** Cases that ask for something outside a model of single requests, each with its reason. */
const leftOut: Readonly<Record<string, string>> = {};

function compareHeaders(actual: Readonly<Record<string, string>>, wanted: Expectation['response_headers']): void {
  for (const [name, value] of Object.entries(wanted ?? {})) {
    const found = actual[name.toLowerCase()];
    if (value === null) expect(found, name).toBeUndefined();
    else if (value.startsWith('~')) expect(found, name).toMatch(new RegExp(value.slice(1)));
    else expect(found, name).toBe(value);
  }
}

const cases = existsSync(file) ? (load(readFileSync(file, 'utf8')) as readonly NginxCase[]) : [];

describe.skipIf(!existsSync(file))('the ingress-nginx model gives the answers of the cases in ../shared', () => {
  it('every case that is left out exists', () => {
    const ids = new Set(cases.map((entry) => entry.id));
    expect(Object.keys(leftOut).filter((id) => !ids.has(id))).toEqual([]);
  });

  for (const entry of cases) {
    if (leftOut[entry.id] !== undefined) continue;
    it(`${entry.id}: ${entry.about}`, () => {
      const model = createIngressNginxModel(inputOf(entry));
      expect(model.ignoredIngresses.map((ingress) => ingress.name)).toEqual(entry.ignored_ingresses ?? []);
      if (entry.config_error === undefined) expect(model.configErrors).toEqual([]);
      else expect(model.configErrors.join('\n')).toContain(entry.config_error);
      for (const [index, request] of entry.requests.entries()) {
        const wanted = entry.expect[index] ?? {};
        const got = model.exchange(requestOf(request), echo);
        const { outcome } = got;
        expect(model.answer(requestOf(request)).rule).toBe(outcome.rule);
        expect(got.status, `status of request ${index}`).toBe(wanted.status);
        if (wanted.distribution === undefined) {
          // HEAD has no body to read the backend from, so its case does not name one.
          if (request.method !== 'HEAD') expect(serviceOf(outcome.backend)).toBe(wanted.backend);
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
    });
  }
});
