import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { type ConvertInput, convert } from '../../src/convert.js';
import type { Item } from '../../src/ledger/verdict.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, trace, verify } from '../../src/verification/verify.js';

type Spec = Readonly<Record<string, unknown>>;

function controller(spec: Spec): object {
  const metadata = { name: 'default', namespace: 'openshift-ingress-operator' };
  return { apiVersion: 'operator.openshift.io/v1', kind: 'IngressController', metadata, spec };
}

let age = 0;

/** Routes are made one after the other. */
function route(name: string, namespace: string, spec: Spec, annotations: Spec = {}): object {
  const creationTimestamp = new Date(Date.UTC(2024, 0, 1, 0, 0, age++)).toISOString();
  const to = { kind: 'Service', name: 'web' };
  const metadata = { name, namespace, creationTimestamp, annotations };
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata,
    spec: { to, port: { targetPort: 8080 }, ...spec },
  };
}

function ingress(
  name: string,
  namespace: string,
  host: string,
  annotations: Spec = {},
  path = '/',
  spec: Spec = {},
): object {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  const rules = [{ host, http: { paths: [{ path, pathType: 'Prefix', backend }] } }];
  const metadata = { name, namespace, annotations };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', metadata, spec: { ...spec, rules } };
}

function inputOf(objects: readonly object[]): ConvertInput {
  const text = objects.map((object) => JSON.stringify(object)).join('\n---\n');
  return { ...parseText({ file: 'input.yaml', text }, { router: true }), inputs: 1 };
}

function optionsOf(options: Partial<ConvertOptions>): ConvertOptions {
  return { ...DEFAULT_OPTIONS, ...options };
}

function convertAll(objects: readonly object[], options: Partial<ConvertOptions>): Conversion {
  return convert(inputOf(objects), optionsOf(options));
}

function hostsOf({ emitted }: Conversion): unknown[] {
  const routes = emitted.filter(({ object }) => object.kind === 'HTTPRoute');
  return [...new Set(routes.flatMap(({ object }) => (object.spec as { hostnames?: string[] }).hostnames ?? []))].sort();
}

function said({ items }: Conversion, code: string): Pick<Item, 'severity' | 'message'>[] {
  return items
    .flatMap((item) => [item, ...item.also])
    .filter((one) => one.code === code)
    .map(({ severity, message }) => ({ severity, message }));
}

const FROM_ROUTES = { from: 'openshift-route' } as const;
const SHARED = { routeAdmission: { namespaceOwnership: 'InterNamespaceAllowed' } };
const WILDCARDS = { routeAdmission: { wildcardPolicy: 'WildcardsAllowed' } };

describe('Routes to Gateway API', () => {
  const shared = [route('a', 'one', { host: 'a.com' }), route('b', 'two', { host: 'a.com', path: '/b' })];

  it.each([
    ['without an IngressController', [], 1],
    ['with one that says nothing', [controller({})], 1],
    ['with InterNamespaceAllowed', [controller(SHARED)], 0],
  ])('give a host to one namespace %s', (_name, settings, refused) => {
    expect(said(convertAll([...shared, ...settings], FROM_ROUTES), 'RS2110').filter(isWarning)).toHaveLength(refused);
  });

  it('keep one Route for a host and path, whatever the namespaces', () => {
    const twin = route('c', 'three', { host: 'a.com', path: '/b' });
    const [refusal, ...others] = said(convertAll([...shared, twin, controller(SHARED)], FROM_ROUTES), 'RS2110').filter(
      isWarning,
    );
    expect(refusal?.message).toContain('host a.com and path "/b" are taken by Route two/b');
    expect(others).toEqual([]);
  });

  const wildcard = route('w', 'one', { host: 'any.a.com', wildcardPolicy: 'Subdomain' });

  it.each([
    ['without an IngressController', [], ['*.a.com']],
    ['with one that says nothing', [controller({})], []],
    ['with WildcardsAllowed', [controller(WILDCARDS)], ['*.a.com']],
  ])('have a wildcard %s', (_name, settings, hosts) => {
    expect(hostsOf(convertAll([wildcard, ...settings], FROM_ROUTES))).toEqual(hosts);
  });

  it('have no claims of wildcards that are refused', () => {
    const below = route('x', 'two', { host: 'x.a.com' });
    const named = route('y', 'two', { host: 'any.a.com' });
    expect(hostsOf(convertAll([wildcard, below, named, controller({})], FROM_ROUTES))).toEqual([
      'any.a.com',
      'x.a.com',
    ]);
  });

  it('claim no domain where wildcards are refused: who is turned down for the host does not stand in the way', () => {
    const host = 'p.com';
    const objects = [
      route('passing', 'one', { host, tls: { termination: 'passthrough' } }),
      route('turned-down', 'one', { host, path: '/foo', tls: { termination: 'edge' } }),
      route('plain', 'one', { host, path: '/foo' }),
    ];
    const refusedBy = (settings: object): string[] =>
      convertAll([...objects, settings], FROM_ROUTES).items.flatMap(({ code, field, object }) =>
        code === 'RS2110' && field === 'spec.to' ? [object?.name ?? ''] : [],
      );
    expect(refusedBy(controller({}))).toEqual(['turned-down']);
    expect(refusedBy(controller(WILDCARDS))).toEqual(['turned-down', 'plain']);
  });

  const nameless = route('web', 'shop', {});

  it('are published below the domain of the IngressController, unless --ingress-domain names another', () => {
    const objects = [nameless, controller({ domain: 'apps.example.com' })];
    expect(hostsOf(convertAll(objects, FROM_ROUTES))).toEqual(['web-shop.apps.example.com']);
    const ingressDomain = 'other.example.com';
    expect(hostsOf(convertAll(objects, { ...FROM_ROUTES, ingressDomain }))).toEqual([`web-shop.${ingressDomain}`]);
  });

  it('present the default certificate of the IngressController, unless another one is named', () => {
    const objects = [
      route('web', 'shop', { host: 'a.com', tls: { termination: 'edge' } }),
      controller({ defaultCertificate: { name: 'apps' } }),
    ];
    const refs = (options: Partial<ConvertOptions>): string =>
      JSON.stringify(convertAll(objects, { ...FROM_ROUTES, ...options }).emitted.map(({ object }) => object.spec));
    expect(refs({})).toContain('"certificateRefs":[{"name":"apps","namespace":"openshift-ingress"}]');
    expect(refs({ defaultSslCertificate: { namespace: 'infra', name: 'own' } })).not.toContain('"apps"');
  });

  it.each([
    ['Required', 1],
    ['', 0],
  ])('lose client certificates with an error (%j)', (clientCertificatePolicy, errors) => {
    const objects = [nameless, controller({ clientTLS: { clientCertificatePolicy, clientCA: { name: '' } } })];
    const found = said(convertAll(objects, FROM_ROUTES), 'RS2291').filter(({ severity }) => severity === 'error');
    expect(found).toHaveLength(errors);
  });
});

