import { describe, expect, it } from 'vitest';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS, type RunOptions } from '../../src/options.js';
import { isUnexplained, trace, verify } from '../../src/verification/verify.js';
import { differenceText } from './difference-text.js';

const CLASSES = `
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: of-nginx }
spec: { controller: k8s.io/ingress-nginx }
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata: { name: of-haproxy }
spec: { controller: haproxy-ingress.github.io/controller }
`;

function ingress(name: string, className: string, annotations: object, hosts: readonly string[], fallback?: string) {
  const backend = (service: string) => ({ service: { name: service, port: { number: 80 } } });
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace: 'shop', annotations },
    spec: {
      ingressClassName: className,
      ...(fallback === undefined ? {} : { defaultBackend: backend(fallback) }),
      rules: hosts.map((host) => ({
        host,
        http: { paths: [{ path: '/', pathType: 'Prefix', backend: backend(name) }] },
      })),
    },
  };
}

function converted(objects: readonly object[], chosen: Partial<RunOptions>) {
  const text = [CLASSES, ...objects.map((one) => JSON.stringify(one))].join('\n---\n');
  const { manifests, problems } = parseText({ file: 'mix.yaml', text });
  const options: RunOptions = { ...DEFAULT_OPTIONS, from: 'auto', ...chosen };
  return { manifests, options, conversion: convert({ manifests, problems, inputs: 1 }, options) };
}

function unexplained(objects: readonly object[], chosen: Partial<RunOptions>): string[] {
  const { manifests, conversion, options } = converted(objects, chosen);
  return verify(manifests, conversion, options).differences.filter(isUnexplained).map(differenceText);
}

/** What the target answers. */
function answered(objects: readonly object[], chosen: Partial<RunOptions>, url: string): number | undefined {
  const { manifests, conversion, options } = converted(objects, chosen);
  const { protocol, hostname, pathname } = new URL(url);
  const scheme = protocol === 'https:' ? 'https' : 'http';
  const [one] = trace(manifests, conversion, options, [{ scheme, host: hostname, path: pathname, method: 'GET' }]);
  return one?.target?.status;
}

describe('hosts of several controllers at one address', () => {
  it('a name that only its counterpart with www. leads to is not asked of the controller that names that', () => {
    const objects = [
      ingress('own', 'of-nginx', {}, ['example.com']),
      ingress('www', 'of-haproxy', { 'haproxy-ingress.github.io/redirect-from': 'www.example.com' }, [
        '*.example.com',
        'a.example.com',
      ]),
    ];
    expect(unexplained(objects, { to: 'openshift-route' })).toEqual([]);
  });

  it('an alias that its controller serves nowhere may be answered by another one', () => {
    const canary = {
      'nginx.ingress.kubernetes.io/server-alias': 'alias.example.com',
      'nginx.ingress.kubernetes.io/canary': 'true',
      'nginx.ingress.kubernetes.io/canary-weight': '30',
    };
    const objects = [
      ingress('canary', 'of-nginx', canary, ['a.com']),
      ingress('wide', 'of-haproxy', {}, ['b.com'], 'wide'),
    ];
    expect(unexplained(objects, { gateway: { namespace: 'infra', name: 'public' } })).toEqual([]);
  });
});

describe('what is withheld beside a wider host of another controller', () => {
  const guard = {
    'nginx.ingress.kubernetes.io/auth-type': 'basic',
    'nginx.ingress.kubernetes.io/auth-secret': 'users',
  };
  const guarded = ingress('admin', 'of-nginx', guard, ['admin.example.com']);
  const open = ingress('wide', 'of-haproxy', {}, ['*.example.com']);
  const anyHost = ingress('wide', 'of-haproxy', {}, [], 'wide');
  const secured = { ...open, spec: { ...open.spec, tls: [{ hosts: ['*.example.com'], secretName: 'wild' }] } };
  const same = ingress('same', 'of-haproxy', {}, ['admin.example.com', '*.example.com']);
  const elsewhere = { ...open, metadata: { ...open.metadata, namespace: 'other' } };
  const route = {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name: 'wide', namespace: 'other' },
    spec: { host: 'any.example.com', wildcardPolicy: 'Subdomain', to: { kind: 'Service', name: 'wide' } },
  };
  const gateway = { gateway: { namespace: 'infra', name: 'public' } };
  const routes = { to: 'openshift-route' } as const;

  it.each<[string, object[], Partial<RunOptions>, number]>([
    ['a wildcard host at one Gateway', [guarded, open], gateway, 500],
    ['a wildcard host with TLS at one Gateway', [guarded, secured], gateway, 500],
    ['rules without a host at one Gateway', [guarded, anyHost], gateway, 500],
    ['a wildcard host at the router', [guarded, open], routes, 503],
    ['a wildcard host with TLS at the router', [guarded, secured], routes, 503],
    ['a wildcard host of another namespace at the router', [guarded, elsewhere], routes, 503],
    ['a wildcard Route of another namespace', [guarded, route], routes, 503],
    ['a host kept for neither at one Gateway', [guarded, same], gateway, 500],
    ['a host kept for neither at the router', [guarded, same], routes, 503],
  ])('stays closed: %s', (_what, objects, chosen, status) => {
    for (const url of ['http://admin.example.com/', 'https://admin.example.com/', 'http://admin.example.com/a'])
      expect(`${url} ${answered(objects, chosen, url)}`).not.toBe(`${url} 200`);
    expect(answered(objects, chosen, 'http://admin.example.com/')).toBe(status);
    expect(unexplained(objects, chosen)).toEqual([]);
  });

  it('a name that a wildcard Route bears is closed for its controller as well, which is told', () => {
    const sharp = ingress('sharp', 'of-nginx', guard, ['any.example.com']);
    const twin = ingress('twin', 'of-haproxy', {}, ['any.example.com']);
    const inShop = { ...route, metadata: { ...route.metadata, namespace: 'shop' } };
    expect(answered([sharp, twin, inShop], routes, 'http://any.example.com/')).toBe(503);
    expect(unexplained([sharp, twin, inShop], routes)).toEqual([]);
  });

  it('the wider host stays open', () => {
    expect(answered([guarded, open], gateway, 'http://other.example.com/')).toBe(200);
    expect(answered([guarded, open], routes, 'http://other.example.com/')).toBe(200);
  });
});

describe('Routes of Ingresses that are not written', () => {
  it('may have held a domain against hosts of another namespace', () => {
    const at = (namespace: string, one: ReturnType<typeof ingress>) => ({
      ...one,
      metadata: { ...one.metadata, namespace },
    });
    const objects = [
      at('shop', ingress('api', 'openshift-default', {}, ['api.apps.example.com'])),
      at('default', ingress('wild', 'openshift-default', {}, ['wildcard.apps.example.com', '*.apps.example.com'])),
    ];
    expect(answered(objects, { to: 'openshift-route' }, 'http://api.apps.example.com/')).toBe(200);
    expect(unexplained(objects, { to: 'openshift-route' })).toEqual([]);
  });
});
