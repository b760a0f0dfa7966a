import fc from 'fast-check';
import type { OpenshiftRouterInput } from '../../src/behaviour/targets/openshift-router.js';

/** A Route as a manifest has it. */
export interface RouteDraft {
  readonly metadata: {
    readonly namespace: string;
    readonly name: string;
    readonly annotations: Readonly<Record<string, string>>;
  };
  readonly spec: {
    readonly host: string;
    readonly path?: string | undefined;
    readonly wildcardPolicy?: string | undefined;
    readonly to: TargetDraft;
    readonly alternateBackends?: readonly TargetDraft[];
    readonly tls?: { readonly termination: string; readonly insecureEdgeTerminationPolicy?: string | undefined };
    readonly httpHeaders?: object;
  };
}
interface TargetDraft {
  readonly kind: 'Service';
  readonly name: string;
  readonly weight?: number | undefined;
}

const prefix = 'haproxy.router.openshift.io';

/** Usual values, and rare ones that few sets survive. */
function mostly<T>(usual: readonly T[], rare: readonly T[], weight = 12): fc.Arbitrary<T> {
  return fc.oneof({ weight, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...rare) });
}

/** Few names, so that Routes meet and wildcards compete with hosts. */
const host = fc.constantFrom('a.b.c', 'a.b.c', 'x.b.c', 'w.b.c', 'b.c', 'a-.b.c', 'a.b-c.d', 'q.a.b.c');

