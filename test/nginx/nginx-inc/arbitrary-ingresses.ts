import fc from 'fast-check';
import { path as anyPath, PLAIN_PATHS, piecewise, REGEX_PATHS } from '../arbitrary-paths.js';
import type { IngressDraft } from './drafts.js';

/** Few names, so that masters find their minions and wildcards compete. */
const host = fc.constantFrom('a.com', 'a.com', 'b.a.com', '*.a.com', '*.b.a.com', 'c.org');
const pathType = fc.constantFrom('Prefix', 'Prefix', 'Prefix', 'Exact', 'ImplementationSpecific');

/** What the controller does not refuse at once, mostly: one such path and the Ingress is gone with all of its hosts. */
const path = fc.oneof(
  {
    weight: 40,
    arbitrary: fc.constantFrom<(string | undefined)[]>(...PLAIN_PATHS.filter((text) => !text.includes(' ')), undefined),
  },
  { weight: 15, arbitrary: fc.constantFrom(...REGEX_PATHS.filter((text) => !/^\/\(a$|^\/\[a$|\{2,1\}/.test(text))) },
  { weight: 2, arbitrary: piecewise },
  { weight: 1, arbitrary: anyPath },
);

const mostly = (often: fc.Arbitrary<string>, seldom: fc.Arbitrary<string>): fc.Arbitrary<string> =>
  fc.oneof({ weight: 8, arbitrary: often }, { weight: 1, arbitrary: seldom });

const flag = fc.constantFrom('true', 'true', 'false');
const rewriteTarget = mostly(
  fc.constantFrom(
    '/',
    '/new',
    '/$1',
    '/new/$1',
    '/$1/$2$3',
    '/x?y=$1',
    '/x?',
    '/x?y=z?',
    '/a//$1',
    '/$uri',
    '/$host/$1',
    '/$args',
    '/$arg_q',
    '/q$request_uri',
    '/$scheme',
  ),
  fc.constantFrom(
    '/$nobody',
    '/$',
    '/$0',
    '/$10',
    '/$tail',
    '/$1_x',
    '/a$/b',
    '/$service',
    '/$resource_name',
    '/x$request_uri_no_args',
    '/$namespace',
    '/$ingress_name',
  ),
);
const header = fc.constantFrom('X-Own:v', 'X-Own:v:always', 'X-Other:w', 'X-Own:v,X-Other:w:always', 'Via:x');

/** Annotation, how often it occurs among a hundred Ingresses, and its values. */
const options: readonly (readonly [string, number, fc.Arbitrary<string>])[] = [
  ['path-regex', 30, fc.constantFrom('case_sensitive', 'case_insensitive', 'exact')],
  ['rewrite-target', 25, rewriteTarget],
  ['app-root', 10, fc.constantFrom('/app', '/home/x', '/a:b@c', '/x/%41', '/x?y=z')],
  ['ssl-redirect', 15, flag],
  ['redirect-to-https', 15, flag],
  ['http-redirect-code', 10, fc.constantFrom('301', '302', '307', '308')],
  ['hsts', 15, flag],
  ['hsts-behind-proxy', 10, flag],
  ['hsts-max-age', 8, fc.constantFrom('60', '0')],
  ['hsts-include-subdomains', 8, flag],
  ['add-header', 20, header],
  [
    'proxy-set-headers',
    20,
    fc.constantFrom('X-Team:red', 'X-Team', 'X-Team:blue,X-More: is more', 'X-Caller', 'X-Team:'),
  ],
  ['proxy-hide-headers', 10, fc.constantFrom('X-Powered-By', 'X-Powered-By,X-Old', 'X-Own')],
  ['client-max-body-size', 15, fc.constantFrom('10', '20', '0', '1k')],
  ['basic-auth-secret', 12, fc.constantFrom('users', 'users', 'nobody')],
  ['basic-auth-realm', 8, fc.constantFrom('The Team', '')],
  ['policies', 12, fc.constantFrom('inside', 'outside')],
  ['proxy-buffers', 5, mostly(fc.constantFrom('8 4k', '4 16k'), fc.constantFrom('1 4k', '2 4k', '8 1k'))],
  ['proxy-buffer-size', 5, mostly(fc.constantFrom('4k', '8k'), fc.constantFrom('64k', '32k'))],
  ['proxy-busy-buffers-size', 3, fc.constantFrom('8k', '16k', '1k', '32k')],
  ['proxy-max-temp-file-size', 3, fc.constantFrom('0', '1m', '1k', '8k')],
  ['limit-req-rate', 6, fc.constantFrom('10r/s', '1r/m')],
  ['limit-req-burst', 3, mostly(fc.constantFrom('0', '10'), fc.constant('-1'))],
  ['limit-req-reject-code', 3, mostly(fc.constantFrom('429', '503', '0'), fc.constantFrom('399', '600', '200'))],
];
/** Of these every Ingress needs the other one as well. */
const together: Readonly<Record<string, string>> = {
  'basic-auth-realm': 'basic-auth-secret',
  'hsts-behind-proxy': 'hsts',
  'hsts-max-age': 'hsts',
  'hsts-include-subdomains': 'hsts',
};

const annotations = fc
  .tuple(
    ...options.map(([name, percent, value]) =>
      fc
        .tuple(fc.integer({ min: 0, max: 99 }), value)
        // Shrinks toward absence.
        .map(([dice, text]): [string, string] | undefined => (dice >= 100 - percent ? [name, text] : undefined)),
    ),
  )
  .map((list) => {
    const found = new Map(list.filter((entry) => entry !== undefined));
    return [...found].filter(([name]) => together[name] === undefined || found.has(together[name]));
  });

/** Which Services of the Ingress a list names, by their place, and what they are rewritten to. */
const lists = fc.record({
  rewrites: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.constantFrom('', '/', '/x', '/x/', '/a/b/', '/y?z=1'), { maxLength: 4 }) },
  ),
  websockets: fc.oneof(
    { weight: 3, arbitrary: fc.constant([]) },
    { weight: 1, arbitrary: fc.array(fc.boolean(), { maxLength: 4 }) },
  ),
});

