import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { convert } from '../../src/convert.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { type Case, read } from '../properties/arbitraries.js';
import { sets } from './arbitrary-sets.js';
import { differenceText } from './difference-text.js';

/**
 * The sets are the same in every run, so that a change is judged by what it changes. To look for counterexamples:
 * `VERIFY_RUNS=100000 VERIFY_SEED=1 npx vitest run test/verification/sets.property.test.ts`.
 */
const RUNS = Number(process.env.VERIFY_RUNS ?? 2000);
const SEED = Number(process.env.VERIFY_SEED ?? 20_261_121);

vi.setConfig({ testTimeout: Math.max(120_000, RUNS * 200) });

function unexplained({ objects, options }: Case): string[] {
  const input = read(objects);
  const conversion = convert(input, options);
  return verify(input.manifests, conversion, options).differences.filter(isUnexplained).map(differenceText);
}

describe('for whatever Ingresses and options', () => {
  it('every difference between the two data planes is told by a finding', () => {
    fc.assert(
      fc.property(sets, (example) => {
        expect(unexplained(example)).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
