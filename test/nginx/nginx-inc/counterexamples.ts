import type { IngressDraft, RequestDraft, Scene } from './drafts.js';

interface Parts {
  readonly host?: string;
  readonly paths?: readonly string[];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly tls?: boolean;
}

/** One Ingress with the paths of one host, each with a Service of its own: `a-0`, `a-1`. */
function ingress(name: string, { host = 'a.com', paths = ['/'], annotations = {}, tls = false }: Parts): IngressDraft {
  return {
    name,
    annotations,
    tlsHosts: tls ? [host] : undefined,
    rules: [{ host, paths: paths.map((path, at) => ({ path, pathType: 'Prefix', service: `${name}-${at}` })) }],
  };
}

/** Asks with a method and `host/path`. */
function asked(method: string, text: string, more: Partial<RequestDraft> = {}): RequestDraft {
  const slash = text.indexOf('/');
  return { scheme: 'http', method, host: text.slice(0, slash), path: text.slice(slash), ...more };
}

const away = { clientAddress: '198.51.100.1' };

/** Where nginx once corrected the model; each has its rule in test/behaviour/sources/nginx-inc/rules.test.ts too. */
export const counterexamples: Readonly<Record<string, Scene>> = {
  'a path that nobody has is protected like the server': {
    ingresses: [
      ingress('a', { paths: ['/tea'], annotations: { 'basic-auth-secret': 'users' } }),
      ingress('b', { host: 'b.com', paths: ['/tea'], annotations: { policies: 'inside' } }),
    ],
    requests: [
      asked('GET', 'a.com/'),
      asked('GET', 'b.com/', away),
      asked('GET', 'b.com/', { clientAddress: '10.0.0.1' }),
    ],
  },
  'only reading is answered with 404 where there is no location': {
    ingresses: [ingress('a', { paths: ['/tea'] })],
    requests: ['GET', 'HEAD', 'POST', 'OPTIONS', 'PUT', 'DELETE'].flatMap((method) => [
      asked(method, 'a.com/x'),
      asked(method, 'a.com/x/'),
    ]),
  },
  'TRACE gets the headers of the server, but no HSTS, whose variable is not set yet': {
    ingresses: [
      ingress('a', {
        annotations: { 'add-header': 'X-Own:v:always', hsts: 'true', 'hsts-behind-proxy': 'true' },
      }),
    ],
    requests: [asked('TRACE', 'a.com/', { headers: { 'X-Forwarded-Proto': 'https' } })],
  },
  'a fragment goes on to the pod': {
    ingresses: [ingress('a', {})],
    requests: [asked('GET', 'a.com/x?q=%2F#h'), asked('GET', 'a.com/#')],
  },
  'a wildcard takes a name that begins with a dot': {
    ingresses: [ingress('a', { host: '*.a.com' })],
    requests: [asked('GET', '.a.com/'), asked('GET', 'a.com/')],
  },
  'a path that is spoilt twice is there twice': {
    ingresses: [
      {
        name: 'a',
        annotations: {},
        rules: [
          {
            host: 'a.com',
            paths: ['Prefix', 'ImplementationSpecific'].map((pathType) => ({ path: '/a%20b', pathType, service: 'a' })),
          },
        ],
      },
    ],
    requests: [],
  },
  'what becomes of a percent sign can be asked for': {
    ingresses: [ingress('a', { paths: ['/a%20b', '/c%'] })],
    requests: ['/a%20b', '/a%25!b(MISSING)/x', '/c%25!(NOVERB)', '/c%25'].map((path) => asked('GET', `a.com${path}`)),
  },
  'a group of a rewrite is a variable, which must not be one of nginx': {
    ingresses: [ingress('a', { paths: ['/(?<uri>.*)'], annotations: { 'rewrite-target': '/x' } })],
    requests: [],
  },
  'variables of the templates in a rewrite': {
    ingresses: [
      ingress('a', {
        annotations: { 'rewrite-target': '/$service/$resource_name/$resource_namespace/$resource_type' },
      }),
      ingress('b', { host: 'b.com', annotations: { 'rewrite-target': '/x$request_uri_no_args' } }),
    ],
    requests: [asked('GET', 'a.com/y'), asked('GET', 'b.com/$1?q=1'), asked('GET', 'b.com/a%20b')],
  },
  'a variable that only the template of ingress-nginx defines': {
    ingresses: [ingress('a', { annotations: { 'rewrite-target': '/$ingress_name' } })],
    requests: [],
  },
  'a path that is no ASCII is replaced by its bytes': {
    ingresses: [ingress('a', { paths: ['/ü'], annotations: { rewrites: 'serviceName=a-0 rewrite=/x' } })],
    requests: [asked('GET', 'a.com/ü/a/1'), asked('GET', 'a.com/%C3%BC/a/1')],
  },
};

/** Two paths, one below the other. */
export const plain: Scene = {
  ingresses: [ingress('a', { paths: ['/a', '/a/b'] })],
  requests: [asked('GET', 'a.com/a'), asked('GET', 'a.com/a/b')],
};
