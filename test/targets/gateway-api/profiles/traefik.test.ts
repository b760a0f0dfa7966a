import { describe, expect, it } from 'vitest';
import { ingressNginx } from '../../../../src/mappings/ingress-nginx.js';
import { loadCrds } from '../../../crds/crd-validator.js';
import { convertSample } from '../../../mappings/sample-ingress.js';
import { crdsOf, Written, type WrittenChanges } from './written.js';

function written(annotations: Readonly<Record<string, string>>, changes?: WrittenChanges, version?: string): Written {
  return new Written({ name: 'traefik', version }, annotations, changes);
}

const USERS = {
  apiVersion: 'v1',
  kind: 'Secret',
  metadata: { name: 'users', namespace: 'default' },
  data: { auth: 'c2FtcGxl' },
};
const PASSWORDS = { 'auth-type': 'basic', 'auth-secret': 'users' };

describe('passwords', () => {
  it('are checked by a Middleware that keeps them from the backend', () => {
    const found = written({ ...PASSWORDS, 'auth-realm': 'Staff' }, { objects: [USERS] });
    expect(found.specs('Middleware')).toEqual([{ basicAuth: { secret: 'users', realm: 'Staff', removeHeader: true } }]);
    expect(found.item('auth-secret')).toMatchObject({ verdict: 'converted', severity: 'info' });
  });

  it('are told to need one key where the Secret is not in the input', () => {
    expect(written(PASSWORDS).item('auth-secret')).toMatchObject({ severity: 'warning', code: 'RS2650' });
  });

  it('in a Secret that Traefik cannot read become an instruction', () => {
    const found = written({ ...PASSWORDS, 'auth-secret-type': 'auth-map' });
    expect(found.specs('Middleware')).toEqual([{ basicAuth: { secret: 'users-users', removeHeader: true } }]);
    expect(found.item('auth-secret')).toMatchObject({ verdict: 'manual' });
    const two = { ...USERS, data: { auth: 'c2FtcGxl', more: 'c2FtcGxl' } };
    expect(written(PASSWORDS, { objects: [two] }).item('auth-secret').next).toContain('Make Secret users-users');
  });

  it('are written in the shape that Traefik reads where the flag asks for it', () => {
    const users = { ...USERS, data: { alice: Buffer.from('{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=').toString('base64') } };
    const changes = { objects: [users], options: { emitSecrets: true } };
    const found = written({ ...PASSWORDS, 'auth-secret-type': 'auth-map' }, changes);
    expect(found.conversion.emitted.map(({ object }) => object).find(({ kind }) => kind === 'Secret')).toMatchObject({
      metadata: { name: 'users-users', namespace: 'default' },
      stringData: { auth: 'alice:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=\n' },
    });
    expect(found.item('auth-secret').verdict).toBe('converted');
    expect(JSON.stringify(found.conversion.items)).not.toContain('W6ph5');
  });

  it('stay checked where Traefik leaves the rule out and a broader one would take its requests', () => {
    const found = written(PASSWORDS, { path: '/admin', objects: [open('/')] });
    const closed = found.rules().filter(({ backendRefs }) => backendRefs === undefined);
    expect(closed.map(({ matches }) => matches)).toEqual([[{ path: { type: 'PathPrefix', value: '/admin' } }]]);
    expect(
      written(PASSWORDS)
        .rules()
        .every(({ backendRefs }) => backendRefs !== undefined),
    ).toBe(true);
  });
});

describe('every guard', () => {
  it.each([
    [{ 'whitelist-source-range': '10.0.0.0/8' }],
    [{ 'auth-url': 'http://auth.default.svc.cluster.local/verify' }],
    [{ 'limit-rps': '5' }],
  ])('of %j closes its paths where its Middleware is not there', (annotations) => {
    const found = written(annotations, { path: '/admin', objects: [open('/')] });
    const closed = found.rules().filter(({ backendRefs }) => backendRefs === undefined);
    expect(closed).toHaveLength(1);
  });
});

describe('the order of filters', () => {
  it('is that of nginx', () => {
    const found = written(
      {
        ...PASSWORDS,
        'enable-cors': 'true',
        'limit-rps': '5',
        'limit-connections': '3',
        'whitelist-source-range': '10.0.0.0/8',
        'auth-url': 'http://auth.default.svc.cluster.local/verify',
        'proxy-body-size': '1m',
        'proxy-next-upstream-tries': '2',
        'rewrite-target': '/$1/$2',
      },
      { path: '/a/([0-9]+)/(.*)', tls: true },
    );
    expect(found.filters()).toEqual([
      'ResponseHeaderModifier',
      'sample-cors',
      'sample-rate-limit',
      'sample-concurrency',
      'sample-allow-list',
      'sample-forward-auth',
      'sample-auth',
      'sample-body-limit',
      'sample-rewrite',
      'sample-retry',
    ]);
  });
});

