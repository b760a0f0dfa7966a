import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../../src/conversion.js';
import { convert } from '../../../src/convert.js';
import { parseText } from '../../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS, keepsKeyPairs } from '../../../src/options.js';
import { jsonReport } from '../../../src/reports/json.js';

const CERTIFICATE = '-----BEGIN CERTIFICATE-----\nY2VydGlmaWNhdGU=\n-----END CERTIFICATE-----\n';
const AUTHORITY = '-----BEGIN CERTIFICATE-----\nYXV0aG9yaXR5\n-----END CERTIFICATE-----\n';
const KEY = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n-----END PRIVATE KEY-----\n';

function routesOf(conversion: Conversion): Record<string, unknown>[] {
  return conversion.emitted.map(({ object }) => JSON.parse(JSON.stringify(object)) as Record<string, unknown>);
}

function converted(items: readonly object[], changes: Partial<ConvertOptions> = {}): Conversion {
  const options = { ...DEFAULT_OPTIONS, from: 'openshift-route', to: 'openshift-route', ...changes } as const;
  const text = JSON.stringify({ apiVersion: 'v1', kind: 'List', items });
  const parsed = parseText({ file: 'input.yaml', text }, { keepKeyPairs: keepsKeyPairs(options) });
  return convert({ ...parsed, inputs: 1 }, options);
}

function route(metadata: object, spec: object = {}): object {
  return {
    apiVersion: 'v1',
    kind: 'Route',
    metadata: { name: 'shop', namespace: 'shop', ...metadata },
    spec: { host: 'a.com', to: { kind: 'Service', name: 'web' }, ...spec },
  };
}

function tlsOf(items: readonly object[]): unknown {
  return routesOf(converted(items)).map(({ spec }) => (spec as { tls?: unknown }).tls);
}

describe('a Route that is written again', () => {
  it('is of the API of today, without what the cluster wrote', () => {
    const written = {
      ...route(
        {
          uid: 'u',
          resourceVersion: '1',
          annotations: {
            'kubectl.kubernetes.io/last-applied-configuration': '{}',
            'haproxy.router.openshift.io/timeout': '5s',
          },
        },
        { to: { kind: 'Service', name: 'web', weight: 100 }, wildcardPolicy: 'None', path: '' },
      ),
      status: { ingress: [{ host: 'a.com' }] },
    };
    expect(routesOf(converted([written]))).toEqual([
      {
        apiVersion: 'route.openshift.io/v1',
        kind: 'Route',
        metadata: { name: 'shop', namespace: 'shop', annotations: { 'haproxy.router.openshift.io/timeout': '5s' } },
        spec: { host: 'a.com', to: { kind: 'Service', name: 'web' } },
      },
    ]);
  });

  it.each<[string, object]>([
    ['in its field', { certificate: CERTIFICATE, key: KEY }],
    ['in the field of the certificate', { certificate: KEY + CERTIFICATE }],
  ])('has its key %s once more, and no report has it', (_where, fields) => {
    const items = [route({}, { tls: { termination: 'edge', ...fields, caCertificate: AUTHORITY } })];
    expect(tlsOf(items)).toEqual([
      { termination: 'edge', certificate: CERTIFICATE, key: KEY, caCertificate: AUTHORITY },
    ]);
    const report = [...jsonReport(converted(items), { name: 'routeshift', version: '0' })].join('');
    expect(report).not.toContain('c2VjcmV0');
    expect(report).not.toContain('Y2VydGlmaWNhdGU=');
  });

  it('is told to lack its key where the input does', () => {
    const conversion = converted([route({}, { tls: { termination: 'edge', certificate: CERTIFICATE } })]);
    expect(conversion.items.flatMap(({ code, severity }) => (code === 'RS2155' ? [severity] : []))).toEqual(['error']);
  });

  it('is the last of its name', () => {
    const conversion = converted([route({}), route({}, { host: 'b.com' })]);
    expect(routesOf(conversion).map(({ spec }) => (spec as { host: string }).host)).toEqual(['b.com']);
    const said = conversion.items.filter(({ message }) => /a later Route of the input/.test(message));
    expect(said.map(({ field }) => field)).toEqual(['spec.host', 'spec.to']);
  });

  it('is told to be overwritten where the controller made it of an Ingress', () => {
    const owner = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'web', controller: true, uid: 'u' };
    const conversion = converted([route({ ownerReferences: [owner] })]);
    expect(conversion.items.find(({ code }) => code === 'RS2151')?.message).toContain('of Ingress web');
  });

  it('names a Service once', () => {
    const backend = (name: string, weight: number) => ({ kind: 'Service', name, weight });
    const spec = { alternateBackends: [backend('b', 1), backend('c', 2), backend('b', 3)] };
    const [written] = routesOf(converted([route({}, spec)]));
    expect(written?.spec).toMatchObject({ alternateBackends: [backend('b', 3), backend('c', 2)] });
  });
});

