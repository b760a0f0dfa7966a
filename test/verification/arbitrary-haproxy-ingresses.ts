import fc from 'fast-check';
import type { Draft } from '../properties/arbitrary-ingress.js';

const PREFIX = 'haproxy-ingress.github.io';

/** Annotations with the values that people write, faults among them. */
const annotation = fc.oneof(
  ...(
    [
      ['path-type', ['prefix', 'exact', 'begin', 'regexp']],
      ['rewrite-target', ['/', '/v1', '/v1/', '/x\\1', '/a?b=1']],
      ['redirect-to', ['https://www.example.com/login', '/there']],
      ['redirect-from', ['www.example.com', 'b.example.com']],
      ['app-root', ['/login', 'https://x.example.com/']],
      ['server-alias', ['alias.example.com', 'b.example.com']],
      ['ssl-redirect', ['false', 'true', 'nope']],
      ['ssl-always-add-https', ['true']],
      ['ssl-passthrough', ['true']],
      ['http-header-match', ['X-Env: staging']],
      ['auth-secret', ['users', 'other/users']],
      ['auth-url', ['http://auth.example.com/check', 'svc://auth:8080/check']],
      ['auth-tls-secret', ['ca']],
      ['allowlist-source-range', ['10.0.0.0/8', '10.0.0.0/8,!10.0.0.1', 'office']],
      ['denylist-source-range', ['10.0.0.1', '!127.0.0.1']],
      ['limit-rps', ['10', '0']],
      ['limit-connections', ['5']],
      ['cors-enable', ['true']],
      ['cors-allow-origin', ['https://a.io', 'https://a.io,https://b.io', 'https://a.io, https://b.io']],
      ['cors-allow-credentials', ['true']],
      ['hsts', ['false', 'true']],
      ['hsts-max-age', ['60']],
      ['headers', ['X-Team: red', 'X-Team: %[src]']],
      ['affinity', ['cookie', 'ip']],
      ['session-cookie-name', ['shop']],
      ['timeout-server', ['10s', '10']],
      ['timeout-tunnel', ['2h']],
      ['proxy-body-size', ['8m']],
      ['backend-protocol', ['h1-ssl', 'h2', 'fcgi']],
      ['secure-backends', ['true']],
      ['secure-verify-ca-secret', ['ca']],
      ['secure-verify-hostname', ['pods.example.com']],
      ['balance-algorithm', ['leastconn']],
      ['config-backend', ['http-request deny if { src 10.0.0.1 }', 'option redispatch']],
      ['tcp-service-port', ['5432']],
      ['oauth', ['oauth2_proxy']],
    ] as const
  ).map(([key, values]) =>
    fc.tuple(
      fc.constantFrom(PREFIX, PREFIX, 'ingress.kubernetes.io').map((prefix) => `${prefix}/${key}`),
      fc.constantFrom(...values),
    ),
  ),
);

const host = fc.constantFrom('a.example.com', 'a.example.com', 'b.example.com', '*.example.com', undefined);
const path = fc.constantFrom(
  '/',
  '/',
  '/api',
  '/api/',
  '/api/v1',
  '/Api',
  '/apix',
  '/b',
  '/.well-known/acme-challenge/x',
);
const pathType = fc.constantFrom('Prefix', 'Prefix', 'Exact', 'ImplementationSpecific');
const backend = fc.constantFrom('web', 'api', 'old').map((name) => ({ service: { name, port: { number: 80 } } }));
const rule = fc.record({
  host,
  paths: fc.array(fc.record({ path, pathType, backend }), { minLength: 1, maxLength: 3 }),
});

function ingress(name: string): fc.Arbitrary<Draft> {
  return fc
    .record({
      annotations: fc.array(annotation, { maxLength: 3 }),
      tls: fc.boolean(),
      created: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
      rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
      defaultBackend: fc.option(backend, { nil: undefined, freq: 6 }),
    })
    .map(({ annotations, tls, created, rules, defaultBackend }) => {
      const named = rules.flatMap((one) => one.host ?? []);
      return {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name, namespace: 'shop', creationTimestamp: created, annotations: Object.fromEntries(annotations) },
        spec: {
          ingressClassName: 'haproxy',
          ...(defaultBackend === undefined ? {} : { defaultBackend }),
          ...(tls && named.length > 0 ? { tls: [{ hosts: named, secretName: `${name}-tls` }] } : {}),
          rules: rules.map((one) => ({
            ...(one.host === undefined ? {} : { host: one.host }),
            http: { paths: one.paths },
          })),
        },
      };
    }) as fc.Arbitrary<Draft>;
}

const service: fc.Arbitrary<Draft> = fc
  .tuple(fc.constantFrom('web', 'api'), fc.array(annotation, { maxLength: 1 }))
  .map(([name, annotations]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', annotations: Object.fromEntries(annotations) },
    spec: { ports: [{ name: 'http', port: 80, targetPort: 8080 }] },
  })) as fc.Arbitrary<Draft>;

/** Ingresses of HAProxy Ingress that share hosts and Services, some of them with annotations of their own. */
export const haproxyIngressSets: fc.Arbitrary<readonly Draft[]> = fc
  .tuple(
    ingress('one'),
    fc.option(ingress('two'), { nil: undefined }),
    fc.option(ingress('three'), { nil: undefined }),
    fc.option(service, { nil: undefined }),
  )
  .map((objects) => objects.filter((one) => one !== undefined));
