import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { createIngressNginxModel } from '../../src/behaviour/sources/ingress-nginx.js';
import { convert } from '../../src/convert.js';
import { CHANNELS, type ConvertOptions, DEFAULT_OPTIONS, GATEWAY_API_VERSIONS } from '../../src/options.js';
import { crdFolders, loadCrds } from '../crds/crd-validator.js';
import { type Case, converted, read } from './arbitraries.js';
import type { Draft } from './arbitrary-ingress.js';
import { emittedOf } from './output.js';
import {
  emittedPlacesExist,
  foreignReferencesAreGranted,
  limitsAreKept,
  namesAreUnique,
  type Promised,
  routesAttach,
  stepsAreGiven,
} from './promises.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties/tcp`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 50) });

const PREFIX = 'haproxy-ingress.github.io';
const SOURCES = ['haproxy-ingress', 'haproxytech', 'ingress-nginx'] as const;

/** What is said of an entry of a ConfigMap, of TCP and of UDP. */
const TOLD: ReadonlySet<string> = new Set(['RS2201', 'RS2203', 'RS2219', 'RS2460', 'RS2461', 'RS2463']);

const namespace = fc.constantFrom('shop', 'store', undefined);
const port = fc.oneof(fc.constantFrom(80, 443, 5432, 3306, 8181, 65535), fc.integer({ min: 1, max: 65_535 }));
const entry = fc
  .tuple(
    fc.constantFrom('shop/', 'shop/', 'store/', '', 'No_Namespace/'),
    fc.constantFrom('mysql', 'web', 'outside', 'web', 'Not.A.Service'),
    fc.constantFrom('3306', '3306', '3306', 'db', '0', '99999'),
    fc.constantFrom('', '', '', '', '', '', ':ssl', ':PROXY', '::PROXY-V1', ':::shop/cert', '::::10s'),
  )
  .map((parts) => `${parts[0]}${parts[1]}:${parts[2]}${parts[3]}`);

function configMap(name: string): fc.Arbitrary<Draft> {
  return fc.record({ ns: namespace, data: fc.dictionary(port.map(String), entry, { maxKeys: 120, size: 'max' }) }).map(
    ({ ns, data }): Draft => ({
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name, ...(ns === undefined ? {} : { namespace: ns }) },
      data,
    }),
  );
}

const backend = fc.constantFrom<Draft>(
  { service: { name: 'mysql', port: { number: 3306 } } },
  { service: { name: 'mysql', port: { name: 'db' } } },
  { service: { name: 'outside', port: { number: 3306 } } },
  { service: { name: 'unknown', port: { number: 1 } } },
);

const annotations = fc
  .array(
    fc.oneof(
      port.map((one) => [`${PREFIX}/tcp-service-port`, String(one)]),
      fc.constantFrom(
        [`${PREFIX}/allowlist-source-range`, '10.0.0.0/8'],
        [`${PREFIX}/tcp-service-proxy-protocol`, 'true'],
        [`${PREFIX}/tcp-service-proxy-protocol`, 'false'],
        [`${PREFIX}/balance-algorithm`, 'leastconn'],
      ),
    ),
    { maxLength: 3 },
  )
  .map((pairs) => Object.fromEntries(pairs) as Record<string, string>);

function ingress(name: string): fc.Arbitrary<Draft> {
  const host = fc.constantFrom('a.example.com', undefined, undefined);
  return fc.record({ ns: namespace, annotations, backend, host, fallback: fc.option(backend), tls: fc.boolean() }).map(
    (one): Draft => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name, annotations: one.annotations, ...(one.ns === undefined ? {} : { namespace: one.ns }) },
      spec: {
        ...(one.fallback === null ? {} : { defaultBackend: one.fallback }),
        ...(one.tls ? { tls: [{ hosts: ['a.example.com'], secretName: 'cert' }] } : {}),
        rules: [
          {
            ...(one.host === undefined ? {} : { host: one.host }),
            http: { paths: [{ path: '/', pathType: 'Prefix', backend: one.backend }] },
          },
        ],
      },
    }),
  );
}

