import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { convert } from '../../src/convert.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { read } from '../properties/arbitraries.js';
import type { Draft } from '../properties/arbitrary-ingress.js';
import { routeIngressSets } from './arbitrary-route-ingresses.js';
import { routerObjects } from './arbitrary-router-settings.js';
import { routeSets } from './arbitrary-routes.js';
import { sets } from './arbitrary-sets.js';
import { differenceText } from './difference-text.js';

/** To look for counterexamples: `VERIFY_RUNS=20000 VERIFY_SEED=1 npx vitest run test/verification/routes.property.test.ts`. */
const RUNS = Number(process.env.VERIFY_RUNS ?? 300);
const SEED = Number(process.env.VERIFY_SEED ?? 20_261_121);

vi.setConfig({ testTimeout: Math.max(120_000, RUNS * 200) });

function unexplained(objects: readonly Draft[], options: ConvertOptions): string[] {
  const input = read(objects);
  const conversion = convert(input, options);
  return verify(input.manifests, conversion, options).differences.filter(isUnexplained).map(differenceText);
}

function isTold(objects: fc.Arbitrary<readonly Draft[]>, options: Partial<ConvertOptions>): void {
  fc.assert(
    fc.property(objects, (example) => {
      expect(unexplained(example, { ...DEFAULT_OPTIONS, ...options })).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
}

describe('every difference between the two data planes is told by a finding', () => {
  it('from Routes to Gateway API', () => {
    isTold(routeSets, { from: 'openshift-route', gatewayApiVersion: '1.6' });
  });

  it('from Routes to Routes', () => {
    isTold(routeSets, { from: 'openshift-route', to: 'openshift-route' });
  });

  it("from OpenShift's Ingresses to Gateway API", () => {
    isTold(routeIngressSets, { from: 'openshift-ingress', gatewayApiVersion: '1.6' });
  });

  it("from OpenShift's Ingresses to Routes", () => {
    isTold(routeIngressSets, { from: 'openshift-ingress', to: 'openshift-route' });
  });

  it("from OpenShift's Ingresses to Routes, with all that can be added", () => {
    const add = ['exact-paths', 'default-backend', 'alternate-backends'] as const;
    isTold(routeIngressSets, { from: 'openshift-ingress', to: 'openshift-route', add });
  });

  it('from ingress-nginx to Routes', () => {
    fc.assert(
      fc.property(sets, routerObjects, ({ objects, options }, settings) => {
        expect(unexplained([...objects, ...settings], { ...options, to: 'openshift-route' })).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
