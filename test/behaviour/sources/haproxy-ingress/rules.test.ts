import { describe, expect, it } from 'vitest';
import type { Outcome, Request } from '../../../../src/behaviour/outcome.js';
import {
  createHaproxyIngressModel,
  type HaproxyIngressInput,
} from '../../../../src/behaviour/sources/haproxy-ingress.js';

const backend = (name: string, number = 80) => ({ service: { name, port: { number } } });

interface Shape {
  readonly name?: string;
  readonly host?: string;
  readonly tls?: boolean;
  readonly created?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  /** Path to [pathType, Service]. */
  readonly paths: readonly (readonly [path: string, pathType: string, service: string])[];
}

function ingress({ name = 'one', host = 'app.local', tls = false, created, annotations = {}, paths }: Shape): object {
  const keys = Object.entries(annotations).map(([key, value]) => [`haproxy-ingress.github.io/${key}`, value]);
  return {
    metadata: { name, creationTimestamp: created, annotations: Object.fromEntries(keys) },
    spec: {
      ingressClassName: 'haproxy',
      tls: tls ? [{ hosts: [host], secretName: 'crt' }] : undefined,
      rules: [
        {
          host,
          http: { paths: paths.map(([path, pathType, service]) => ({ path, pathType, backend: backend(service) })) },
        },
      ],
    },
  };
}

const all: Partial<HaproxyIngressInput> = { assumeServicesExist: true, assumeSecretsExist: true };

function ask(shapes: readonly Shape[], request: Partial<Request>, input: Partial<HaproxyIngressInput> = {}): Outcome {
  const model = createHaproxyIngressModel({ ...all, ...input, ingresses: shapes.map(ingress) });
  return model.answer({ scheme: 'http', host: 'app.local', method: 'GET', path: '/', ...request });
}

const serviceOf = ({ backend: found }: Outcome) => found?.replace(/^default\/|:.*$/g, '');

describe('paths of several types', () => {
  it.each([
    ['/a/b/c', 'longer'],
    ['/a/bc', 'longer'],
    ['/a/x', 'shorter'],
    ['/ax', undefined],
  ])('a longer string beats a shorter prefix that it begins with: %s', (path, service) => {
    const paths = [
      ['/a', 'Prefix', 'shorter'],
      ['/a/b', 'ImplementationSpecific', 'longer'],
    ] as const;
    expect(serviceOf(ask([{ paths }], { path }))).toBe(service);
    const order = { controllerConfig: { 'path-type-order': 'exact,begin,prefix,regex' } };
    expect(serviceOf(ask([{ paths }], { path }, order))).toBe(service);
  });

  it('keeps extra files apart for each host', () => {
    const shapes: Shape[] = [
      {
        name: 'one',
        host: 'a.local',
        paths: [
          ['/a', 'Prefix', 'p'],
          ['/a/b', 'ImplementationSpecific', 'b'],
        ],
      },
      {
        name: 'two',
        host: 'b.local',
        paths: [
          ['/a', 'ImplementationSpecific', 'b'],
          ['/a/b', 'Prefix', 'p'],
        ],
      },
    ];
    expect(serviceOf(ask(shapes, { host: 'a.local', path: '/a/bc' }))).toBe('b');
    expect(serviceOf(ask(shapes, { host: 'b.local', path: '/a/bc' }))).toBe('b');
    expect(serviceOf(ask(shapes, { host: 'b.local', path: '/a/b/c' }))).toBe('p');
  });

  it('loses the end of the segment below a wildcard host, and takes one label only', () => {
    const shapes: Shape[] = [{ host: '*.example.com', paths: [['/app', 'Prefix', 'a']] }];
    expect(ask(shapes, { host: 'x.example.com', path: '/application' }).status).toBe(200);
    expect(ask(shapes, { host: 'x.y.example.com', path: '/app' }).status).toBe(404);
  });

  it('tries expressions by length, whatever their host', () => {
    const shapes: Shape[] = [
      {
        annotations: { 'path-type': 'regex' },
        paths: [
          ['/[a-z]+', 'ImplementationSpecific', 'short'],
          ['/[a-z]+/x', 'ImplementationSpecific', 'long'],
        ],
      },
    ];
    expect(serviceOf(ask(shapes, { path: '/abc/x' }))).toBe('long');
    expect(serviceOf(ask(shapes, { path: '/abc/y' }))).toBe('short');
  });

  it('answers 400 for a target that HAProxy refuses', () => {
    expect(ask([{ paths: [['/', 'Prefix', 'a']] }], { path: '/a#b' }).status).toBe(400);
  });
});

