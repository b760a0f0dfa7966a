import type { Request } from '../../src/behaviour/outcome.js';
import { endpointCookie } from '../../src/behaviour/targets/openshift-router.js';
import type { Scene } from './agreement.js';
import type { RouteDraft } from './arbitrary-routes.js';

const H = 'haproxy.router.openshift.io';

interface Parts {
  readonly host?: string;
  readonly path?: string;
  readonly wildcard?: boolean;
  readonly tls?: RouteDraft['spec']['tls'];
  readonly annotations?: Readonly<Record<string, string>>;
  readonly actions?: object;
}

/** One Route to one Service; annotations without their prefix, and without a sticky cookie. */
export function route(
  name: string,
  { host = 'a.b.c', path, wildcard = false, tls, annotations = {}, actions }: Parts = {},
): RouteDraft {
  const own = { disable_cookies: 'true', ...annotations };
  return {
    metadata: {
      namespace: 'ns',
      name,
      annotations: Object.fromEntries(Object.entries(own).map(([key, value]) => [`${H}/${key}`, value])),
    },
    spec: {
      host,
      path,
      wildcardPolicy: wildcard ? 'Subdomain' : 'None',
      to: { kind: 'Service', name: 'one' },
      ...(tls === undefined ? {} : { tls }),
      ...(actions === undefined ? {} : { httpHeaders: { actions } }),
    },
  };
}

/** A URL as a request. */
export function get(url: string, more: Partial<Request> = {}): Request {
  const [, scheme, host = '', path = ''] = /^(https?):\/\/([^/]*)(.*)$/.exec(url) ?? [];
  return { scheme: scheme === 'https' ? 'https' : 'http', host, method: 'GET', path: path || '/', ...more };
}

const edge = { termination: 'edge' };
const reencrypt = { termination: 'reencrypt' };
const passthrough = { termination: 'passthrough' };
const limited = (name: string, value: string) => ({
  annotations: { 'rate-limit-connections': 'true', [`rate-limit-connections.${name}`]: value },
});
const rewriting = (path: string | undefined, target: string): RouteDraft =>
  route('r', { ...(path === undefined ? {} : { path }), annotations: { 'rewrite-target': target } });
/** A Route with a sticky cookie; what is sent as the cookie's value. */
const sticky = (weights: readonly (readonly [string, number])[]): RouteDraft => {
  const [to, ...alternateBackends] = weights.map(([name, weight]) => ({ kind: 'Service' as const, name, weight }));
  const { metadata, spec } = route('r');
  return {
    metadata: { ...metadata, annotations: { 'router.openshift.io/cookie_name': 'keep' } },
    spec: { ...spec, to: to ?? spec.to, alternateBackends },
  };
};
const two = endpointCookie('ns/two:80');
const withCookies = (...cookies: readonly string[]): Request[] =>
  cookies.map((Cookie) => get('http://a.b.c/', { headers: { Cookie } }));
const asked = (...paths: readonly string[]): Request[] => paths.map((path) => get(`http://a.b.c${path}`));