const SERVICES: readonly Draft[] = [
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'mysql', namespace: 'shop' },
    spec: {
      ports: [
        { name: 'db', port: 3306 },
        { name: 'db-udp', port: 3306, protocol: 'UDP' },
      ],
    },
  },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'outside', namespace: 'shop' },
    spec: { type: 'ExternalName', externalName: 'out.example.com', ports: [{ port: 3306 }] },
  },
];

const options: fc.Arbitrary<ConvertOptions> = fc
  .record({
    from: fc.constantFrom(...SOURCES),
    gatewayApiVersion: fc.constantFrom(...GATEWAY_API_VERSIONS),
    channel: fc.constantFrom(...CHANNELS),
    gatewayPer: fc.constantFrom('class' as const, 'namespace' as const),
    gatewayNamespace: fc.constantFrom(undefined, 'infra'),
    listeners: fc.constantFrom('gateway' as const, 'listenerset' as const),
    watchIngressWithoutClass: fc.constant(true),
  })
  .map((chosen) => ({ ...DEFAULT_OPTIONS, ...chosen }));

const cases: fc.Arbitrary<Case> = fc
  .tuple(
    configMap('tcp'),
    fc.option(fc.constantFrom('more', 'udp').chain(configMap)),
    fc.array(fc.constant(0), { maxLength: 3 }),
    options,
  )
  .chain(([first, second, some, chosen]) =>
    fc.tuple(...some.map((_, index) => ingress(`i${index}`))).map((ingresses) => ({
      objects: [first, ...(second === null ? [] : [second]), ...ingresses, ...SERVICES],
      options: chosen,
    })),
  );

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