describe('TLS', () => {
  it('sends HSTS over plain HTTP too where paths of one Service share it with one that redirects', () => {
    const shapes: Shape[] = [
      { name: 'one', host: 'a.local', tls: true, paths: [['/', 'Prefix', 'svc']] },
      { name: 'two', host: 'b.local', paths: [['/', 'Prefix', 'svc']] },
    ];
    const hsts = (outcome: Outcome) => outcome.responseHeaders.set['strict-transport-security'];
    expect(hsts(ask(shapes, { host: 'b.local' }))).toBe('max-age=15768000');
    expect(hsts(ask(shapes.slice(1), { host: 'b.local' }))).toBeUndefined();
  });

  it('presents the certificate of the server name, and the default one for an alias', () => {
    const shapes: Shape[] = [
      { tls: true, annotations: { 'server-alias': 'alias.local' }, paths: [['/', 'Prefix', 'a']] },
    ];
    expect(ask(shapes, { scheme: 'https' }).certificate).toBe('default/crt');
    expect(ask(shapes, { scheme: 'https', host: 'alias.local' })).toMatchObject({
      status: 200,
      certificate: 'default',
    });
  });

  it('asks for client certificates by server name', () => {
    const shapes: Shape[] = [{ tls: true, annotations: { 'auth-tls-secret': 'ca' }, paths: [['/', 'Prefix', 'a']] }];
    const shown = (verified: boolean) => ({ checks: { clientCertificate: () => ({ verified, subject: 'CN=x' }) } });
    const https = { scheme: 'https' } as const;
    expect(ask(shapes, https).guards).toContainEqual({
      kind: 'client-certificate',
      parameters: { secret: 'default/ca', verify: 'on' },
    });
    expect(ask(shapes, https, { checks: { clientCertificate: () => null } }).status).toBe(496);
    expect(ask(shapes, https, shown(false)).status).toBe(495);
    expect(ask(shapes, https, shown(true)).status).toBe(200);
    expect(ask(shapes, { ...https, sni: 'other.local' }, shown(true)).status).toBe(421);
    const page = [
      { ...shapes[0], annotations: { 'auth-tls-secret': 'ca', 'auth-tls-error-page': 'https://e' } },
    ] as Shape[];
    expect(ask(page, https, shown(false))).toMatchObject({ status: 303, location: 'https://e' });
  });

  it('redirects the root of a passthrough host unless a port for HTTP is known by its targetPort', () => {
    const shapes = (port: string): Shape[] => [
      {
        annotations: { 'ssl-passthrough': 'true', 'ssl-passthrough-http-port': port },
        paths: [
          ['/', 'Prefix', 'a'],
          ['/plain', 'Prefix', 'b'],
        ],
      },
    ];
    const services = [
      {
        metadata: { name: 'a' },
        spec: {
          ports: [
            { port: 80, targetPort: 8443 },
            { port: 81, targetPort: 8080 },
          ],
        },
      },
      { metadata: { name: 'b' }, spec: { ports: [{ port: 80 }] } },
    ];
    expect(ask(shapes('8080'), {}, { services })).toMatchObject({ status: 200, backend: 'default/a:81' });
    expect(ask(shapes('81'), {}, { services })).toMatchObject({ status: 302, location: 'https://app.local/' });
    expect(ask(shapes('81'), { path: '/plain' }, { services }).backend).toBe('default/b:80');
    expect(ask(shapes('81'), { scheme: 'https', path: '/plain' }, { services })).toMatchObject({
      backend: 'default/a:80',
      certificate: null,
    });
  });
});