/** Where HAProxy once corrected the model, and the rules that nobody would expect. */
export const counterexamples: Readonly<Record<string, Scene>> = {
  'no limit holds for a client with an address of IPv6': {
    routes: [route('r', limited('rate-http', '0'))],
    requests: [
      get('http://a.b.c/', { clientAddress: '2001:db8::1' }),
      get('http://a.b.c/', { clientAddress: '10.0.0.1' }),
    ],
  },
  'what follows \\x in a rewrite target need not be hexadecimal': {
    routes: [rewriting('/a', '/\\\\xZZ')],
    requests: asked('/a', '/a/b'),
  },
  'half a byte at the end of a rewrite target is an error': {
    routes: [rewriting('/a', '/\\\\x4#')],
    requests: asked('/a', '/a/b', '/b'),
  },
  'an empty path and / are both served, by the name that sorts last': {
    routes: [
      route('y'),
      route('z', { path: '/' }),
      route('q', { host: 'x.b.c' }),
      route('p', { host: 'x.b.c', path: '/' }),
    ],
    requests: [...asked('/', '/a'), get('http://x.b.c/'), get('http://x.b.c/a')],
  },
  'a longer path loses if it goes on with a character before the parenthesis': {
    routes: [
      route('long', { path: '/foo/%41' }),
      route('short', { path: '/foo/' }),
      route('other', { path: '/foo/a' }),
    ],
    requests: asked('/foo/%41', '/foo/', '/foo/a', '/foo'),
  },
  'a path beneath an unknown one of a host goes to its wildcard': {
    routes: [route('w', { wildcard: true }), route('r', { host: 'x.b.c', path: '/foo' })],
    requests: ['x.b.c/foo', 'x.b.c/bar', 'y.b.c/foo', 'y.x.b.c/', 'b.c/', '.b.c/'].map((url) => get(`http://${url}`)),
  },
  'a path of a redirecting host that is served over plain HTTP': {
    routes: [
      route('r', { tls: { ...edge, insecureEdgeTerminationPolicy: 'Redirect' } }),
      route('hole', { path: '/open' }),
      route('both', { path: '/both', tls: { ...edge, insecureEdgeTerminationPolicy: 'Allow' } }),
    ],
    requests: [
      ...asked('/', '/open', '/both', '/x?y=/open'),
      ...['/', '/open', '/both'].map((path) => get(`https://a.b.c${path}`)),
      get('http://A.B.C:8080/x?y'),
    ],
  },
  'a wildcard passthrough Route takes connections for edge hosts and breaks reencrypt hosts': {
    routes: [
      route('w', { wildcard: true, tls: passthrough }),
      route('e', { host: 'x.b.c', tls: edge }),
      route('s', { host: 'y.b.c', tls: reencrypt }),
      route('p', { host: 'z.b.c', path: '/foo', tls: reencrypt }),
    ],
    requests: ['x', 'y', 'z', 'a', 'q.x'].map((name) => get(`https://${name}.b.c/foo`)),
  },
  'the server name chooses what is passed through, and the Host header the rest': {
    routes: [route('p', { tls: passthrough }), route('e', { host: 'x.b.c', tls: edge })],
    requests: [
      get('https://a.b.c/', { sni: 'x.b.c' }),
      get('https://x.b.c/', { sni: 'A.b.c' }),
      get('https://x.b.c/', { sni: '' }),
      get('https://a.b.c/', { sni: '' }),
    ],
  },
  'the redirect comes before the allow list': {
    routes: [
      route('r', {
        tls: { ...edge, insecureEdgeTerminationPolicy: 'Redirect' },
        annotations: { ip_allowlist: '10.0.0.0/8' },
      }),
    ],
    requests: ['10.0.0.1', '192.0.2.1'].flatMap((clientAddress) => [
      get('http://a.b.c/', { clientAddress }),
      get('https://a.b.c/', { clientAddress }),
    ]),
  },
  'HSTS goes over plain HTTP, too': {
    routes: [
      route('r', {
        tls: { ...edge, insecureEdgeTerminationPolicy: 'Allow' },
        annotations: { hsts_header: 'max-age=5;preload' },
      }),
    ],
    requests: [get('http://a.b.c/'), get('https://a.b.c/')],
  },
  'actions see what the ones before them did': {
    routes: [
      route('r', {
        actions: {
          request: [
            { name: 'X-A', action: { type: 'Set', set: { value: 'One, Two' } } },
            { name: 'X-B', action: { type: 'Set', set: { value: '%[req.hdr(x-a),lower]' } } },
            { name: 'Host', action: { type: 'Set', set: { value: '%[req.hdr(X-B),base64]' } } },
            { name: 'X-Forwarded-Host', action: { type: 'Delete' } },
          ],
          response: [],
        },
      }),
    ],
    requests: [get('http://a.b.c/', { headers: { 'X-A': 'zero' } })],
  },
  'a cookie leads to its server and is taken out of the header': {
    routes: [
      sticky([
        ['one', 100],
        ['two', 100],
      ]),
    ],
    requests: withCookies(`keep=${two}`, `a=1; keep=${two}; b=2`, `keep=${two}; b=2`, 'keep=unknown; b=2', 'keeper=1'),
  },
  'a cookie leads to a server of the weight 0': {
    routes: [
      sticky([
        ['one', 100],
        ['two', 0],
      ]),
    ],
    requests: withCookies(`keep=${two}`, 'a=1'),
  },
  'a cookie leads to the only server, were its weight 0': {
    routes: [sticky([['two', 0]])],
    requests: withCookies(`keep=${two}`, 'a=1'),
  },
  'a path that is no regular expression, rewritten': { routes: [rewriting('/a(b', '/')], requests: [] },
  'a path that is no regular expression, left alone': {
    routes: [route('r', { path: '/a(b' })],
    requests: asked('/a(b'),
  },
  'a limit with a plus sign': { routes: [route('r', limited('rate-tcp', '+3'))], requests: [] },
};

/** The rows of the reference (§2.7): path, target and what is asked. */
export const rewrites: readonly (readonly [string | undefined, string])[] = [
  ['/foo', '/'],
  ['/foo', '/bar'],
  ['/foo', '/bar/'],
  ['/foo/', '/'],
  ['/foo/', '/bar'],
  ['/foo/', '/bar/'],
  [undefined, '/'],
  [undefined, '/bar'],
  ['/', '/bar'],
  ['/', '/bar/'],
  ['/foo', '/index.html#'],
  ['/foo', '/#'],
  ['/foo', 'bar'],
  ['/foo', '/$1'],
  ['/foo', '/x\\\\1/y'],
  ['/a+b', '/'],
];

export const rewriteScene = ([path, target]: readonly [string | undefined, string]): Scene => ({
  routes: [rewriting(path, target)],
  requests: asked('/', '/x', '/foo', '/foo/', '/foo/bar', '/foo//bar', '/foo?q=1', '/foo/x?q=/foo', '/a+b/x', '/aab/x'),
});
