import { describe, expect, it } from 'vitest';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { jsonReport } from '../../src/reports/json.js';
import { type Case, converted } from './arbitraries.js';
import { emittedOf, valuesAt } from './output.js';
import { emittedPlacesExist, foreignReferencesAreGranted, namesAreUnique, routesAttach } from './promises.js';
import { faultsOfReport } from './published-report.js';

const PREFIX = 'nginx.ingress.kubernetes.io';

interface Parts {
  readonly name?: string;
  readonly namespace?: string | undefined;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec: object;
}

function ingress(parts: Parts) {
  const { name = 'web', annotations = {}, spec } = parts;
  const namespace = 'namespace' in parts ? parts.namespace : 'default';
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      ...(namespace === undefined ? {} : { namespace }),
      annotations: Object.fromEntries(Object.entries(annotations).map(([key, value]) => [`${PREFIX}/${key}`, value])),
    },
    spec: { ingressClassName: 'nginx', ...spec },
  };
}

function backend(port: object = { number: 80 }) {
  return { service: { name: 'app', port } };
}

function rule(host: string | undefined, path = '/', port?: object) {
  return {
    ...(host === undefined ? {} : { host }),
    http: { paths: [{ path, pathType: 'Prefix', backend: backend(port) }] },
  };
}

function caseOf(objects: Case['objects'], options: Partial<ConvertOptions> = {}): Case {
  return { objects, options: { ...DEFAULT_OPTIONS, ...options } };
}

function lostIn(example: Case): string[] {
  return converted(example).items.flatMap((i) => (i.code === 'RS0001' ? [i.annotation ?? i.field] : []));
}

