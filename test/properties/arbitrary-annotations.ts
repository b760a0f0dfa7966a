import fc from 'fast-check';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';

export type Annotations = Readonly<Record<string, unknown>>;

const { annotations: ENTRIES, obsolete, prefix } = ingressNginx.mapping;

/** The annotation prefix of the controller. */
export const PREFIX = prefix;

/** Values that somebody has written somewhere, whatever the key: wrong types, wrong units, words of other languages. */
const HOSTILE_VALUES: readonly unknown[] = [
  '',
  ' ',
  'true',
  'false',
  'on',
  'off',
  '0',
  '1',
  '-1',
  '1.5',
  '99999999999999999999',
  '10s',
  '8m',
  'basic',
  'cookie',
  'HTTPS',
  'GRPC',
  'FCGI',
  'AUTO_HTTP',
  '*',
  '/',
  '//',
  '/$1',
  '/$2',
  '/x/$1/y',
  '$request_uri',
  'https://other.example.com/$1',
  'https://$host$request_uri',
  'http://auth.default.svc.cluster.local/check?x=$scheme',
  'default/ca',
  'other/ca',
  '10.0.0.0/8,192.168.0.1',
  '0.0.0.0/0',
  'a,b;c',
  'X-Header',
  '[[[',
  '(a',
  '{{ .Values.x }}',
  'line\nbreak',
  'naïve ü 日本',
  '"quoted" \\ \'text\'',
  '#not: a comment',
  'x'.repeat(400),
  'return 403;',
  'deny all;',
  true,
  42,
  null,
];

/** Combinations that people use, for paths and hosts that the Ingress arbitrary likes to pick. */
const HABITS: readonly Annotations[] = [
  { 'rewrite-target': '/$2', 'use-regex': 'true' },
  { 'rewrite-target': '/$2' },
  { 'rewrite-target': '/$1' },
  { 'rewrite-target': '/' },
  { 'rewrite-target': '/new/$1/$9' },
  { 'rewrite-target': 'https://moved.example.com/$1' },
  { 'use-regex': 'true' },
  { 'ssl-redirect': 'false' },
  { 'force-ssl-redirect': 'true' },
  { 'ssl-passthrough': 'true' },
  { 'from-to-www-redirect': 'true' },
  { 'server-alias': 'alias.example.com,a.com' },
  { 'server-alias': '*.b.com, ~^x[0-9]+\\.com$, a-b.com' },
  { 'app-root': '/app' },
  { 'permanent-redirect': 'https://$host/new' },
  { 'temporal-redirect': 'https://example.com/elsewhere?x=1', 'temporal-redirect-code': '307' },
  { 'backend-protocol': 'GRPC' },
  {
    'backend-protocol': 'HTTPS',
    'proxy-ssl-secret': 'default/ca',
    'proxy-ssl-verify': 'on',
    'proxy-ssl-name': 'in.example.com',
  },
  { 'enable-cors': 'true', 'cors-allow-origin': 'https://a.com, https://*.b.com', 'cors-allow-credentials': 'true' },
  { 'enable-cors': 'true' },
  { 'auth-type': 'basic', 'auth-secret': 'basic-auth' },
  { 'auth-url': 'http://auth.default.svc.cluster.local/check' },
  {
    'auth-url': 'https://auth.example.com/check',
    'auth-signin': 'https://auth.example.com/start?rd=$escaped_request_uri',
  },
  { 'auth-tls-secret': 'default/ca' },
  { 'whitelist-source-range': '10.0.0.0/8' },
  { 'denylist-source-range': '10.1.0.0/16' },
  { 'limit-rps': '5' },
  { affinity: 'cookie', 'session-cookie-name': 'route' },
  { 'mirror-target': 'http://mirror.other.svc.cluster.local$request_uri' },
  { 'upstream-vhost': 'inner.example.com' },
  { 'upstream-vhost': '$host.internal' },
  { 'custom-headers': 'default/headers' },
  { 'x-forwarded-prefix': '/p', 'rewrite-target': '/' },
  { 'configuration-snippet': 'more_set_headers "X-A: b";' },
  { 'server-snippet': 'location /x { deny all; }' },
  { 'default-backend': 'web' },
  { 'proxy-read-timeout': '300', 'proxy-send-timeout': '300' },
];