describe('what keys act on', () => {
  it('takes the address from a header for every list of the Service, the deny list included', () => {
    const shapes: Shape[] = [
      {
        annotations: { 'allowlist-source-header': 'X-Client', 'denylist-source-range': '10.0.0.1' },
        paths: [['/', 'Prefix', 'a']],
      },
    ];
    expect(ask(shapes, { headers: { 'X-Client': '10.0.0.1' } }).status).toBe(403);
    expect(ask(shapes, { clientAddress: '10.0.0.1', headers: { 'X-Client': '10.0.0.2' } }).status).toBe(200);
  });

  it('passes over list entries that are no addresses, and is open where none is left', () => {
    const list = (range: string): Shape[] => [
      { annotations: { 'allowlist-source-range': range }, paths: [['/', 'Prefix', 'a']] },
    ];
    expect(ask(list('office,10.0.0.0/8'), {}).status).toBe(403);
    expect(ask(list('office'), {}).status).toBe(200);
  });

  it('keeps the value of the oldest Ingress for a Service, and that of the Service before it', () => {
    const shapes: Shape[] = [
      {
        name: 'new',
        host: 'b.local',
        created: '2026-02-01T00:00:00Z',
        annotations: { 'timeout-server': '20s' },
        paths: [['/', 'Prefix', 'a']],
      },
      {
        name: 'old',
        created: '2026-01-01T00:00:00Z',
        annotations: { 'timeout-server': '10s' },
        paths: [['/', 'Prefix', 'a']],
      },
    ];
    expect(ask(shapes, { host: 'b.local' }).timeouts).toMatchObject({ read: 10 });
    const services = [
      {
        metadata: { name: 'a', annotations: { 'ingress.kubernetes.io/timeout-server': '5s' } },
        spec: { ports: [{ port: 80 }] },
      },
    ];
    expect(ask(shapes, { host: 'b.local' }, { services }).timeouts).toMatchObject({ read: 5 });
  });

  it('serves without a password where the Secret cannot be read', () => {
    const shapes = (secret: string): Shape[] => [
      { annotations: { 'auth-secret': secret }, paths: [['/', 'Prefix', 'a']] },
    ];
    const checks = { basic: () => false };
    expect(ask(shapes('users'), {}, { checks }).status).toBe(401);
    expect(ask(shapes('users'), {}, { checks, assumeSecretsExist: false }).status).toBe(200);
    expect(ask(shapes('other/users'), {}, { checks }).status).toBe(200);
    const controllerConfig = { 'cross-namespace-secrets-passwd': 'allow' };
    expect(ask(shapes('other/users'), {}, { checks, controllerConfig }).status).toBe(401);
  });

  it('finds the Service of an auth-url by its targetPort only', () => {
    const shapes = (url: string): Shape[] => [{ annotations: { 'auth-url': url }, paths: [['/', 'Prefix', 'a']] }];
    const services = [
      { metadata: { name: 'a' }, spec: { ports: [{ port: 80 }] } },
      { metadata: { name: 'auth' }, spec: { ports: [{ port: 80, targetPort: 8080 }] } },
    ];
    const input = { services, assumeServicesExist: false };
    expect(ask(shapes('svc://auth:8080/check'), {}, input).guards).toMatchObject([{ kind: 'external-auth' }]);
    expect(ask(shapes('svc://auth:80/check'), {}, input).status).toBe(403);
    expect(ask(shapes('ftp://auth:80'), {}, input).status).toBe(403);
    expect(ask(shapes('http://gone.local/'), {}, { checks: { resolves: () => false } }).status).toBe(403);
  });

  it('sends a refused client to the sign-in page or passes the refusal on', () => {
    const shapes = (annotations: Record<string, string>): Shape[] => [
      { annotations: { 'auth-url': 'http://1.2.3.4/', ...annotations }, paths: [['/', 'Prefix', 'a']] },
    ];
    const checks = { external: () => ({ status: 401, headers: { 'X-Why': 'no' } }) };
    expect(ask(shapes({}), {}, { checks })).toMatchObject({ status: 401, responseHeaders: { set: { 'x-why': 'no' } } });
    expect(ask(shapes({ 'auth-headers-fail': '-' }), {}, { checks }).status).toBe(403);
    expect(ask(shapes({ 'auth-signin': 'https://s/?rd=%[path]' }), { path: '/x' }, { checks })).toMatchObject({
      status: 302,
      location: 'https://s/?rd=/x',
    });
  });

  it('skips a path whose Service is missing, and answers 503 for one without endpoints', () => {
    const shapes: Shape[] = [{ paths: [['/', 'Prefix', 'a']] }];
    expect(ask(shapes, {}, { missingServices: ['default/a'] }).status).toBe(404);
    const services = [{ metadata: { name: 'a' }, spec: { ports: [{ port: 80 }] }, endpoints: 0 }];
    expect(ask(shapes, {}, { services }).status).toBe(503);
  });

  it('tells what HAProxy would refuse', () => {
    const errors = (value: string) =>
      createHaproxyIngressModel({
        ...all,
        ingresses: [ingress({ annotations: { headers: `x-a: ${value}` }, paths: [['/', 'Prefix', 'a']] })],
      }).configErrors.length;
    expect([errors('one'), errors('"one two"'), errors('one two')]).toEqual([0, 0, 1]);
  });
});

