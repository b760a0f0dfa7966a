import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { convert } from '../../src/convert.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { read } from '../properties/arbitraries.js';
import { haproxytechSets } from './arbitrary-haproxytech.js';
import { differenceText } from './difference-text.js';

const RUNS = Number(process.env.VERIFY_RUNS ?? 300);
const SEED = Number(process.env.VERIFY_SEED ?? 20_261_121);

vi.setConfig({ testTimeout: Math.max(120_000, RUNS * 200) });

function isTold(options: Partial<ConvertOptions>): void {
  fc.assert(
    fc.property(haproxytechSets, ({ objects, config }) => {
      const all: ConvertOptions = { ...DEFAULT_OPTIONS, from: 'haproxytech', ...options, controllerConfig: config };
      const input = read(objects);
      const conversion = convert(input, all);
      expect(
        conversion.items.filter(({ code }) => code === 'RS0001').map(({ field, annotation }) => annotation ?? field),
      ).toEqual([]);
      const { differences } = verify(input.manifests, conversion, all);
      expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
}

describe("from HAProxy Technologies' Ingresses, everything that changes is told by a finding, and nothing is forgotten", () => {
  it('to Gateway API', () => {
    isTold({ gatewayApiVersion: '1.6' });
  });

  it('to Routes', () => {
    isTold({ to: 'openshift-route' });
  });
});