const path = fc.oneof(
  {
    weight: 12,
    arbitrary: fc.constantFrom(
      ...[undefined, undefined, '/', '/', '/a', '/a', '/a/', '/a/b', '/a/b/', '/ab', '/A', '/a/b/c', '//', '/a//b'],
    ),
  },
  {
    weight: 5,
    arbitrary: fc.constantFrom(
      ...['/a!', '/a/!', '/a/"x"', "/a'b'", '/a$', '/a/%41', '/a&b', '/a+b', '/a.b', '/a-b', '/a~', '/a|b', '/a,b'],
      ...[
        '/a*',
        '/a=b;c',
        '/a@b',
        '/a:b',
        '/(a)',
        '/a{2}',
        '/[ab]',
        '/.',
        '/..',
        '/a\\.b',
        '/a\\',
        '/a?b',
        '/ü',
        '/^a',
      ],
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom('/a(b', '/[a', '/a{2,1}', '/*a', '/a++', '/(?i)a', '/a**') },
);

const targets: readonly string[] = [
  ...['/', '/', '/bar', '/bar/', '/x/y', '/x#', '/#', 'no', '/$1', '/a b', '/"x"', "/'x'", "/\\'x"],
  ...[
    '/%41',
    '/100%%',
    '/\\\\1',
    '/x\\\\1/y',
    '/\\\\0',
    '/\\1',
    '/a?q=1',
    '/x?',
    '/ü',
    '/\\\\x41',
    '/\\\\\\\\',
    '/a&b',
  ],
];
const rewriteTarget = mostly(targets, ['/\\\\', '/\\\\#', '/x\\\\#', '/\\\\xZZ', '/\\\\x4#']);

const options: Readonly<Record<string, fc.Arbitrary<string>>> = {
  [`${prefix}/rewrite-target`]: rewriteTarget,
  [`${prefix}/ip_allowlist`]: fc.constantFrom('10.0.0.0/8', '10.0.0.0/8 2001:db8::/32', '10.0.0.0/8,::1', '192.0.2.1'),
  [`${prefix}/rate-limit-connections`]: fc.constantFrom('true', 'true', 'false'),
  [`${prefix}/rate-limit-connections.rate-tcp`]: mostly(['1', '2', '0', '9', 'x', '1.5'], ['+5']),
  [`${prefix}/rate-limit-connections.rate-http`]: mostly(['1', '0', '-1', '9', '007'], ['+0']),
  [`${prefix}/rate-limit-connections.concurrent-tcp`]: mostly(['1', '2', '99'], ['+1']),
  [`${prefix}/disable_cookies`]: fc.constantFrom('true', 'no'),
  [`${prefix}/hsts_header`]: fc.constantFrom('max-age=5', 'max-age="5" ; preload', 'max-age=x'),
  [`${prefix}/set-forwarded-headers`]: fc.constantFrom('append', 'replace', 'if-none', 'never', 'other'),
  'router.openshift.io/cookie_name': fc.constantFrom('keep', 'keep', 'keep', 'k-1', 'no good'),
  'router.openshift.io/cookie-same-site': fc.constantFrom('Lax', 'Strict', 'None', 'other'),
};
/** Annotation and how often it occurs among a hundred Routes. */
const frequency: readonly (readonly [string, number])[] = [
  [`${prefix}/rewrite-target`, 35],
  [`${prefix}/ip_allowlist`, 12],
  [`${prefix}/rate-limit-connections`, 15],
  [`${prefix}/rate-limit-connections.rate-tcp`, 15],
  [`${prefix}/rate-limit-connections.rate-http`, 15],
  [`${prefix}/rate-limit-connections.concurrent-tcp`, 10],
  [`${prefix}/disable_cookies`, 30],
  [`${prefix}/hsts_header`, 20],
  [`${prefix}/set-forwarded-headers`, 40],
  ['router.openshift.io/cookie_name', 40],
  ['router.openshift.io/cookie-same-site', 15],
];
const annotations = fc
  .tuple(
    ...frequency.map(([name, percent]) =>
      fc
        .tuple(fc.integer({ min: 0, max: 99 }), options[name] ?? fc.constant(''))
        // Shrinks toward absence.
        .map(([dice, value]): [string, string] | undefined => (dice >= 100 - percent ? [name, value] : undefined)),
    ),
  )
  .map((list) => Object.fromEntries(list.filter((entry) => entry !== undefined)));

/** Left out is what the model has no opinion about: values that are looked up in the answer, and quotes for them. */
const value = fc.constantFrom(
  ...['new', "it's", '"q"', 'a\\b', '100%%', '%[req.hdr(X-A)]', 'x%[req.hdr(x-a),lower]y', '%[req.hdr(host),base64]'],
  ...['%[ssl_c_der,base64]', 'a b', '#', '$HOME', '%[req.hdr(X-Forwarded-For)]', '%%[x]'],
);
const action = (names: readonly string[], values: fc.Arbitrary<string>) =>
  fc.record({ name: fc.constantFrom(...names), set: fc.option(values, { nil: undefined }) }).map(({ name, set }) => ({
    name,
    action: set === undefined ? { type: 'Delete' } : { type: 'Set', set: { value: set } },
  }));
const requestNames = ['X-A', 'X-B', 'x-a', 'X-Forwarded-Host', 'x-forwarded-for', 'X-SSL', 'Host', 'Forwarded'];
const responseNames = ['X-A', 'X-Powered-By', 'x-old', 'X-B'];
const actions = fc.record({
  request: fc.array(action(requestNames, value), { maxLength: 3 }),
  response: fc.array(
    action(
      responseNames,
      value.filter((text) => !text.includes('req.')),
    ),
    { maxLength: 2 },
  ),
});

const target = fc.record({
  kind: fc.constant('Service' as const),
  name: fc.constantFrom('one', 'one', 'two', 'three', 'gone'),
  weight: fc.constantFrom(undefined, 100, 1, 256, 0),
});
const tls = fc.record({
  termination: fc.constantFrom('edge', 'edge', 'reencrypt', 'passthrough'),
  insecureEdgeTerminationPolicy: fc.constantFrom(undefined, 'None', 'Allow', 'Redirect', 'Redirect'),
});

interface Parts {
  readonly namespace: string;
  readonly name: string;
  readonly host: string;
  readonly path: string | undefined;
  readonly wildcard: boolean;
  readonly tls: RouteDraft['spec']['tls'];
  readonly to: TargetDraft;
  readonly alternateBackends: readonly TargetDraft[];
  readonly annotations: Readonly<Record<string, string>>;
  readonly actions: object | undefined;
}
const dice = (percent: number): fc.Arbitrary<boolean> =>
  fc.integer({ min: 0, max: 99 }).map((number) => number >= 100 - percent);

const parts: fc.Arbitrary<Parts> = fc.record({
  namespace: mostly(['ns'], ['other'], 8),
  name: fc.constantFrom('a', 'b', 'a-b', 'a.b', 'z', 'm', '0'),
  host,
  path,
  wildcard: dice(20),
  tls: fc.option(tls, { nil: undefined }),
  to: target,
  alternateBackends: fc.array(target, { maxLength: 2 }),
  annotations,
  actions: fc.option(actions, { nil: undefined, freq: 2 }),
});

/** What the API server would refuse is left out where a Route would otherwise often be refused for it. */
function routeOf(own: Parts): RouteDraft {
  const passthrough = own.tls?.termination === 'passthrough';
  return {
    metadata: { namespace: own.namespace, name: own.name, annotations: own.annotations },
    spec: {
      host: own.host,
      path: passthrough ? undefined : own.path,
      ...(own.wildcard ? { wildcardPolicy: 'Subdomain' } : {}),
      to: own.to,
      ...(own.alternateBackends.length === 0 ? {} : { alternateBackends: own.alternateBackends }),
      ...(own.tls === undefined ? {} : { tls: own.tls }),
      ...(own.actions === undefined || passthrough ? {} : { httpHeaders: { actions: own.actions } }),
    },
  };
}

const service = (name: string, ports: readonly object[]) => ({ metadata: { namespace: 'ns', name }, spec: { ports } });
/** What the Routes lead to; there is none called `gone`. */
export const services = [
  service('one', [{ port: 80 }]),
  service('two', [{ name: 'web', port: 80 }]),
  service('three', [
    { name: 'web', port: 80 },
    { name: 'more', port: 81 },
  ]),
];

/** Sets of one to seven Routes over few hosts and paths, which wildcards are allowed for. */
export const routes: fc.Arbitrary<readonly RouteDraft[]> = fc
  .array(parts, { minLength: 1, maxLength: 7 })
  .map((list) => list.map(routeOf));

export function inputOf(drafts: readonly RouteDraft[]): OpenshiftRouterInput {
  return {
    routes: drafts,
    services,
    wildcardPolicy: 'WildcardsAllowed',
    namespaceOwnership: 'InterNamespaceAllowed',
  };
}
