import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { convert } from '../../src/convert.js';
import { type ConvertOptions, DEFAULT_OPTIONS, TARGETS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { read } from '../properties/arbitraries.js';
import { nginxIncRequests, nginxIncSets } from './arbitrary-nginx-inc.js';
import { differenceText } from './difference-text.js';

/** To look for counterexamples: `VERIFY_RUNS=20000 VERIFY_SEED=1 npx vitest run test/verification/nginx-inc.property.test.ts`. */
const RUNS = Number(process.env.VERIFY_RUNS ?? 300);
const SEED = Number(process.env.VERIFY_SEED ?? 20_261_121);

vi.setConfig({ testTimeout: Math.max(120_000, RUNS * 200) });

describe.each(TARGETS)("what F5's controller does, converted to %s", (to) => {
  it('every difference is told by a finding, and every item has a verdict', () => {
    fc.assert(
      fc.property(nginxIncSets, ({ objects, controllerConfig }) => {
        const options: ConvertOptions = {
          ...DEFAULT_OPTIONS,
          from: 'nginx-inc',
          to,
          controllerConfig,
          gatewayApiVersion: '1.6',
        };
        const input = read(objects);
        const conversion = convert(input, options);
        expect(conversion.items.filter(({ code }) => code === 'RS0001')).toEqual([]);
        const { differences } = verify(input.manifests, conversion, options, nginxIncRequests);
        expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
      }),
      { numRuns: RUNS, seed: SEED },
    );
  });
});
