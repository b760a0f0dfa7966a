import fc from 'fast-check';
import type { Request } from '../../src/behaviour/outcome.js';
import type { Scene } from './agreement.js';
import { type IngressDraft, ingresses } from './arbitrary-ingresses.js';

const host = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      'a.com',
      'a.com',
      'b.a.com',
      'x.a.com',
      'x.b.a.com',
      'y.x.a.com',
      'www.a.com',
      'c.org',
      'www.c.org',
      'alias.com',
      'x.alias.com',
      'alias.net',
      'r7.com',
      'elsewhere.net',
      'A.COM',
      'B.a.com:8080',
      'a.com.',
      'c.ORG:80',
      '127.0.0.1',
    ),
  },
  {
    weight: 1,
    arbitrary: fc.constantFrom('', '[::1]:80', 'a..com', 'x_y.a.com', '.a.com', ':80', 'a.com:', 'a/b'),
  },
);

/** Around the literals and expressions of the generated paths. */
const segment = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a', 'a', 'b', 'ab', 'A', 'aB', 'a.b', 'a-b', 'axb', '1', 'aa', 'b1', 'c') },
  { weight: 4, arbitrary: fc.constantFrom('', '.', '..', '%61', '%2e', '%2E%2e', '%2F', 'a%2Fb', '%41') },
  {
    weight: 4,
    arbitrary: fc.constantFrom(
      'a%20b',
      '%C3%BC',
      'ü',
      'a+b',
      '%2B',
      '%25',
      '%3Fa',
      '%23',
      'a;b',
      'a"b',
      '%22a%22',
      'a|b',
      'a<b>',
      'a\\b',
      'a^b',
      '{a}',
      '$1',
      '%241',
      "'a'",
      '~a',
      'a:b@c',
      'a,b=c&d',
      'new',
      'healthz',
      'nginx_status',
      'a*',
      '%0A',
      'a%0Ab',
      '%7F',
      '%FF',
      'a%3Bb%26c',
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('%', '%zz', '%00', '%4', '#', '%5C') },
);
const query = fc.oneof(
  { weight: 6, arbitrary: fc.constant('') },
  {
    weight: 4,
    arbitrary: fc.constantFrom('?q=1', '?', '?q=/a/', '?a=%20b&c', '?q=x/', '?x?y', '?q=%2F#h', '#h', '?ü'),
  },
);
const target = fc
  .tuple(fc.array(segment, { minLength: 1, maxLength: 4 }), query)
  .map(([segments, after]) => `/${segments.join('/')}${after}`);

/** Over plain HTTP, as a client can write it. */
export const request: fc.Arbitrary<Request> = fc.record({
  scheme: fc.constant('http' as const),
  host,
  method: fc.oneof(
    { weight: 12, arbitrary: fc.constant('GET') },
    { weight: 3, arbitrary: fc.constantFrom('HEAD', 'POST', 'OPTIONS') },
    { weight: 1, arbitrary: fc.constantFrom('TRACE', 'CONNECT') },
  ),
  path: fc.oneof({ weight: 5, arbitrary: fc.constant('/') }, { weight: 30, arbitrary: target }),
});

const suffix = fc.constantFrom('', '', '/', 'x', '/x', '/a/1', '?', '?q=1');

interface Aimed {
  readonly request: Request;
  readonly host: number;
  readonly path: number;
  readonly suffix: string;
}

/** Turns some requests toward what the Ingresses name, because most others would end at the default backend. */
const aimed: fc.Arbitrary<Aimed> = fc.record({
  request,
  /** Which host of the Ingresses, and which path; a number beyond them leaves the request's own. */
  host: fc.nat(12),
  path: fc.nat(30),
  suffix,
});

function aim(drafts: readonly IngressDraft[], { request: own, ...at }: Aimed): Request {
  const rules = drafts.flatMap(({ spec }) => spec.rules);
  const hosts = rules.flatMap(({ host: name }) => (name === undefined ? [] : [name.replace('*', 'x')]));
  const paths = rules.flatMap(({ http }) => http.paths.flatMap(({ path }) => (path === undefined ? [] : [path])));
  const path = paths[at.path];
  return {
    ...own,
    host: hosts[at.host % (2 * hosts.length)] ?? own.host,
    // As a browser writes it, save for the rest of what has to be encoded.
    path: path === undefined ? own.path : `${path.replaceAll(' ', '%20')}${at.suffix}`,
  };
}

/** Ingresses and 8 to 24 requests, many of them near the Ingresses' hosts and paths. */
export const scene: fc.Arbitrary<Scene> = fc
  .record({ ingresses, requests: fc.array(aimed, { minLength: 8, maxLength: 24, size: 'max' }) })
  .map(({ ingresses: drafts, requests }) => ({
    ingresses: drafts,
    requests: requests.map((one) => aim(drafts, one)),
  }));
