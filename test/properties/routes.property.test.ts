import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, it, vi } from 'vitest';
import { createOpenshiftRouterModel, routeErrors } from '../../src/behaviour/targets/openshift-router.js';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { jsonReport } from '../../src/reports/json.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { loadCrds } from '../crds/crd-validator.js';
import { type Case, cases, converted, read } from './arbitraries.js';
import { notClosedOnce } from './closed-items.js';
import { routedUnguarded } from './guarded.js';
import { emittedOf } from './output.js';
import { emittedPlacesExist, namesAreUnique, type Promised, stepsAreGiven } from './promises.js';
import { faultsOfReport } from './published-report.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties/routes`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 300);
const CRDS = fileURLToPath(new URL('../../../shared/crds/openshift', import.meta.url));
const TOOL = { name: 'routeshift', version: '0.0.0' };

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 50) });

const sets: fc.Arbitrary<Case> = cases.map(({ objects, options }) => ({
  objects,
  options: { ...options, to: 'openshift-route' },
}));

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

function bytes(conversion: Conversion): string {
  return [...yamlStream(conversion, { noComments: false }), ...jsonReport(conversion, TOOL)].join('');
}

describe('Routes made of whatever Ingresses of ingress-nginx', () => {
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

  it('every warning and every error says what to do', keeps(stepsAreGiven));

  it('no two objects of a kind share a name', keeps(namesAreUnique));

  it('the report speaks only of objects and fields that are in the output', keeps(emittedPlacesExist));

  it('no finding speaks of another API', () => {
    always((example) =>
      converted(example)
        .items.flatMap((item) => [item, ...item.also])
        .filter(({ message, next }) => /Gateway|HTTPRoute|listener|ReferenceGrant/.test(`${message} ${next ?? ''}`))
        .map(({ code, message, next }) => `${code} ${message} -> ${next ?? ''}`),
    );
  });

  it('no backend whose guard is lost is published, unless that was accepted', () => {
    always((example) => routedUnguarded(example, converted(example)));
  });

  it('the JSON report has the published form', () => {
    always((example) => faultsOfReport([...jsonReport(converted(example), TOOL)].join('')));
  });

  it('the YAML reads back as what was emitted', () => {
    always((example) => {
      const conversion = converted(example);
      const text = [...yamlStream(conversion, { noComments: false })].join('');
      const objects = emittedOf(conversion).map(({ object }) => object);
      expect(loadAll(text).filter((document) => document !== null && document !== undefined)).toEqual(objects);
      return [];
    });
  });

  it('any other order of the input gives the same bytes', () => {
    always((example) => {
      const input = read(example.objects);
      const reversed = {
        ...input,
        manifests: [...input.manifests].reverse(),
        problems: [...input.problems].reverse(),
      };
      expect(bytes(convert(reversed, example.options))).toBe(bytes(convert(input, example.options)));
      return [];
    });
  });

  it('the API server stores every Route, and none breaks the configuration of the router', () => {
    always((example) => {
      const routes = emittedOf(converted(example)).filter(({ kind }) => kind === 'Route');
      const refused = routes.flatMap(({ id, object }) =>
        routeErrors(object).map(({ field, message }) => `${id}: ${field} ${message}`),
      );
      const { configErrors } = createOpenshiftRouterModel({
        routes: routes.map(({ object }) => object),
        wildcardPolicy: 'WildcardsAllowed',
        namespaceOwnership: 'InterNamespaceAllowed',
        assumeServicesExist: true,
        assumeSecretsExist: true,
      });
      return [...refused, ...configErrors];
    });
  });

  it.skipIf(!existsSync(CRDS))('the CRD of Routes accepts every one (needs ../shared/crds)', () => {
    const validator = loadCrds(CRDS);
    always((example) =>
      emittedOf(converted(example))
        .filter(({ kind }) => kind === 'Route')
        .flatMap(({ id, object }) => validator.validate(object).map((why) => `${id}: ${why}`)),
    );
  });
});
