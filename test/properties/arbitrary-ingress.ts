import fc from 'fast-check';
import { type Annotations, annotations, canaryAnnotations } from './arbitrary-annotations.js';

/** An object as it will be written into a manifest. */
export type Draft = Readonly<Record<string, unknown>>;

const LONG_LABEL = 'l'.repeat(63);
const LONG_HOST = `${[LONG_LABEL, LONG_LABEL, LONG_LABEL].join('.')}.${'h'.repeat(57)}.com`;

/** One in so many has it. */
export function rarely<T>(arbitrary: fc.Arbitrary<T>, times: number): fc.Arbitrary<T | undefined> {
  return fc.oneof({ weight: times - 1, arbitrary: fc.constant(undefined) }, { weight: 1, arbitrary });
}

/** Few names, so that Ingresses meet; the dashes and dots invite names to collide. */
const HOSTS = [
  'a.com',
  'a-b.com',
  'a.b.com',
  '*.example.com',
  'example.com',
  'www.example.com',
  'wildcard.example.com',
];
const RARE_HOSTS = [
  LONG_HOST,
  '*.a.com',
  'www.a.com',
  'all-hosts',
  'Upper.com',
  '1.2.3.4',
  'a..com',
  '*',
  '{{ .Values.host }}',
];

export const host = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom<(string | undefined)[]>(...HOSTS, undefined) },
  { weight: 1, arbitrary: fc.constantFrom<(string | undefined)[]>(...RARE_HOSTS, '') },
);

const PLAIN_PATHS = ['/', '/a', '/a/', '/a/b', '/a/b/c', '/ab', '/A', '/api', '/api/', '/.well-known/acme-challenge'];
const REGEX_PATHS = [
  '/api(/|$)(.*)',
  '/api/(.*)',
  '/api(/.*)?',
  '/(.*)',
  '/.*',
  '/a/(b|c)/.*',
  '/v[0-9]+/(?<x>.*)',
  '/(?!x).*',
  '/a$',
  '/a\\.html',
  '/(a',
  '/[[:alpha:]]+/(\\d+)',
  '/(a+)+$',
];
const STRANGE_PATHS = [
  '/a b',
  '/ü',
  '/a%20b',
  '/a%2fb',
  '//a',
  '/a//b',
  '/a/../b',
  '/a?x=1',
  '/a#b',
  '/a;b',
  '/"a"',
  "/'a'",
  '/{a}',
  '/$1',
  '/a*',
  '',
  'a',
  `/${'p'.repeat(1100)}`,
  `/${'q'.repeat(900)}`,
  '/~a',
  '/a\\',
  '/\u007f',
];

const path = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom<(string | undefined)[]>(...PLAIN_PATHS, undefined) },
  { weight: 4, arbitrary: fc.constantFrom(...REGEX_PATHS) },
  { weight: 2, arbitrary: fc.constantFrom(...STRANGE_PATHS) },
);

const pathType = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('Prefix', 'Prefix', 'Exact', 'ImplementationSpecific') },
  { weight: 1, arbitrary: fc.constantFrom<(string | undefined)[]>(undefined, 'prefix') },
);

const port = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom({ number: 80 }, { number: 8080 }) },
  { weight: 2, arbitrary: fc.constantFrom({ name: 'http' }, { name: 'grpc' }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Draft[]>(
      { number: 0 },
      { number: 70000 },
      {},
      { name: 'Bad_Name' },
      { name: 'http', number: 80 },
    ),
  },
);

/** `own` becomes a Service that no other Ingress names. */
const service = fc.oneof(
  { weight: 8, arbitrary: fc.constant('own') },
  { weight: 3, arbitrary: fc.constantFrom('web', 'api') },
  { weight: 1, arbitrary: fc.constantFrom('external', 'no.such', 'Upper', LONG_LABEL) },
);

const backend = fc.oneof(
  { weight: 14, arbitrary: fc.tuple(service, port).map(([name, p]): Draft => ({ service: { name, port: p } })) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<Draft[]>(
      { resource: { apiGroup: 'k8s.example.com', kind: 'Bucket', name: 'b' } },
      {},
      { serviceName: 'web', servicePort: 80 },
    ),
  },
);

