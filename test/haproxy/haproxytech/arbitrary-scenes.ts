import fc from 'fast-check';
import type { Request } from '../../../src/behaviour/outcome.js';
import type { Scene } from './agreement.js';
import { type IngressDraft, type PathDraft, type SceneDraft, USER } from './drafts.js';

const values: Readonly<Record<string, readonly string[]>> = {
  'deny-list': ['10.0.0.0/8', '192.0.2.1, 10.0.0.1'],
  'allow-list': ['10.0.0.0/8', '10.0.0.1,192.0.2.0/24'],
  'src-ip-header': ['X-Real-IP'],
  'set-host': ['inner.example', 'inner.example:8080', '%[req.hdr(X-A),lower]'],
  'path-rewrite': [
    '/',
    '/z',
    '/a/(.*) /\\1',
    '^/([a-z]+)(/|$) /\\1x/\\0',
    '/a /b\n/b/(.*) /c/\\1',
    'b.c /x%%y',
    '(A|b)+ /%[method]\\1',
    '/(.)(.?) /\\2\\1\\\\x',
  ],
  'request-set-header': [
    'X-A one two',
    'X-B "q"\nX-C %[src]',
    'X-A %[req.hdr(X-A)] b\nHost other',
    'X-A a\nX-B\nX-C c',
  ],
  'response-set-header': ['X-R 1', 'X-Powered-By none\nX-P %[var(txn.host)]'],
  'ssl-redirect': ['true', 'false', 'yes'],
  'ssl-redirect-port': ['443'],
  'ssl-redirect-code': ['301', '303'],
  'request-redirect': ['new.example', 'https://new.example:8443', 'http://new.example'],
  'request-redirect-code': ['308'],
  'auth-type': ['basic-auth', 'basic-auth', 'digest'],
  'auth-secret': ['users', 'gone'],
  'auth-realm': ['Staff only'],
  'cors-enable': ['true', 'true', 'false'],
  'cors-allow-origin': ['*', 'https://x\\.io', 'x.io$'],
  'cors-allow-methods': ['*', 'GET, PUT'],
  'cors-allow-headers': ['X-A , X-B'],
  'cors-max-age': ['90s', '7s'],
  'cors-allow-credentials': ['true', '1'],
  'cors-respond-to-options': ['true', 'on'],
};

const annotation = fc
  .constantFrom(...Object.entries(values))
  .chain(([key, some]) => fc.constantFrom(...some).map((value) => [key, value] as const));
/** Some keys do nothing alone. */
const together = fc.constantFrom(
  { 'cors-enable': 'true', 'cors-respond-to-options': 'true' },
  { 'cors-enable': 'true', 'cors-allow-origin': 'https://x\\.io' },
  { 'auth-type': 'basic-auth', 'auth-secret': 'users' },
  { 'src-ip-header': 'X-Real-IP', 'allow-list': '10.0.0.0/8' },
  {},
  {},
  {},
);
const annotations = fc
  .tuple(together, fc.array(annotation, { maxLength: 3 }))
  .map(([some, others]) => ({ ...some, ...Object.fromEntries(others) }));
const host = fc.constantFrom('a.b.c', 'a.b.c', 'x.b.c', '*.b.c', '');
const path: fc.Arbitrary<PathDraft> = fc.record({
  host,
  path: fc.constantFrom('/', '/', '/a', '/a/', '/a/b', '/ab', '/A', '/a.b', '/b'),
  pathType: fc.constantFrom('Exact', 'Prefix', 'Prefix', 'ImplementationSpecific'),
  service: fc.constantFrom('s1', 's2', 's3', 'acl'),
});
const ingress: fc.Arbitrary<Omit<IngressDraft, 'name'>> = fc.record({
  annotations,
  tls: fc.oneof({ weight: 4, arbitrary: fc.constant(false) }, { weight: 1, arbitrary: fc.constant(true) }),
  paths: fc.array(path, { minLength: 1, maxLength: 4 }),
});
const acl = fc.constantFrom(
  'cook(staging) -m found',
  'hdr(X-A) -m str One',
  'hdr(X-A) -i one',
  'path_beg /a',
  'path -m reg b$',
  'method POST',
  'url_param(q) 1',
  'src 10.0.0.0/8',
  'req.hdr(X-A),lower -m str one',
);
/** What the ConfigMap can say without stopping everything for everybody. */
const config = fc.oneof(
  { weight: 3, arbitrary: fc.constant({}) },
  {
    weight: 1,
    arbitrary: fc.array(annotation, { maxLength: 2 }).map((some) => {
      const found = Object.fromEntries(some);
      // A Secret without a namespace makes the controller itself fail there.
      const { 'auth-secret': _secret, 'src-ip-header': _header, ...rest } = found as Record<string, string>;
      return rest;
    }),
  },
);
const draft: fc.Arbitrary<SceneDraft> = fc.record({
  ingresses: fc
    .array(ingress, { minLength: 1, maxLength: 3 })
    .map((list) => list.map((one, index) => ({ ...one, name: `i${index}` }))),
  config,
  routeAcls: acl.map((condition) => ({ acl: condition })),
});
const target = fc
  .tuple(
    fc.constantFrom(
      '/',
      '/a',
      '/a/',
      '/a/b',
      '/a/b/c',
      '/ab',
      '/abc',
      '/A',
      '/a.b',
      '/axb',
      '/b',
      '/c/a/b',
      '/%61',
      '//a',
    ),
    fc.constantFrom('', '', '?', '?q=1', '?x=2&q=1'),
  )
  .map(([first, second]) => first + second);
const headers = fc.record(
  {
    Origin: fc.constantFrom('https://x.io', 'https://x.io.evil', 'null'),
    Cookie: fc.constantFrom('staging=1', 'a=b; staging=2', 'x=y'),
    Authorization: fc.constantFrom(`Basic ${btoa(USER.join(':'))}`, 'Basic eDp5'),
    'X-A': fc.constantFrom('One', 'one, Two'),
    'X-Real-IP': fc.constantFrom('10.0.0.9', '192.0.2.1', 'nonsense'),
    'X-Forwarded-For': fc.constant('198.51.100.1'),
    'X-Forwarded-Proto': fc.constant('https'),
  },
  { requiredKeys: [] },
);
const request: fc.Arbitrary<Request> = fc.record({
  scheme: fc.constantFrom('http' as const, 'http' as const, 'https' as const),
  host: fc.constantFrom(
    'a.b.c',
    'a.b.c',
    'A.B.c:8080',
    'x.b.c',
    'y.b.c',
    'y.a.b.c',
    'b.c',
    '.b.c',
    'other.org',
    'c',
    '',
    ':80',
  ),
  method: fc.constantFrom('GET', 'GET', 'POST', 'OPTIONS', 'HEAD'),
  path: target,
  headers,
  clientAddress: fc.constantFrom('10.0.0.1', '10.1.2.3', '192.0.2.1', '203.0.113.7'),
});

/** Ingresses and requests near their hosts and paths. */
export const scene: fc.Arbitrary<Scene> = fc.record({
  draft,
  requests: fc.array(request, { minLength: 8, maxLength: 24, size: 'max' }),
});
