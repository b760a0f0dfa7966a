import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { routeErrors } from '../../src/behaviour/targets/openshift-router.js';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { jsonReport } from '../../src/reports/json.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { loadCrds } from '../crds/crd-validator.js';
import { routeIngressSets } from '../verification/arbitrary-route-ingresses.js';
import { routeSets } from '../verification/arbitrary-routes.js';
import { type Case, cases, converted, read } from './arbitraries.js';
import { notClosedOnce } from './closed-items.js';
import { emittedOf } from './output.js';
import { emittedPlacesExist, namesAreUnique, type Promised, stepsAreGiven } from './promises.js';
import { faultsOfReport } from './published-report.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties/openshift`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);
const CRDS = fileURLToPath(new URL('../../../shared/crds/openshift', import.meta.url));
const TOOL = { name: 'routeshift', version: '0.0.0' };

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 100) });

type Changes = Pick<ConvertOptions, 'from' | 'to' | 'add' | 'inlineCertificates'>;

const changes = fc.record({
  from: fc.constant('openshift-ingress' as const),
  to: fc.constantFrom('openshift-route' as const, 'openshift-route' as const, 'gateway-api' as const),
  add: fc.subarray(['exact-paths', 'default-backend', 'alternate-backends'] as const),
  inlineCertificates: fc.boolean(),
});

function casesOf(objects: fc.Arbitrary<Case['objects']>, chosen: fc.Arbitrary<Changes>): fc.Arbitrary<Case> {
  return fc.tuple(objects, chosen).map(([found, options]) => ({
    objects: found,
    options: { ...DEFAULT_OPTIONS, ...options },
  }));
}

/** Hostile Ingresses of all kinds, those that OpenShift could have, and Routes. */
const sources: readonly (readonly [string, fc.Arbitrary<Case>])[] = [
  [
    'Ingresses as anybody writes them',
    fc.tuple(cases, changes).map(([{ objects, options }, change]) => ({ objects, options: { ...options, ...change } })),
  ],
  ["OpenShift's Ingresses", casesOf(routeIngressSets, changes)],
  [
    'Routes that are written as Routes',
    casesOf(routeSets, fc.constant({ from: 'openshift-route', to: 'openshift-route' })),
  ],
];

function bytes(conversion: Conversion): string {
  return [...yamlStream(conversion, { noComments: false }), ...jsonReport(conversion, TOOL)].join('');
}

describe.each(sources)('of %s', (_name, sets) => {
  function always(check: (example: Case) => string[]): void {
    fc.assert(
      fc.property(sets, (example) => {
        expect(check(example)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  }

  function keeps(promised: Promised): () => void {
    return () => always((example) => promised(converted(example), example.options));
  }

  it('nothing is lost sight of (RS0001)', () => {
    always((example) =>
      converted(example)
        .items.filter(({ code }) => code === 'RS0001')
        .map(({ source, annotation, field }) => `${source.file} ${annotation ?? field}`),
    );
  });

  it('each annotation and each field of an Ingress gets exactly one verdict', () => {
    always((example) => notClosedOnce(example, converted(example)));
  });

  it('every warning and every error says what to do', keeps(stepsAreGiven));

  it('no two objects share a name', keeps(namesAreUnique));

  it('the report speaks only of objects and fields that are in the output', keeps(emittedPlacesExist));

  it('the JSON report has the published form', () => {
    always((example) => faultsOfReport([...jsonReport(converted(example), TOOL)].join('')));
  });

  it('any other order of the input gives the same bytes', () => {
    always((example) => {
      const input = read(example.objects);
      const turned = {
        ...input,
        manifests: [...input.manifests].reverse(),
        problems: [...input.problems].reverse(),
      };
      return bytes(convert(turned, example.options)) === bytes(convert(input, example.options)) ? [] : ['other bytes'];
    });
  });

  it.skipIf(!existsSync(CRDS))('Routes are accepted by the API server (needs ../shared/crds)', () => {
    const validator = loadCrds(CRDS);
    always((example) =>
      emittedOf(converted(example))
        .filter(({ apiVersion }) => apiVersion === 'route.openshift.io/v1')
        .flatMap(({ id, object }) => [
          ...validator.validate(object).map((why) => `${id}: ${why}`),
          ...routeErrors(object).map(({ field, message }) => `${id}: ${field}: ${message}`),
        ]),
    );
  });
});