describe('the controller', () => {
  const paths = [['/', 'Prefix', 'a']] as const;
  const one = ingress({ paths });
  const withClass = (annotation: string | undefined, className: string | undefined): object => ({
    ...one,
    metadata: {
      name: 'one',
      annotations: annotation === undefined ? {} : { 'kubernetes.io/ingress.class': annotation },
    },
    spec: { ...(one as { spec: object }).spec, ingressClassName: className },
  });

  it.each([
    ['haproxy', undefined, true],
    ['haproxy', 'other', true],
    ['other', 'haproxy', false],
    [undefined, 'haproxy', true],
    [undefined, 'other', false],
    [undefined, undefined, false],
  ])('takes class annotation %s and class %s: %s', (annotation, className, isTaken) => {
    const model = createHaproxyIngressModel({ ...all, ingresses: [withClass(annotation, className)] });
    expect(model.ignoredIngresses.length).toBe(isTaken ? 0 : 1);
  });

  it('lets spec.defaultBackend answer for known hosts too, unless strict-host', () => {
    const ingresses = [
      ingress({ paths: [['/a', 'Prefix', 'a']] }),
      { metadata: { name: 'rest' }, spec: { ingressClassName: 'haproxy', defaultBackend: backend('rest') } },
    ];
    const answer = (controllerConfig?: Record<string, string>) =>
      createHaproxyIngressModel({ ...all, ingresses, controllerConfig }).answer({
        scheme: 'http',
        host: 'app.local',
        method: 'GET',
        path: '/b',
      });
    expect(answer()).toMatchObject({ backend: 'default/rest:80', rule: 'Ingress default/rest spec.defaultBackend' });
    expect(answer({ 'strict-host': 'true' }).backend).toBe('default/rest:80');
  });

  it('opens a TCP port instead of HTTP for tcp-service-port', () => {
    const model = createHaproxyIngressModel({
      ...all,
      ingresses: [ingress({ annotations: { 'tcp-service-port': '5432' }, paths })],
    });
    expect(model.answer({ scheme: 'http', host: 'app.local', method: 'GET', path: '/' }).status).toBe(404);
    expect([model.tcpBackend(5432, 'APP.local'), model.tcpBackend(5432), model.tcpBackend(1)]).toEqual([
      'default/a:80',
      null,
      null,
    ]);
  });

  it('says why the other paths of a host did not take a request', () => {
    const model = createHaproxyIngressModel({
      ...all,
      ingresses: [
        ingress({
          paths: [
            ['/a', 'Prefix', 'a'],
            ['/a/b', 'Exact', 'b'],
            ['/', 'Prefix', 'c'],
          ],
        }),
      ],
    });
    expect(model.nearest({ scheme: 'http', host: 'app.local', method: 'GET', path: '/a/x' })).toEqual([
      {
        rule: 'Ingress default/one spec.rules[0].http.paths[2]',
        asks: 'host app.local, prefix /',
        why: 'it matches too, but another rule comes before it',
      },
      {
        rule: 'Ingress default/one spec.rules[0].http.paths[1]',
        asks: 'host app.local, exact /a/b',
        why: 'the path does not match',
      },
    ]);
  });
});