describe('external authentication', () => {
  it('asks the address as it is written', () => {
    const found = written({ 'auth-url': 'https://login.example.com/verify?app=1', 'auth-response-headers': 'X-User' });
    expect(found.specs('Middleware')).toEqual([
      { forwardAuth: { address: 'https://login.example.com/verify?app=1', authResponseHeaders: ['X-User'] } },
    ]);
  });

  it.each([
    ['an address with variables', { 'auth-url': 'https://$host/oauth2/auth' }, undefined],
    [
      'the sign-in page of oauth2-proxy',
      {
        'auth-url': 'http://oauth2-proxy.auth.svc.cluster.local/oauth2/auth',
        'auth-signin': 'https://$host/oauth2/start?rd=$escaped_request_uri',
      },
      undefined,
    ],
    [
      'a sign-in page before Traefik 3.7',
      { 'auth-url': 'http://auth.a.svc/verify', 'auth-signin': 'https://login.example.com/' },
      '3.6',
    ],
  ])('is withheld with %s', (_what, annotations, version) => {
    const found = written(annotations, {}, version);
    expect(found.conversion.withheld).toHaveLength(1);
    expect(found.specs('Middleware')).toEqual([]);
    expect(found.item('auth-url')).toMatchObject({ code: 'RS1712', severity: 'error' });
  });
});

describe('addresses', () => {
  it('are those of connections unless the controller trusts what a proxy says', () => {
    const list = { 'whitelist-source-range': '10.0.0.0/8,192.168.1.1' };
    const sourceRange = ['10.0.0.0/8', '192.168.1.1'];
    expect(written(list).specs('Middleware')).toEqual([{ ipAllowList: { sourceRange } }]);
    expect(written(list, { config: { 'use-forwarded-headers': 'true' } }).specs('Middleware')).toEqual([
      { ipAllowList: { sourceRange, ipStrategy: { depth: 1 } } },
    ]);
  });

  it('that are denied keep the rule back, also beside an allow list', () => {
    const found = written({ 'denylist-source-range': '203.0.113.0/24', 'whitelist-source-range': '10.0.0.0/8' });
    expect(found.conversion.withheld).toHaveLength(1);
    expect(found.item('denylist-source-range').message).toContain('ipAllowList only');
  });

  it('or passwords, whichever is enough, keep the rule back', () => {
    const found = written({ ...PASSWORDS, 'whitelist-source-range': '10.0.0.0/8', satisfy: 'any' });
    expect(found.conversion.withheld).toHaveLength(1);
    expect(found.specs('Middleware')).toEqual([]);
  });
});

describe('limits', () => {
  it('let through at once what the leaky bucket of nginx lets through', () => {
    const criterion = { sourceCriterion: { ipStrategy: { depth: 0 } } };
    const found = written({ 'limit-rpm': '30', 'limit-burst-multiplier': '2', 'limit-connections': '4' });
    expect(found.specs('Middleware')).toEqual([
      { inFlightReq: { amount: 4, ...criterion } },
      { rateLimit: { average: 30, period: '60s', burst: 61, ...criterion } },
    ]);
    expect(found.item('limit-rpm').message).toContain('30 × 2 + 1');
  });
});

describe('backends', () => {
  it('with cookies, times and TLS become TraefikServices', () => {
    const found = written({
      affinity: 'cookie',
      'session-cookie-name': 'route',
      'session-cookie-samesite': 'Lax',
      'proxy-connect-timeout': '3',
      'backend-protocol': 'HTTPS',
    });
    expect(found.specs('TraefikService')).toEqual([
      {
        weighted: {
          services: [
            {
              kind: 'Service',
              name: 'web',
              port: 80,
              scheme: 'https',
              sticky: { cookie: { name: 'route', httpOnly: true, sameSite: 'lax' } },
              serversTransport: 'sample-transport',
            },
          ],
        },
      },
    ]);
    expect(found.specs('ServersTransport')).toEqual([
      { insecureSkipVerify: true, forwardingTimeouts: { dialTimeout: '3s' } },
    ]);
    expect(found.specs('BackendTLSPolicy')).toEqual([]);
    expect(found.rules()[0]?.backendRefs).toEqual([{ group: 'traefik.io', kind: 'TraefikService', name: 'web' }]);
  });

  it('of gRPC stay Services, and what would need more is told', () => {
    const found = written({ affinity: 'cookie', 'backend-protocol': 'GRPC' });
    expect(found.specs('TraefikService')).toEqual([]);
    expect(found.item('affinity')).toMatchObject({ verdict: 'unsupported', code: 'RS2665' });
  });

  it('that two rules want otherwise have the configuration of the first, and the other is told', () => {
    const other = open('/other', { 'nginx.ingress.kubernetes.io/proxy-connect-timeout': '9' });
    const found = written({ 'proxy-connect-timeout': '3' }, { objects: [other] });
    expect(found.specs('TraefikService')).toHaveLength(1);
    const told = found.conversion.items.filter(({ code }) => code === 'RS2470');
    expect(told.map(({ annotation }) => annotation)).toEqual(['nginx.ingress.kubernetes.io/proxy-connect-timeout']);
  });
});

