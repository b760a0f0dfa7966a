import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import type { Conversion, KubernetesObject } from '../../src/conversion.js';
import type { HttpRouteRule } from '../../src/kubernetes/gateway-api.js';
import { PROFILE_VERSIONS } from '../../src/profile.js';
import { convertObjects } from '../mappings/sample-ingress.js';

/** More runs to look for counterexamples: `PROPERTY_RUNS=20000 npx vitest run test/properties/envoy`. */
const RUNS = Number(process.env.PROPERTY_RUNS ?? 200);

vi.setConfig({ testTimeout: Math.max(60_000, RUNS * 50) });

/** Each guard, with the kind and the field of the policy that keeps it. */
const GUARDS = {
  allow: {
    annotations: { 'whitelist-source-range': '10.0.0.0/8' },
    kind: 'SecurityPolicy',
    field: 'authorization',
  },
  deny: { annotations: { 'denylist-source-range': '10.9.0.0/16' }, kind: 'SecurityPolicy', field: 'authorization' },
  login: { annotations: { 'auth-type': 'basic', 'auth-secret': 'users' }, kind: 'SecurityPolicy', field: 'basicAuth' },
  check: {
    annotations: { 'auth-url': 'http://check.auth.svc.cluster.local/verify' },
    kind: 'SecurityPolicy',
    field: 'extAuth',
  },
  limit: { annotations: { 'limit-rps': '5' }, kind: 'BackendTrafficPolicy', field: 'rateLimit' },
  body: { annotations: { 'proxy-body-size': '8m' }, kind: 'BackendTrafficPolicy', field: 'requestBuffer' },
} as const;

type GuardName = keyof typeof GUARDS;

interface Draft {
  readonly host: string;
  readonly guards: readonly GuardName[];
  readonly further: Readonly<Record<string, string>>;
  readonly paths: readonly string[];
  readonly tls: boolean;
}

const draft: fc.Arbitrary<Draft> = fc.record({
  host: fc.constantFrom('a.example.com', 'b.example.com'),
  guards: fc.subarray(Object.keys(GUARDS) as GuardName[]),
  further: fc.constantFrom<Readonly<Record<string, string>>>(
    {},
    { 'use-regex': 'true' },
    { 'use-regex': 'true', 'rewrite-target': '/$1' },
    { affinity: 'cookie' },
    { 'ssl-redirect': 'false' },
    { 'proxy-read-timeout': '30' },
  ),
  paths: fc.uniqueArray(fc.constantFrom('/', '/a', '/a/b', '/x(.*)', '/A', '/login'), { minLength: 1, maxLength: 3 }),
  tls: fc.boolean(),
});

function ingressOf({ host, guards, further, paths, tls }: Draft, index: number): unknown {
  const keys: Readonly<Record<string, string>> = Object.assign(
    {},
    further,
    ...guards.map((g) => GUARDS[g].annotations),
  );
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: `i${index}`,
      namespace: 'shop',
      annotations: Object.fromEntries(
        Object.entries(keys).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
      ),
    },
    spec: {
      ingressClassName: 'nginx',
      ...(tls ? { tls: [{ hosts: [host], secretName: 'cert' }] } : {}),
      rules: [
        {
          host,
          http: {
            paths: paths.map((path) => ({
              path,
              pathType: 'ImplementationSpecific',
              backend: { service: { name: `s${index}`, port: { number: 80 } } },
            })),
          },
        },
      ],
    },
  };
}

interface Policy {
  readonly targetRefs?: readonly { readonly name: string; readonly sectionName?: string }[];
  readonly [field: string]: unknown;
}

/** The policy that acts on a rule: one for the rule itself takes the place of that of its route. */
function actingOn(objects: readonly KubernetesObject[], kind: string, route: string, rule: string | undefined): Policy {
  const all = objects.filter((object) => object.kind === kind).map(({ spec }) => spec as Policy);
  const forTarget = (section: string | undefined): Policy | undefined =>
    all.find((spec) => spec.targetRefs?.some((ref) => ref.name === route && ref.sectionName === section));
  return (rule === undefined ? undefined : forTarget(rule)) ?? forTarget(undefined) ?? {};
}

/** Rules that reach the Service of an Ingress without one of its guards. */
function unguarded({ emitted }: Conversion, drafts: readonly Draft[]): string[] {
  const objects = emitted.map(({ object }) => object);
  return objects.flatMap(({ kind, metadata, spec }) => {
    if (kind !== 'HTTPRoute') return [];
    return ((spec as { rules?: HttpRouteRule[] }).rules ?? []).flatMap((rule) =>
      (rule.backendRefs ?? []).flatMap(({ name }) =>
        (drafts[Number(name.slice(1))]?.guards ?? []).flatMap((guard) => {
          const policy = actingOn(objects, GUARDS[guard].kind, metadata.name, rule.name);
          return GUARDS[guard].field in policy ? [] : [`${metadata.name} ${rule.name ?? ''}: ${guard}`];
        }),
      ),
    );
  });
}

describe('guards with policies of Envoy Gateway', () => {
  it('stand before every rule that reaches the backend', () => {
    const version = fc.constantFrom(...PROFILE_VERSIONS['envoy-gateway']);
    fc.assert(
      fc.property(fc.array(draft, { minLength: 1, maxLength: 4 }), version, (drafts, release) => {
        const options = { profile: { name: 'envoy-gateway' as const, version: release } };
        const conversion = convertObjects(drafts.map(ingressOf), 'standard', undefined, [], 'gateway-api', options);
        expect(unguarded(conversion, drafts)).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});