/** Inputs that the properties were once broken by; each stays as it was found, made small. */
describe('counterexamples', () => {
  it('client certificates of an Ingress without host are not lost: its backend is withheld', () => {
    const example = caseOf([
      ingress({ annotations: { 'auth-tls-secret': 'default/ca' }, spec: { rules: [rule(undefined)] } }),
    ]);
    expect(JSON.stringify(emittedOf(converted(example)).map((o) => o.spec))).not.toContain('"app"');
  });

  it.each<Partial<ConvertOptions>>([{ gatewayNamespace: 'infra' }, { gatewayNamespace: 'infra', gatewayName: 'edge' }])(
    'one Gateway per namespace, all of them in one namespace: each has a name of its own (%j)',
    (chosen) => {
      const example = caseOf(
        [
          ingress({ spec: { rules: [rule(undefined)] } }),
          ingress({ name: 'api', namespace: 'other', spec: { rules: [rule('a.com')] } }),
        ],
        { gatewayPer: 'namespace', ...chosen },
      );
      const conversion = converted(example);
      expect(namesAreUnique(conversion, example.options)).toEqual([]);
      expect(routesAttach(conversion, example.options)).toEqual([]);
    },
  );

  it.each<Readonly<Record<string, string>>>([
    { 'rewrite-target': '/$1' },
    { 'upstream-vhost': 'internal.example.com' },
    { 'mirror-target': 'http://mirror.other.svc.cluster.local$request_uri' },
    { 'force-ssl-redirect': 'true' },
    { 'enable-cors': 'true' },
    { 'backend-protocol': 'GRPC' },
    { 'proxy-read-timeout': '300', 'proxy-send-timeout': '120' },
    {
      'auth-url': 'https://auth.example.com/check',
      'auth-signin': 'https://auth.example.com/start?rd=$escaped_request_uri',
    },
    { 'auth-url': 'http://auth.default.svc.cluster.local/verify', 'auth-keepalive': '16' },
    { 'temporal-redirect': 'https://www.example.com/maintenance', 'ssl-redirect': 'false' },
  ])('on a host without paths, %j is not lost sight of', (annotations) => {
    expect(lostIn(caseOf([ingress({ annotations, spec: { rules: [{ host: 'a.b.com' }] } })]))).toEqual([]);
  });

  it.each<readonly [string, Parts]>([
    [
      'a redirect on a catch-all, where the controller does not redirect',
      {
        annotations: { 'temporal-redirect': 'https://example.com/x', 'temporal-redirect-code': '307' },
        spec: { defaultBackend: backend() },
      },
    ],
    [
      'authentication of paths that are exempt from it',
      {
        annotations: { 'auth-type': 'basic', 'auth-secret': 'users' },
        spec: { rules: [rule('a.com', '/.well-known/acme-challenge')] },
      },
    ],
    [
      'authentication of paths that are redirected before',
      {
        annotations: {
          'auth-url': 'http://auth.default.svc.cluster.local/verify',
          'rewrite-target': 'https://moved.example.com/$1',
        },
        spec: { rules: [rule('a.com')] },
      },
    ],
    [
      'authentication of exempt paths of a catch-all',
      {
        annotations: { 'auth-url': 'https://auth.example.com/check' },
        spec: { rules: [rule(undefined, '/.well-known/acme-challenge')] },
      },
    ],
    [
      'the paths of a passthrough host with TLS',
      {
        annotations: { 'ssl-passthrough': 'true' },
        spec: { tls: [{ hosts: ['a.com'], secretName: 'tls' }], rules: [rule('a.com')] },
      },
    ],
    [
      'a path of a passthrough host that is not its root',
      { annotations: { 'ssl-passthrough': 'true' }, spec: { tls: [{}], rules: [rule('a.com', '/a/b')] } },
    ],
  ])('%s: nothing is lost sight of', (_, parts) => {
    expect(lostIn(caseOf([ingress(parts)]))).toEqual([]);
  });

  it('a rule that cannot be published, whatever is accepted, leaves the JSON report valid', () => {
    const conversion = converted(caseOf([ingress({ spec: { rules: [rule('a.com', '/', { name: 'http' })] } })]));
    expect(conversion.withheld).toHaveLength(1);
    expect(faultsOfReport([...jsonReport(conversion, { name: 'routeshift', version: '0.0.0' })].join(''))).toEqual([]);
  });

  it.each<readonly [string, Parts]>([
    ['a rule without host', { spec: { rules: [rule(undefined)] } }],
    ['aliases of a catch-all', { annotations: { 'server-alias': 'a-b.com' }, spec: { defaultBackend: backend() } }],
    [
      'a gRPC backend for everything',
      { annotations: { 'backend-protocol': 'GRPC' }, spec: { defaultBackend: backend() } },
    ],
    [
      'TLS to a backend',
      {
        annotations: {
          'backend-protocol': 'HTTPS',
          'proxy-ssl-secret': 'default/ca',
          'proxy-ssl-verify': 'on',
          'proxy-ssl-name': 'in.example.com',
        },
        spec: { rules: [rule('a.com')] },
      },
    ],
  ])('%s: the report names only fields that are in the output', (_, parts) => {
    const example = caseOf([ingress(parts)]);
    expect(emittedPlacesExist(converted(example), example.options)).toEqual([]);
  });

  it('a GRPCRoute that refers to another namespace is granted that as a GRPCRoute', () => {
    const example = caseOf(
      [ingress({ annotations: { 'backend-protocol': 'GRPC' }, spec: { rules: [{ host: 'a.com' }] } })],
      {
        defaultBackendService: { namespace: 'infra', name: 'errors', port: 8080 },
      },
    );
    expect(foreignReferencesAreGranted(converted(example), example.options)).toEqual([]);
  });

  it('a canary that names a Service of its main: nothing is lost sight of', () => {
    const path = (p: string, name: string) => ({
      path: p,
      pathType: 'Exact',
      backend: { service: { name, port: { number: 80 } } },
    });
    const main = ingress({
      name: 'shop',
      annotations: { 'denylist-source-range': '10.1.0.0/16' },
      spec: { rules: [{ host: 'a.com', http: { paths: [path('/a/b/c', 'own'), path('/', 'both')] } }] },
    });
    const canary = ingress({
      name: 'zzz',
      annotations: { canary: 'true' },
      spec: { rules: [{ host: 'a.com', http: { paths: [path('/a/b/c', 'new'), path('/api', 'both')] } }] },
    });
    expect(lostIn(caseOf([main, canary]))).toEqual([]);
    expect(lostIn(caseOf([main, { ...canary, metadata: { ...canary.metadata, name: 'aaa' } }]))).toEqual([]);
  });

  it.each<Readonly<Record<string, string>>>([
    { 'denylist-source-range': '10.1.0.0/16' },
    { 'mirror-target': 'http://mirror.other.svc.cluster.local$request_uri' },
    { 'upstream-vhost': '$host.internal' },
    { 'rewrite-target': '/$2' },
  ])('a host that another Ingress guards with client certificates: %j is not lost sight of', (annotations) => {
    const open = ingress({ name: 'shop', namespace: undefined, annotations, spec: { rules: [rule('a.com')] } });
    const guard = { 'auth-tls-secret': 'default/ca' };
    const guarding = ingress({ namespace: 'shop', annotations: guard, spec: { rules: [{ host: 'a.com' }] } });
    expect(lostIn(caseOf([open, guarding], { watchIngressWithoutClass: true }))).toEqual([]);
  });

  it('a passthrough host below a wildcard host with TLS: nothing is lost sight of', () => {
    const wildcard = ingress({
      name: 'all',
      spec: { tls: [{ secretName: 'tls' }], rules: [{ host: '*.example.com' }] },
    });
    const annotations = { 'ssl-passthrough': 'true', 'rewrite-target': '/$2' };
    const passing = ingress({ annotations, spec: { rules: [rule('one.example.com')] } });
    expect(lostIn(caseOf([wildcard, passing]))).toEqual([]);
  });

  it('a prefix for a rewrite that changes no path is not lost sight of', () => {
    const annotations = { 'x-forwarded-prefix': '/p', 'rewrite-target': '/', 'use-regex': 'true' };
    const spec = { defaultBackend: backend(), rules: [{ host: 'a.com' }] };
    expect(lostIn(caseOf([ingress({ annotations, spec })]))).toEqual([]);
  });

  it('credentials that the CORS filter leaves out have no place in it', () => {
    const annotations = { 'enable-cors': 'true', 'cors-allow-origin': '', 'cors-allow-credentials': 'true' };
    const example = caseOf([ingress({ annotations, spec: { rules: [rule('a.com')] } })]);
    expect(emittedPlacesExist(converted(example), example.options)).toEqual([]);
  });

  it.each<Partial<ConvertOptions>>([{ gatewayPer: 'namespace' }, { listeners: 'listenerset' }])(
    'one host, written with and without namespace: every route finds its Gateway (%j)',
    (chosen) => {
      const tls = [{ hosts: ['a.com'], secretName: 'tls' }];
      const example = caseOf(
        [
          ingress({ name: 'loose', namespace: undefined, spec: { tls, rules: [rule('a.com', '/b')] } }),
          ingress({ spec: { rules: [rule('a.com')] } }),
        ],
        chosen,
      );
      expect(routesAttach(converted(example), example.options)).toEqual([]);
    },
  );

  it.each<readonly [string, Parts]>([
    ['a Host header', { annotations: { 'upstream-vhost': 'x'.repeat(400) }, spec: { rules: [rule('a.com')] } }],
    [
      'a www name',
      {
        annotations: { 'from-to-www-redirect': 'true' },
        spec: { rules: [rule(['l', 'm', 'n', 'o'].map((c) => c.repeat(62)).join('.'))] },
      },
    ],
  ])('%s of more than 253 characters is not emitted', (_, parts) => {
    const emitted = emittedOf(converted(caseOf([ingress(parts)])));
    const hostnames = emitted.flatMap(({ spec }) => [...valuesAt('hostname', spec), ...(spec.hostnames ?? [])]);
    expect(hostnames.filter((hostname) => String(hostname).length > 253)).toEqual([]);
  });

  it('a path without pathType has one verdict, and the missing field its own finding', () => {
    const spec = { rules: [{ host: 'a.com', http: { paths: [{ path: '/', backend: backend() }] } }] };
    const items = converted(caseOf([ingress({ spec })])).items;
    expect(items.filter(({ field }) => field === 'spec.rules[0].http.paths[0]')).toHaveLength(1);
    expect(items.filter(({ code }) => code === 'RS0108')).toHaveLength(1);
  });
});
