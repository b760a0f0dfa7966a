import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { convert } from '../../src/convert.js';
import { DEFAULT_OPTIONS, TARGETS } from '../../src/options.js';
import { jsonReport } from '../../src/reports/json.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { nginxIncSets } from '../verification/arbitrary-nginx-inc.js';
import { type Case, cases, converted, read } from './arbitraries.js';
import { notClosedOnce } from './closed-items.js';
import { emittedPlacesExist, namesAreUnique, type Promised, stepsAreGiven } from './promises.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties/nginx-inc`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);
const TOOL = { name: 'routeshift', version: '0.0.0' };

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 100) });

/** Ingresses as its users write them, and whatever else there may be. */
const sets: fc.Arbitrary<Case> = fc.oneof(
  nginxIncSets.map(({ objects, controllerConfig }) => ({
    objects,
    options: { ...DEFAULT_OPTIONS, from: 'nginx-inc' as const, controllerConfig },
  })),
  cases.map(({ objects, options }) => ({ objects, options: { ...options, from: 'nginx-inc' as const } })),
);

describe.each(TARGETS)("whatever F5's controller may find, converted to %s", (to) => {
  const always = (check: (example: Case) => string[]): void =>
    fc.assert(
      fc.property(sets, ({ objects, options }) => {
        expect(check({ objects, options: { ...options, to } })).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  const keeps = (promised: Promised) => () => always((example) => promised(converted(example), example.options));

  it('nothing throws, and nothing that was read is lost sight of (RS0001)', () => {
    always((example) =>
      converted(example)
        .items.filter(({ code }) => code === 'RS0001')
        .map(({ source, annotation, field }) => `${source.file} ${annotation ?? field}`),
    );
  });

  it('each annotation and each field of an Ingress gets exactly one verdict', () => {
    always((example) => notClosedOnce(example, converted(example)));
  });

  it('every warning and error says what to do', keeps(stepsAreGiven));
  it('no two objects share a name', keeps(namesAreUnique));
  it('every place that the report names is in the output', keeps(emittedPlacesExist));

  it('the order of the objects makes no difference', () => {
    always((example) => {
      const forward = converted(example);
      const { manifests, ...rest } = read(example.objects);
      const backward = convert({ ...rest, manifests: [...manifests].reverse() }, example.options);
      const bytes = (conversion: typeof forward) =>
        [...yamlStream(conversion, { noComments: false }), ...jsonReport(conversion, TOOL)].join('');
      return bytes(forward) === bytes(backward) ? [] : ['another output'];
    });
  });
});