describe('versions', () => {
  it('before 3.7 try again on broken connections only', () => {
    const retries = { 'proxy-next-upstream': 'error http_502', 'proxy-next-upstream-tries': '4' };
    expect(written(retries, {}, '3.6').specs('Middleware')).toEqual([{ retry: { attempts: 4 } }]);
    expect(written(retries).specs('Middleware')).toEqual([{ retry: { attempts: 4, status: ['502'] } }]);
  });

  it('before 3.6 have no strategy by answering time', () => {
    const strategies = (version: string): unknown =>
      written({ 'load-balance': 'ewma' }, {}, version).specs('TraefikService');
    expect(JSON.stringify(strategies('3.5'))).toContain('"p2c"');
    expect(JSON.stringify(strategies('3.6'))).toContain('"leasttime"');
  });
});

describe('what core Gateway API has', () => {
  it('is never written where Traefik answers 500 for it, or ignores it', () => {
    const found = written({
      'enable-cors': 'true',
      'proxy-read-timeout': '30',
      'mirror-target': 'http://mirror.default.svc.cluster.local:8080$request_uri',
    });
    const text = JSON.stringify(found.rules());
    for (const word of ['"CORS"', '"RequestMirror"', '"timeouts"']) expect(text).not.toContain(word);
    expect(JSON.stringify(found.specs('TraefikService'))).toContain('"percent":100');
  });

  it('rewrites by variables other than groups are withheld', () => {
    const found = written({ 'rewrite-target': '/$host/$1' }, { path: '/x/(.*)' });
    expect(found.conversion.withheld).toHaveLength(1);
  });
});

describe('a wildcard host', () => {
  const toldOf = (found: ReturnType<typeof written>) =>
    found.conversion.items.flatMap((item) => [item, ...item.also]).filter(({ code }) => code === 'RS2666');

  it('with a longer path takes none from the hosts below it: their rules get the path, too', () => {
    const wild = open('/public', {}, '*.example.com');
    const found = written(PASSWORDS, { objects: [wild] });
    expect(toldOf(found).map(({ severity }) => severity)).toEqual(['info']);
    const paths = found.rules().map((rule) => JSON.stringify(rule));
    expect(paths.filter((rule) => rule.includes('/public') && rule.includes('ExtensionRef'))).toHaveLength(1);
    const both = written(PASSWORDS, { objects: [wild, open('/public')] });
    expect(toldOf(both)).toEqual([]);
  });

  it('takes nothing of a guarded host below it that no path of this host names', () => {
    const found = written(PASSWORDS, { path: '/admin', objects: [open('/', {}, '*.example.com')] });
    expect(toldOf(found).map(({ severity }) => severity)).toEqual(['warning']);
    const unguarded = written({}, { path: '/admin', objects: [open('/', {}, '*.example.com')] });
    expect(toldOf(unguarded)).toEqual([]);
  });
});

const CRDS = crdsOf('traefik-v3.7');

describe.skipIf(CRDS === undefined)('the CRDs of Traefik (needs ../shared/crds)', () => {
  it.each(ingressNginx.mapping.annotations.map((entry) => [entry.key, entry] as const))(
    'accept what becomes of %s',
    (_key, entry) => {
      const { emitted } = convertSample(entry, 'standard', { options: { profile: { name: 'traefik' } } });
      const own = emitted.filter(({ object }) => object.apiVersion.startsWith('traefik.io/'));
      const validator = loadCrds(CRDS ?? '');
      expect(own.flatMap(({ object }) => validator.validate(object))).toEqual([]);
    },
  );
});

/** An Ingress for another path of the same host, without guards. */
function open(path: string, annotations: Readonly<Record<string, string>> = {}, host = 'app.example.com'): unknown {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: `other-${host.length}`, namespace: 'default', annotations },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host, http: { paths: [{ path, pathType: 'Prefix', backend }] } }],
    },
  };
}