describe('for whatever TCP services', () => {
  it('many are published', () => {
    const found = fc.sample(cases, { numRuns: 100, seed: 1 }).map((example) => emittedOf(converted(example)));
    const publishing = found.filter((all) => all.some(({ kind }) => kind === 'TCPRoute'));
    expect(publishing.length).toBeGreaterThan(30);
    expect(found.filter((all) => all.some(({ kind }) => kind === 'UDPRoute')).length).toBeGreaterThan(5);
  });

  it('more than a Gateway has room for are spread over several', () => {
    const ports = Array.from({ length: 150 }, (_, index) => [String(10_000 + index), 'shop/mysql:3306']);
    const metadata = { name: 'tcp', namespace: 'shop' };
    const tcp: Draft = { apiVersion: 'v1', kind: 'ConfigMap', metadata, data: Object.fromEntries(ports) };
    const options = { ...DEFAULT_OPTIONS, from: 'haproxytech', gatewayApiVersion: '1.6' } as const;
    const conversion = converted({ objects: [tcp], options });
    const gateways = emittedOf(conversion).filter(({ kind }) => kind === 'Gateway');
    expect(gateways.map(({ spec }) => spec.listeners?.length)).toEqual([64, 64, 22]);
    expect(routesAttach(conversion, options)).toEqual([]);
  });

  it('nothing is lost sight of (RS0001)', () => {
    always((example) => converted(example).items.flatMap(({ code, field }) => (code === 'RS0001' ? [`${field}`] : [])));
  });

  it('each port of a ConfigMap that names Services only is told or published', () => {
    always((example) => {
      const items = converted(example).items.filter(({ field }) => field.startsWith('data.'));
      return items.filter(({ code }) => !TOLD.has(code)).map(({ code, field }) => `${code} ${field}`);
    });
  });

  it('every warning and every error says what to do', keeps(stepsAreGiven));

  it('no two objects of a kind share a name', keeps(namesAreUnique));

  it('no Gateway has more listeners than it may', keeps(limitsAreKept));

  it('every route attaches to a listener that is there and lets it in', keeps(routesAttach));

  it('the report speaks only of objects and fields that are in the output', keeps(emittedPlacesExist));

  it('a reference into another namespace is granted there', keeps(foreignReferencesAreGranted));

  it('no listener of TCP or UDP shares its port with another one of its transport, and each has one route', () => {
    always((example) => {
      const all = emittedOf(converted(example));
      return all.flatMap(({ id, name, spec: { listeners = [] } }) =>
        listeners
          .filter(({ protocol }) => protocol === 'TCP' || protocol === 'UDP')
          .flatMap((listener) => {
            const isUdp = listener.protocol === 'UDP';
            const rivals = listeners.filter(({ protocol }) => (protocol === 'UDP') === isUdp);
            const onPort = rivals.filter((one) => one.port === listener.port).length;
            const routes = all.filter(({ kind }) => kind === `${listener.protocol}Route`);
            const attached = routes.filter(({ spec }) =>
              (spec.parentRefs ?? []).some((ref) => ref.name === name && ref.sectionName === listener.name),
            ).length;
            return onPort === 1 && attached >= 1
              ? []
              : [`${id} ${listener.name}: ${onPort} listeners, ${attached} routes`];
          }),
      );
    });
  });

  it('a UDPRoute leads where ingress-nginx sends the packets of its port', () => {
    always((example) => {
      const udp = example.objects.find(({ kind, metadata }) => kind === 'ConfigMap' && nameOf(metadata) === 'udp/shop');
      if (example.options.from !== 'ingress-nginx' || udp === undefined) return [];
      const model = createIngressNginxModel({
        ingresses: [],
        services: SERVICES,
        configmaps: [udp],
        flags: { udpServicesConfigmap: 'shop/udp' },
        assumeServicesExist: true,
      });
      return emittedOf(converted(example))
        .filter(({ kind }) => kind === 'UDPRoute')
        .flatMap(({ id, name, namespace: home, spec }) => {
          const [to] = spec.rules?.[0]?.backendRefs ?? [];
          const sent = model.udpBackend(Number(/-udp-(\d+)$/.exec(name)?.[1]));
          const leads = `${to?.namespace ?? home}/${to?.name}:${(to as { port?: number } | undefined)?.port}`;
          return sent === leads ? [] : [`${id}: ${leads} instead of ${sent}`];
        });
    });
  });

  it('any order of the input gives the same objects', () => {
    always((example) => {
      const input = read(example.objects);
      const turned = convert({ ...input, manifests: [...input.manifests].reverse() }, example.options);
      const same = JSON.stringify(turned.emitted) === JSON.stringify(converted(example).emitted);
      return same ? [] : ['other objects'];
    });
  });
});

/** The CRDs that stand for a version: v1alpha2 is in the experimental channel of every release since. */
const BUNDLES = { '1.4': '1.4.1', '1.5': '1.6.1', '1.6': '1.6.1' } as const;

describe.skipIf(crdFolders().length === 0)('TCP objects are accepted by the CRDs (needs ../shared/crds)', () => {
  const targets = GATEWAY_API_VERSIONS.flatMap((version) => CHANNELS.map((channel) => ({ version, channel })));

  it.each(targets)('of Gateway API $version, $channel', ({ version, channel }) => {
    const folder =
      crdFolders().find((one) => one.version === BUNDLES[version] && one.channel === channel) ??
      crdFolders().find((one) => one.channel === channel);
    const validator = loadCrds(folder?.dir ?? '');
    const gateway = { namespace: 'infra', name: 'edge' };
    always(
      (example) => {
        const chosen = { ...example.options, gatewayApiVersion: version, channel };
        return [chosen, { ...chosen, gateway }].flatMap((one) =>
          emittedOf(converted({ ...example, options: one })).flatMap(({ id, object }) =>
            validator.validate(object).map((why) => `${id}: ${why}`),
          ),
        );
      },
      Math.ceil(RUNS / 4),
    );
  });
});

function nameOf(metadata: unknown): string {
  const { name, namespace: home } = metadata as { readonly name?: string; readonly namespace?: string };
  return `${name}/${home}`;
}
