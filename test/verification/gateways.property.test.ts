import fc from 'fast-check';
import { expect, it, vi } from 'vitest';
import { convert } from '../../src/convert.js';
import type { GatewayChoice } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { read } from '../properties/arbitraries.js';
import { sets } from './arbitrary-sets.js';
import { differenceText } from './difference-text.js';

const RUNS = Number(process.env.VERIFY_RUNS ?? 300);
const SEED = Number(process.env.VERIFY_SEED ?? 20_261_121);

vi.setConfig({ testTimeout: Math.max(120_000, RUNS * 200) });

const choice = fc.constantFrom('one', 'two').map((name): GatewayChoice => ({ gateway: { namespace: 'infra', name } }));

/** Sets with Gateways for some of their hosts, for wildcards above these, and for a class. */
const withGateways = sets.chain(({ objects, options }) => {
  const hosts = [...new Set(JSON.stringify(objects).match(/"host":"[^"]+"/g) ?? [])].map((text) => text.slice(8, -1));
  const names = hosts.flatMap((host) => [host, host.replace(/^[^.]+/, '*')]).filter((name) => name.includes('.'));
  const some = fc.dictionary(fc.constantFrom('*', ...names), choice, { maxKeys: 3 });
  const classes = fc.dictionary(fc.constantFrom('nginx', 'internal'), choice, { maxKeys: 1 });
  return fc
    .record({ hosts: some, classes })
    .map((gateways) => ({ objects, options: { ...options, to: 'gateway-api' as const, gateways } }));
});

it('whichever Gateways classes and hosts have, every difference is told by a finding', () => {
  fc.assert(
    fc.property(withGateways, ({ objects, options }) => {
      const input = read(objects);
      const conversion = convert(input, options);
      const { differences } = verify(input.manifests, conversion, options);
      expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
    }),
    { numRuns: RUNS, seed: SEED },
  );
});
