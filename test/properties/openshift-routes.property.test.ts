import fc from 'fast-check';
import { loadAll } from 'js-yaml';
import { describe, expect, it, vi } from 'vitest';
import { convert } from '../../src/convert.js';
import {
  CHANNELS,
  type Channel,
  type ConvertOptions,
  DEFAULT_OPTIONS,
  GATEWAY_API_VERSIONS,
  type GatewayApiVersion,
  OPENSHIFT_VERSIONS,
} from '../../src/options.js';
import { jsonReport } from '../../src/reports/json.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { yamlStream } from '../../src/writing/write-yaml.js';
import { crdFolders, loadCrds } from '../crds/crd-validator.js';
import { oddRouteSets, SECRET } from '../verification/arbitrary-odd-routes.js';
import { differenceText } from '../verification/difference-text.js';
import { type Case, converted, read } from './arbitraries.js';
import { emittedOf } from './output.js';
import {
  emittedPlacesExist,
  foreignReferencesAreGranted,
  limitsAreKept,
  namesAreUnique,
  type Promised,
  redirectsToHttpsDoNotLoop,
  routesAttach,
  stepsAreGiven,
} from './promises.js';
import { faultsOfReport } from './published-report.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties/openshift-routes`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);
const TOOL = { name: 'routeshift', version: '0.0.0' };

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 100) });

const options: fc.Arbitrary<ConvertOptions> = fc
  .record({
    gatewayApiVersion: fc.constantFrom(...GATEWAY_API_VERSIONS),
    channel: fc.constantFrom(...CHANNELS),
    openshiftVersion: fc.option(fc.constantFrom(...OPENSHIFT_VERSIONS), { nil: undefined }),
    ingressDomain: fc.constantFrom(undefined, 'apps.example.com'),
    listeners: fc.constantFrom('gateway' as const, 'listenerset' as const),
    gateway: fc.constantFrom(undefined, undefined, undefined, { namespace: 'infra', name: 'edge' }),
    defaultSslCertificate: fc.constantFrom(undefined, { namespace: 'openshift-ingress', name: 'router-certs' }),
    accept: fc.constantFrom<string[]>([], [], ['ip_allowlist', 'ip_whitelist', 'rate-limit-connections.rate-tcp']),
  })
  .map((some) => ({ ...DEFAULT_OPTIONS, ...some, from: 'openshift-route' }));

const cases: fc.Arbitrary<Case> = fc.record({ objects: oddRouteSets, options });

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

describe('for whatever Routes and options', () => {
  it('nothing throws, and nothing that was read is lost sight of (RS0001)', () => {
    always((example) =>
      converted(example)
        .items.filter(({ code }) => code === 'RS0001')
        .map(({ source, annotation, field }) => `${source.file} ${annotation ?? field}`),
    );
  });

  it('each annotation of a Route gets exactly one verdict', () => {
    always((example) => {
      const { items } = converted(example);
      const refused = new Set(items.flatMap(({ code, object }) => (code === 'RS0108' ? [object?.name] : [])));
      return example.objects.flatMap(({ kind, metadata }) => {
        const { name, annotations = {} } = metadata as { name: string; annotations?: object };
        if (kind !== 'Route' || refused.has(name)) return [];
        const mine = items.filter(({ object }) => object?.kind === 'Route' && object.name === name);
        return Object.keys(annotations).flatMap((key) => {
          const count = mine.filter(({ annotation }) => annotation === key).length;
          return count === 1 ? [] : [`${name} ${key}: ${count} verdicts`];
        });
      });
    });
  });

  it('every warning and every error says what to do', keeps(stepsAreGiven));

  it('no two objects of a kind share a name', keeps(namesAreUnique));

  it('no object exceeds the limits on rules, matches, host names and listeners', keeps(limitsAreKept));

  it('every route attaches to a listener that is there, lets it in and has a host in common', keeps(routesAttach));

  it('the report speaks only of objects and fields that are in the output', keeps(emittedPlacesExist));

  it('a reference into another namespace is granted there', keeps(foreignReferencesAreGranted));

  it('a redirect to https is attached to HTTP listeners only', keeps(redirectsToHttpsDoNotLoop));

  it('every difference to the router is told by a finding', () => {
    always(
      (example) => {
        const input = read(example.objects);
        const conversion = convert(input, example.options);
        return verify(input.manifests, conversion, example.options)
          .differences.filter(isUnexplained)
          .map(differenceText);
      },
      Math.ceil(RUNS / 2),
    );
  });

  it('no private key is repeated, neither in the output nor in a report', () => {
    always((example) => {
      const conversion = converted(example);
      const text = [...yamlStream(conversion, { noComments: false }), ...jsonReport(conversion, TOOL)].join('');
      return text.includes(SECRET) ? ['a private key'] : [];
    });
  });

  it('the JSON report has the published form', () => {
    always((example) => faultsOfReport([...jsonReport(converted(example), TOOL)].join('')));
  });

  it('the YAML reads back as what was emitted, in whatever order the input came', () => {
    always((example) => {
      const input = read(example.objects);
      const text = [...yamlStream(convert(input, example.options), { noComments: false })].join('');
      const reversed = { ...input, manifests: [...input.manifests].reverse(), problems: [...input.problems].reverse() };
      expect([...yamlStream(convert(reversed, example.options), { noComments: false })].join('')).toBe(text);
      const objects = emittedOf(converted(example)).map(({ object }) => object);
      expect(loadAll(text).filter((document) => document !== null && document !== undefined)).toEqual(objects);
      return [];
    });
  });
});

/** The CRDs that stand for a version: the nearest release that lies beside the repository. */
const BUNDLES = { '1.4': '1.4.1', '1.5': '1.6.1', '1.6': '1.6.1' } as const;

function folderOf(version: GatewayApiVersion, channel: Channel): string | undefined {
  return crdFolders().find((folder) => folder.version === BUNDLES[version] && folder.channel === channel)?.dir;
}

describe.skipIf(crdFolders().length === 0)('what is emitted is accepted by the CRDs (needs ../shared/crds)', () => {
  // The experimental CRDs of 1.4 are not there, and those of 1.6 are stricter.
  const targets = GATEWAY_API_VERSIONS.flatMap((version) =>
    CHANNELS.filter((channel) => folderOf(version, channel) !== undefined).map((channel) => ({ version, channel })),
  );

  it.each(targets)('of Gateway API $version, $channel', ({ version, channel }) => {
    const validator = loadCrds(folderOf(version, channel) ?? '');
    always(
      (example) => {
        const { openshiftVersion: _, ...rest } = example.options;
        const chosen = { ...rest, gatewayApiVersion: version, channel };
        return emittedOf(converted({ ...example, options: chosen }))
          .filter(({ apiVersion }) => apiVersion.includes('/'))
          .flatMap(({ id, object }) => validator.validate(object).map((why) => `${id}: ${why}`));
      },
      Math.ceil(RUNS / 4),
    );
  });
});
