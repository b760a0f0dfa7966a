import { describe, expect, test } from 'vitest';
import type { Request } from '../../../../src/behaviour/outcome.js';
import {
  createOpenshiftIngressModel,
  type OpenshiftIngressInput,
} from '../../../../src/behaviour/sources/openshift-ingress.js';

const path = (name: string, port: object = { number: 80 }, pathType = 'Prefix') => ({
  path: name,
  pathType,
  backend: { service: { name: 'web', port } },
});

const ingress = (spec: object, annotations: object = {}) => ({
  metadata: { name: 'shop', namespace: 'ns', annotations },
  spec,
});

const rule = (host: string, ...paths: readonly object[]) => ({ host, http: { paths } });

const modelOf = (object: object, more: Partial<OpenshiftIngressInput> = {}) =>
  createOpenshiftIngressModel({ ingresses: [object], assumeServicesExist: true, assumeSecretsExist: true, ...more });

const request = (scheme: 'http' | 'https', host: string, target: string): Request => ({
  scheme,
  host,
  method: 'GET',
  path: target,
});

describe('an Ingress on OpenShift', () => {
  test('is served path by path, and what decided is its own', () => {
    const model = modelOf(ingress({ rules: [rule('h.com', path('/a'), path('/a/b', { name: 'http' }))] }));
    expect(model.answer(request('http', 'h.com', '/a/b/c'))).toMatchObject({
      rule: 'Ingress ns/shop spec.rules[0].http.paths[1]',
      backend: 'ns/web:http',
      path: '/a/b/c',
    });
    expect(model.nearest(request('http', 'h.com', '/a/b'))[0]?.rule).toBe(
      'Ingress ns/shop spec.rules[0].http.paths[0]',
    );
    expect(model.answer(request('http', 'h.com', '/ab')).status).toBe(503);
  });

  test('loses its Exact paths, its default backend and its rules without host', () => {
    const { routes, events } = modelOf(
      ingress({
        defaultBackend: { service: { name: 'web', port: { number: 80 } } },
        rules: [
          rule('h.com', path('/a', { number: 80 }, 'Exact'), path('/b')),
          { http: { paths: [path('/')] } },
          { host: 'i.com' },
        ],
      }),
    );
    expect(routes.map((route) => route.rule)).toEqual(['Ingress ns/shop spec.rules[0].http.paths[1]']);
    expect(events).toEqual([
      {
        ingress: 'ns/shop',
        type: 'Normal',
        reason: 'IncompleteIngressToRouteRules',
        details: [
          'Unsupported exact path type in rule at index 0, path index 0',
          'Missing host field in rule at index 1',
          'Missing http field in rule at index 2',
        ],
      },
    ]);
  });

  test('is redirected with TLS, and shows the certificate of its Secret', () => {
    const model = modelOf(
      ingress({ tls: [{ hosts: ['h.com'], secretName: 'pair' }], rules: [rule('h.com', path('/'))] }),
    );
    expect(model.answer(request('http', 'h.com', '/x'))).toMatchObject({ status: 302, location: 'https://h.com/x' });
    expect(model.answer(request('https', 'h.com', '/x'))).toMatchObject({ status: 200, certificate: 'ns/pair' });
  });

  test('with an empty TLS item is served with the default certificate', () => {
    const model = modelOf(ingress({ tls: [{}], rules: [rule('h.com', path('/'))] }));
    expect(model.answer(request('https', 'h.com', '/'))).toMatchObject({ status: 200, certificate: 'default' });
  });

  test('that passes TLS through is served only without a path', () => {
    const annotations = { 'route.openshift.io/termination': 'passthrough' };
    const refused = modelOf(ingress({ rules: [rule('h.com', path('/'))] }, annotations));
    expect(refused.rejected).toMatchObject([
      { reason: 'Invalid', route: 'Ingress ns/shop spec.rules[0].http.paths[0]' },
    ]);
    expect(refused.events.map(({ reason }) => reason)).toEqual(['FailedIngressToRouteConversion']);
    const served = modelOf(
      ingress({ rules: [rule('h.com', path('', { number: 443 }, 'ImplementationSpecific'))] }, annotations),
    );
    expect(served.answer(request('https', 'h.com', '/')).status).toBe(200);
  });

  test('of another class is left alone, and so are its old Routes', () => {
    const object = ingress({ ingressClassName: 'nginx', rules: [rule('h.com', path('/'))] });
    const owner = { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: 'shop', controller: true };
    const old = {
      metadata: { name: 'shop-abcde', namespace: 'ns', ownerReferences: [owner] },
      spec: { host: 'h.com', to: { name: 'old' } },
    };
    const model = modelOf(object, { routes: [old] });
    expect(model.ignoredIngresses).toEqual(['ns/shop']);
    expect(model.answer(request('http', 'h.com', '/')).rule).toBe('Route ns/shop-abcde');
    expect(modelOf(ingress({ rules: [] }), { routes: [old] }).answer(request('http', 'h.com', '/')).status).toBe(503);
  });

  test('gives Routes of names that do not change', () => {
    const long = {
      metadata: { name: 'x'.repeat(63), namespace: 'ns' },
      spec: { rules: [rule('h.com', path('/a'), path('/b'))] },
    };
    const keys = modelOf(long).routes.map(({ key }) => key);
    expect(keys).toEqual([`ns/${'x'.repeat(58)}00000`, `ns/${'x'.repeat(58)}00001`]);
    expect(keys[0]?.length).toBe('ns/'.length + 63);
  });

  test('takes a wildcard host where the IngressController allows it', () => {
    const object = ingress({ rules: [rule('*.h.com', path('/'))] });
    expect(modelOf(object).rejected.map(({ reason }) => reason)).toEqual(['RouteNotAdmitted']);
    const model = modelOf(object, { wildcardPolicy: 'WildcardsAllowed' });
    expect(model.answer(request('http', 'any.h.com', '/')).status).toBe(200);
  });
});

