import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import type { Manifest } from '../../src/kubernetes/object.js';
import { type ConvertOptions, DEFAULT_OPTIONS, type RunOptions } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { read } from '../properties/arbitraries.js';
import { type Member, mixes } from './arbitrary-mixes.js';
import { differenceText } from './difference-text.js';

/** To look for counterexamples: `VERIFY_RUNS=5000 VERIFY_SEED=1 npx vitest run test/verification/mixes.property.test.ts`. */
const RUNS = Number(process.env.VERIFY_RUNS ?? 60);
const SEED = Number(process.env.VERIFY_SEED ?? 20_261_121);
const OPTIONS = { ...DEFAULT_OPTIONS, gatewayApiVersion: '1.6' } as const;

vi.setConfig({ testTimeout: Math.max(120_000, RUNS * 1000) });

function inputOf(mix: readonly Member[]) {
  return read(mix.flatMap(({ objects }) => objects));
}

/** What is said of the objects that a controller serves, and what was made of them. */
function essence({ emitted, items }: Conversion, isMine: (namespace: string | undefined) => boolean) {
  return {
    emitted: emitted.map(({ object }) => JSON.stringify(object)).sort(),
    items: items
      .filter(({ object }) => (object?.kind === 'Ingress' || object?.kind === 'Route') && isMine(object.namespace))
      .map((item) => JSON.stringify(item)),
  };
}

describe('a run for whichever controller', () => {
  it('gives for each controller what a run for it alone gives', () => {
    fc.assert(
      fc.property(mixes, (mix) => {
        const input = inputOf(mix);
        const whole = convert(input, { ...OPTIONS, from: 'auto' });
        const singles = mix.map(({ from }) => {
          const isMine = (namespace: string | undefined): boolean => namespace?.startsWith(`${from}-`) === true;
          const served = ({ ref }: Manifest): boolean =>
            (ref.kind !== 'Ingress' && ref.kind !== 'Route') || isMine(ref.namespace);
          // What the router serves besides is served in the whole as well.
          const besides = from === 'openshift-ingress' ? { withRoutes: true } : {};
          const options: ConvertOptions = { ...OPTIONS, from, ...besides };
          const manifests = input.manifests.filter(served);
          const single = convert({ ...input, manifests }, options);
          expect(essence(whole, isMine).items).toEqual(essence(single, isMine).items);
          return single;
        });
        const emitted = singles.flatMap((one) => essence(one, () => true).emitted).sort();
        expect(essence(whole, () => true).emitted).toEqual(emitted);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });

  it('gives the same in whatever order the input comes', () => {
    fc.assert(
      fc.property(mixes, fc.constantFrom('gateway-api', 'openshift-route'), (mix, to) => {
        const input = inputOf(mix);
        const options: RunOptions = { ...OPTIONS, from: 'auto', to };
        const turned = { ...input, manifests: [...input.manifests].reverse(), problems: [...input.problems].reverse() };
        expect(JSON.stringify(convert(turned, options))).toBe(JSON.stringify(convert(input, options)));
      }),
      { numRuns: Math.ceil(RUNS / 4), seed: SEED },
    );
  });

  it.each([
    ['Gateway API', {}],
    ['a Gateway that exists', { gateway: { namespace: 'infra', name: 'public' } }],
    ['Routes', { to: 'openshift-route' }],
    ['Routes, hosts of two controllers included', { to: 'openshift-route', accept: ['RS0213'] }],
  ] satisfies [string, Partial<RunOptions>][])('to %s, every difference is told by a finding', (_what, chosen) => {
    fc.assert(
      fc.property(mixes, (mix) => {
        const input = inputOf(mix);
        const options: RunOptions = { ...OPTIONS, from: 'auto', ...chosen };
        const conversion = convert(input, options);
        expect(conversion.items.filter(({ code }) => code === 'RS0001')).toEqual([]);
        const { differences } = verify(input.manifests, conversion, options);
        expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
