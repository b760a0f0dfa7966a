import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, it, vi } from 'vitest';
import { parseAllDocuments } from 'yaml';
import type { Conversion } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { CHANNELS, GATEWAY_API_VERSIONS } from '../../src/options.js';
import { jsonReport } from '../../src/reports/json.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { crdFolders, loadCrds } from '../crds/crd-validator.js';
import { type Case, cases, converted, read } from './arbitraries.js';
import { notClosedOnce } from './closed-items.js';
import { publishedUnguarded } from './guarded.js';
import { emittedOf } from './output.js';
import {
  emittedPlacesExist,
  foreignReferencesAreGranted,
  limitsAreKept,
  namesAreUnique,
  noCaptureIsTakenLiterally,
  type Promised,
  redirectsToHttpsDoNotLoop,
  routesAttach,
  stepsAreGiven,
} from './promises.js';
import { faultsOfReport } from './published-report.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 400);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 50) });

const TOOL = { name: 'routeshift', version: '0.0.0' };

function always(check: (example: Case) => string[], runs = RUNS): void {
  fc.assert(
    fc.property(cases, (example) => {
      expect(check(example)).toEqual([]);
    }),
    { numRuns: runs },
  );
}

function keeps(promised: Promised): () => void {
  return () => always((example) => promised(converted(example), example.options));
}

function bytes(conversion: Conversion): string {
  return [...yamlStream(conversion, { noComments: false }), ...jsonReport(conversion, TOOL)].join('');
}

describe('for whatever Ingresses and options', () => {
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

  it('no object exceeds the limits on rules, matches, host names and listeners', keeps(limitsAreKept));

  it('every route attaches to a listener that is there, lets it in and has a host in common', keeps(routesAttach));

  it('the report speaks only of objects and fields that are in the output', keeps(emittedPlacesExist));

  it('a reference into another namespace is granted there', keeps(foreignReferencesAreGranted));

  it('no capture or variable is emitted as if it were text', keeps(noCaptureIsTakenLiterally));

  it('a redirect to https is attached to HTTP listeners only', keeps(redirectsToHttpsDoNotLoop));

  it('no backend whose guard is lost is published, unless that was accepted', () => {
    always((example) => publishedUnguarded(example, converted(example)));
  });

  it('the JSON report has the published form', () => {
    always((example) => faultsOfReport([...jsonReport(converted(example), TOOL)].join('')));
  });

  it('the YAML reads back as what was emitted, by parsers of YAML 1.1 and 1.2', () => {
    always(
      (example) => {
        const conversion = converted(example);
        const objects = emittedOf(conversion).map(({ object }) => object);
        for (const noComments of [true, false]) {
          const text = [...yamlStream(conversion, { noComments })].join('');
          expect(loadAll(text).filter((document) => document !== null && document !== undefined)).toEqual(objects);
          if (noComments) expect(parseAllDocuments(text, { version: '1.1' }).map((d) => d.toJS())).toEqual(objects);
        }
        return [];
      },
      Math.ceil(RUNS / 2),
    );
  });

  it('a second run, and any other order of the input, give the same bytes', () => {
    fc.assert(
      fc.property(cases, fc.integer(), (example, seed) => {
        const input = read(example.objects);
        const first = bytes(convert(input, example.options));
        expect(bytes(converted(example))).toBe(first);
        const shuffled = {
          ...input,
          manifests: shuffle(input.manifests, seed),
          problems: shuffle(input.problems, seed),
        };
        expect(bytes(convert(shuffled, example.options))).toBe(first);
      }),
      { numRuns: RUNS },
    );
  });
});

function shuffle<T>(list: readonly T[], seed: number): T[] {
  const [shuffled] = fc.sample(fc.shuffledSubarray([...list], { minLength: list.length }), { seed, numRuns: 1 });
  return shuffled ?? [];
}

/** The CRDs that stand for a version: the nearest release that lies beside the repository, in the wanted channel. */
const BUNDLES = { '1.4': '1.4.1', '1.5': '1.6.1', '1.6': '1.6.1' } as const;

describe.skipIf(crdFolders().length === 0)('what is emitted is accepted by the CRDs (needs ../shared/crds)', () => {
  const targets = GATEWAY_API_VERSIONS.flatMap((version) => CHANNELS.map((channel) => ({ version, channel })));

  it.each(targets)('of Gateway API $version, $channel', ({ version, channel }) => {
    const folder =
      crdFolders().find((f) => f.version === BUNDLES[version] && f.channel === channel) ??
      crdFolders().find((f) => f.channel === channel);
    const validator = loadCrds(folder?.dir ?? '');
    always(
      (example) => {
        const options = { ...example.options, gatewayApiVersion: version, channel };
        return emittedOf(converted({ ...example, options })).flatMap(({ id, object }) =>
          validator.validate(object).map((why) => `${id}: ${why}`),
        );
      },
      Math.ceil(RUNS / 4),
    );
  });
});
