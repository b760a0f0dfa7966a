import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { PROFILES, type Profile } from '../../src/profile.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { type Case, read } from '../properties/arbitraries.js';
import { sets } from '../verification/arbitrary-sets.js';
import { differenceText } from '../verification/difference-text.js';

/** To look for counterexamples: `VERIFY_RUNS=2000 VERIFY_SEED=1 npx vitest run test/profiles/verified.property.test.ts`. */
const RUNS = Number(process.env.VERIFY_RUNS ?? 120);
const SEED = Number(process.env.VERIFY_SEED ?? 20_261_121);

vi.setConfig({ testTimeout: Math.max(120_000, RUNS * 300) });

/** What may refuse a request. */
const PROTECTS =
  /^guards\.(?:basic-auth|digest-auth|external-auth|client-certificate|allow-list|deny-list|rate-limit|connection-limit)$/;

function withProfile(example: Case, name: Profile, allowSnippets: boolean): Case {
  return { ...example, options: { ...example.options, profile: { name }, allowSnippets } };
}

/** What is told as an error, somebody has to decide on before the cut-over. */
function errorsOf({ items }: Conversion): ReadonlySet<string> {
  const all = items.flatMap((item) => [item, ...item.also]);
  return new Set(all.filter(({ severity }) => severity === 'error').map(({ code }) => code));
}

describe.each(PROFILES.filter((name) => name !== 'standard'))('for whatever Ingresses, written for %s', (name) => {
  it('every difference is told by a finding, and where a request gets past a guard that it met before, it is an error', () => {
    fc.assert(
      fc.property(sets, fc.boolean(), (set, allowSnippets) => {
        const example = withProfile(set, name, allowSnippets);
        const input = read(example.objects);
        const conversion = convert(input, example.options);
        const { differences } = verify(input.manifests, conversion, example.options);
        expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
        const errors = errorsOf(conversion);
        const lost = differences.filter(
          ({ field, target, codes }) =>
            PROTECTS.test(field) &&
            target === null &&
            example.options.accept.length === 0 &&
            !codes.some((code) => errors.has(code)),
        );
        expect(lost.map(differenceText)).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
