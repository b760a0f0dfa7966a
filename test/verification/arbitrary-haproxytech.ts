import fc from 'fast-check';
import type { Draft } from '../properties/arbitrary-ingress.js';

const host = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a.com', 'b.a.com', '*.a.com') },
  { weight: 2, arbitrary: fc.constantFrom(undefined) },
);

const path = fc
  .record({
    path: fc.constantFrom('/', '/', '/foo', '/foo/', '/foo/bar', '/foobar', ''),
    pathType: fc.constantFrom('Prefix', 'Prefix', 'ImplementationSpecific', 'Exact'),
    service: fc.constantFrom('web', 'api', 'old', 'missing'),
    port: fc.constantFrom({ number: 80 }, { number: 80 }, { name: 'http' }, { number: 8080 }),
  })
  .map(({ path: written, pathType, service, port }) => ({
    path: written === '' && pathType !== 'ImplementationSpecific' ? '/' : written,
    pathType,
    backend: { service: { name: service, port } },
  }));

const rule = fc
  .record({ host, paths: fc.array(path, { minLength: 1, maxLength: 3 }) })
  .map(({ host: name, paths }) => ({ ...(name === undefined ? {} : { host: name }), http: { paths } }));

const tls = fc.constantFrom<Draft | undefined>(
  undefined,
  undefined,
  undefined,
  { hosts: ['a.com'], secretName: 'tls' },
  { hosts: ['b.a.com', '*.a.com'], secretName: 'tls' },
  { hosts: ['a.com'] },
  { secretName: 'tls' },
);

const values: Readonly<Record<string, readonly string[]>> = {
  'allow-list': ['10.0.0.0/8', '10.0.0.0/8,bad', 'patterns/office'],
  'deny-list': ['192.0.2.1'],
  blacklist: ['192.0.2.7'],
  'src-ip-header': ['X-Real-IP'],
  'set-host': ['inner.example', '%[req.hdr(X-A)]'],
  'path-rewrite': [
    '/',
    '/v1',
    '/foo/(.*) /\\1',
    '/foo(/|$)(.*) /\\2',
    '^/foo(.*)$ /x\\1',
    '/bar /x',
    'a b c',
    '/a /b\n/b /c',
  ],
  'request-set-header': ['X-A one', 'X-A one\nX-B %[src]', 'X-A'],
  'response-set-header': ['X-R one'],
  'ssl-redirect': ['true', 'false', 'yes', 'on'],
  'ssl-redirect-port': ['443', '8443', 'x'],
  'ssl-redirect-code': ['301', 'x'],
  'request-redirect': ['new.example', 'https://new.example:8443', 'https://new.example/path'],
  'request-redirect-code': ['308'],
  'rate-limit-requests': ['10', 'x'],
  'rate-limit-period': ['1m'],
  'auth-type': ['basic-auth', 'digest'],
  'auth-secret': ['users'],
  'cors-enable': ['true', 'no'],
  'cors-allow-origin': ['*', 'https://x\\.io', '(a|b).io'],
  'cors-allow-methods': ['GET, PUT', 'NOPE'],
  'cors-allow-credentials': ['true'],
  'cors-respond-to-options': ['true'],
  'ssl-passthrough': ['true', 'on'],
  'standalone-backend': ['true'],
  'timeout-server': ['90s', '1500', 'x'],
  'load-balance': ['leastconn', 'source', 'uri', 'nope'],
  'cookie-persistence': ['sid'],
  'server-ssl': ['true'],
  'server-ca': ['default/ca', 'ca'],
  'backend-config-snippet': ['http-request deny if { path /x }', 'http-request set-header X-A b'],
  'send-proxy-protocol': ['proxy'],
  'forwarded-for': ['false'],
  check: ['false'],
  'pod-maxconn': ['10'],
  'ingress.class': ['haproxy'],
  'set-hots': ['x'],
};

const annotation = fc
  .constantFrom(...Object.entries(values))
  .chain(([key, some]) => fc.constantFrom(...some).map((value) => [key, value] as const));
