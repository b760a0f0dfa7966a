import fc from 'fast-check';
import type { Request } from '../../../src/behaviour/outcome.js';

/** Ingresses and what is asked of them. */
export interface Scene {
  readonly ingresses: readonly object[];
  readonly requests: readonly Request[];
}

const host = fc.constantFrom('foo.com', 'foo.com', 'a.foo.com', 'bar.com', '*.foo.com', '');
const path = fc.constantFrom(
  '/',
  '/',
  '/a',
  '/A',
  '/a/',
  '/a/b',
  '/a/b/c',
  '/ab',
  '/a.b',
  '/b',
  '/.well-known/acme-challenge/x',
);
const pathType = fc.constantFrom('Prefix', 'Prefix', 'Exact', 'ImplementationSpecific');
const backend = fc.constantFrom('one', 'two', 'three').map((name) => ({ service: { name, port: { number: 80 } } }));

/** Annotations whose values HAProxy takes. */
const annotation = fc.oneof(
  ...(
    [
      ['path-type', ['prefix', 'exact', 'begin']],
      ['rewrite-target', ['/', '/v1', '/v1/', '/x\\1']],
      ['redirect-to', ['https://www.foo.com/login']],
      ['redirect-from', ['www.foo.com', 'bar.com', '*.old.com']],
      ['app-root', ['/login', 'https://x.com/']],
      ['server-alias', ['alias.com', 'bar.com', '*.alias.com']],
      ['server-alias-regex', ['^[a-z]+[0-9][.]com$', 'alias', '^x']],
      ['ssl-redirect', ['false', 'true']],
      ['ssl-always-add-https', ['true']],
      ['http-header-match', ['X-Env: staging', 'X-Env: staging\nX-B: 1']],
      ['http-header-match-regex', ['X-Env: ^st']],
      ['auth-secret', ['users']],
      ['allowlist-source-range', ['10.0.0.0/8', '10.0.0.0/8,!10.0.0.1', '!10.0.0.1', '127.0.0.1,office']],
      ['allowlist-source-header', ['X-Client']],
      ['denylist-source-range', ['10.0.0.1', '10.0.0.0/8,!10.0.0.2', '!127.0.0.1']],
      ['cors-enable', ['true']],
      ['cors-allow-origin', ['https://a.io', 'https://a.io,https://b.io', 'https://a.io, https://b.io']],
      ['cors-allow-credentials', ['true']],
      ['hsts', ['false']],
      ['hsts-max-age', ['60']],
      ['headers', ['X-Team: red', 'X-Team: "one two"']],
      ['affinity', ['cookie']],
    ] as const
  ).map(([key, values]) => fc.tuple(fc.constant(`haproxy-ingress.github.io/${key}`), fc.constantFrom(...values))),
);

/** Paths of expressions need the type. */
const regexPath = fc.constantFrom('/[ab]+', '/a(/.*)?$', '/.*b', '/([^/]+)(/.*)?');

const ingress = fc
  .record({
    name: fc.constantFrom('a', 'b', 'c', 'd'),
    annotations: fc.array(annotation, { maxLength: 4 }),
    isRegex: fc.nat(4).map((n) => n === 0),
    tls: fc.boolean(),
    host,
    paths: fc.array(fc.record({ path, regexPath, pathType, backend }), { minLength: 1, maxLength: 3 }),
  })
  .map(({ name, annotations, isRegex, tls, host: own, paths }) => ({
    metadata: {
      name,
      annotations: {
        ...Object.fromEntries(annotations),
        ...(isRegex ? { 'haproxy-ingress.github.io/path-type': 'regex' } : {}),
      },
    },
    spec: {
      ingressClassName: 'haproxy',
      ...(tls && own !== '' ? { tls: [{ hosts: [own], secretName: 'crt' }] } : {}),
      rules: [
        {
          ...(own === '' ? {} : { host: own }),
          http: {
            paths: paths.map((one) => ({
              path: isRegex ? one.regexPath : one.path,
              pathType: isRegex ? 'ImplementationSpecific' : one.pathType,
              backend: one.backend,
            })),
          },
        },
      ],
    },
  }));

const request: fc.Arbitrary<Request> = fc.record({
  scheme: fc.constantFrom('http' as const, 'http' as const, 'https' as const),
  host: fc.constantFrom(
    ...['foo.com', 'foo.com', 'FOO.com:8080', 'a.foo.com', 'x.foo.com', 'x.y.foo.com', 'bar.com', 'www.foo.com'],
    ...['alias.com', 'x.alias.com', 'web7.com', 'a.old.com', 'none.com', 'x/foo.com', ''],
  ),
  method: fc.constantFrom('GET', 'GET', 'POST', 'OPTIONS'),
  path: fc.oneof(
    path,
    fc.constantFrom(
      '/a/b/c/d',
      '/AB',
      '/abc',
      '/a/bb',
      '/x/a',
      '/a//b',
      '/a/B',
      '/aa',
      '/a?x=1',
      '/a/b?y=/a',
      '*',
      '/a#b',
    ),
    fc.constantFrom('/.well-known/acme-challenge/y', '/a%20b', '/a/../b'),
  ),
  clientAddress: fc.constantFrom('127.0.0.1', '10.0.0.1', '10.0.0.2'),
  headers: fc
    .array(
      fc.constantFrom<[string, string]>(
        ['X-Env', 'staging'],
        ['X-Env', 'Staging'],
        ['X-Env', 'a, staging'],
        ['X-B', '1'],
        ['Origin', 'https://a.io'],
        ['Origin', 'https://no.io'],
        ['X-Client', '10.0.0.1'],
        ['X-Client', '1.1.1.1, 10.0.0.2'],
        ['X-Forwarded-For', '1.2.3.4, 5.6.7.8'],
        ['Authorization', 'Basic am9lOnB3'],
        ['Cookie', 'INGRESSCOOKIE=s'],
      ),
      { maxLength: 3 },
    )
    .map((list) => Object.fromEntries(list)),
});

export const scene: fc.Arbitrary<Scene> = fc.record({
  ingresses: fc.uniqueArray(ingress, { minLength: 1, maxLength: 4, selector: ({ metadata }) => metadata.name }),
  requests: fc.array(request, { minLength: 8, maxLength: 8 }),
});
