import fc from 'fast-check';
import type { ExpectedRequest } from '../../src/verification/verification.js';
import type { Draft } from '../properties/arbitrary-ingress.js';
import { services } from './arbitrary-routes.js';

const HOSTS = ['a.com', 'b.a.com', '*.a.com', 'cafe.example.com'] as const;

const path = fc
  .record({
    path: fc.constantFrom(
      '/',
      '/',
      '/tea',
      '/tea/',
      '/teapot',
      '/tea/green',
      '/Tea',
      '/coffee/',
      '/v[0-9]+/x',
      '/a.b',
      '',
    ),
    pathType: fc.constantFrom('Prefix', 'Prefix', 'ImplementationSpecific', 'Exact'),
    service: fc.constantFrom('web', 'api', 'old', 'missing'),
    port: fc.constantFrom({ number: 80 }, { number: 80 }, { number: 443 }, { name: 'http' }, { number: 8080 }),
  })
  .map(({ path: written, pathType, service, port }) => ({
    path: written === '' && pathType !== 'ImplementationSpecific' ? '/' : written,
    pathType,
    backend: { service: { name: service, port } },
  }));

const paths = fc.array(path, { minLength: 1, maxLength: 3 });

/** Values of keys that name Services name those of the paths. */
const annotations = fc.subarray(
  [
    ['nginx.org/rewrites', 'serviceName=web rewrite=/'],
    ['nginx.org/rewrites', 'serviceName=web rewrite=/beans'],
    ['nginx.org/rewrite-target', '/new'],
    ['nginx.org/path-regex', 'case_sensitive'],
    ['nginx.org/path-regex', 'case_insensitive'],
    ['nginx.org/path-regex', 'exact'],
    ['nginx.org/ssl-redirect', 'false'],
    ['ingress.kubernetes.io/ssl-redirect', 'false'],
    ['nginx.org/redirect-to-https', 'true'],
    ['nginx.org/http-redirect-code', '308'],
    ['nginx.org/hsts', 'true'],
    ['nginx.org/hsts-include-subdomains', 'true'],
    ['nginx.org/hsts-behind-proxy', 'true'],
    ['nginx.org/add-header', 'X-One:1:always,X-Two:2'],
    ['nginx.org/add-header-inherit', 'merge'],
    ['nginx.org/proxy-hide-headers', 'X-Powered-By,X-One'],
    ['nginx.org/proxy-set-headers', 'X-Origin:edge,X-Gone:,Host:other,X-Same'],
    ['nginx.org/proxy-read-timeout', '120s'],
    ['nginx.org/client-max-body-size', '8m'],
    ['nginx.org/app-root', '/app'],
    ['nginx.org/basic-auth-secret', 'users'],
    ['nginx.org/limit-req-rate', '10r/s'],
    ['nginx.org/limit-req-key', '$http_x_key'],
    ['nginx.org/limit-req-dry-run', 'true'],
    ['nginx.org/policies', 'allow'],
    ['nginx.org/policies', 'deny'],
    ['nginx.org/policies', 'cors'],
    ['nginx.org/policies', 'absent'],
    ['nginx.org/policies', 'jwt'],
    ['nginx.org/listen-ports', '8080'],
    ['nginx.org/listen-ports-ssl', '8443'],
    ['nginx.org/sticky-cookie-services', 'serviceName=web shop expires=1h path=/'],
    ['nginx.org/ssl-services', 'web'],
    ['nginx.org/grpc-services', 'web'],
    ['nginx.org/websocket-services', 'web'],
    ['nginx.org/lb-method', 'least_conn'],
    ['nginx.org/max-fails', '3'],
    ['nginx.org/server-snippets', 'deny all;'],
    ['nginx.org/location-snippets', 'gzip on;'],
    ['nginx.org/location-snippets', 'add_header X-A b always;\nproxy_hide_header X-B;\nproxy_set_header X-R v;'],
    ['nginx.org/location-snippets', 'return 301 https://new.example.org$request_uri;'],
    ['nginx.org/location-snippets', 'deny 10.0.0.0/8;\nadd_header X-C "$host";'],
    ['nginx.org/server-snippets', 'add_header X-S s;\nproxy_set_header X-R v;'],
    ['nginx.com/jwt-key', 'keys'],
    ['nginx.org/proxy-buffering', 'nonsense'],
  ] as const,
  { maxLength: 4 },
);

const tls = fc.constantFrom<(Draft[] | undefined)[]>(
  undefined,
  undefined,
  [{ hosts: ['a.com', 'b.a.com'], secretName: 'tls' }],
  [{ hosts: ['*.a.com', 'cafe.example.com'], secretName: 'tls' }],
  [{ hosts: ['cafe.example.com', 'a.com'], secretName: 'opaque' }],
  [{ hosts: ['a.com', 'cafe.example.com'] }],
  [{ secretName: 'tls' }],
);

const ordinary = fc.record({
  role: fc.constant(undefined),
  hosts: fc.uniqueArray(fc.constantFrom(...HOSTS), { minLength: 1, maxLength: 2 }),
  paths,
  tls,
});
const master = fc.record({
  role: fc.constant('master'),
  hosts: fc.constantFrom(['cafe.example.com'], ['a.com']),
  paths: fc.constant(undefined),
  tls,
});
const minion = fc.record({
  role: fc.constant('minion'),
  hosts: fc.constantFrom(['cafe.example.com'], ['a.com']),
  paths,
  tls: fc.constant(undefined),
});

