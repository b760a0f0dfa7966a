import { describe, expect, it } from 'vitest';
import type { Request } from '../../../src/behaviour/outcome.js';
import { escapeUri, parseTarget } from '../../../src/behaviour/sources/ingress-nginx/uri.js';
import { createIngressNginxModel, type IngressNginxInput } from '../../../src/behaviour/sources/ingress-nginx.js';
import { isWithin, parseAddress, parseNetwork } from '../../../src/behaviour/values/addresses.js';
import { md5 } from '../../../src/behaviour/values/md5.js';

const prefix = 'nginx.ingress.kubernetes.io';

interface Shape {
  readonly name: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly host?: string;
  readonly paths?: Readonly<Record<string, string>>;
  readonly pathType?: string;
  readonly tls?: readonly object[];
  readonly created?: string;
}

function ingress(shape: Shape): object {
  return {
    metadata: {
      name: shape.name,
      ...(shape.created === undefined ? {} : { creationTimestamp: shape.created }),
      annotations: Object.fromEntries(
        Object.entries(shape.annotations ?? {}).map(([key, value]) => [`${prefix}/${key}`, value]),
      ),
    },
    spec: {
      ingressClassName: 'nginx',
      ...(shape.tls === undefined ? {} : { tls: shape.tls }),
      rules: [
        {
          host: shape.host ?? 'foo.com',
          http: {
            paths: Object.entries(shape.paths ?? { '/': 'a' }).map(([path, name]) => ({
              path,
              pathType: shape.pathType ?? 'Prefix',
              backend: { service: { name, port: { number: 80 } } },
            })),
          },
        },
      ],
    },
  };
}

function ask(
  ingresses: readonly object[],
  path: string,
  request: Partial<Request> = {},
  input: Partial<IngressNginxInput> = {},
) {
  const model = createIngressNginxModel({ ingresses, assumeServicesExist: true, ...input });
  return model.answer({ scheme: 'http', host: 'foo.com', method: 'GET', path, ...request });
}

