import { describe, expect, test } from 'vitest';
import type { Request } from '../../../../src/behaviour/outcome.js';
import {
  createOpenshiftRouterModel,
  type OpenshiftRouterInput,
} from '../../../../src/behaviour/targets/openshift-router.js';

const get = (url: string, more: Partial<Request> = {}): Request => {
  const [, scheme, host = '', path] = /^(https?):\/\/([^/]*)(.*)$/.exec(url) ?? [];
  return { scheme: scheme === 'https' ? 'https' : 'http', host, method: 'GET', path: path || '/', ...more };
};

const H = 'haproxy.router.openshift.io';
const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const key = '-----BEGIN RSA PRIVATE KEY-----\nMIIE\n-----END RSA PRIVATE KEY-----\n';

const route = (name: string, spec: object, annotations: object = {}, more: object = {}) => ({
  apiVersion: 'route.openshift.io/v1',
  kind: 'Route',
  metadata: { name, namespace: 'ns', annotations, ...more },
  spec: { host: 'h.com', to: { kind: 'Service', name: 'svc' }, ...spec },
});

const modelOf = (routes: readonly object[], input: Partial<OpenshiftRouterInput> = {}) =>
  createOpenshiftRouterModel({ routes, assumeServicesExist: true, ...input });

const edge = { termination: 'edge' };
const reasons = (routes: readonly object[], input?: Partial<OpenshiftRouterInput>) =>
  modelOf(routes, input).rejected.map(({ route: name, reason }) => `${name}: ${reason}`);

describe('what a Route gets without being asked', () => {
  test('is a sticky cookie, 30 seconds for the server and an hour for tunnels', () => {
    const outcome = modelOf([route('r', {})]).answer(get('http://h.com/x'));
    expect(outcome.guards.map(({ kind }) => kind)).toEqual(['affinity']);
    expect(outcome.timeouts).toEqual({ read: 30, tunnel: 3600 });
    expect(outcome.backend).toBe('ns/svc');
  });

  test.each([
    ['5', 0.005],
    ['5us', 0.001],
    ['2m', 120],
    ['1d', 86_400],
    ['30d', 2_147_483.647],
    ['0s', 30],
    ['1h30m', 30],
    ['1.5s', 30],
    [' 5s', 30],
  ])('is not kept where timeout is "%s": %s seconds', (value, seconds) => {
    const outcome = modelOf([route('r', {}, { [`${H}/timeout`]: value })]).answer(get('http://h.com/'));
    expect(outcome.timeouts.read).toBe(seconds);
  });

  test('for passthrough, timeout is the limit of the tunnel unless that has its own', () => {
    const spec = { tls: { termination: 'passthrough' } };
    const tunnel = (annotations: object) =>
      modelOf([route('r', spec, annotations)]).answer(get('https://h.com/')).timeouts;
    expect(tunnel({})).toEqual({ tunnel: 3600 });
    expect(tunnel({ [`${H}/timeout`]: '5m' })).toEqual({ tunnel: 300 });
    expect(tunnel({ [`${H}/timeout`]: '5m', [`${H}/timeout-tunnel`]: '1h' })).toEqual({ tunnel: 3600 });
  });
});

describe('an allow list', () => {
  const closed = (annotations: object, clientAddress: string) =>
    modelOf([route('r', {}, annotations)]).answer(get('http://h.com/', { clientAddress })).status === 0;

  test.each([
    ['10.0.0.0/8', true],
    ['10.0.0.0/8 192.0.2.1', true],
    ['10.0.0.0/8\t192.0.2.1', true],
    ['10.0.0.0/8,192.0.2.1', false],
    ['10.0.0.0/8, 192.0.2.1', true],
    [' 10.0.0.0/8', false],
    ['10.0.0.0/8 ', false],
    ['nonsense', false],
    ['', false],
  ])('"%s" keeps a stranger out: %s', (value, result) => {
    expect(closed({ [`${H}/ip_allowlist`]: value }, '198.51.100.7')).toBe(result);
  });

  test('is read from its old name only where the new one has nothing, and blanks are something', () => {
    const whitelist = { [`${H}/ip_whitelist`]: '10.0.0.0/8' };
    expect(closed(whitelist, '198.51.100.7')).toBe(true);
    expect(closed({ ...whitelist, [`${H}/ip_allowlist`]: ' ' }, '198.51.100.7')).toBe(false);
  });

  test('does not stand before the redirect', () => {
    const tls = { ...edge, insecureEdgeTerminationPolicy: 'Redirect' };
    const outcome = modelOf([route('r', { tls }, { [`${H}/ip_allowlist`]: '10.0.0.0/8' })]).answer(
      get('http://H.com:8080/a?b', { clientAddress: '198.51.100.7' }),
    );
    expect([outcome.status, outcome.location, outcome.guards]).toEqual([302, 'https://h.com/a?b', []]);
  });
});