const ingress = fc
  .tuple(
    fc.oneof({ weight: 3, arbitrary: ordinary }, { weight: 1, arbitrary: master }, { weight: 2, arbitrary: minion }),
    fc.record({
      namespace: fc.constantFrom('default', 'default', 'shop'),
      annotations,
      created: fc.constantFrom(undefined, '2024-01-01T00:00:00Z', '2024-01-02T00:00:00Z'),
      className: fc.constantFrom('nginx', 'nginx', 'nginx', 'nginx', undefined, 'own', 'other'),
      withDefault: fc.boolean(),
    }),
  )
  .map(([shape, rest]) => ({ ...shape, ...rest }));

const policies: readonly Draft[] = [
  { name: 'allow', spec: { accessControl: { allow: ['10.0.0.0/8'] } } },
  { name: 'deny', spec: { accessControl: { deny: ['10.0.0.1'] } } },
  { name: 'cors', spec: { cors: { allowOrigin: ['https://a.com'], allowMethods: ['GET', 'PUT'], maxAge: 10 } } },
  { name: 'jwt', spec: { jwt: { realm: 'x', secret: 'y' } } },
].map(({ name, spec }) => ({
  apiVersion: 'k8s.nginx.org/v1',
  kind: 'Policy',
  metadata: { name, namespace: 'default' },
  spec,
}));

const secrets: readonly Draft[] = ['default', 'shop'].map((namespace) => ({
  apiVersion: 'v1',
  kind: 'Secret',
  type: 'Opaque',
  metadata: { name: 'opaque', namespace },
}));

const virtualServer = fc.constantFrom<Draft[][]>(
  [],
  [],
  [
    {
      apiVersion: 'k8s.nginx.org/v1',
      kind: 'VirtualServer',
      metadata: { name: 'vs', namespace: 'default', creationTimestamp: '2024-01-01T12:00:00Z' },
      spec: { host: 'b.a.com' },
    },
  ],
);

const settings = fc.constantFrom<(Readonly<Record<string, string>> | undefined)[]>(
  undefined,
  undefined,
  { http2: 'true' },
  { 'ssl-redirect': 'false', hsts: 'true' },
  { 'add-header': 'X-All:1', 'proxy-read-timeout': '30s', 'http-redirect-code': '302' },
);

/** Ingresses as F5's controller finds them in one cluster, with its settings. */
export const nginxIncSets: fc.Arbitrary<{
  readonly objects: readonly Draft[];
  readonly controllerConfig: Readonly<Record<string, string>> | undefined;
}> = fc
  .tuple(fc.array(ingress, { minLength: 1, maxLength: 4 }), fc.boolean(), virtualServer, settings)
  .map(([drafts, withServices, servers, controllerConfig]) => ({
    objects: [
      ...drafts.map((draft, index) => ingressOf(draft, index)),
      ...(withServices ? services : []),
      ...policies,
      ...secrets,
      ...servers,
    ],
    controllerConfig,
  }));

type Shape = typeof ingress extends fc.Arbitrary<infer T> ? T : never;

function ingressOf(draft: Shape, index: number): Draft {
  const { role, hosts, namespace, created, className, withDefault } = draft;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name: `i${index}`,
      namespace,
      annotations: {
        ...(role === undefined ? {} : { 'nginx.org/mergeable-ingress-type': role }),
        ...Object.fromEntries(draft.annotations),
      },
      ...(created === undefined ? {} : { creationTimestamp: created }),
    },
    spec: {
      ...(className === undefined ? {} : { ingressClassName: className }),
      ...(draft.tls === undefined ? {} : { tls: draft.tls }),
      ...(withDefault && role === undefined
        ? { defaultBackend: { service: { name: 'web', port: { number: 80 } } } }
        : {}),
      rules: hosts.map((host) => ({ host, ...(draft.paths === undefined ? {} : { http: { paths: draft.paths } }) })),
    },
  };
}

const PATHS = [
  '/',
  '/v1/x',
  '/v12/x/y',
  '/V1/X',
  '/tea',
  '/tea/',
  '/teapot',
  '/teapotx',
  '/TEA/x',
  '/tea/green/x',
  '/axb',
  '/zzz?q=1',
];

/** Requests that tell apart what the conversion has to keep apart, besides those that are derived from the objects. */
export const nginxIncRequests: readonly ExpectedRequest[] = [
  'a.com',
  'b.a.com',
  'x.y.a.com',
  'cafe.example.com',
  'other.org',
].flatMap((host) =>
  (['http', 'https'] as const).flatMap((scheme) => [
    ...PATHS.map((path) => ({ request: { scheme, host, path, method: 'GET' } })),
    { request: { scheme, host, path: '/tea/x', method: 'OPTIONS', headers: { Origin: 'https://a.com' } } },
    { request: { scheme, host, path: '/tea/x', method: 'GET', headers: { 'X-Forwarded-Proto': 'http' } } },
    { request: { scheme, host, path: '/tea/x', method: 'GET', headers: { 'X-Forwarded-Proto': 'https' } } },
  ]),
);