describe('Secrets', () => {
  const spec = { tls: [{ hosts: ['h.com'], secretName: 'pair' }], rules: [rule('h.com', path('/'))] };
  const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
  const key = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';
  const metadata = { name: 'pair', namespace: 'ns' };
  const type = 'kubernetes.io/tls';

  test.each([
    ['in base64', { type, data: { 'tls.crt': btoa(certificate), 'tls.key': btoa(key) } }],
    ['as plain text', { type, stringData: { 'tls.crt': certificate, 'tls.key': key } }],
    ['as a stand-in', { cert: { sans: ['h.com'] } }],
  ])('are copied %s', (_about, secret) => {
    const model = modelOf(ingress(spec), { secrets: [{ metadata, ...secret }] });
    expect(model.rejected).toEqual([]);
    expect(model.answer(request('https', 'h.com', '/')).certificate).toBe('ns/pair');
  });

  test('of another type or without a key keep the Route from being made', () => {
    for (const secret of [{ data: { 'tls.crt': 'x', 'tls.key': 'x' } }, { type, data: { 'tls.crt': 'x' } }]) {
      expect(modelOf(ingress(spec), { secrets: [{ metadata, ...secret }] }).routes).toEqual([]);
    }
    expect(modelOf(ingress(spec), { assumeSecretsExist: false }).routes).toEqual([]);
  });

  test('are in no message', () => {
    const secret = { metadata, type, data: { 'tls.crt': 'c2VjcmV0', 'tls.key': 'c2VjcmV0' } };
    const { routes, ...told } = modelOf(ingress(spec), { secrets: [secret] });
    expect(routes).toHaveLength(1);
    expect(told.rejected.map(({ reason }) => reason)).toEqual(['ExtendedValidationFailed']);
    expect(JSON.stringify(told)).not.toContain('c2VjcmV0');
  });
});
