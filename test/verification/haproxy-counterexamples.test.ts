import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS, type TargetName } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { differenceText } from './difference-text.js';

/** A path with its type (Prefix, Exact, or begin for ImplementationSpecific) and its Service. */
type SketchedPath = readonly [path: string, type: 'Prefix' | 'Exact' | 'begin', service: string];

interface Sketch {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Paths by host; the empty host is none. */
  readonly hosts?: Readonly<Record<string, readonly SketchedPath[]>>;
  readonly tls?: readonly string[];
  readonly defaultBackend?: string;
}

interface Counterexample {
  /** What was wrong once. */
  readonly about: string;
  readonly to: TargetName;
  readonly ingresses: readonly Sketch[];
  /** Conditions (route-acl) of Services, by name. */
  readonly conditions?: Readonly<Record<string, string>>;
  readonly options?: Partial<ConvertOptions>;
}

const backend = (name: string) => ({ service: { name, port: { number: 80 } } });

function ingress({ name, annotations = {}, hosts = {}, tls, defaultBackend }: Sketch, prefix: string): object {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace: 'shop',
      annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${prefix}/${key}`, value])),
    },
    spec: {
      ingressClassName: 'haproxy',
      ...(defaultBackend === undefined ? {} : { defaultBackend: backend(defaultBackend) }),
      ...(tls === undefined ? {} : { tls: [{ hosts: tls, secretName: `${name}-tls` }] }),
      rules: Object.entries(hosts).map(([host, paths]) => ({
        ...(host === '' ? {} : { host }),
        http: {
          paths: paths.map(([path, type, service]) => ({
            path,
            pathType: type === 'begin' ? 'ImplementationSpecific' : type,
            backend: backend(service),
          })),
        },
      })),
    },
  };
}

function service(name: string, condition: string): object {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { name, namespace: 'shop', annotations: { 'haproxy.org/route-acl': condition } },
    spec: { ports: [{ port: 80 }] },
  };
}

function unexplained(
  from: 'haproxy-ingress' | 'haproxytech',
  { to, ingresses, conditions = {}, options }: Counterexample,
): string[] {
  const prefix = from === 'haproxytech' ? 'haproxy.org' : 'haproxy-ingress.github.io';
  const services = Object.entries(conditions).map(([name, condition]) => service(name, condition));
  const objects = [...ingresses.map((one) => ingress(one, prefix)), ...services];
  const text = objects.map((one) => JSON.stringify(one)).join('\n---\n');
  const { manifests, problems } = parseText({ file: 'counterexample.yaml', text });
  const all: ConvertOptions = { ...DEFAULT_OPTIONS, from, to, gatewayApiVersion: '1.6', ...options };
  const conversion = convert({ manifests, problems, inputs: 1 }, all);
  const { differences } = verify(manifests, conversion, all);
  return differences.filter(isUnexplained).map(differenceText);
}

const OF_HAPROXY_INGRESS: readonly Counterexample[] = [
  {
    about: 'what a prefix takes too much of on HTTPS is not handed over on plain HTTP, where another rule takes it',
    to: 'gateway-api',
    ingresses: [
      { name: 'any', hosts: { '': [['/api/', 'begin', 'web']] } },
      { name: 'own', hosts: { 'a.example.com': [['/api/', 'Prefix', 'web']] } },
      { name: 'rest', defaultBackend: 'old' },
    ],
  },
  {
    about: 'a path with a final slash and a rewrite ignores letter case, which Routes do not',
    to: 'openshift-route',
    ingresses: [
      { name: 'own', hosts: { 'a.example.com': [['/b', 'Prefix', 'web']] } },
      {
        name: 'rest',
        annotations: { 'rewrite-target': '/' },
        hosts: {
          'a.example.com': [
            ['/api/', 'begin', 'web'],
            ['/Api', 'Exact', 'web'],
          ],
        },
        defaultBackend: 'api',
      },
    ],
  },
  {
    about: 'of a name that redirect-from takes, paths of the wildcard above it are served',
    to: 'openshift-route',
    ingresses: [
      { name: 'wide', hosts: { '*.example.com': [['/api', 'Exact', 'web']] } },
      {
        name: 'own',
        annotations: { 'redirect-from': 'www.example.com' },
        hosts: { 'a.example.com': [['/b', 'Exact', 'web']] },
      },
    ],
  },
  {
    about: 'the root of a host goes to HTTPS because the wildcard above has an app root and TLS',
    to: 'gateway-api',
    ingresses: [
      {
        name: 'wide',
        annotations: { 'app-root': 'https://x.example.com/' },
        hosts: { '*.example.com': [['/', 'Prefix', 'web']] },
        tls: ['*.example.com'],
      },
      {
        name: 'own',
        annotations: { 'app-root': 'https://x.example.com/' },
        hosts: { 'a.example.com': [['/', 'Exact', 'api']] },
      },
    ],
  },
  {
    about: 'a host whose TLS is to pass through has no path over HTTPS although redirect-to takes its root',
    to: 'gateway-api',
    ingresses: [
      { name: 'one', defaultBackend: 'api' },
      { name: 'two', hosts: { 'a.example.com': [['/.well-known/acme-challenge/x', 'begin', 'web']] } },
      {
        name: 'three',
        annotations: { 'redirect-to': 'https://www.example.com/login', 'ssl-passthrough': 'true' },
        hosts: { 'a.example.com': [['/', 'Prefix', 'web']] },
        tls: ['a.example.com'],
      },
    ],
  },
  {
    about: 'a path that asks for headers and is skipped sets nothing for its Service port',
    to: 'openshift-route',
    ingresses: [
      {
        name: 'one',
        annotations: { headers: 'X-Team: red', 'http-header-match': 'X-Env: staging' },
        hosts: {
          '': [
            ['/', 'Prefix', 'web'],
            ['/', 'Prefix', 'old'],
          ],
        },
      },
      { name: 'two', hosts: { 'a.example.com': [['/', 'Prefix', 'old']] } },
    ],
  },
  {
    about: 'a closed path is hidden but for requests in other letter case',
    to: 'openshift-route',
    ingresses: [
      { name: 'one', annotations: { oauth: 'oauth2_proxy' }, hosts: { '': [['/api/v1', 'begin', 'api']] } },
      { name: 'two', hosts: { 'a.example.com': [['/api/', 'Prefix', 'api']] }, tls: ['a.example.com'] },
      { name: 'three', defaultBackend: 'api', hosts: { 'a.example.com': [['/api/v1', 'Exact', 'api']] } },
    ],
  },
  {
    about: 'of two paths with one Service port the settings of the other decide about the redirect to https',
    to: 'openshift-route',
    ingresses: [
      {
        name: 'one',
        annotations: { 'ssl-redirect': 'false' },
        hosts: { 'a.example.com': [['/api', 'Prefix', 'web']] },
      },
      {
        name: 'two',
        hosts: {
          'a.example.com': [
            ['/api', 'begin', 'web'],
            ['/', 'Prefix', 'api'],
          ],
        },
        tls: ['a.example.com'],
      },
    ],
  },
  {
    about: 'redirect-to does not ask for the headers of http-header-match',
    to: 'openshift-route',
    ingresses: [
      { name: 'one', hosts: { '': [['/api/v1', 'Prefix', 'api']] } },
      { name: 'two', hosts: { '*.example.com': [['/b', 'Prefix', 'api']] } },
      {
        name: 'three',
        annotations: { 'http-header-match': 'X-Env: staging', 'redirect-to': '/there' },
        defaultBackend: 'api',
        hosts: { '': [['/api/', 'Prefix', 'web']] },
      },
    ],
  },
  {
    about: 'paths that redirect-to leaves out go to what it hides, in the order in which that is asked',
    to: 'gateway-api',
    ingresses: [
      { name: 'one', hosts: { '': [['/.well-known/acme-challenge/x', 'Prefix', 'web']] } },
      {
        name: 'two',
        annotations: { 'redirect-to': 'https://www.example.com/login' },
        hosts: { 'b.example.com': [['/', 'begin', 'api']] },
      },
      { name: 'three', hosts: { '*.example.com': [['/', 'Prefix', 'api']] }, tls: ['*.example.com'] },
    ],
  },
  {
    about: 'what redirect-to leaves out is left out in one letter case alone',
    to: 'openshift-route',
    ingresses: [
      {
        name: 'one',
        annotations: { 'redirect-to': 'https://www.example.com/login' },
        defaultBackend: 'api',
        hosts: { 'a.example.com': [['/.well-known/acme-challenge/x', 'begin', 'api']] },
        tls: ['a.example.com'],
      },
    ],
  },
  {
    about: 'a path that goes back to a rule with a rewrite keeps what stands behind the prefix',
    to: 'gateway-api',
    ingresses: [
      { name: 'one', hosts: { '': [['/api/', 'begin', 'api']] } },
      { name: 'two', annotations: { 'rewrite-target': '/v1' }, hosts: { '': [['/', 'Prefix', 'old']] } },
    ],
  },
  {
    about: 'a path of a TCP service whose port has a backend already sets nothing for its own',
    to: 'gateway-api',
    ingresses: [
      { name: 'one', defaultBackend: 'web' },
      {
        name: 'two',
        annotations: { 'tcp-service-port': '5432', headers: 'X-Team: red' },
        defaultBackend: 'api',
        hosts: { '': [['/', 'Prefix', 'web']] },
      },
    ],
  },
  {
    about: 'a path of a wildcard has the settings of a path before it with the same Service port, though that has none',
    to: 'gateway-api',
    ingresses: [
      { name: 'one', hosts: { 'b.example.com': [['/apix', 'Prefix', 'api']] } },
      {
        name: 'two',
        annotations: { 'rewrite-target': '/v1' },
        hosts: { '*.example.com': [['/', 'Prefix', 'api']] },
        tls: ['*.example.com'],
      },
    ],
  },
  {
    about: 'a path that is hidden for plain HTTP alone is no double of what hides it',
    to: 'gateway-api',
    ingresses: [
      { name: 'one', hosts: { 'a.example.com': [['/api/', 'begin', 'web']] } },
      { name: 'two', defaultBackend: 'api', hosts: { '': [['/api/', 'Prefix', 'old']] }, tls: ['*.example.com'] },
    ],
  },
  {
    about: 'a guarded expression is no double of its own half on the other scheme',
    to: 'gateway-api',
    ingresses: [
      { name: 'one', defaultBackend: 'old', tls: ['*.example.com'] },
      { name: 'two', hosts: { 'a.example.com': [['/Api', 'Prefix', 'web']] } },
      {
        name: 'three',
        annotations: { 'auth-url': 'http://auth.example.com/check' },
        hosts: { '': [['/Api', 'begin', 'old']] },
      },
    ],
  },
  {
    about: 'a prefix that also takes the path without its final slash redirects that, too',
    to: 'gateway-api',
    ingresses: [{ name: 'one', hosts: { 'a.example.com': [['/api/', 'begin', 'web']] }, tls: ['a.example.com'] }],
  },
];

const OF_HAPROXYTECH: readonly Counterexample[] = [
  {
    about: 'a code that is none keeps the redirect to https out, so that request-redirect answers',
    to: 'gateway-api',
    ingresses: [
      {
        name: 'one',
        annotations: { 'request-redirect': 'new.example', 'ssl-redirect-code': 'x' },
        hosts: { '': [['/', 'Prefix', 'web']] },
        tls: ['a.example.com'],
      },
    ],
  },
  {
    about: 'plain HTTP of a host whose TLS passes through is asked for a password',
    to: 'gateway-api',
    ingresses: [
      {
        name: 'one',
        annotations: { 'auth-type': 'basic-auth', 'ssl-passthrough': 'true' },
        hosts: { 'a.example.com': [['/', 'begin', 'web']] },
      },
    ],
  },
  {
    about: 'plain HTTP of a host whose TLS passes through is redirected elsewhere',
    to: 'gateway-api',
    ingresses: [
      {
        name: 'one',
        annotations: { 'request-redirect': 'https://new.example:8443', 'ssl-passthrough': 'true' },
        hosts: { 'a.example.com': [['/', 'Exact', 'web']] },
      },
    ],
  },
  {
    about: 'a passthrough Route takes the plain HTTP of a path that was redirected elsewhere',
    to: 'openshift-route',
    ingresses: [
      {
        name: 'one',
        annotations: { 'ssl-passthrough': 'true' },
        hosts: { 'a.example.com': [['/', 'Prefix', 'web']] },
        tls: ['*.example.com'],
      },
      {
        name: 'two',
        annotations: { 'request-redirect': 'https://new.example/path' },
        hosts: { 'a.example.com': [['/foo/', 'Prefix', 'web']] },
      },
    ],
  },
  {
    about: 'address lists hold on plain HTTP alone while another Ingress passes TLS through',
    to: 'openshift-route',
    ingresses: [
      {
        name: 'one',
        annotations: { 'allow-list': '10.0.0.0/8' },
        hosts: { 'b.example.com': [['/foo', 'Exact', 'web']] },
        tls: ['a.example.com'],
      },
      { name: 'two', annotations: { 'ssl-passthrough': 'true' }, hosts: { 'pt.example.com': [['/', 'Prefix', 'pt']] } },
    ],
  },
  {
    about: 'a wildcard takes the plain HTTP of a path beside a passthrough',
    to: 'openshift-route',
    ingresses: [
      {
        name: 'one',
        annotations: { 'ssl-passthrough': 'true' },
        hosts: { 'b.example.com': [['/', 'Exact', 'opaque']] },
      },
      {
        name: 'two',
        hosts: { 'b.example.com': [['/foo', 'Prefix', 'old']], '*.example.com': [['/', 'Prefix', 'web']] },
      },
    ],
  },
  {
    about: 'nothing takes the plain HTTP that a passthrough host redirected elsewhere',
    to: 'openshift-route',
    ingresses: [
      {
        name: 'one',
        annotations: { 'request-redirect': 'https://new.example:8443', 'ssl-passthrough': 'true' },
        hosts: { 'b.example.com': [['/', 'Exact', 'web']] },
      },
    ],
  },
  {
    about: 'which of two Ingresses has a path itself is a matter of hashes, though one alone has what lies below',
    to: 'openshift-route',
    ingresses: [
      { name: 'one', hosts: { 'a.example.com': [['/foo', 'begin', 'web']] }, tls: ['*.example.com'] },
      {
        name: 'two',
        annotations: { 'src-ip-header': 'X-Real-IP' },
        hosts: { 'a.example.com': [['/foo', 'Prefix', 'web']] },
      },
    ],
  },
  {
    about: 'a condition is asked of the path as it is rewritten',
    to: 'gateway-api',
    ingresses: [
      {
        name: 'one',
        annotations: { 'path-rewrite': '/' },
        hosts: {
          'a.example.com': [
            ['/', 'Prefix', 'stable'],
            ['/foobar', 'begin', 'canary'],
          ],
        },
      },
    ],
    conditions: { canary: 'hdr(X-A) -m str one' },
  },
  {
    about: 'a condition is asked of the header as it is set',
    to: 'gateway-api',
    ingresses: [
      {
        name: 'one',
        annotations: { 'request-set-header': 'X-A two' },
        hosts: {
          'a.example.com': [
            ['/', 'Prefix', 'stable'],
            ['/foobar', 'begin', 'canary'],
          ],
        },
      },
    ],
    conditions: { canary: 'hdr(X-A) -m str one' },
  },
  {
    about: 'a canary of one path leaves the settings of the path without the condition alone',
    to: 'gateway-api',
    ingresses: [
      {
        name: 'one',
        annotations: { 'request-set-header': 'X-From one' },
        hosts: {
          'a.example.com': [
            ['/', 'Prefix', 'stable'],
            ['/foobar', 'Prefix', 'canary'],
          ],
        },
      },
    ],
    conditions: { canary: 'cook(staging) -m found' },
  },
  {
    about: 'an annotation that makes no rule does not make two Ingresses unlike',
    to: 'openshift-route',
    ingresses: [
      { name: 'one', hosts: { 'a.example.com': [['/foo', 'begin', 'web']] }, tls: ['*.example.com'] },
      {
        name: 'two',
        annotations: { 'cors-respond-to-options': 'true' },
        hosts: { 'a.example.com': [['/foo', 'Prefix', 'web']] },
      },
    ],
  },
];

describe('counterexamples of HAProxy Ingress are explained for good', () => {
  it.each(OF_HAPROXY_INGRESS)('$about', (example) => {
    expect(unexplained('haproxy-ingress', example)).toEqual([]);
  });
});

describe("counterexamples of HAProxy Technologies' controller are explained for good", () => {
  it.each(OF_HAPROXYTECH)('$about', (example) => {
    expect(unexplained('haproxytech', example)).toEqual([]);
  });
});
