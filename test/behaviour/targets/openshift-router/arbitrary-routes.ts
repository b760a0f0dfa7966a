import fc from 'fast-check';
import type { Request } from '../../../../src/behaviour/outcome.js';

const H = 'haproxy.router.openshift.io';
const mostly = <T>(usual: fc.Arbitrary<T>, rare: fc.Arbitrary<T>): fc.Arbitrary<T> =>
  fc.oneof({ arbitrary: usual, weight: 9 }, { arbitrary: rare, weight: 1 });

const hosts = mostly(fc.constantFrom('a.b.c', 'x.b.c', 'w.b.c'), fc.constantFrom('b.c', '', 'UPPER.c'));
const paths = mostly(
  fc.constantFrom('', '/', '/a', '/a/', '/a/b', '/a+b', '/%41', '/a/!'),
  fc.constantFrom('/a(b', 'relative'),
);

const tls = fc.record(
  {
    termination: mostly(fc.constantFrom('edge', 'reencrypt', 'passthrough', 'edge'), fc.constant('other')),
    insecureEdgeTerminationPolicy: fc.constantFrom('None', 'Allow', 'Redirect', ''),
    externalCertificate: mostly(fc.constant(undefined), fc.constant({ name: 'pair' })),
  },
  { requiredKeys: ['termination'] },
);

const annotations = fc.record(
  {
    [`${H}/rewrite-target`]: fc.constantFrom('/', '/bar', '/bar/', '/x#', 'no', '/\\\\1'),
    [`${H}/ip_allowlist`]: fc.constantFrom('10.0.0.0/8', '10.0.0.0/8,::1', '0.0.0.0/0', ''),
    [`${H}/rate-limit-connections`]: fc.constantFrom('true', 'false'),
    [`${H}/rate-limit-connections.rate-tcp`]: fc.constantFrom('1', '5', '9', '+5', 'x'),
    [`${H}/disable_cookies`]: fc.constantFrom('true', 'no'),
    [`${H}/timeout`]: fc.constantFrom('5s', '0', '1h30m'),
    [`${H}/hsts_header`]: fc.constantFrom('max-age=5', 'max-age=x'),
  },
  { requiredKeys: [] },
);

const weight = mostly(fc.constantFrom(1, 10, 100, 256, undefined), fc.constant(0));
const target = fc.record({ kind: fc.constant('Service'), name: fc.constantFrom('one', 'one', 'two', 'gone'), weight });

const route = fc.record({
  metadata: fc.record(
    {
      namespace: fc.constantFrom('ns', 'other'),
      name: fc.constantFrom('a', 'b', 'c', 'd', 'e', 'f'),
      creationTimestamp: fc.constantFrom('2026-01-01T00:00:00Z', '2026-01-02T00:00:00Z'),
      annotations,
    },
    { requiredKeys: ['namespace', 'name'] },
  ),
  spec: fc.record(
    {
      host: hosts,
      path: paths,
      wildcardPolicy: fc.constantFrom('None', 'None', 'Subdomain'),
      to: target,
      alternateBackends: fc.array(target, { maxLength: 2 }),
      port: mostly(
        fc.constantFrom<object | undefined>({ targetPort: 'web' }, { targetPort: 8080 }, undefined),
        fc.constantFrom({ targetPort: 80 }, { targetPort: '' }),
      ),
      tls,
    },
    { requiredKeys: ['host', 'to'] },
  ),
});

/** Routes that often collide, and what they lead to. */
export const arbitraryCluster = fc.record({
  routes: fc.array(route, { minLength: 2, maxLength: 10, size: 'max' }),
  services: fc.constant([
    { metadata: { namespace: 'ns', name: 'one' }, spec: { ports: [{ name: 'web', port: 80, targetPort: 8080 }] } },
    { metadata: { namespace: 'ns', name: 'two' }, spec: { ports: [{ name: 'web', port: 80 }, { port: 81 }] } },
  ]),
  assumeServicesExist: fc.boolean(),
  assumeSecretsExist: fc.boolean(),
  wildcardPolicy: fc.constantFrom('WildcardsAllowed' as const, 'WildcardsDisallowed' as const),
  namespaceOwnership: fc.constantFrom('Strict' as const, 'InterNamespaceAllowed' as const),
  ingressDomain: fc.constantFrom('b.c', undefined),
});

export const arbitraryRequest: fc.Arbitrary<Request> = fc.record(
  {
    scheme: fc.constantFrom('http' as const, 'https' as const),
    host: mostly(
      fc.constantFrom('a.b.c', 'x.b.c', 'w.b.c', 'A.B.C:8080'),
      fc.constantFrom('q.b.c', 'b.c', '', 'a-ns.b.c'),
    ),
    method: fc.constantFrom('GET', 'POST', 'OPTIONS'),
    path: fc.constantFrom('/', '/a', '/a/', '/a/b/c', '/ab', '/a+b', '/%41', '/a/!?q', '*', '//a', '/a?/b'),
    sni: fc.constantFrom('a.b.c', '', 'X.b.c'),
    clientAddress: fc.constantFrom('10.1.1.1', '192.0.2.1', '::1'),
    headers: fc.dictionary(fc.constantFrom('Cookie', 'X-SSL', 'x-forwarded-for'), fc.string()),
  },
  { requiredKeys: ['scheme', 'host', 'method', 'path'] },
);
