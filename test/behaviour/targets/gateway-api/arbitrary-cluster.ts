import fc from 'fast-check';
import type { Request } from '../../../../src/behaviour/outcome.js';
import { object } from './cluster.js';

/** Well-typed objects over few names, so that they meet each other; some are refused, dangling or in conflict. */

const optional = <T extends object>(shape: { [K in keyof T]: fc.Arbitrary<T[K]> }) =>
  fc.record(shape, { requiredKeys: [] });
const pick = <T>(...values: readonly T[]) => fc.constantFrom(...values);
/** The usual values, and now and then one of the odd ones. */
const mostly = <T>(usual: readonly T[], ...odd: readonly T[]) =>
  fc.oneof({ weight: 24, arbitrary: fc.constantFrom(...usual) }, { weight: 1, arbitrary: fc.constantFrom(...odd) });

const namespace = mostly(['default'], 'other');
const hostname = pick('a.test', 'b.a.test', '*.test', '*.a.test');
const anyHostname = mostly(['a.test', 'b.a.test', '*.test', '*.a.test'], '*');
const path = mostly(['/', '/', '/a', '/a/', '/a/b', '/A', '/ab'], '/a//b', 'a');
const pattern = mostly(['/a.*', '/(a|b)/[0-9]+', '(?i)/A', '^/a$', 'a|/b'], '/(?!a)');
const port = mostly([80, 443], 8080);
const headers = fc.uniqueArray(
  fc.record({
    name: pick('x', 'X', 'y'),
    type: pick('Exact', 'RegularExpression'),
    value: mostly(['1', '[0-9]'], '('),
  }),
  { maxLength: 2, selector: ({ name }) => name },
);

const match = optional({
  path: fc.oneof(
    optional({ type: pick('Exact', 'PathPrefix'), value: path }),
    fc.record({ type: fc.constant('RegularExpression'), value: pattern }),
  ),
  method: pick('GET', 'POST', 'OPTIONS'),
  headers,
  queryParams: fc.array(fc.record({ name: pick('q'), value: pick('1', '2') }), { maxLength: 1 }),
});

const backendRef = fc.record(
  {
    name: mostly(['one', 'two'], 'ghost'),
    namespace,
    port,
    weight: mostly([1, 3], 0),
    kind: mostly(['Service'], 'Odd'),
  },
  { requiredKeys: ['name', 'port'] },
);

const pathModifier = fc.oneof(
  fc.record({ type: fc.constant('ReplaceFullPath'), replaceFullPath: pick('', '/full') }),
  fc.record({ type: fc.constant('ReplacePrefixMatch'), replacePrefixMatch: pick('', '/', '/new', '/new/') }),
);

const modifier = optional({
  set: fc.array(fc.record({ name: pick('x', 'Y'), value: pick('s') }), { maxLength: 2 }),
  add: fc.array(fc.record({ name: pick('x', 'z'), value: pick('t') }), { maxLength: 2 }),
  remove: fc.array(pick('x', 'Z'), { maxLength: 2 }),
});

const filter = fc.oneof(
  fc.record({ type: fc.constant('RequestHeaderModifier'), requestHeaderModifier: modifier }),
  fc.record({ type: fc.constant('ResponseHeaderModifier'), responseHeaderModifier: modifier }),
  fc.record({
    type: fc.constant('RequestRedirect'),
    requestRedirect: optional({ scheme: pick('http', 'https'), port, statusCode: pick(301, 308), path: pathModifier }),
  }),
  fc.record({
    type: fc.constant('URLRewrite'),
    urlRewrite: optional({ hostname: pick('in.test'), path: pathModifier }),
  }),
  fc.record({ type: fc.constant('RequestMirror'), requestMirror: fc.record({ backendRef }) }),
  fc.record({
    type: fc.constant('CORS'),
    cors: optional({ allowOrigins: fc.array(pick('https://*.test', 'http://a.test')), allowCredentials: fc.boolean() }),
  }),
  fc.record({
    type: fc.constant('ExternalAuth'),
    externalAuth: fc.record({ protocol: pick('HTTP', 'GRPC'), backendRef }),
  }),
  fc.record({ type: fc.constant('FutureFilter') }),
);

const rule = optional({
  matches: fc.array(match, { maxLength: 3 }),
  filters: fc.oneof(fc.constant([]), fc.array(filter, { maxLength: 2 })),
  backendRefs: fc.array(backendRef, { maxLength: 3 }),
  timeouts: optional({ request: pick('0s', '10s'), backendRequest: mostly(['5s'], '20s') }),
});

const plainRule = fc.record({ backendRefs: fc.array(backendRef, { minLength: 1, maxLength: 2 }) });

