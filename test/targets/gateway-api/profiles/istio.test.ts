import { describe, expect, it } from 'vitest';
import { Written, type WrittenChanges } from './written.js';

function written(annotations: Readonly<Record<string, string>>, changes?: WrittenChanges): Written {
  return new Written({ name: 'istio' }, annotations, changes);
}

const LIST = { 'whitelist-source-range': '10.0.0.0/8' };
const TARGET = [{ group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'nginx' }];
const HOSTS = ['app.example.com', 'app.example.com:*'];

function other(path: string, annotations: Readonly<Record<string, string>> = {}): unknown {
  const backend = { service: { name: 'other', port: { number: 80 } } };
  const prefixed = Object.entries(annotations).map(([key, value]) => [`nginx.ingress.kubernetes.io/${key}`, value]);
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'other', namespace: 'default', annotations: Object.fromEntries(prefixed) },
    spec: {
      ingressClassName: 'nginx',
      rules: [{ host: 'app.example.com', http: { paths: [{ path, pathType: 'Prefix', backend }] } }],
    },
  };
}

describe('address lists', () => {
  it('refuse others by DENY, for the host with and without a port, and never allow', () => {
    const found = written({ ...LIST, 'denylist-source-range': '10.9.0.0/16' });
    const to = [{ operation: { hosts: HOSTS, paths: ['/*'] } }];
    expect(found.specs('AuthorizationPolicy')).toEqual([
      {
        targetRefs: TARGET,
        action: 'DENY',
        rules: [
          { from: [{ source: { notRemoteIpBlocks: ['10.0.0.0/8'] } }], to },
          { from: [{ source: { remoteIpBlocks: ['10.9.0.0/16'] } }], to },
        ],
      },
    ]);
    expect(found.item('whitelist-source-range')).toMatchObject({
      verdict: 'approximated',
    });
  });

  it('leave out the paths of other rules below', () => {
    const found = written(LIST, { objects: [other('/open')] });
    expect(JSON.stringify(found.specs('AuthorizationPolicy'))).toContain('"notPaths":["/open","/open/*"]');
  });

  it('that are the same below cover those paths, too', () => {
    const found = written(LIST, { objects: [other('/open', LIST)] });
    expect(JSON.stringify(found.specs('AuthorizationPolicy'))).not.toContain('notPaths');
  });

  it.each([
    ['an expression', { ...LIST, 'use-regex': 'true' }, { path: '/users/[0-9]+' }],
    ['an expression of another rule', LIST, { objects: [other('/x/[0-9]+', { 'use-regex': 'true' })] }],
    ['addresses that a proxy names', LIST, { config: { 'use-forwarded-headers': 'true' } }],
    [
      'a password that would be enough',
      { ...LIST, 'auth-type': 'basic', 'auth-secret': 'users', satisfy: 'any' },
      undefined,
    ],
  ])('are withheld with %s', (_what, annotations, changes) => {
    const found = written(annotations, changes);
    expect(found.conversion.withheld.map(({ object }) => object.name)).toContain('sample');
    expect(found.specs('AuthorizationPolicy')).toEqual([]);
    expect(found.item('whitelist-source-range').code).toBe('RS1714');
  });

  it('are left out where their loss is accepted', () => {
    const found = written(
      { ...LIST, 'use-regex': 'true' },
      {
        path: '/users/[0-9]+',
        options: { accept: ['whitelist-source-range'] },
      },
    );
    expect(found.conversion.withheld).toEqual([]);
    expect(found.specs('AuthorizationPolicy')).toEqual([]);
  });
});

describe('a prefix', () => {
  const slow = { 'auth-type': 'basic', 'auth-secret': 'users', 'use-regex': 'true' };

  it('is held back where Istio would try it before an expression with a guard', () => {
    const found = written(slow, { path: '/app/private/[0-9]+', objects: [other('/app')] });
    expect(found.conversion.withheld.map(({ object }) => object.name).sort()).toEqual(['other', 'sample']);
  });

  it('of everything is not: it comes last', () => {
    const found = written(slow, { path: '/app/private/[0-9]+', objects: [other('/')] });
    expect(found.conversion.withheld.map(({ object }) => object.name)).toEqual(['sample']);
  });
});

describe('a DestinationRule', () => {
  it('says for a Service what its rules ask for', () => {
    const found = written({
      affinity: 'cookie',
      'session-cookie-name': 'route',
      'session-cookie-samesite': 'Lax',
      'proxy-connect-timeout': '3',
      'backend-protocol': 'HTTPS',
    });
    const attributes = [{ name: 'HttpOnly' }, { name: 'SameSite', value: 'Lax' }];
    expect(found.specs('DestinationRule')).toEqual([
      {
        host: 'web.default.svc.cluster.local',
        trafficPolicy: {
          connectionPool: { tcp: { connectTimeout: '3s' } },
          loadBalancer: { consistentHash: { httpCookie: { name: 'route', path: '/', ttl: '0s', attributes } } },
          tls: { mode: 'SIMPLE', insecureSkipVerify: true },
        },
      },
    ]);
    expect(found.specs('BackendTLSPolicy')).toEqual([]);
  });

  it('is one for each Service: who wants otherwise is told', () => {
    const backend = { service: { name: 'web', port: { number: 80 } } };
    const annotations = { 'nginx.ingress.kubernetes.io/proxy-connect-timeout': '9' };
    const second = {
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: { name: 'second', namespace: 'default', annotations },
      spec: {
        ingressClassName: 'nginx',
        rules: [{ host: 'b.example.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } }],
      },
    };
    const found = written({ 'proxy-connect-timeout': '3' }, { objects: [second] });
    expect(found.specs('DestinationRule')).toHaveLength(1);
    expect(found.conversion.items.filter(({ code }) => code === 'RS2470')).toHaveLength(1);
  });

  it.each([
    ['$http_x_user_id', { httpHeaderName: 'x-user-id' }],
    ['$arg_user', { httpQueryParameterName: 'user' }],
    ['$cookie_sid', { httpCookie: { name: 'sid' } }],
    ['$binary_remote_addr', { useSourceIp: true }],
  ])('hashes %s', (key, consistentHash) => {
    const found = written({ 'upstream-hash-by': key });
    expect(found.specs('DestinationRule')).toMatchObject([{ trafficPolicy: { loadBalancer: { consistentHash } } }]);
  });

  it('does not hash what it has no words for', () => {
    const found = written({ 'upstream-hash-by': '$request_uri' });
    expect(found.specs('DestinationRule')).toEqual([]);
    expect(found.item('upstream-hash-by').verdict).toBe('unsupported');
  });
});

describe('with the profile openshift', () => {
  it('there are no policies, because they are unsupported there', () => {
    const found = new Written({ name: 'openshift' }, { ...LIST, affinity: 'cookie', 'proxy-connect-timeout': '3' });
    expect(found.specs('AuthorizationPolicy')).toEqual([]);
    expect(found.specs('DestinationRule')).toEqual([]);
    expect(found.conversion.withheld).toHaveLength(1);
  });
});