describe('limits', () => {
  test('count only under the master switch, connections one less than written', () => {
    const limit = `${H}/rate-limit-connections`;
    const own = { [`${limit}.concurrent-tcp`]: '10', [`${limit}.rate-tcp`]: '5', [`${limit}.rate-http`]: '20' };
    const guards = (annotations: object) =>
      modelOf([route('r', {}, { ...annotations, [`${H}/disable_cookies`]: 'T' })]).answer(get('http://h.com/')).guards;
    expect(guards({ ...own, [limit]: 'yes' })).toEqual([]);
    expect(guards({ ...own, [limit]: 'true' })).toEqual([
      { kind: 'connection-limit', parameters: { connections: 9, status: 0 } },
      { kind: 'rate-limit', parameters: { connections: 4, seconds: 3, status: 0 } },
      { kind: 'rate-limit', parameters: { requests: 20, seconds: 10, status: 0 } },
    ]);
  });
});

describe('certificates', () => {
  const tls = { ...edge, certificate, key };
  const external = { ...edge, externalCertificate: { name: 'pair' } };
  const pair = { metadata: { namespace: 'ns', name: 'pair' }, cert: { sans: [] } };

  test('follow the server name, also to a Route that has none of its own', () => {
    const model = modelOf([route('a', { tls: edge, path: '/a' }), route('b', { tls: external })], { secrets: [pair] });
    expect(model.answer(get('https://h.com/a')).certificate).toBe('ns/pair');
    expect(model.answer(get('https://h.com/a', { sni: 'other.com' })).certificate).toBe('default');
    expect(model.answer(get('https://h.com/a', { sni: '' })).rule).toBe('Route ns/a');
  });

  test('of several Routes for one host are those of the last name', () => {
    const model = modelOf([route('a', { tls, path: '/a' }), route('b', { tls: external })], { secrets: [pair] });
    expect(model.answer(get('https://h.com/a')).certificate).toBe('ns/pair');
    const other = modelOf([route('c', { tls, path: '/a' }), route('b', { tls: external })], { secrets: [pair] });
    expect(other.answer(get('https://h.com/a')).certificate).toBe('ns/c');
  });

  test('that cannot be used take the Route down', () => {
    const ed25519 = '-----BEGIN PRIVATE KEY-----\nMC4CAQAwBQYDK2VwBCIEIAAA\n-----END PRIVATE KEY-----\n';
    expect(reasons([route('r', { tls: external })])).toEqual(['Route ns/r: ExternalCertificateValidationFailed']);
    expect(reasons([route('r', { tls: { ...edge, certificate } })])).toEqual(['Route ns/r: ExtendedValidationFailed']);
    expect(reasons([route('r', { tls: { ...tls, key: ed25519 } })])).toEqual(['Route ns/r: ExtendedValidationFailed']);
    expect(reasons([route('r', { tls: { ...tls, certificate: certificate + key, key: '' } })])).toEqual([]);
  });

  test('are never quoted', () => {
    const secret = 'c2VjcmV0';
    const broken = { ...edge, certificate: secret, key: secret, caCertificate: secret };
    const passed = { ...broken, termination: 'passthrough' };
    const model = modelOf([route('r', { tls: broken }), route('p', { tls: passed, host: 'i.com' })]);
    expect(model.rejected).toHaveLength(2);
    expect(JSON.stringify([model, model.nearest(get('https://h.com/'))])).not.toContain(secret);
  });
});

