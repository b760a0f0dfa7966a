import fc from 'fast-check';
import type { Draft } from '../properties/arbitrary-ingress.js';
import { routerObjects } from './arbitrary-router-settings.js';

/** Few names, so that Routes meet; the wildcard stands beside names that it covers. */
const host = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a.com', 'b.a.com', 'shop.apps.example.com', 'api.apps.example.com') },
  { weight: 1, arbitrary: fc.constantFrom('', 'Upper.com', 'a..com', '1.2.3.4') },
);
const path = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom(undefined, '', '/', '/foo', '/foo/', '/foo/bar', '/foobar', '/a+b') },
  { weight: 1, arbitrary: fc.constantFrom('foo', '/a b', '/a#b', '//', '/%41', '/A') },
);
const service = fc.constantFrom('web', 'api', 'old', 'missing');
const weight = fc.constantFrom(undefined, 0, 1, 50, 100, 256, 257);
const backend = fc.record({ kind: fc.constant('Service'), name: service, weight }).map(withoutUndefined);
const port = fc.constantFrom(undefined, 'http', 'https', 'metrics', 8080, 8443, 80, 1);
const insecure = fc.constantFrom(undefined, 'None', 'Allow', 'Redirect', '');

const PEM = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const tls = fc
  .record({
    termination: fc.constantFrom('edge', 'edge', 'reencrypt', 'passthrough', 'Edge'),
    insecureEdgeTerminationPolicy: insecure,
    externalCertificate: fc.constantFrom(undefined, undefined, undefined, { name: 'tls' }),
    destinationCACertificate: fc.constantFrom(undefined, undefined, undefined, PEM),
  })
  .map(withoutUndefined);

const ANNOTATIONS: Readonly<Record<string, readonly string[]>> = {
  'haproxy.router.openshift.io/timeout': ['5s', '10', '0', '1h30m', '5m'],
  'haproxy.router.openshift.io/timeout-tunnel': ['1h', 'x'],
  'haproxy.router.openshift.io/balance': ['roundrobin', 'leastconn', 'source', 'random', 'Random'],
  'haproxy.router.openshift.io/disable_cookies': ['true', 'TRUE', 'yes'],
  'router.openshift.io/cookie_name': ['session', 'bad name'],
  'router.openshift.io/cookie-same-site': ['Lax', 'lax'],
  'haproxy.router.openshift.io/ip_allowlist': ['10.0.0.0/8 192.168.1.1', '10.0.0.0/8,192.168.1.1', ' 10.0.0.0/8', ''],
  'haproxy.router.openshift.io/ip_whitelist': ['10.0.0.0/8'],
  'haproxy.router.openshift.io/rate-limit-connections': ['true', 'false'],
  'haproxy.router.openshift.io/rate-limit-connections.rate-http': ['10', '+3', 'x'],
  'haproxy.router.openshift.io/rate-limit-connections.concurrent-tcp': ['2'],
  'haproxy.router.openshift.io/pod-concurrent-connections': ['10'],
  'haproxy.router.openshift.io/set-forwarded-headers': ['append', 'replace', 'never', 'x'],
  'haproxy.router.openshift.io/rewrite-target': ['/', '/bar', '/bar/', '/index.html#', 'bar', '/$1', '/#'],
  'haproxy.router.openshift.io/hsts_header': ['max-age=31536000;includeSubDomains', 'max-age=x'],
  'haproxy.router.openshift.io/h1-adjust-case': ['true'],
  'router.openshift.io/haproxy.health.check.interval': ['5s'],
  'example.com/own': ['x'],
};

/** Annotations of Routes, and of the Ingresses that the controller makes Routes of. */
export const routeAnnotations: fc.Arbitrary<Readonly<Record<string, string>>> = fc
  .subarray(Object.keys(ANNOTATIONS), { maxLength: 4 })
  .chain((keys) =>
    fc
      .tuple(...keys.map((key) => fc.constantFrom(...(ANNOTATIONS[key] ?? ['']))))
      .map((values) => Object.fromEntries(keys.map((key, index) => [key, String(values[index])]))),
  );

const headerAction = fc
  .tuple(
    fc.constantFrom('X-One', 'X-Two', 'Host', 'Cookie'),
    fc.constantFrom(
      { type: 'Delete' },
      { type: 'Set', set: { value: 'v' } },
      { type: 'Set', set: { value: '%[ssl_c_der]' } },
    ),
  )
  .map(([name, action]) => ({ name, action }));
const httpHeaders = fc.record({
  actions: fc.record({
    request: fc.array(headerAction, { maxLength: 2 }),
    response: fc.array(headerAction, { maxLength: 2 }),
  }),
});

const sometimes = <T>(arbitrary: fc.Arbitrary<T>, times: number) =>
  fc.oneof({ weight: times, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });

const spec = fc
  .record({
    host,
    path,
    wildcardPolicy: fc.constantFrom(undefined, undefined, undefined, 'None', 'Subdomain'),
    to: backend,
    alternateBackends: sometimes(fc.array(backend, { minLength: 1, maxLength: 3 }), 4),
    port: port.map((targetPort) => (targetPort === undefined ? undefined : { targetPort })),
    tls: fc.oneof({ weight: 2, arbitrary: fc.constant(undefined) }, { weight: 3, arbitrary: tls }),
    httpHeaders: sometimes(httpHeaders, 4),
  })
  .map(withoutUndefined);

const route = fc
  .record({
    namespace: fc.constantFrom('default', 'default', 'default', 'shop'),
    annotations: routeAnnotations,
    created: fc.constantFrom(undefined, '2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'),
    spec,
  })
  .map(({ namespace, annotations, created, spec: wanted }) => ({ namespace, annotations, created, spec: wanted }));

const PORTS = [
  { name: 'http', port: 80, targetPort: 8080 },
  { name: 'https', port: 443, targetPort: 8443 },
];

/** Services of both namespaces; one has two ports, one a port without a name. */
export const services: readonly Draft[] = ['default', 'shop'].flatMap((namespace) => [
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'web', namespace }, spec: { ports: PORTS } },
  { apiVersion: 'v1', kind: 'Service', metadata: { name: 'api', namespace }, spec: { ports: PORTS.slice(0, 1) } },
  {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name: 'old', namespace },
    spec: { ports: [{ port: 80, targetPort: 'web' }] },
  },
]);

/** Sets of Routes as one cluster can hold them: no two share a name, and every object says its namespace. */
export const routeSets: fc.Arbitrary<readonly Draft[]> = fc
  .tuple(fc.array(route, { minLength: 1, maxLength: 6 }), fc.boolean(), routerObjects)
  .map(([drafts, withServices, settings]) => [
    ...drafts.map(({ namespace, annotations, created, spec: wanted }, index) => ({
      apiVersion: index === 0 ? 'v1' : 'route.openshift.io/v1',
      kind: 'Route',
      metadata: {
        name: `route-${index}`,
        namespace,
        annotations,
        ...(created === undefined ? {} : { creationTimestamp: created }),
      },
      spec: wanted,
    })),
    ...(withServices ? services : []),
    ...settings,
  ]);

function withoutUndefined(fields: Readonly<Record<string, unknown>>): Draft {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}
