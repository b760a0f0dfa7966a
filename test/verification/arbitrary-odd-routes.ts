import fc from 'fast-check';
import type { Draft } from '../properties/arbitrary-ingress.js';
import { routeSets } from './arbitrary-routes.js';

/** Private keys in tests hold this, so that whatever repeats one can be found. */
export const SECRET = 'TopSecretOfTheKey';
const KEY = `-----BEGIN RSA PRIVATE KEY-----\n${SECRET}\n-----END RSA PRIVATE KEY-----\n`;
const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const PREFIX = 'haproxy.router.openshift.io';

function rarely<T>(times: number, ...values: readonly T[]): fc.Arbitrary<T | undefined> {
  return fc.oneof(
    { weight: times, arbitrary: fc.constant(undefined) },
    { weight: 1, arbitrary: fc.constantFrom(...values) },
  );
}

const changes = fc.record({
  path: rarely(
    2,
    ...['/foo//bar', '/foo/../x', '/é', '/foo.bar', '/foo$', '/(foo)', '/foo/bar/', '/a/b/c', '/FOO', '/%2F', '/a(b'],
    ...['/foo%20x', '/[a]', '/foo?x', '///', '/foo/bar/baz', `/${'x'.repeat(1100)}`],
  ),
  certificate: rarely(
    3,
    { certificate: CERTIFICATE, key: KEY },
    { certificate: CERTIFICATE },
    { certificate: 'x', key: KEY },
    { certificate: CERTIFICATE + KEY, caCertificate: CERTIFICATE },
    { key: KEY },
    { destinationCACertificate: 'x' },
  ),
  host: rarely(
    6,
    'x.sub.apps.example.com',
    'apps.example.com',
    'a.com',
    '*.a.com',
    'localhost',
    `${'l'.repeat(64)}.com`,
  ),
  rewrite: rarely(
    3,
    ...['/', '/foo', '/x/', "/a'b", '/a\\\\1', '/%61', '/a b', '/é', '//x', '/?a=b', '/x%%y', '/"x"', '/a//b'],
    ...[`/${'x'.repeat(1100)}`, `/${'x'.repeat(1100)}#`],
  ),
  annotation: rarely(
    2,
    [`${PREFIX}/rate-limit-connections`, 'true'],
    [`${PREFIX}/rate-limit-connections.rate-tcp`, '1'],
    [`${PREFIX}/ip_allowlist`, '10.0.0.0/8 bad'],
    [`${PREFIX}/ip_allowlist`, '::1 10.0.0.1'],
    [`${PREFIX}/hsts_header`, 'includeSubDomains;max-age=1'],
    [`${PREFIX}/timeout`, '99999d'],
    [`${PREFIX}/timeout`, '1us'],
    [`${PREFIX}/set-forwarded-headers`, 'if-none'],
    ['openshift.io/host.generated', 'true'],
    ['route.openshift.io/allow-non-dns-compliant-host', 'true'],
  ),
  subdomain: rarely(6, 'sub', 'a.b'),
  isNameless: fc.constantFrom(false, false, false, false, false, false, true),
  headers: rarely(
    3,
    [{ name: 'X-A', action: { type: 'Set', set: { value: '50%%' } } }],
    [
      { name: 'X-A', action: { type: 'Set', set: { value: '$host' } } },
      { name: 'Accept', action: { type: 'Delete' } },
    ],
    [{ name: 'Host', action: { type: 'Set', set: { value: 'other.example.com' } } }],
    [{ name: 'X-B', action: { type: 'Set', set: { value: 'é' } } }],
  ),
  admitted: rarely(8, 'True', 'False'),
});
type Changes = typeof changes extends fc.Arbitrary<infer T> ? T : never;

/** Sets of Routes like the usual ones, with what is rare: odd paths and rewrites, certificates, hosts that nobody wrote. */
export const oddRouteSets: fc.Arbitrary<readonly Draft[]> = fc
  .tuple(routeSets, fc.array(changes, { minLength: 6, maxLength: 6 }))
  .map(([drafts, all]) =>
    drafts.map((draft, index) => {
      const change = all[index];
      return draft.kind === 'Route' && change !== undefined ? changed(draft, change) : draft;
    }),
  );

function changed(route: Draft, change: Changes): Draft {
  const { host, ...spec } = route.spec as Draft;
  const tls = spec.tls as Draft | undefined;
  const isOpened = tls?.termination !== 'passthrough';
  const metadata = route.metadata as { readonly annotations: Draft };
  const [key, value] = change.annotation ?? [];
  const subdomain = change.subdomain ?? (change.isNameless ? undefined : spec.subdomain);
  return {
    ...route,
    metadata: {
      ...metadata,
      annotations: {
        ...metadata.annotations,
        ...(change.rewrite === undefined ? {} : { [`${PREFIX}/rewrite-target`]: change.rewrite }),
        ...(key === undefined ? {} : { [key]: value }),
      },
    },
    spec: {
      ...spec,
      ...(change.isNameless ? {} : { host: change.host ?? host }),
      ...(subdomain === undefined ? {} : { subdomain }),
      ...(change.path !== undefined && spec.path !== undefined ? { path: change.path } : {}),
      ...(tls !== undefined && isOpened && change.certificate !== undefined
        ? { tls: { ...tls, ...change.certificate, externalCertificate: undefined } }
        : {}),
      ...(isOpened && change.headers !== undefined ? { httpHeaders: { actions: { request: change.headers } } } : {}),
    },
    ...(change.admitted === undefined ? {} : { status: statusOf(change.admitted) }),
  };
}

function statusOf(admitted: string): Draft {
  return {
    ingress: [
      {
        routerName: 'default',
        host: 'told.apps.example.com',
        conditions: [{ type: 'Admitted', status: admitted }],
      },
    ],
  };
}