describe('wildcards', () => {
  const input = { wildcardPolicy: 'WildcardsAllowed' as const };
  const wildcard = (name: string, spec: object) => route(name, { host: 'w.b.c', wildcardPolicy: 'Subdomain', ...spec });

  test('of passthrough take the connections of edge hosts and break those of reencrypt hosts', () => {
    const model = modelOf(
      [
        wildcard('w', { tls: { termination: 'passthrough' } }),
        route('e', { host: 'edge.b.c', tls: edge }),
        route('s', { host: 'secure.b.c', tls: { termination: 'reencrypt' } }),
      ],
      input,
    );
    expect(model.answer(get('https://edge.b.c/')).rule).toBe('Route ns/w');
    expect(model.answer(get('https://secure.b.c/'))).toMatchObject({ status: 0, rule: 'Route ns/s' });
  });

  test('collide with a real host of the same name', () => {
    const real = route('r', { host: 'w.b.c' }, {}, { creationTimestamp: '2026-01-01T00:00:00Z' });
    expect(reasons([wildcard('w', {}), real], input)).toEqual(['Route ns/w: HostAlreadyClaimed']);
  });
});

describe('hosts', () => {
  test('are made from the ingress domain where a Route has none', () => {
    const routes = [route('my.app', { host: '' }), route('s', { host: '', subdomain: 'x' })];
    const model = modelOf(routes, { ingressDomain: 'apps.test' });
    expect(model.answer(get('http://my-app-ns.apps.test/')).rule).toBe('Route ns/my.app');
    expect(model.answer(get('http://x.apps.test/')).rule).toBe('Route ns/s');
    expect(reasons(routes)).toEqual(['Route ns/my.app: NoHostValue', 'Route ns/s: NoHostValue']);
  });

  test('may be had by two namespaces if the IngressController says so', () => {
    const other = route('b', { path: '/b' }, {}, { namespace: 'zz' });
    expect(reasons([route('a', {}), other])).toEqual(['Route zz/b: HostAlreadyClaimed']);
    expect(reasons([route('a', {}), other], { namespaceOwnership: 'InterNamespaceAllowed' })).toEqual([]);
  });

  test('with a label that is too long get past the API server by annotation, and no further', () => {
    const host = `${'a'.repeat(64)}.com`;
    const annotations = { 'route.openshift.io/allow-non-dns-compliant-host': 'true' };
    expect(reasons([route('r', { host })])).toEqual(['Route ns/r: Invalid']);
    expect(reasons([route('r', { host }, annotations)])).toEqual(['Route ns/r: InvalidHost']);
  });
});

describe('header actions', () => {
  const actions = (request: readonly object[], response: readonly object[] = []) => ({
    httpHeaders: { actions: { request, response } },
  });
  const set = (name: string, value: string) => ({ name, action: { type: 'Set', set: { value } } });

  test('act one after the other on what the client sent', () => {
    const spec = actions([
      set('Host', 'inside'),
      set('X-Host', '%[req.hdr(HOST)]'),
      set('X-Last', 'is %{+Q}[req.hdr(x-list),lower] of 100%%'),
      { name: 'X-List', action: { type: 'Delete' } },
    ]);
    const outcome = modelOf([route('r', spec)]).answer(
      get('http://H.com:80/', { headers: { 'X-List': 'A, B', 'X-SSL': '1', proxy: 'x' } }),
    );
    expect(outcome.host).toBe('inside');
    expect(outcome.requestHeaders).toEqual({
      set: { 'x-host': 'inside', 'x-last': 'is "b" of 100%' },
      added: {},
      removed: ['x-ssl', 'proxy', 'x-list'],
    });
  });

  test('of an answer stand there as written where they look something up, and the model says so', () => {
    const model = modelOf([route('r', actions([], [set('X-A', 'a%%b'), set('X-B', '%[res.hdr(x)]')]))]);
    expect(model.answer(get('http://h.com/')).responseHeaders.set).toEqual({ 'x-a': 'a%b', 'x-b': '%[res.hdr(x)]' });
    expect(model.unmodelled).toHaveLength(1);
  });
});

