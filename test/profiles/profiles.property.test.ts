import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { PROFILE_VERSIONS, PROFILES, type Profile } from '../../src/profile.js';
import { jsonReport } from '../../src/reports/json.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { loadCrds } from '../crds/crd-validator.js';
import { type Case, cases, converted, read } from '../properties/arbitraries.js';
import { notClosedOnce } from '../properties/closed-items.js';
import { emittedOf } from '../properties/output.js';
import {
  emittedPlacesExist,
  foreignReferencesAreGranted,
  limitsAreKept,
  namesAreUnique,
  type Promised,
  routesAttach,
  stepsAreGiven,
} from '../properties/promises.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=5000 npx vitest run test/profiles`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 100) });

const TOOL = { name: 'routeshift', version: '0.0.0' };
const SHARED = fileURLToPath(new URL('../../../shared/crds', import.meta.url));

/** CRDs of the implementations that lie beside the repository. */
const CRDS: Readonly<Partial<Record<Profile, string>>> = {
  'envoy-gateway': `${SHARED}/envoy-gateway-v1.9.0`,
  'nginx-gateway-fabric': `${SHARED}/nginx-gateway-fabric-v2.6.7`,
  traefik: `${SHARED}/traefik-v3.7`,
};

function bytes(conversion: Conversion): string {
  return [...yamlStream(conversion, { noComments: false }), ...jsonReport(conversion, TOOL)].join('');
}

const NAMED = PROFILES.filter((profile) => profile !== 'standard');

describe.each(NAMED)('for whatever Ingresses, written for %s', (name) => {
  const written = fc
    .tuple(cases, fc.constantFrom(undefined, ...PROFILE_VERSIONS[name]), fc.boolean(), fc.boolean())
    .map(([example, version, allowSnippets, emitSecrets]): Case => {
      const options = { ...example.options, profile: { name, version }, allowSnippets, emitSecrets };
      return { ...example, options };
    });

  function always(check: (example: Case) => string[], runs = RUNS): void {
    fc.assert(
      fc.property(written, (example) => {
        expect(check(example)).toEqual([]);
      }),
      { numRuns: runs },
    );
  }

  it('nothing throws, nothing that was read is lost sight of (RS0001), and every item gets exactly one verdict', () => {
    always((example) => {
      const conversion = converted(example);
      const unseen = conversion.items.filter(({ code }) => code === 'RS0001');
      return [...unseen.map(({ annotation, field }) => annotation ?? field), ...notClosedOnce(example, conversion)];
    });
  });

  const promises: readonly (readonly [string, Promised])[] = [
    ['every warning and every error says what to do', stepsAreGiven],
    ['no two objects of a kind share a name', namesAreUnique],
    ['no object exceeds the limits on rules, matches, host names and listeners', limitsAreKept],
    ['every route attaches to a listener', routesAttach],
    ['the report speaks only of objects and fields that are in the output', emittedPlacesExist],
    ['a reference into another namespace is granted there', foreignReferencesAreGranted],
  ];

  it('the promises about objects and findings hold', () => {
    always((example) => {
      const conversion = converted(example);
      return promises.flatMap(([what, promised]) =>
        promised(conversion, example.options).map((broken) => `${what}: ${broken}`),
      );
    });
  });

  it('any order of the input gives the same bytes', () => {
    always((example) => {
      const input = read(example.objects);
      const turned = { ...input, manifests: [...input.manifests].reverse(), problems: [...input.problems].reverse() };
      return bytes(convert(turned, example.options)) === bytes(converted(example)) ? [] : ['the bytes differ'];
    });
  });

  const dir = CRDS[name];
  it.skipIf(dir === undefined || !existsSync(dir))(
    'what is emitted is accepted by the CRDs (needs those of the implementation in ../shared/crds)',
    () => {
      const validator = loadCrds(dir ?? '');
      always((example) =>
        emittedOf(converted(example)).flatMap(({ id, object }) =>
          /^(?:gateway\.envoyproxy\.io|gateway\.nginx\.org|traefik\.io)\//.test(object.apiVersion)
            ? validator.validate(object).map((why) => `${id}: ${why}`)
            : [],
        ),
      );
    },
  );
});
