import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { convert } from '../../src/convert.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { read } from '../properties/arbitraries.js';
import type { Draft } from '../properties/arbitrary-ingress.js';
import { haproxyIngressSets } from './arbitrary-haproxy-ingresses.js';
import { differenceText } from './difference-text.js';

/** To look for counterexamples: `VERIFY_RUNS=20000 VERIFY_SEED=1 npx vitest run test/verification/haproxy-ingress.property.test.ts`. */
const RUNS = Number(process.env.VERIFY_RUNS ?? 300);
const SEED = Number(process.env.VERIFY_SEED ?? 20_261_121);

vi.setConfig({ testTimeout: Math.max(120_000, RUNS * 200) });

function isTold(objects: fc.Arbitrary<readonly Draft[]>, to: ConvertOptions['to']): void {
  const options: ConvertOptions = { ...DEFAULT_OPTIONS, from: 'haproxy-ingress', to, gatewayApiVersion: '1.6' };
  fc.assert(
    fc.property(objects, (example) => {
      const input = read(example);
      const conversion = convert(input, options);
      expect(conversion.items.filter(({ code }) => code === 'RS0001')).toEqual([]);
      const { differences } = verify(input.manifests, conversion, options);
      expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
}

describe('every difference between HAProxy Ingress and the target is told by a finding', () => {
  it('to Gateway API', () => {
    isTold(haproxyIngressSets, 'gateway-api');
  });

  it('to Routes', () => {
    // A Route cannot part a path from itself with a final slash: what is withheld at one of them is served like the other.
    const asPrefix = (objects: readonly Draft[]): readonly Draft[] =>
      JSON.parse(JSON.stringify(objects).replace(/("path":"[^"]*\/","pathType":)"Exact"/g, '$1"Prefix"'));
    isTold(haproxyIngressSets.map(asPrefix), 'openshift-route');
  });
});