const CANARIES: readonly Annotations[] = [
  { canary: 'true', 'canary-weight': '30' },
  { canary: 'true', 'canary-weight': '500', 'canary-weight-total': '1000' },
  { canary: 'true', 'canary-by-header': 'X-Canary' },
  { canary: 'true', 'canary-by-header': 'X-Canary', 'canary-by-header-value': 'yes', 'canary-weight': '10' },
  { canary: 'true', 'canary-by-header': 'X-Canary', 'canary-by-header-pattern': '^v[0-9]+$' },
  { canary: 'true', 'canary-by-cookie': 'canary' },
  { canary: 'true', 'canary-by-header': 'X Canary', 'canary-by-cookie': 'a.b*c', 'canary-weight': '-5' },
  { canary: 'true' },
];

const FOREIGN: readonly Annotations[] = [
  { 'cert-manager.io/cluster-issuer': 'letsencrypt' },
  { 'cert-manager.io/issuer': 'internal', 'cert-manager.io/common-name': 'a.com' },
  { 'external-dns.alpha.kubernetes.io/hostname': 'a.com' },
  { 'external-dns.kubernetes.io/target': '10.0.0.1', 'external-dns.kubernetes.io/ingress-hostname-source': 'x' },
  { 'argocd.argoproj.io/sync-wave': '-1', 'gethomepage.dev/enabled': 'true', 'prometheus.io/probe': 'true' },
  { 'haproxy.router.openshift.io/timeout': '5s', 'link.argocd.argoproj.io/a b': 'x' },
  { 'kubectl.kubernetes.io/last-applied-configuration': '{"kind":"Ingress"}' },
  { 'haproxy.org/timeout-client': '5s' },
  { 'nginx.org/rewrites': 'serviceName=x rewrite=/' },
  { unprefixed: 'x' },
  // Names that an object of JavaScript has by itself.
  Object.fromEntries([['__proto__', 'x']]),
  { constructor: 'x', toString: 'y' },
  { [`${prefix}/constructor`]: 'x' },
  Object.fromEntries([[`${prefix}/__proto__`, 'x']]),
  { [`${prefix}/`]: 'x' },
  { [`${prefix}/rewrite-targt`]: '/' },
];

function prefixed(annotations: Annotations): Annotations {
  return Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${prefix}/${key}`, value]));
}

const entry = fc.constantFrom(...ENTRIES);
const keyOf = entry.chain(({ key, aliases }) => fc.constantFrom(key, ...(aliases ?? [])));

/** Any key of the mapping as it is meant to be used. */
const sample = entry.map(({ key, sample: { value, with: others } }) => prefixed({ ...others, [key]: value }));

/** Any key of the mapping with any value, its own pattern damaged or something from elsewhere. */
const mutation = fc.oneof(
  fc.tuple(keyOf, fc.constantFrom(...HOSTILE_VALUES)).map(([key, value]) => prefixed({ [key]: value })),
  fc.tuple(entry, fc.constantFrom(' ', ';', '$', '\n', ',', '/', '"', '}', '-1', 'é'), fc.boolean()).map(
    ([
      {
        key,
        sample: { value },
      },
      extra,
      before,
    ]) => prefixed({ [key]: before ? extra + value : value + extra }),
  ),
  fc.tuple(keyOf, fc.string({ maxLength: 12 })).map(([key, value]) => prefixed({ [key]: value })),
);

const obsoleteKey = fc.constantFrom(...obsolete.map(({ key }) => key)).map((key) => prefixed({ [key]: 'true' }));

const fragment = fc.oneof(
  { weight: 6, arbitrary: fc.constantFrom(...HABITS).map(prefixed) },
  { weight: 4, arbitrary: sample },
  { weight: 3, arbitrary: mutation },
  { weight: 1, arbitrary: fc.constantFrom(...FOREIGN) },
  { weight: 1, arbitrary: obsoleteKey },
  { weight: 1, arbitrary: fc.constantFrom('nginx', 'internal', 'traefik', '').map((c) => ({ [CLASS]: c })) },
);

const CLASS = 'kubernetes.io/ingress.class';

/** Joins maps; `Object.assign` would lose a key called `__proto__`. */
function joined(maps: readonly Annotations[]): Annotations {
  return Object.fromEntries(maps.flatMap((map) => Object.entries(map)));
}

/** Annotations of an ordinary Ingress: none, a habit, a sample of every key, damaged values, keys of others. */
export const annotations: fc.Arbitrary<Annotations> = fc.array(fragment, { maxLength: 4 }).map(joined);

/** The same for a canary. */
export const canaryAnnotations: fc.Arbitrary<Annotations> = fc
  .tuple(annotations, fc.constantFrom(...CANARIES))
  .map(([others, canary]) => joined([others, prefixed(canary)]));
