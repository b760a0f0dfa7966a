import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { differenceText } from './difference-text.js';

/** A small Ingress as the counterexamples need it. */
interface Sketch {
  readonly name: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly paths?: Readonly<Record<string, string>>;
  readonly tls?: string;
  readonly defaultBackend?: string;
  readonly rules?: readonly object[];
}

interface Counterexample {
  /** What was wrong once. */
  readonly about: string;
  readonly ingresses: readonly Sketch[];
  /** Whatever else the input holds. */
  readonly others?: readonly object[];
  readonly options?: Partial<ConvertOptions>;
}

const backend = (name: string, number = 80) => ({ service: { name, port: { number } } });

function ingress({ name, namespace = 'default', annotations = {}, host, paths, tls, defaultBackend, rules }: Sketch) {
  const listed = Object.entries(paths ?? {}).map(([path, service]) => ({
    path,
    pathType: 'Prefix',
    backend: backend(service),
  }));
  const own = host === undefined && paths === undefined ? [] : [ruleOf(host, listed)];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace,
      annotations: Object.fromEntries(
        Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]),
      ),
    },
    spec: {
      ingressClassName: 'nginx',
      ...(defaultBackend === undefined ? {} : { defaultBackend: backend(defaultBackend) }),
      ...(tls === undefined ? {} : { tls: [{ ...(host === undefined ? {} : { hosts: [host] }), secretName: tls }] }),
      rules: rules ?? own,
    },
  };
}

function ruleOf(host: string | undefined, paths: readonly object[]): object {
  return { ...(host === undefined ? {} : { host }), ...(paths.length === 0 ? {} : { http: { paths } }) };
}

const certificate = { namespace: 'infra', name: 'wildcard' };
const errors = { namespace: 'infra', name: 'errors', port: 8080 };