const parts = fc.record({
  annotations,
  lists,
  role: fc.constantFrom('', '', '', 'master', 'minion', 'minion'),
  hasDefault: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 7),
  hasTls: fc.integer({ min: 0, max: 9 }).map((dice) => dice > 5),
  rules: fc.array(fc.record({ host, paths: fc.array(fc.record({ path, pathType }), { minLength: 1, maxLength: 4 }) }), {
    minLength: 1,
    maxLength: 3,
  }),
});
type Parts = typeof parts extends fc.Arbitrary<infer T> ? T : never;

function ingressOf(
  { annotations: own, lists: named, role, hasDefault, hasTls, rules }: Parts,
  index: number,
): IngressDraft {
  // One rule for masters and minions, and no host twice.
  const kept =
    role === '' ? rules.filter((rule, at) => rules.findIndex((one) => one.host === rule.host) === at) : rules;
  const drafts = (role === '' ? kept : kept.slice(0, 1)).map((rule, r) => ({
    host: rule.host,
    paths:
      role === 'master'
        ? []
        : rule.paths.map((entry, p) => ({
            path: entry.path ?? '',
            pathType: entry.path === undefined ? 'ImplementationSpecific' : entry.pathType,
            // Every path has a Service of its own, so that the backend names it.
            service: `s${index}-${r}-${p}`,
          })),
  }));
  const services = drafts.flatMap(({ paths }) => paths.map(({ service }) => service));
  const rewrites = services.flatMap((service, at) =>
    named.rewrites[at] ? [`serviceName=${service} rewrite=${named.rewrites[at]}`] : [],
  );
  const websockets = services.filter((_service, at) => named.websockets[at] === true);
  return {
    name: `i${index}`,
    annotations: {
      ...Object.fromEntries(own),
      ...(rewrites.length === 0 ? {} : { rewrites: rewrites.join(';') }),
      ...(websockets.length === 0 ? {} : { 'websocket-services': websockets.join(',') }),
      ...(role === '' ? {} : { 'mergeable-ingress-type': role }),
    },
    defaultBackend: hasDefault ? `s${index}-default` : undefined,
    tlsHosts: hasTls && role !== 'minion' ? drafts.slice(0, 2).map(({ host: name }) => name) : undefined,
    rules: drafts,
  };
}

/** One to five Ingresses over few hosts and paths. */
export const ingresses: fc.Arbitrary<readonly IngressDraft[]> = fc
  .array(parts, { minLength: 1, maxLength: 5 })
  .map((list) => list.map(ingressOf));