describe('what a request gets from ingress-nginx', () => {
  it('a rewrite to an empty URI is refused with 500, as for /api with /api(/.*)? and $1', () => {
    const objects = [ingress({ name: 'a', annotations: { 'rewrite-target': '$1' }, paths: { '/api(/.*)?': 'a' } })];
    expect(ask(objects, '/api').status).toBe(500);
    expect(ask(objects, '/api/x').path).toBe('/x');
  });

  it('captures beyond 9 do not exist: $10 is the first capture and a zero', () => {
    const objects = [ingress({ name: 'a', annotations: { 'rewrite-target': '/$10' }, paths: { '/x/(.*)': 'a' } })];
    expect(ask(objects, '/x/y').path).toBe('/y0');
  });

  it('named captures work in a rewrite target', () => {
    const objects = [
      ingress({ name: 'a', annotations: { 'rewrite-target': '/u/$id' }, paths: { '/x/(?<id>\\d+)': 'a' } }),
    ];
    expect(ask(objects, '/x/7?q=1').path).toBe('/u/7?q=1');
  });

  it('an empty address list closes its location instead of opening it', () => {
    expect(ask([ingress({ name: 'a', annotations: { 'allowlist-source-range': '' } })], '/').status).toBe(503);
  });

  it('permanent-redirect-code 304 sends no Location, the text becomes the body', () => {
    const annotations = { 'permanent-redirect': 'https://n.example', 'permanent-redirect-code': '304' };
    const outcome = ask([ingress({ name: 'a', annotations })], '/');
    expect(outcome.status).toBe(304);
    expect(outcome.location).toBeUndefined();
  });

  it('a denied location does not add slashes, since it does not proxy', () => {
    const annotations = { 'auth-type': 'basic', 'auth-secret': 'nope' };
    expect(ask([ingress({ name: 'a', annotations, paths: { '/x/': 'a' }, pathType: 'Exact' })], '/x').status).toBe(503);
    expect(ask([ingress({ name: 'a', paths: { '/x/': 'a' }, pathType: 'Exact' })], '/x').status).toBe(301);
  });

  it('two regex locations of one path and type with auth-url make a duplicate internal location', () => {
    const model = createIngressNginxModel({
      assumeServicesExist: true,
      ingresses: [
        ingress({ name: 'a', annotations: { 'auth-url': 'http://auth.example/' }, paths: { '/x': 'a', '/x/': 'b' } }),
        ingress({ name: 'r', annotations: { 'use-regex': 'true' }, paths: { '/z.*': 'z' } }),
      ],
    });
    expect(model.configErrors.join()).toContain('duplicate location "/_external-auth');
  });

  it('a client-sent certificate header is removed over plain HTTP', () => {
    const outcome = ask(
      [ingress({ name: 'a', annotations: { 'auth-tls-secret': 'default/ca', 'ssl-redirect': 'false' } })],
      '/',
      {},
      { assumeSecretsExist: true },
    );
    expect(outcome.requestHeaders.removed).toContain('ssl-client-verify');
    expect(outcome.guards).toEqual([]);
  });

  it('lists a client certificate as a guard on HTTPS when nobody can say whether one is shown', () => {
    const objects = [ingress({ name: 'a', annotations: { 'auth-tls-secret': 'default/ca' } })];
    const outcome = ask(objects, '/', { scheme: 'https' }, { assumeSecretsExist: true });
    expect(outcome.status).toBe(200);
    expect(outcome.guards.map((guard) => guard.kind)).toEqual(['client-certificate']);
  });

  it('lists guards in the order in which nginx asks them, with their parameters', () => {
    const annotations = {
      'auth-type': 'basic',
      'auth-secret': 'users',
      'auth-url': 'http://auth.example/check',
      'limit-rps': '2',
      'allowlist-source-range': '127.0.0.0/8',
      'proxy-body-size': '8m',
    };
    const outcome = ask([ingress({ name: 'a', annotations })], '/', {}, { assumeSecretsExist: true });
    expect(outcome.guards.map((guard) => guard.kind)).toEqual([
      'body-size',
      'rate-limit',
      'allow-list',
      'basic-auth',
      'external-auth',
    ]);
    expect(outcome.guards[1]?.parameters).toEqual({ requests: 2, seconds: 1, burst: 10, status: 503 });
    expect(outcome.requestHeaders.removed).toEqual(['authorization']);
  });

  it('splits by canary weight and names both backends with their shares', () => {
    const outcome = ask(
      [
        ingress({ name: 'main', paths: { '/': 'main' } }),
        ingress({ name: 'canary', annotations: { canary: 'true', 'canary-weight': '25' }, paths: { '/': 'canary' } }),
      ],
      '/',
    );
    expect(outcome.backend).toBeNull();
    expect(outcome.backends).toEqual([
      { backend: 'default/main:80', weight: 0.75 },
      { backend: 'default/canary:80', weight: 0.25 },
    ]);
  });

  it('says which rule of which object decided', () => {
    const objects = [ingress({ name: 'a', paths: { '/x': 'a', '/y': 'b' } })];
    expect(ask(objects, '/y/1').rule).toBe('Ingress default/a spec.rules[0].http.paths[1]');
    expect(ask(objects, '/zzz').rule).toBe('Ingress default/a implicit / of foo.com');
    expect(ask(objects, '/', { host: 'other.com' }).rule).toBe('default backend');
  });

  it('numbers the port of a backend as its Service does', () => {
    const services = [{ metadata: { name: 'a' }, spec: { ports: [{ name: 'http', port: 8080, targetPort: 80 }] } }];
    expect(ask([ingress({ name: 'a' })], '/', {}, { services }).backend).toBe('default/a:8080');
  });

  it('an assumed certificate covers the hosts its tls entries list, no others', () => {
    const objects = [
      ingress({ name: 'a', tls: [{ hosts: ['foo.com'], secretName: 'c' }] }),
      ingress({ name: 'b', host: 'bar.com', tls: [{ hosts: ['foo.com'], secretName: 'c' }] }),
    ];
    const input = { assumeSecretsExist: true };
    expect(ask(objects, '/', { scheme: 'https' }, input).certificate).toBe('default/c');
    expect(ask(objects, '/', { scheme: 'https', host: 'bar.com' }, input).certificate).toBe('default');
  });

  it('reads header directives of an allowed snippet and reports the others', () => {
    const annotations = { 'configuration-snippet': 'more_set_headers "X-A: b";\nif ($x) { return 403; }' };
    const model = createIngressNginxModel({
      ingresses: [ingress({ name: 'a', annotations })],
      assumeServicesExist: true,
      assumeSnippetsAllowed: true,
    });
    expect(model.answer({ scheme: 'http', host: 'foo.com', method: 'GET', path: '/' }).responseHeaders.set).toEqual({
      'x-a': 'b',
    });
    expect(model.unmodelled.join()).toContain('snippet directive if');
  });

  it('answers 400 where nginx cannot read the request target', () => {
    expect(ask([ingress({ name: 'a' })], '/%zz').status).toBe(400);
    expect(ask([ingress({ name: 'a' })], '/../x').status).toBe(400);
  });
});

describe('the small readers of the model', () => {
  it.each([
    ['/a/./b/../c', '/a/c'],
    ['/a//b///c/', '/a/b/c/'],
    ['/a/b/..', '/a/'],
    ['/a/b/.', '/a/b/'],
    ['/a%2fb%2F..%2fc', '/a/c'],
    ['/a%3Fb?x=%3F', '/a?b'],
    ['/..a/.b', '/..a/.b'],
  ])('normalises %s to %s', (target, path) => {
    expect(parseTarget(target)?.path).toBe(path);
  });

  it('encodes what nginx encodes and nothing else', () => {
    expect(escapeUri('/a b%c?d#e"f<g>h&i=j+k:l@m\u00fc')).toBe('/a%20b%25c%3Fd%23e%22f%3Cg%3Eh&i=j+k:l@m%FC');
  });

  it('reads addresses of both families', () => {
    const network = parseNetwork('2001:db8::/32');
    expect(network !== undefined && isWithin(parseAddress('2001:db8:1::5'), [network])).toBe(true);
    expect(network !== undefined && isWithin(parseAddress('10.0.0.1'), [network])).toBe(false);
    expect(parseAddress('::ffff:10.0.0.1')).toBe(parseAddress('10.0.0.1'));
    for (const bad of ['10.0.0', '10.0.0.256', '010.0.0.1', ':::', '1::2::3', '12345::', 'x']) {
      expect(parseAddress(bad), bad).toBeUndefined();
    }
  });

  it('computes MD5', () => {
    expect(md5('')).toBe('d41d8cd98f00b204e9800998ecf8427e');
    expect(md5('The quick brown fox jumps over the lazy dog')).toBe('9e107d9d372bb6826bd81d3542a419d6');
    expect(md5('a'.repeat(119))).toBe('8a7bd0732ed6a28ce75f6dabc90e1613');
  });
});