const parentRef = fc
  .record({
    name: mostly(['front'], 'more'),
    kind: mostly([undefined], 'ListenerSet'),
    namespace: mostly([undefined], 'other'),
    sectionName: mostly([undefined], 'l0', 'l1'),
    port: mostly([undefined], 80, 443),
  })
  .map(({ name, kind, ...rest }) => ({ name: kind === undefined ? name : 'more', kind, ...rest }));
const parentRefs = fc.uniqueArray(parentRef, { minLength: 1, maxLength: 2, selector: ({ name }) => name });

const listener = fc
  .record({
    place: mostly<readonly [string, number]>(
      [
        ['HTTP', 80],
        ['HTTPS', 443],
        ['TLS', 443],
      ],
      ['TCP', 80],
      ['HTTP', 443],
      ['odd.test/x', 80],
    ),
    hostname: fc.option(hostname, { nil: undefined }),
    mode: pick('Terminate', 'Passthrough'),
    certificate: mostly(['cert'], 'nowhere'),
    from: pick('All', 'Same'),
  })
  .map(({ place: [protocol, number], mode, certificate, from, hostname: name }) => ({
    protocol,
    port: number,
    ...(protocol === 'TCP' ? {} : { hostname: name }),
    ...(protocol === 'HTTPS' || protocol === 'TLS'
      ? { tls: { mode: protocol === 'TLS' ? mode : 'Terminate', certificateRefs: [{ name: certificate }] } }
      : {}),
    allowedRoutes: { namespaces: { from } },
  }));

const named = fc
  .array(listener, { minLength: 1, maxLength: 4 })
  .map((list) => list.map((one, i) => ({ name: `l${i}`, ...one })));
const notes = optional({ namespace, created: pick('2020-01-01T00:00:00Z', '2024-01-01T00:00:00Z') });
const hostnames = fc.array(anyHostname, { maxLength: 2 });
const backendRefs = fc.array(backendRef, { maxLength: 3 });

const front = fc.tuple(named, notes).map(([listeners, own]) => object('Gateway', 'front', gatewaySpec(listeners), own));
const more = fc
  .tuple(named, notes)
  .map(([listeners, own]) => object('ListenerSet', 'more', { parentRef: { name: 'front' }, listeners }, own));
const httpRoute = fc
  .tuple(
    pick('r1', 'r2', 'r3'),
    fc.record({ hostnames, parentRefs, rules: fc.array(fc.oneof(rule, plainRule), { minLength: 1, maxLength: 4 }) }),
    notes,
  )
  .map(([name, spec, own]) => object('HTTPRoute', name, spec, own));
const grpcRoute = fc
  .tuple(fc.record({ hostnames, parentRefs, rules: fc.array(fc.record({ backendRefs })) }), notes)
  .map(([spec, own]) => object('GRPCRoute', 'rpc', spec, own));
const tlsRoute = fc
  .tuple(
    fc.record({
      hostnames: fc.array(anyHostname, { minLength: 1, maxLength: 2 }),
      parentRefs,
      rules: fc.tuple(fc.record({ backendRefs })),
    }),
    notes,
  )
  .map(([spec, own]) => object('TLSRoute', 'raw', spec, own));
const serviceNamed = (name: string, own = 'default') => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name, namespace: own },
  spec: { ports: [{ name: 'web', port: 80 }, { port: 443 }] },
});
const service = pick('one', 'two').map((name) => serviceNamed(name, 'other'));
const secret = fc.constant({ apiVersion: 'v1', kind: 'Secret', metadata: { name: 'cert' }, type: 'kubernetes.io/tls' });

function gatewaySpec(listeners: readonly object[]): object {
  return { gatewayClassName: 'any', allowedListeners: { namespaces: { from: 'All' } }, listeners };
}

export const cluster: fc.Arbitrary<readonly object[]> = fc
  .tuple(
    fc.array(front, { minLength: 1, maxLength: 2 }),
    fc.array(httpRoute, { maxLength: 4 }),
    fc.array(fc.oneof(more, grpcRoute, tlsRoute, service), { maxLength: 4 }),
    fc.tuple(secret, fc.constant(serviceNamed('one')), fc.constant(serviceNamed('two'))),
  )
  .map((parts) => parts.flat());

export const request: fc.Arbitrary<Request> = fc.record({
  scheme: pick('http' as const, 'https' as const),
  host: mostly(['a.test', 'A.Test:8080', 'b.a.test', 'c.b.a.test'], 'test', '', '[::1]:80'),
  method: pick('GET', 'POST', 'OPTIONS'),
  path: mostly(['/', '/a', '/a/', '/a/b?q=1', '/ab', '/b/1'], '*', '', '/pkg.Svc/Do', '//a'),
  headers: fc.dictionary(pick('x', 'Y', 'origin', 'access-control-request-method'), pick('1', 'https://a.test', '')),
  sni: mostly([undefined], 'a.test', 'b.a.test', ''),
  port: mostly([undefined], 80, 443, 8080),
});