const pathEntry = fc
  .tuple(path, pathType, backend)
  .map(([p, type, b]): Draft => present({ path: p, pathType: type, backend: b }));

const rule = fc
  .tuple(host, fc.option(fc.array(pathEntry, { minLength: 1, maxLength: 4 }), { freq: 10, nil: undefined }))
  .map(([name, paths]): Draft => present({ host: name, http: paths === undefined ? undefined : { paths } }));

const tls = fc
  .tuple(
    fc.option(fc.array(host, { maxLength: 2 }), { nil: undefined }),
    fc.constantFrom<(string | undefined)[]>('tls', 'other-tls', 'missing', undefined, 'Bad Secret'),
  )
  .map(([hosts, secretName]): Draft => present({ hosts: hosts?.filter((h) => h !== undefined), secretName }));

export const namespace = fc.constantFrom<(string | undefined)[]>('default', 'default', 'shop', 'other', undefined);
const className = fc.oneof(
  { weight: 8, arbitrary: fc.constant('nginx') },
  { weight: 2, arbitrary: fc.constantFrom<(string | undefined)[]>('internal', undefined) },
  { weight: 1, arbitrary: fc.constantFrom('traefik', 'unheard-of') },
);
const name = fc.oneof(
  { weight: 10, arbitrary: fc.constantFrom('web', 'api', 'shop', 'web-a.com') },
  { weight: 1, arbitrary: fc.constantFrom('n'.repeat(253), 'm'.repeat(300), 'UPPER_case', 'web-', 'ü') },
);
const created = fc.constantFrom<(string | undefined)[]>(
  undefined,
  undefined,
  '2024-01-01T00:00:00Z',
  '2024-01-02T00:00:00Z',
  'yesterday',
);
const labels = fc.constantFrom<(Draft | undefined)[]>(
  undefined,
  { app: 'web' },
  { 'helm.sh/chart': 'x-1.0+2', 'bad key!': 'x', ok: 'not ok!' },
  { version: 1.1 },
);

interface Parts {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly className: string | undefined;
  readonly annotations: Annotations;
  readonly created: string | undefined;
  readonly labels: Draft | undefined;
  readonly rules: readonly Draft[];
  readonly tls: readonly Draft[] | undefined;
  readonly defaultBackend: Draft | undefined;
  /** Takes the rules of the Ingress before it and becomes its canary. */
  readonly canary: Annotations | undefined;
}

const parts: fc.Arbitrary<Parts> = fc.record({
  name,
  namespace,
  className,
  annotations,
  created,
  labels,
  rules: fc.array(rule, { maxLength: 3 }),
  tls: fc.option(fc.array(tls, { maxLength: 2 }), { nil: undefined }),
  defaultBackend: rarely(backend, 4),
  canary: rarely(canaryAnnotations, 5),
});

function present(fields: Draft): Draft {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** Gives `own` Services the number of their Ingress. */
function withOwnServices(value: unknown, index: number, to: string): unknown {
  if (Array.isArray(value)) return value.map((item) => withOwnServices(item, index, to));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [
      key,
      key === 'name' && field === 'own' ? `${to}-${index}` : withOwnServices(field, index, to),
    ]),
  );
}

function ingressOf(list: readonly Parts[], index: number): Draft {
  const mine = list[index] as Parts;
  const before = index === 0 ? undefined : list[index - 1];
  const isCanary = mine.canary !== undefined && before !== undefined;
  const main = isCanary ? before : mine;
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: present({
      name: mine.name,
      namespace: main.namespace,
      creationTimestamp: mine.created,
      labels: mine.labels,
      annotations: isCanary ? mine.canary : mine.annotations,
    }),
    spec: present({
      ingressClassName: main.className,
      defaultBackend: withOwnServices(mine.defaultBackend, index, 'fallback'),
      tls: mine.tls,
      rules: withOwnServices(main.rules, index, 'own'),
    }),
  };
}

/** One to six Ingresses over few hosts, some of them canaries of the one before. */
export const ingresses: fc.Arbitrary<readonly Draft[]> = fc
  .array(parts, { minLength: 1, maxLength: 6 })
  .map((list) => list.map((_, index) => ingressOf(list, index)));