describe('Ingresses to Routes', () => {
  const wildcard = ingress('w', 'one', '*.a.com', {}, '/', { ingressClassName: 'nginx' });

  it.each([
    ['warning', []],
    ['info', [controller(WILDCARDS)]],
    ['error', [controller({})]],
  ])('of ingress-nginx tell of a wildcard as %s', (severity, settings) => {
    const found = said(convertAll([wildcard, ...settings], { to: 'openshift-route' }), 'RS2184');
    expect(found.map((one) => one.severity)).toEqual([severity]);
  });

  it('of ingress-nginx keep a guard beside another namespace where the host may be shared', () => {
    const list = { 'nginx.ingress.kubernetes.io/whitelist-source-range': '10.0.0.0/8' };
    const spec = { ingressClassName: 'nginx' };
    const objects = [
      ingress('web', 'one', 'a.com', {}, '/', spec),
      ingress('admin', 'two', 'a.com', list, '/admin', spec),
    ];
    const withheldWith = (settings: readonly object[]): number =>
      convertAll([...objects, ...settings], { to: 'openshift-route' }).withheld.length;
    expect([[], [controller({})], [controller(SHARED)]].map(withheldWith)).toEqual([1, 1, 0]);
  });

  const FREEZE = { from: 'openshift-ingress', to: 'openshift-route' } as const;

  it('of OpenShift tell once that sticky cookies get new names, where they do', () => {
    const off = { 'haproxy.router.openshift.io/disable_cookies': 'true' };
    const named = { 'router.openshift.io/cookie_name': 'session' };
    const misnamed = { 'router.openshift.io/cookie_name': 'my session' };
    const passthrough = { 'route.openshift.io/termination': 'passthrough' };
    const messages = (...annotations: readonly Spec[]): string[] => {
      const objects = annotations.map((one, index) => ingress(`i-${index}`, 'shop', `h${index}.com`, one, ''));
      const converted = convertAll(objects.map(asImplementationSpecific), FREEZE);
      return said(converted, 'RS2293').map(({ message }) => message.replace(/ the sticky.*/, ''));
    };
    expect(messages(off, named, passthrough)).toEqual([]);
    expect(messages(off, {}, named, misnamed)).toEqual(['2 Routes have']);
  });
});

describe('an object of OpenShift elsewhere', () => {
  it('changes nothing where neither Routes are read nor written', () => {
    const web = ingress('web', 'shop', 'a.com', {}, '/', { ingressClassName: 'nginx' });
    const objects = [web, controller({ domain: 'a.com', defaultCertificate: { name: 'apps' } })];
    expect(convertAll(objects, {})).toEqual({ ...convertAll([web], {}) });
  });
});

describe('verification', () => {
  const request = { scheme: 'http', host: 'x.a.com', method: 'GET', path: '/', clientAddress: '192.0.2.1' } as const;
  const objects = [route('w', 'one', { host: 'any.a.com', wildcardPolicy: 'Subdomain' })];

  it.each([
    ['refused on both sides', controller({}), [503, 503]],
    ['admitted on both sides', controller(WILDCARDS), [200, 200]],
  ])('has wildcards %s', (_name, settings, statuses) => {
    const options = optionsOf({ from: 'openshift-route', to: 'openshift-route' });
    const input = inputOf([...objects, settings]);
    const conversion = convert(input, options);
    const [found] = trace(input.manifests, conversion, options, [request]);
    expect([found?.source?.status, found?.target?.status]).toEqual(statuses);
    expect(verify(input.manifests, conversion, options).differences.filter(isUnexplained)).toEqual([]);
  });
});

function isWarning({ severity }: { readonly severity: string }): boolean {
  return severity === 'warning';
}

function asImplementationSpecific(object: object): object {
  return JSON.parse(JSON.stringify(object).replaceAll('"Prefix"', '"ImplementationSpecific"')) as object;
}