/** What replays of generated sets once brought to light, each cut down to what it takes. */
const counterexamples: readonly Counterexample[] = [
  {
    about: 'Strict-Transport-Security was lost on the default backend of the controller',
    ingresses: [{ name: 'web', host: 'a.com', paths: { '/': 'web' } }],
    options: { defaultSslCertificate: certificate, defaultBackendService: errors },
  },
  {
    about: 'annotations-risk-level with any other text rejected everything instead of allowing Low',
    ingresses: [{ name: 'web', host: 'a.com', paths: { '/': 'web' }, annotations: { 'use-regex': 'true' } }],
    options: { controllerConfig: { 'annotations-risk-level': 'nonsense' } },
  },
  {
    about: 'client certificates that a canary asks for guard the whole host',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' }, tls: 'tls' },
      {
        name: 'next',
        host: 'a.com',
        paths: { '/': 'next' },
        annotations: { canary: 'true', 'canary-weight': '10', 'auth-tls-secret': 'default/ca' },
      },
    ],
  },
  {
    about: 'a rewrite to / of the implicit / is none, and sends no X-Forwarded-Prefix',
    ingresses: [{ name: 'web', host: 'a.com', annotations: { 'rewrite-target': '/', 'x-forwarded-prefix': '/p' } }],
    options: { defaultBackendService: errors },
  },
  {
    about: 'a redirect that is relative to the URL asked for was made absolute',
    ingresses: [{ name: 'web', host: 'a.com', paths: { '/a': 'web' }, annotations: { 'permanent-redirect': 'new' } }],
  },
  {
    about: 'hsts-max-age is a text to the controller',
    ingresses: [{ name: 'web', host: 'a.com', paths: { '/': 'web' }, tls: 'tls' }],
    options: { controllerConfig: { 'hsts-max-age': 'true' } },
  },
  {
    about: 'the default backend of a canary makes the Service of others a canary backend only',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/api': 'api', '/': 'web' } },
      { name: 'next', annotations: { canary: 'true', 'canary-weight': '10' }, defaultBackend: 'api' },
    ],
  },
  {
    about: 'the controller deletes the backend of a canary path that no ordinary Ingress has, whoever else uses it',
    ingresses: [
      { name: 'web', host: 'a.com', defaultBackend: 'web' },
      { name: 'next', annotations: { canary: 'true', 'canary-weight': '10' }, defaultBackend: 'web' },
    ],
  },
  {
    about: 'a canary that found a partner once is forgotten when another of its paths finds none',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' } },
      {
        name: 'next',
        host: 'a.com',
        paths: { '/': 'next', '/more': 'next' },
        annotations: { canary: 'true', 'canary-weight': '10' },
      },
    ],
  },
  {
    about: 'a canary header with a blank in its name is never sent',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' } },
      {
        name: 'next',
        host: 'a.com',
        paths: { '/': 'next' },
        annotations: { canary: 'true', 'canary-by-header': 'X Canary' },
      },
    ],
  },
  {
    about: 'an alias below a wildcard host with TLS is redirected to https like the wildcard',
    ingresses: [
      { name: 'web', host: '*.example.com', paths: { '/': 'web' }, tls: 'tls' },
      { name: 'api', host: 'a.com', paths: { '/': 'api' }, annotations: { 'server-alias': 'alias.example.com' } },
    ],
  },
  {
    about: 'an alias that rules without a host have as well belongs to these',
    ingresses: [
      {
        name: 'web',
        annotations: { 'server-alias': 'alias.example.com' },
        rules: [
          ruleOf('a.com', [{ path: '/', pathType: 'Prefix', backend: backend('web') }]),
          ruleOf(undefined, [{ path: '/x', pathType: 'Prefix', backend: backend('api') }]),
        ],
      },
    ],
  },
  {
    about: 'affinity belongs to the Service: every path that leads there has it',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' }, annotations: { affinity: 'cookie' } },
      { name: 'other', host: 'b.com', paths: { '/': 'web' } },
    ],
    options: { gatewayApiVersion: '1.6', channel: 'experimental' },
  },
  {
    about: 'permanent-redirect is not read beside temporal-redirect, so a wrong value does no harm',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/': 'web' },
        annotations: { 'temporal-redirect': 'https://b.com/', 'permanent-redirect': 'https://$host/' },
      },
    ],
  },
  {
    about: 'the requests of a withheld expression went to another path without a word',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        defaultBackend: 'fallback',
        paths: { '/a/': 'one', '/(a+)+$': 'two' },
        annotations: { 'rewrite-target': '/$2', 'use-regex': 'true' },
      },
    ],
  },
  {
    about: 'a second expression for a path was said never to be reached, although it takes longer names',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/api(/|$)(.*)': 'one' }, annotations: { 'rewrite-target': '/$2' } },
      { name: 'more', host: 'a.com', paths: { '/api(/.*)?': 'two', '/': 'web' } },
    ],
  },
  {
    about: 'preflights of strangers reached the backend before',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/': 'web' },
        annotations: { 'enable-cors': 'true', 'cors-allow-origin': 'https://b.com' },
      },
    ],
  },
  {
    about: 'the route of a host with several Gateways was looked for at the wrong one',
    ingresses: [
      { name: 'web', namespace: 'shop', host: 'a.com', paths: { '/': 'web' }, tls: 'tls' },
      { name: 'all', paths: { '/': 'all' } },
    ],
    options: { gatewayPer: 'namespace', defaultSslCertificate: certificate },
  },
  {
    about: 'a rule without host and paths serves nothing, but its server takes the aliases',
    ingresses: [
      {
        name: 'web',
        annotations: { 'server-alias': 'alias.example.com' },
        rules: [{}, ruleOf('a.com', [{ path: '/', pathType: 'Prefix', backend: backend('web') }])],
      },
    ],
  },
  {
    about: 'a rule that the API server refuses takes no alias',
    ingresses: [
      {
        name: 'web',
        annotations: { 'server-alias': 'alias.example.com' },
        defaultBackend: 'fallback',
        rules: [
          ruleOf('www.example.com', [{ path: '/', pathType: 'Prefix', backend: backend('web') }]),
          ruleOf('*', [{ path: '/', pathType: 'Prefix', backend: backend('web') }]),
        ],
      },
    ],
  },
  {
    about: 'a gateway may ask a wildcard alias for unmatched paths of a host below it',
    ingresses: [
      { name: 'web', host: 'example.com', paths: { '/': 'web' }, annotations: { 'server-alias': '*.b.com' } },
      { name: 'api', host: 'a.b.com', paths: { '/api': 'api' } },
    ],
  },
  {
    about: 'an accepted loss on the host of an alias belongs to another Ingress',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/a': 'web' }, annotations: { 'auth-tls-secret': 'default/ca' } },
      { name: 'api', host: 'a.com', paths: { '/': 'api' }, annotations: { 'server-alias': 'alias.example.com' } },
      { name: 'all', host: '*.example.com', tls: 'tls', paths: { '/never': 'web' } },
    ],
    options: { accept: ['auth-tls-secret'] },
  },
  {
    about: 'the share of an ExternalName Service goes nowhere, that of its canary is as before',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'external' } },
      {
        name: 'next',
        host: 'a.com',
        paths: { '/': 'next' },
        annotations: { canary: 'true', 'canary-weight': '10' },
      },
    ],
    others: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'external', namespace: 'default' },
        spec: { type: 'ExternalName', externalName: 'out.example.com', ports: [{ port: 80 }] },
      },
    ],
  },
  {
    about: 'a GRPCRoute gives way to an HTTPRoute of a wider host on its listener',
    ingresses: [
      { name: 'grpc', host: 'a.com', paths: { '/': 'grpc' }, annotations: { 'backend-protocol': 'GRPC' } },
      { name: 'web', defaultBackend: 'web' },
    ],
  },
  {
    about: 'a GRPCRoute of every host gives way to the HTTPRoute of one',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' } },
      { name: 'grpc', defaultBackend: 'grpc', annotations: { 'backend-protocol': 'GRPC' } },
    ],
  },
  {
    about: 'a POST to a service without a method is no gRPC call and misses the rule of the service',
    ingresses: [
      {
        name: 'grpc',
        host: 'a.com',
        paths: { '/': 'all', '/service': 'service' },
        annotations: { 'backend-protocol': 'GRPC' },
      },
    ],
  },
  {
    about: 'an exact path came before the expression that the controller tries first',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/a$': 'one', '/(a+)+$': 'two' },
        annotations: { 'rewrite-target': '/' },
      },
    ],
  },
  {
    about: 'what a prefix takes too much was handed to a later rule, past the expression that had it',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/a/b/c/': 'one', '/a/(b|c)/.*': 'two', '/': 'three' },
        annotations: { 'use-regex': 'true' },
      },
    ],
  },
  {
    about: 'a guarded expression was open for the exact path of a later rule',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/(a+)+$': 'guarded' },
        annotations: { 'denylist-source-range': '10.0.0.0/8' },
      },
      { name: 'more', host: 'a.com', paths: { '/a$': 'open' }, annotations: { 'use-regex': 'true' } },
    ],
  },
  {
    about: 'a prefix took a path that the controller refuses',
    ingresses: [
      { name: 'more', host: 'a.com', paths: { '/a/': 'open' }, annotations: { 'rewrite-target': '/' } },
      {
        name: 'web',
        host: 'a.com',
        tls: 'tls',
        annotations: { 'auth-type': 'basic' },
      },
    ],
  },
  {
    about: 'other spellings of a checked exact path had no rule although the report said so',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/a$': 'checked' },
        annotations: { 'auth-url': 'http://auth.default.svc.cluster.local/verify' },
      },
      { name: 'more', host: 'a.com', paths: { '/': 'open' }, annotations: { 'use-regex': 'true' } },
    ],
    options: { gatewayApiVersion: '1.6', channel: 'experimental' },
  },
  {
    about: 'one backend under two numbers of its port is one backend',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' } },
      {
        name: 'next',
        rules: [ruleOf('a.com', [{ path: '/', pathType: 'Prefix', backend: backend('web', 8080) }])],
        annotations: { canary: 'true', 'canary-weight': '10' },
      },
    ],
    others: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'web', namespace: 'default' },
        spec: { ports: [{ port: 80, targetPort: 8080 }] },
      },
    ],
  },
  {
    about: 'a canary gives up at the first path of the host that leads to its own backend',
    ingresses: [
      {
        name: 'web',
        defaultBackend: 'next',
        rules: [ruleOf(undefined, [{ path: '/', pathType: 'Prefix', backend: backend('web') }]), ruleOf('a.com', [])],
      },
      {
        name: 'canary',
        host: 'a.com',
        paths: { '/more': 'next' },
        defaultBackend: 'next',
        annotations: { canary: 'true', 'canary-weight': '10' },
      },
    ],
  },
  {
    about: 'the default server has its prefix / before an exact one',
    ingresses: [
      {
        name: 'web',
        annotations: { 'rewrite-target': '/new' },
        rules: [
          ruleOf(undefined, [
            { path: '/', pathType: 'Exact', backend: backend('exact') },
            { path: '/', pathType: 'Prefix', backend: backend('prefix') },
          ]),
        ],
      },
    ],
  },
  {
    about: 'relative-redirects of the controller was called followed',
    ingresses: [{ name: 'web', host: 'a.com', paths: { '/a/': 'web' } }],
    options: { controllerConfig: { 'relative-redirects': 'true' } },
  },
  {
    about: 'auth-tls-match-cn refuses before a redirect',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/': 'web' },
        annotations: {
          'temporal-redirect': 'https://b.com/',
          'auth-tls-secret': 'default/ca',
          'auth-tls-match-cn': 'CN=client',
        },
      },
    ],
  },
  {
    about: 'a path that is too long to be closed falls to a wider one',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { [`/${'p'.repeat(1100)}`]: 'web' },
        annotations: { 'allowlist-source-range': 'nonsense' },
      },
      { name: 'all', host: 'a.com', paths: { '/': 'all' } },
    ],
  },
  {
    about: 'connection-proxy-header with a line break voids the Ingress',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' }, annotations: { 'connection-proxy-header': 'close\n' } },
      { name: 'all', host: 'b.com', paths: { '/': 'all' } },
    ],
  },
  {
    about: 'a client CA in a Secret without ca.crt locks the host',
    ingresses: [
      {
        name: 'web',
        annotations: { 'auth-tls-secret': 'default/ca' },
        rules: [ruleOf('a.com', [])],
      },
    ],
    others: [{ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'ca', namespace: 'default' } }],
    options: { defaultBackendService: errors },
  },
  {
    about: 'a class that names no controller is no class',
    ingresses: [{ name: 'web', defaultBackend: 'web', rules: [ruleOf('a.com', [])] }],
    others: [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressClass',
        metadata: { name: 'internal' },
        spec: {},
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {
          name: 'inner',
          namespace: 'default',
          annotations: { 'kubernetes.io/ingress.class': 'internal' },
        },
        spec: { rules: [ruleOf('a.com', [{ path: '/', pathType: 'Prefix', backend: backend('inner') }])] },
      },
    ],
    options: { ingressClasses: ['nginx', 'internal'] },
  },
  {
    about: 'opentelemetry-operation-name is only read beside enable-opentelemetry, whatever the ConfigMap says',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' }, annotations: { 'opentelemetry-operation-name': '(a' } },
    ],
    options: { controllerConfig: { 'enable-opentelemetry': 'true' } },
  },
  {
    about: 'what an exempt expression took without a check is checked by the wider path',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/.well-known/acme-challenge': 'web', '/': 'web' },
        annotations: { 'auth-url': 'http://auth.default.svc.cluster.local/check', 'use-regex': 'true' },
      },
    ],
    options: { gatewayApiVersion: '1.6', channel: 'experimental' },
  },
  {
    about: 'what is no gRPC call falls to the listener of every host at some implementations',
    ingresses: [
      {
        name: 'grpc',
        host: 'a.com',
        tls: 'tls',
        paths: { '/': 'grpc' },
        annotations: { 'backend-protocol': 'GRPC' },
      },
    ],
    options: { defaultSslCertificate: certificate, defaultBackendService: errors },
  },
  {
    about: 'external authentication is refused before a later key can drop it',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/': 'web' },
        annotations: { 'auth-url': 'nowhere', 'auth-always-set-cookie': 'often' },
      },
      {
        name: 'api',
        host: 'b.com',
        paths: { '/': 'api' },
        annotations: {
          'auth-url': 'http://auth.default.svc.cluster.local/verify',
          'auth-cache-duration': "'5m'",
          'auth-method': '/POST',
        },
      },
    ],
  },
  {
    about: 'a client CA is refused before another key can void the Ingress',
    ingresses: [
      {
        name: 'web',
        namespace: 'shop',
        host: 'a.com',
        paths: { '/': 'web' },
        annotations: { 'auth-tls-secret': 'default/ca', 'auth-tls-pass-certificate-to-upstream': 'often' },
      },
      { name: 'all', host: 'b.com', paths: { '/': 'all' } },
    ],
  },
  {
    about: 'https of a guarded host fell to the listener of a wildcard above it',
    ingresses: [
      { name: 'all', host: '*.b.com', paths: { '/': 'all' }, annotations: { 'force-ssl-redirect': 'true' } },
      {
        name: 'web',
        host: 'a.b.com',
        paths: { '/': 'web' },
        annotations: { 'whitelist-source-range': '10.0.0.0/8' },
      },
    ],
  },
  {
    about: 'https of a guarded wildcard fell to the listener of every host',
    ingresses: [
      {
        name: 'all',
        annotations: { 'force-ssl-redirect': 'true' },
        rules: [ruleOf(undefined, [{ path: '/', pathType: 'Prefix', backend: backend('web') }])],
      },
      {
        name: 'web',
        host: '*.b.com',
        paths: { '/': 'web' },
        annotations: { 'auth-type': 'basic', 'auth-secret': 'basic' },
      },
    ],
  },
  {
    about: 'the redirect of one path was lost where TLS passes through and another path is served',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        tls: 'tls',
        paths: { '/(.*)': 'web', '/.well-known/acme-challenge': 'solver' },
        annotations: { 'ssl-passthrough': 'true', 'use-regex': 'true' },
      },
    ],
  },
  {
    about: 'an annotation names the class of a controller, whatever IngressClass has that name',
    ingresses: [{ name: 'web', defaultBackend: 'web', rules: [ruleOf('a.com', [])] }],
    others: [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'IngressClass',
        metadata: { name: 'internal' },
        spec: { controller: 'traefik.io/ingress-controller' },
      },
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {
          name: 'inner',
          namespace: 'default',
          annotations: { 'kubernetes.io/ingress.class': 'internal' },
        },
        spec: { rules: [ruleOf('a.com', [{ path: '/', pathType: 'Prefix', backend: backend('inner') }])] },
      },
    ],
    options: { ingressClasses: ['nginx', 'internal'] },
  },
  {
    about: 'the alias of guarded rules without a host fell to the Route of a wildcard above it',
    ingresses: [
      { name: 'all', host: '*.example.com', defaultBackend: 'all' },
      {
        name: 'web',
        defaultBackend: 'fallback',
        annotations: { 'denylist-source-range': '203.0.113.0/24', 'server-alias': 'alias.example.com' },
        rules: [ruleOf(undefined, [{ path: '/', pathType: 'Prefix', backend: backend('web') }])],
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'the alias of rules without a host lost its client certificates below a wildcard',
    ingresses: [
      { name: 'all', host: '*.example.com', rules: [ruleOf('*.example.com', [])], tls: 'tls' },
      {
        name: 'web',
        annotations: { 'auth-tls-secret': 'default/ca', 'server-alias': 'alias.example.com' },
        rules: [{}],
      },
    ],
    options: { defaultBackendService: errors },
  },
  {
    about: 'an exact path with a slash shares its backend with another path, and nobody said where it goes',
    ingresses: [
      {
        name: 'web',
        rules: [
          ruleOf('a.com', [
            { path: '/api', pathType: 'Prefix', backend: backend('web', 8080) },
            { path: '/api/', pathType: 'Exact', backend: backend('web') },
            { path: '/b', pathType: 'Prefix', backend: backend('web') },
          ]),
        ],
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'a catch-all Ingress has no aliases, so that those of a host keep theirs',
    ingresses: [
      { name: 'all', defaultBackend: 'all', annotations: { 'server-alias': 'b.com' } },
      {
        name: 'web',
        host: 'web.com',
        paths: { '/': 'web' },
        annotations: { 'server-alias': 'b.com', 'force-ssl-redirect': 'true' },
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'an alias whose paths are in two namespaces goes to one of them',
    ingresses: [
      {
        name: 'shop',
        namespace: 'shop',
        rules: [ruleOf(undefined, [{ path: '/a', pathType: 'Prefix', backend: backend('a') }])],
      },
      {
        name: 'web',
        annotations: { 'server-alias': 'b.com' },
        rules: [ruleOf(undefined, [{ path: '/', pathType: 'Prefix', backend: backend('web') }])],
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'an alias that stands for many labels belongs to the whole host, whoever wrote it',
    ingresses: [
      { name: 'a', rules: [ruleOf('a.b.com', [])], annotations: { 'server-alias': '*.b.com' } },
      { name: 'b', defaultBackend: 'web', rules: [ruleOf('a.b.com', [])] },
    ],
    options: { to: 'openshift-route', defaultSslCertificate: certificate },
  },
  {
    about: 'an alias of a wildcard host that nothing serves fell to the Route of another wildcard',
    ingresses: [
      { name: 'a', rules: [ruleOf('*.a.com', [])], annotations: { 'server-alias': 'alias.example.com' } },
      { name: 'b', host: '*.example.com', paths: { '/': 'web' } },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'an alias of a guarded wildcard host fell to the Route of another wildcard',
    ingresses: [
      {
        name: 'a',
        host: '*.a.com',
        paths: { '/': 'guarded' },
        annotations: { 'server-alias': 'alias.example.com', 'auth-url': 'http://auth.default.svc/check' },
      },
      { name: 'b', host: '*.example.com', paths: { '/': 'web' } },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'an exact / that is withheld goes where the rest of its host goes',
    ingresses: [
      {
        name: 'web',
        rules: [
          ruleOf('a.com', [
            { path: '/', pathType: 'Prefix', backend: backend('web') },
            { path: '/', pathType: 'Exact', backend: backend('external') },
          ]),
        ],
      },
    ],
    others: [
      {
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: 'external', namespace: 'default' },
        spec: { type: 'ExternalName', externalName: 'out.example.com', ports: [{ port: 80 }] },
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'preflights of a host that serves nothing were answered by the controller',
    ingresses: [
      { name: 'all', host: '*.example.com', paths: { '/': 'all' } },
      {
        name: 'web',
        annotations: { 'enable-cors': 'true' },
        rules: [
          ruleOf(undefined, [{ path: '/', pathType: 'Prefix', backend: backend('web') }]),
          ruleOf('www.example.com', []),
        ],
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'one path of a host whose TLS passes through is redirected, and all of them were',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' } },
      {
        name: 'more',
        host: 'a.com',
        paths: { '/a': 'more' },
        annotations: { 'force-ssl-redirect': 'true', 'ssl-passthrough': 'true' },
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'a path with a final slash that the controller refuses leaves the one without it to wider paths',
    ingresses: [
      { name: 'all', host: 'a.com', paths: { '/': 'all' } },
      { name: 'web', host: 'a.com', paths: { '/a/': 'web' }, annotations: { 'auth-type': 'basic' } },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'auth-secret-type with a line break is refused, even before a redirect',
    ingresses: [
      {
        name: 'web',
        rules: [ruleOf('a.com', [])],
        annotations: {
          'auth-type': 'basic',
          'auth-secret': 'basic',
          'auth-secret-type': '\nauth-map',
          'permanent-redirect': 'https://www.example.com/new',
        },
      },
    ],
  },
  {
    about: 'redirects to https of a host whose paths are withheld had CORS headers',
    ingresses: [
      {
        name: 'web',
        tls: 'tls',
        rules: [
          ruleOf('a.com', [
            { path: '/a', pathType: 'Prefix', backend: { service: { name: 'web', port: { name: 'http' } } } },
          ]),
        ],
        annotations: { 'enable-cors': 'true' },
      },
      { name: 'all', paths: { '/': 'all' } },
    ],
  },
  {
    about: 'an alias that is longer than any host name voided the whole route',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' }, annotations: { 'server-alias': 'x'.repeat(400) } },
    ],
    options: { defaultBackendService: errors },
  },
  {
    about: 'a header that depends on the request is set by no Route',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/': 'web' },
        annotations: { 'rewrite-target': '/$2', 'use-regex': 'true', 'x-forwarded-prefix': '$' },
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'an alias of two hosts is redirected to https for the certificate of the second',
    ingresses: [{ name: 'web', host: 'a.com', paths: { '/': 'web' }, annotations: { 'server-alias': 'alias.org' } }],
    others: [
      {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'Ingress',
        metadata: {
          name: 'more',
          namespace: 'default',
          annotations: { 'nginx.ingress.kubernetes.io/server-alias': 'alias.org' },
        },
        spec: {
          ingressClassName: 'nginx',
          tls: [{ hosts: ['b.com', 'alias.org'], secretName: 'tls' }],
          rules: [ruleOf('b.com', [{ path: '/', pathType: 'Prefix', backend: backend('more') }])],
        },
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'a blank fastcgi-params-configmap names none and closes nothing',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' }, annotations: { 'fastcgi-params-configmap': ' ' } },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'a canary of the legacy kind has a cookie of its own only where the router sets one for all',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' }, annotations: { affinity: 'cookie' } },
      {
        name: 'next',
        host: 'a.com',
        paths: { '/': 'next' },
        annotations: {
          canary: 'true',
          'canary-weight': '20',
          'canary-by-header': 'X-Canary',
          'affinity-canary-behavior': 'legacy',
        },
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'a blank auth-tls-secret names none and guards nothing',
    ingresses: [
      { name: 'web', host: 'a.com', paths: { '/': 'web' } },
      {
        name: 'next',
        host: 'a.com',
        paths: { '/': 'next' },
        annotations: { canary: 'true', 'canary-weight': '30', 'auth-tls-secret': ' ' },
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'a blank auth-secret is missing, and closes the path',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/': 'web' },
        annotations: { 'auth-type': 'basic', 'auth-secret': ' ', 'proxy-ssl-secret': ' ' },
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'a blank proxy-ssl-secret names none',
    ingresses: [
      {
        name: 'web',
        host: 'a.com',
        paths: { '/': 'web' },
        annotations: { 'proxy-ssl-secret': ' ', 'backend-protocol': 'HTTPS' },
      },
    ],
    options: { to: 'openshift-route' },
  },
  {
    about: 'affinity with a line break is none',
    ingresses: [{ name: 'web', host: 'a.com', paths: { '/': 'web' }, annotations: { affinity: 'cookie\n' } }],
    options: { to: 'openshift-route' },
  },
];

describe('a set that once behaved otherwise without a word', () => {
  it.each(counterexamples)('$about', ({ ingresses, others = [], options }) => {
    const objects = [...ingresses.map(ingress), ...others];
    const { manifests, problems } = parseText({
      file: 'set.yaml',
      text: objects.map((o) => JSON.stringify(o)).join('\n---\n'),
    });
    const chosen: ConvertOptions = { ...DEFAULT_OPTIONS, ...options };
    const conversion = convert({ manifests, problems, inputs: 1 }, chosen);
    const { differences } = verify(manifests, conversion, chosen);
    expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
  });
});
