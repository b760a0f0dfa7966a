import fc from 'fast-check';
import type { Request } from '../../src/behaviour/outcome.js';
import { endpointCookie } from '../../src/behaviour/targets/openshift-router.js';
import type { Scene } from './agreement.js';
import { type RouteDraft, routes } from './arbitrary-routes.js';

const host = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom('a.b.c', 'x.b.c', 'w.b.c', 'y.b.c', 'b.c', 'A.B.c', 'x.b.c:8080', 'a.b.c.', 'y.a.b.c'),
  },
  { weight: 1, arbitrary: fc.constantFrom('', 'c', '.b.c', 'a.b.c.:80', 'a..b.c', 'a.b.c:', 'a-.b.c') },
);

/** Around the paths of the Routes. */
const segment = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a', 'a', 'b', 'ab', 'A', 'c', 'a.b', 'a-b', 'axb', 'aa') },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...[
        '',
        '.',
        '..',
        '%61',
        '%41',
        '%2F',
        'a!',
        '!',
        '"x"',
        "a'b'",
        'a$',
        'a+b',
        'aab',
        'a~',
        '(a)',
        'a{2}',
        '[ab]',
      ],
      ...['a*', '*', 'a\\b', 'a|b', 'a=b;c', 'a:b', '%0A', '%C3%BC', '%'],
    ),
  },
);
const query = fc.oneof(
  { weight: 3, arbitrary: fc.constant('') },
  { weight: 2, arbitrary: fc.constantFrom('?q=1', '?', '?q=/a/', '?x?y') },
);
const requestTarget = fc
  .tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), query)
  .map(([segments, after]) => `/${segments.join('/')}${after}`);

const stays = endpointCookie('ns/two:80');
const headers = fc.record(
  {
    'X-A': fc.constantFrom('One', 'one, Two', '', '"q"'),
    'X-SSL-Client-CN': fc.constant('me'),
    Proxy: fc.constant('http://p'),
    'X-Forwarded-For': fc.constantFrom('198.51.100.1', '198.51.100.1, 10.0.0.1'),
    'X-Forwarded-Proto': fc.constantFrom('https', 'ftp'),
    'x-forwarded-host': fc.constant('original'),
    Forwarded: fc.constant('for=original'),
    Cookie: fc.constantFrom(
      'a=1',
      `keep=${stays}`,
      `keep=${stays}; a=1`,
      `a=1; keep=${stays}; b=2`,
      'keep=unknown; a=1',
      `k-1=${stays}`,
    ),
  },
  { requiredKeys: [] },
);

/** As a client can write it. */
const request: fc.Arbitrary<Request> = fc.record(
  {
    scheme: fc.constantFrom('http' as const, 'https' as const),
    host,
    method: fc.oneof(
      { weight: 12, arbitrary: fc.constant('GET') },
      { weight: 3, arbitrary: fc.constantFrom('HEAD', 'POST', 'OPTIONS') },
    ),
    path: fc.oneof({ weight: 5, arbitrary: fc.constant('/') }, { weight: 20, arbitrary: requestTarget }),
    headers,
    sni: fc.constantFrom('a.b.c', 'y.b.c', 'Y.B.c', '', 'elsewhere.net'),
  },
  { requiredKeys: ['scheme', 'host', 'method', 'path'] },
);

const suffix = fc.constantFrom('', '', '/', 'x', '/x', '/b/1', '?', '?q=1', '//');

interface Aimed {
  readonly request: Request;
  readonly route: number;
  readonly fits: boolean;
  readonly suffix: string;
  readonly network: string;
}

/** Turns most requests toward what the Routes name, because others would end at the page of the router. */
const aimed: fc.Arbitrary<Aimed> = fc.record({
  request,
  /** Which Route; a number beyond them leaves the request as it is. */
  route: fc.nat(30),
  /** Whether the scheme and the server name are such that the Route may be served. */
  fits: fc.boolean(),
  suffix,
  network: fc.constantFrom('10.0.0.', '10.0.0.', '192.0.2.', '2001:db8::', '2001:db9::'),
});

function aim(drafts: readonly RouteDraft[], { request: own, network, fits, ...at }: Aimed, index: number): Request {
  // Nobody comes twice, so that no limit is reached by what was asked before.
  const request = { ...own, clientAddress: `${network}${index + 1}` };
  const spec = drafts[at.route % Math.ceil(1.3 * drafts.length)]?.spec;
  if (spec === undefined) return request;
  // A path that a request line cannot hold as it is stays out of it.
  const path = spec.path === undefined || /[^!-~]/.test(spec.path) ? request.path : `${spec.path}${at.suffix}`;
  const { sni, ...withoutName } = request;
  const { host } = spec;
  return fits
    ? { ...withoutName, host, path, scheme: spec.tls === undefined ? 'http' : 'https' }
    : { ...request, host, path };
}

/** Routes and 8 to 24 requests, many of them near the Routes' hosts and paths. */
export const scene: fc.Arbitrary<Scene> = fc
  .record({ drafts: routes, requests: fc.array(aimed, { minLength: 8, maxLength: 24, size: 'max' }) })
  .map(({ drafts, requests }) => ({
    routes: drafts,
    requests: requests.map((one, index) => aim(drafts, one, index)),
  }));
