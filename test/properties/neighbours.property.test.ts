import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { type Case, converted } from './arbitraries.js';
import type { Draft } from './arbitrary-ingress.js';
import { type Emitted, emittedOf } from './output.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties/neighbours`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 300);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 50) });

type Annotations = Readonly<Record<string, string>>;

const ISSUER = /^cert-manager\.io\/(?:cluster-)?issuer$/;
const TARGET = 'external-dns.kubernetes.io/target';

const certificates = fc.constantFrom<Annotations>(
  {},
  { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
  { 'cert-manager.io/cluster-issuer': 'letsencrypt', 'cert-manager.io/duration': '2160h' },
  { 'cert-manager.io/issuer': 'internal' },
  { 'cert-manager.io/duration': '2160h' },
);
const addresses = fc.constantFrom<Annotations>({}, {}, { [TARGET]: '10.0.0.1' }, { [TARGET]: '10.0.0.2' });

interface Site {
  readonly namespace: string;
  readonly secret: string | undefined;
  readonly annotations: Annotations;
}

const site: fc.Arbitrary<Site> = fc
  .tuple(fc.constantFrom('shop', 'blog'), fc.constantFrom(undefined, 'own', 'own', 'own'), certificates, addresses)
  .map(([namespace, secret, some, others]) => ({ namespace, secret, annotations: { ...some, ...others } }));

/** Each site has a host and, where it has TLS, a Secret of its own: what is asked for it is asked by one object. */
function ingressOf({ namespace, secret, annotations }: Site, index: number): Draft {
  const host = `h${index}.example.com`;
  const backend = { service: { name: 'web', port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: `i${index}`, namespace, annotations },
    spec: {
      ingressClassName: 'nginx',
      ...(secret === undefined ? {} : { tls: [{ hosts: [host], secretName: `s${index}` }] }),
      rules: [{ host, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
    },
  };
}

const options: fc.Arbitrary<ConvertOptions> = fc
  .record({
    gatewayPer: fc.constantFrom('class' as const, 'namespace' as const),
    gatewayNamespace: fc.constantFrom(undefined, 'shop', 'infra'),
    listeners: fc.constantFrom('gateway' as const, 'listenerset' as const),
    defaultSslCertificate: fc.constantFrom(undefined, { namespace: 'shop', name: 'default' }),
  })
  .map((chosen) => ({ ...DEFAULT_OPTIONS, ...chosen }));

interface Estate extends Case {
  readonly sites: readonly Site[];
}

const estates: fc.Arbitrary<Estate> = fc
  .tuple(fc.array(site, { minLength: 1, maxLength: 5 }), options)
  .map(([sites, chosen]) => ({ sites, objects: sites.map(ingressOf), options: chosen }));

function ofCertManager(annotations: Annotations): Annotations {
  return Object.fromEntries(
    Object.entries(annotations)
      .filter(([key]) => key.startsWith('cert-manager.io/'))
      .sort(),
  );
}

const holders = (all: readonly Emitted[]) => all.filter(({ kind }) => kind === 'Gateway' || kind === 'ListenerSet');
const annotationsOf = ({ object }: Emitted): Annotations => object.metadata.annotations ?? {};

/** The listeners for which cert-manager issues certificates, by the host of each. */
function issuedHosts({ namespace, spec }: Emitted): string[] {
  return (spec.listeners ?? []).flatMap(({ hostname, tls }) => {
    const [secret] = tls?.certificateRefs ?? [];
    const isSeen = secret !== undefined && (secret.namespace ?? namespace) === namespace;
    return hostname !== undefined && isSeen ? [hostname] : [];
  });
}

describe('for whatever cert-manager and ExternalDNS are asked for', () => {
  it('each certificate is issued as its Ingress asks, or not at all', () => {
    fc.assert(
      fc.property(estates, (estate) => {
        for (const holder of holders(emittedOf(converted(estate)))) {
          const written = ofCertManager(annotationsOf(holder));
          if (!Object.keys(written).some((key) => ISSUER.test(key))) continue;
          for (const host of issuedHosts(holder)) {
            const asked = estate.sites[Number(/^h(\d+)/.exec(host)?.[1])];
            expect(ofCertManager(asked?.annotations ?? {})).toEqual(written);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('records of a host get the target of its Ingress, or that of the Gateway', () => {
    fc.assert(
      fc.property(estates, (estate) => {
        const all = emittedOf(converted(estate));
        const gateways = new Map(
          holders(all).map((one) => [`${one.namespace}/${one.name}`, annotationsOf(one)[TARGET]]),
        );
        for (const route of all.filter(({ kind }) => kind === 'HTTPRoute')) {
          const asked = estate.sites[Number(/^i(\d+)-/.exec(route.name)?.[1])];
          for (const { name, namespace = route.namespace } of route.spec.parentRefs ?? []) {
            const target = gateways.get(`${namespace}/${name}`);
            if (target !== undefined) expect(asked?.annotations[TARGET]).toBe(target);
          }
        }
      }),
      { numRuns: RUNS },
    );
  });

  it('moves much of it', () => {
    const found = fc.sample(estates, { numRuns: 100, seed: 1 }).map((one) => holders(emittedOf(converted(one))));
    const moving = found.filter((some) => some.some((one) => Object.keys(annotationsOf(one)).length > 0));
    expect(moving.length).toBeGreaterThan(30);
  });

  it('is told where it is not moved', () => {
    fc.assert(
      fc.property(estates, (estate) => {
        const conversion = converted(estate);
        const moved = new Set(holders(emittedOf(conversion)).flatMap((one) => Object.keys(annotationsOf(one))));
        for (const { annotation = '', verdict, code } of conversion.items)
          if (ISSUER.test(annotation) || annotation === TARGET) {
            expect(['RS2441', 'RS2442', 'RS2443', 'RS2449']).toContain(code);
            if (verdict === 'converted') expect([...moved]).toContain(annotation);
          }
      }),
      { numRuns: RUNS },
    );
  });
});