describe('Routes that cannot all be served', () => {
  const GUARD = { annotations: { 'haproxy.router.openshift.io/ip_whitelist': '10.0.0.0/8' } };
  const EDGE = { tls: { termination: 'edge' } };

  function severities(...items: readonly object[]): string[] {
    return converted(items).items.flatMap(({ code, severity }) => (code === 'RS2154' ? [severity] : []));
  }

  it('are warned of', () => {
    expect(severities(route({}), route({ name: 'twin' }))).toEqual(['warning', 'warning']);
    expect(severities(route({}), route({ name: 'other', namespace: 'blog' }, { path: '/blog' }))).toEqual([
      'warning',
      'warning',
    ]);
    expect(severities(route({}), route({ name: 'other' }, { path: '/other' }))).toEqual([]);
  });

  it('are errors where protections hang on who is served', () => {
    expect(severities(route({}), route({ name: 'twin', ...GUARD }))).toEqual(['error', 'error']);
    expect(
      severities(route({}, EDGE), route({ name: 'b', ...GUARD }, { tls: { termination: 'passthrough' } })),
    ).toEqual(['error', 'error']);
  });

  it('are errors where a wider, protected Route takes over https from the one that has none', () => {
    const [plain, secure] = [route({}, { path: '/foo' }), route({ name: 'twin' }, { path: '/foo', ...EDGE })];
    expect(severities(plain, secure, route({ name: 'wide', ...GUARD }, EDGE))).toEqual(['error', 'error']);
    expect(severities(plain, secure, route({ name: 'beside', ...GUARD }, { path: '/bar', ...EDGE }))).toEqual([
      'warning',
      'warning',
    ]);
  });
});

describe('a Route that an Ingress is frozen to', () => {
  const service = { name: 'web', port: { name: 'http' } };
  const ingress = {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name: 'web', namespace: 'shop', labels: { app: 'web' } },
    spec: {
      tls: [{ hosts: ['a.com'], secretName: 'pair' }],
      rules: [{ host: 'a.com', http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service } }] } }],
    },
  };
  const secret = {
    apiVersion: 'v1',
    kind: 'Secret',
    metadata: { name: 'pair', namespace: 'shop' },
    type: 'kubernetes.io/tls',
    data: { 'tls.crt': btoa(CERTIFICATE), 'tls.key': btoa(KEY) },
  };

  it('refers to its Secret, which the router may read', () => {
    const conversion = converted([ingress, secret], { from: 'openshift-ingress' });
    expect(routesOf(conversion).map(({ kind }) => kind)).toEqual(['Role', 'RoleBinding', 'Route']);
    expect(JSON.stringify(routesOf(conversion))).not.toContain('PRIVATE KEY');
  });

  it('has copies where they are asked for, and no report has them', () => {
    const conversion = converted([ingress, secret], { from: 'openshift-ingress', inlineCertificates: true });
    expect(routesOf(conversion).map(({ spec }) => (spec as { tls?: unknown }).tls)).toEqual([
      { termination: 'edge', insecureEdgeTerminationPolicy: 'Redirect', certificate: CERTIFICATE, key: KEY },
    ]);
    const report = [...jsonReport(conversion, { name: 'routeshift', version: '0' })].join('');
    expect(report).not.toContain('c2VjcmV0');
  });
});