describe('forwarding headers', () => {
  const sent = { 'X-Forwarded-For': '1.1.1.1', 'X-Forwarded-Host': 'evil' };
  test.each([
    ['append', { 'x-forwarded-for': ['1.1.1.1', '2001:db8::1'], 'x-forwarded-host': ['evil', 'h.com'] }],
    ['replace', { 'x-forwarded-for': ['2001:db8::1'], 'x-forwarded-host': ['h.com'] }],
    ['if-none', { 'x-forwarded-for': ['1.1.1.1'], 'x-forwarded-host': ['evil'], 'x-forwarded-port': ['80'] }],
    ['never', { 'x-forwarded-for': ['1.1.1.1'], 'x-forwarded-host': ['evil'] }],
    ['Replace', { 'x-forwarded-for': ['1.1.1.1', '2001:db8::1'] }],
  ])('with set-forwarded-headers %s', (policy, wanted) => {
    const model = modelOf([route('r', {}, { [`${H}/set-forwarded-headers`]: policy })]);
    const headers = model.upstreamHeaders(get('http://h.com/', { headers: sent, clientAddress: '2001:db8::1' }));
    expect(headers).toMatchObject(wanted);
    const forwarded = headers?.forwarded?.[0];
    expect(forwarded).toBe(policy === 'never' ? undefined : 'for="[2001:db8::1]";host=h.com;proto=http');
  });
});

describe('shares', () => {
  const weighted = { to: { name: 'a', weight: 90 }, alternateBackends: [{ kind: 'Service', name: 'b', weight: 10 }] };
  const service = (name: string, more: object = {}) => ({
    metadata: { namespace: 'ns', name },
    spec: { ports: [{ port: 80 }] },
    ...more,
  });
  const sharesOf = (services: readonly object[], spec: object = weighted) =>
    modelOf([route('r', spec)], { services, assumeServicesExist: false })
      .answer(get('http://h.com/'))
      .backends.map(({ backend, weight }) => `${backend} ${weight.toFixed(4)}`);

  test('are what the weights say, and as coarse as HAProxy has them once endpoints are counted', () => {
    expect(sharesOf([service('a'), service('b')])).toEqual(['ns/a:80 0.9000', 'ns/b:80 0.1000']);
    const counted = [service('a', { endpoints: 1 }), service('b', { endpoints: 1 })];
    expect(sharesOf(counted)).toEqual(['ns/a:80 0.9014', 'ns/b:80 0.0986']);
  });

  test('of a Service without endpoints go to the others', () => {
    expect(sharesOf([service('b')])).toEqual(['ns/b:80 1.0000']);
    expect(sharesOf([service('a', { endpoints: 0 }), service('b')])).toEqual(['ns/b:80 1.0000']);
    expect(sharesOf([])).toEqual([]);
  });

  test('of a Service that is named twice follow its last weight', () => {
    const spec = {
      to: { name: 'a', weight: 1 },
      alternateBackends: [
        { name: 'b', weight: 3 },
        { name: 'a', weight: 9 },
      ],
    };
    expect(sharesOf([service('a'), service('b')], spec)).toEqual(['ns/a:80 0.7500', 'ns/b:80 0.2500']);
  });
});

describe('nearest', () => {
  test('tells what stood in the way of the other Routes of the host', () => {
    const tls = { ...edge, insecureEdgeTerminationPolicy: 'None' };
    const model = modelOf([
      route('plain', { path: '/a' }),
      route('secure', { path: '/a/b', tls }),
      route('young', { path: '/a' }, {}, { uid: 'z' }),
      route('other', { host: 'i.com' }),
    ]);
    expect(model.nearest(get('http://h.com/a/b'))).toEqual([
      { rule: 'Route ns/secure', asks: 'edge host h.com, path /a/b', why: 'it is served over TLS only' },
      {
        rule: 'Route ns/young',
        asks: 'host h.com, path /a',
        why: 'it is not admitted: HostAlreadyClaimed, Route ns/plain is older and claims its host and path',
      },
    ]);
    expect(model.answer(get('https://h.com/a'))).toMatchObject({
      status: 503,
      reason: 'no Route: Route ns/plain is not served over https',
    });
  });
});
