import { describe, expect, it } from 'vitest';
import { aclOf } from '../../../../src/targets/gateway-api/profiles/kgateway/acl.js';
import { Written, type WrittenChanges } from './written.js';

function written(annotations: Readonly<Record<string, string>>, changes?: WrittenChanges): Written {
  return new Written({ name: 'kgateway' }, annotations, changes);
}

const TARGET = [{ group: 'gateway.networking.k8s.io', kind: 'HTTPRoute', name: 'sample-app.example.com' }];

function secret(auth: string): unknown {
  const data = { auth: Buffer.from(auth).toString('base64') };
  return { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'users', namespace: 'default' }, data };
}

describe('the acl', () => {
  const list = (allow: readonly string[] | undefined, deny: readonly string[] | undefined) =>
    aclOf({
      allow: allow === undefined ? undefined : { value: allow, from: [] },
      deny: deny === undefined ? undefined : { value: deny, from: [] },
    });

  it('allows a list and nobody else', () => {
    expect(list(['10.0.0.0/8'], undefined)).toEqual({
      defaultAction: 'deny',
      rules: [{ cidrs: ['10.0.0.0/8'], action: 'allow' }],
      denyResponse: { statusCode: 403 },
    });
  });

  it.each([
    ['10.1.0.0/16', '10.0.0.0/8'],
    ['10.0.0.0/8', '10.0.0.0/8'],
    ['10.2.3.4', '10.2.0.0/16'],
    ['2001:db8:1::/48', '2001:db8::/32'],
    ['::ffff:10.0.0.1', '::ffff:0:0/96'],
  ])('leaves %s out within the denied %s, which would win by its longer prefix', (allowed, denied) => {
    expect(list([allowed], [denied]).rules).toEqual([{ cidrs: [denied], action: 'deny' }]);
  });

  it.each([
    ['10.0.0.0/8', '10.9.0.0/16'],
    ['192.168.0.0/16', '10.0.0.0/8'],
    ['0.0.0.0/0', '::/0'],
  ])('keeps %s beside the denied %s', (allowed, denied) => {
    expect(list([allowed], [denied]).rules).toEqual([
      { cidrs: [allowed], action: 'allow' },
      { cidrs: [denied], action: 'deny' },
    ]);
  });
});

describe('passwords', () => {
  const auth = { 'auth-type': 'basic', 'auth-secret': 'users' };

  it('are kept where they may be {SHA}, and taken away before the backend', () => {
    const found = written(auth);
    expect(found.specs('TrafficPolicy')).toEqual([
      { targetRefs: TARGET, basicAuth: { secretRef: { name: 'users', key: 'auth' } } },
    ]);
    expect(found.rules()[0]?.filters).toEqual([
      { type: 'RequestHeaderModifier', requestHeaderModifier: { remove: ['Authorization'] } },
    ]);
    expect(found.item('auth-secret').severity).toBe('warning');
  });

  it.each([
    ['digest', { ...auth, 'auth-type': 'digest' }],
    ['a key for each user', { ...auth, 'auth-secret-type': 'auth-map' }],
    ['an address that would be enough', { ...auth, 'whitelist-source-range': '10.0.0.0/8', satisfy: 'any' }],
  ])('are withheld with %s', (_what, annotations) => {
    const found = written(annotations);
    expect(found.conversion.withheld).toHaveLength(1);
    expect(found.specs('TrafficPolicy')).toEqual([]);
  });

  it('are named by their keys in the Secret', () => {
    expect(
      written(auth, { objects: [secret('alice:{SHA}W6ph5Mm5Pz8GgiULbPgzG37mj9g=')] }).specs('TrafficPolicy'),
    ).toHaveLength(1);
  });
});

describe('external authentication', () => {
  it('is a GatewayExtension, allowed to reach its Service', () => {
    const found = written({ 'auth-url': 'http://auth.other.svc.cluster.local:8080/verify' });
    expect(found.specs('GatewayExtension')).toEqual([
      {
        extAuth: {
          httpService: { backendRef: { name: 'auth', namespace: 'other', port: 8080 }, pathPrefix: '/verify' },
          headersToForward: ['Cookie'],
        },
      },
    ]);
    expect(found.specs('ReferenceGrant')).toEqual([
      {
        from: [{ group: 'gateway.kgateway.dev', kind: 'GatewayExtension', namespace: 'default' }],
        to: [{ group: '', kind: 'Service', name: 'auth' }],
      },
    ]);
    expect(found.filters()).toEqual([]);
  });

  it.each([
    ['oauth2-proxy', 'http://oauth2-proxy.auth.svc.cluster.local/oauth2/auth'],
    ['an address that depends on the request', 'https://$host/verify'],
    ['TLS', 'https://auth.default.svc.cluster.local/verify'],
  ])('is withheld for %s', (_what, url) => {
    const found = written({ 'auth-url': url });
    expect(found.conversion.withheld).toHaveLength(1);
    expect(found.item('auth-url').code).toBe('RS1712');
  });
});

describe('limits of requests', () => {
  it('per client are withheld: the bucket of kgateway is one for all', () => {
    const found = written({ 'limit-rps': '5' });
    expect(found.conversion.withheld).toHaveLength(1);
    expect(found.item('limit-rps').message).toContain('one bucket for all clients');
  });
});

describe('a TrafficPolicy', () => {
  it('carries what a rule asks for, and the 15 seconds are switched off on all of them', () => {
    const found = written(
      {
        'proxy-read-timeout': '120',
        'proxy-body-size': '10240k',
        'proxy-next-upstream': 'error http_503',
        'proxy-next-upstream-tries': '3',
        'rewrite-target': '/v$1/$2',
      },
      { path: '/api/([0-9]+)/(.*)' },
    );
    expect(found.specs('TrafficPolicy')).toEqual([
      {
        targetRefs: TARGET,
        timeouts: { streamIdle: '120s' },
        buffer: { maxRequestSize: '10Mi' },
        retry: {
          retryOn: ['connect-failure', 'refused-stream', 'retriable-status-codes'],
          statusCodes: [503],
          attempts: 2,
        },
        urlRewrite: { pathRegex: { pattern: '(?i)^/api/([0-9]+)/(.*).*', substitution: '/v\\1/\\2' } },
      },
    ]);
    expect(written({}).rules()[0]?.timeouts).toEqual({ request: '0s' });
  });

  it('has no buffer for bodies of 4Gi and more, which is told', () => {
    const found = written({ 'proxy-body-size': '4g' });
    expect(found.specs('TrafficPolicy')).toEqual([]);
    expect(found.item('proxy-body-size').verdict).toBe('unsupported');
  });
});

describe('a BackendConfigPolicy', () => {
  it('says for a Service what its rules ask for, and other rules of it are told', () => {
    const backend = { service: { name: 'web', port: { number: 80 } } };
    const other = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'other', namespace: 'default' },
      spec: {
        ingressClassName: 'nginx',
        rules: [{ host: 'b.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      },
    };
    const annotations = { 'proxy-connect-timeout': '3', 'backend-protocol': 'HTTPS', 'load-balance': 'ewma' };
    const found = written(annotations, { objects: [other] });
    expect(found.specs('BackendConfigPolicy')).toEqual([
      {
        targetRefs: [{ group: '', kind: 'Service', name: 'web' }],
        connectTimeout: '3s',
        loadBalancer: { leastRequest: {} },
        tls: { insecureSkipVerify: true },
      },
    ]);
    const told = found.conversion.items.filter(({ code }) => code === 'RS2690');
    expect(told.map(({ object }) => object?.name)).toEqual(['other']);
  });
});