const prefix = fc.constantFrom(
  'haproxy.org/',
  'haproxy.org/',
  'haproxy.org/',
  'haproxy.com/',
  'ingress.kubernetes.io/',
  '',
);
const annotations = fc
  .array(fc.tuple(prefix, annotation), { maxLength: 3 })
  // Of two spellings of one key, any one counts.
  .map((list) =>
    Object.fromEntries(new Map(list.map(([before, [key, value]]) => [key, [before + key, value] as const])).values()),
  );

const ports = [
  { name: 'http', port: 80, targetPort: 8080 },
  { name: 'admin', port: 81 },
];
const service = fc
  .tuple(
    fc.constantFrom('web', 'api'),
    fc.constantFrom<Draft>(
      {},
      {},
      {},
      { 'haproxy.org/cookie-persistence': 'sid' },
      { 'haproxy.org/timeout-server': '10s' },
      { 'haproxy.org/route-acl': 'hdr(X-A) -m str one' },
      { 'haproxy.org/path-rewrite': '/x', 'example.com/other': 'x' },
    ),
  )
  .map(([name, own]) => ({
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'default', annotations: own },
    spec: { ports },
  }));

/** Sets of Ingresses as HAProxy Technologies' controller finds them in one cluster, and what its ConfigMap says. */
export const haproxytechSets: fc.Arbitrary<{
  readonly objects: readonly Draft[];
  readonly config: Readonly<Record<string, string>> | undefined;
}> = fc
  .tuple(
    fc.array(
      fc.record({
        annotations,
        className: fc.constantFrom(undefined, 'haproxy', 'haproxy', 'haproxy', 'nginx', 'own'),
        rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
        tls,
        withDefault: fc.constantFrom(false, false, false, true),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    fc.array(service, { maxLength: 2 }),
    fc.subarray(['nginx', 'own']),
    fc.constantFrom<Readonly<Record<string, string>> | undefined>(
      undefined,
      undefined,
      undefined,
      { 'ssl-redirect': 'false' },
      { 'timeout-server': '20s', 'ssl-redirect-port': '443' },
    ),
  )
  .map(([drafts, services, classes, config]) => ({
    config,
    objects: [
      ...drafts.map((draft, index) => ({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: { name: `ingress-${index}`, namespace: 'default', annotations: draft.annotations },
        spec: {
          ...(draft.className === undefined ? {} : { ingressClassName: served(draft.className, classes) }),
          ...(draft.withDefault ? { defaultBackend: { service: { name: 'old', port: { number: 80 } } } } : {}),
          ...(draft.tls === undefined ? {} : { tls: [draft.tls] }),
          // A backend either takes HTTP or passes TLS through, whoever asks last.
          rules: passesThrough(draft.annotations) ? draft.rules.map(ofItsOwn) : draft.rules,
        },
      })),
      ...services.filter(
        (one, index) => services.findIndex(({ metadata }) => metadata.name === one.metadata.name) === index,
      ),
      ...classes.map((name) => ({
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressClass',
        metadata: { name },
        spec: { controller: name === 'nginx' ? 'k8s.io/ingress-nginx' : 'haproxy.org/ingress-controller' },
      })),
    ],
  }));

/** One controller has one class: what has another one becomes a Gateway of its own. */
function served(className: string, classes: readonly string[]): string {
  return className === 'haproxy' && classes.includes('own') ? 'own' : className;
}

function passesThrough(own: Readonly<Record<string, string>>): boolean {
  return Object.entries(own).some(([key, value]) => key.endsWith('ssl-passthrough') && value === 'true');
}

function ofItsOwn<
  T extends { readonly http: { readonly paths: readonly { readonly path: string; readonly pathType: string }[] } },
>({ http, ...rest }: T) {
  const backend = { service: { name: 'opaque', port: { number: 443 } } };
  return { ...rest, http: { paths: http.paths.map((one) => ({ ...one, backend })) } };
}
