import { describe, expect, it } from 'vitest';
import type { Conversion, KubernetesObject } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';

const ingresses = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/whitelist-source-range: 10.0.0.0/8
    nginx.ingress.kubernetes.io/affinity: cookie
    nginx.ingress.kubernetes.io/session-cookie-name: shop
spec:
  ingressClassName: nginx
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
    - host: shop.example.com
      http:
        paths:
          - { path: /cart, pathType: Prefix, backend: { service: { name: cart, port: { number: 80 } } } }
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: api
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/rewrite-target: /$2
spec:
  ingressClassName: nginx
  tls: [{ hosts: [api.example.com], secretName: shop-tls }]
  rules:
    - host: api.example.com
      http:
        paths:
          - { path: /v1(/|$)(.*), pathType: ImplementationSpecific, backend: { service: { name: api, port: { number: 80 } } } }
`;

const routes = `
apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: shop, namespace: shop }
spec:
  host: shop.example.com
  to: { kind: Service, name: web, weight: 75 }
  alternateBackends: [{ kind: Service, name: web-next, weight: 25 }]
  port: { targetPort: 8080 }
  tls: { termination: edge, insecureEdgeTerminationPolicy: Redirect }
  httpHeaders:
    actions:
      request: [{ name: X-Shop, action: { type: Set, set: { value: "1" } } }]
---
apiVersion: route.openshift.io/v1
kind: Route
metadata:
  name: cart
  namespace: shop
  annotations: { haproxy.router.openshift.io/rewrite-target: / }
spec:
  host: shop.example.com
  path: /cart
  to: { kind: Service, name: cart }
  port: { targetPort: 8080 }
  tls: { termination: edge }
`;

type Spec = Record<string, unknown>;

function scene(text: string, options: Partial<ConvertOptions>) {
  const all: ConvertOptions = { ...DEFAULT_OPTIONS, ...options };
  const { manifests, problems } = parseText({ file: 'shop.yaml', text });
  const conversion = convert({ manifests, problems, inputs: 1 }, all);

  /** Which fields of outcomes nobody can explain once the output is changed, as if the compiler were wrong. */
  return (kind: string, change: (object: KubernetesObject, spec: Spec) => Partial<KubernetesObject>): string[] => {
    const emitted = conversion.emitted.map((one) =>
      one.object.kind === kind
        ? { ...one, object: { ...one.object, ...change(one.object, structuredClone(one.object.spec) as Spec) } }
        : one,
    );
    const changed: Conversion = { ...conversion, emitted };
    const { differences } = verify(manifests, changed, all);
    return [...new Set(differences.filter(isUnexplained).map(({ field }) => field))].sort();
  };
}

function withoutAnnotations(...keys: readonly string[]) {
  return ({ metadata }: KubernetesObject): Partial<KubernetesObject> => {
    const kept = Object.entries(metadata.annotations ?? {}).filter(([key]) => !keys.includes(key));
    return { metadata: { ...metadata, annotations: Object.fromEntries(kept) } };
  };
}

describe('Routes that are wrong are found out', () => {
  const changed = scene(ingresses, { to: 'openshift-route' });

  it('as they are, nothing is unexplained', () => {
    expect(changed('Route', () => ({}))).toEqual([]);
  });

  it('another Service', () => {
    expect(changed('Route', (_, spec) => ({ spec: { ...spec, to: { kind: 'Service', name: 'other' } } }))).toEqual([
      'backend',
    ]);
  });

  it('another path', () => {
    const fields = changed('Route', (_, spec) => ({ spec: spec.path === '/cart' ? { ...spec, path: '/car' } : spec }));
    expect(fields).toEqual(['backend']);
  });

  it('an address list that is gone', () => {
    expect(
      changed(
        'Route',
        withoutAnnotations(...['ip_allowlist', 'ip_whitelist'].map((name) => `haproxy.router.openshift.io/${name}`)),
      ),
    ).toContain('status');
  });

  it('a rewrite that is gone', () => {
    expect(changed('Route', withoutAnnotations('haproxy.router.openshift.io/rewrite-target'))).toEqual(['path']);
  });

  it('a cookie that has another name', () => {
    expect(changed('Route', withoutAnnotations('router.openshift.io/cookie_name'))).toEqual(['guards.affinity']);
  });

  it('a redirect to https that is gone', () => {
    const fields = changed('Route', (_, { tls, ...spec }) => ({
      spec: { ...spec, tls: { ...(tls as Spec), insecureEdgeTerminationPolicy: 'Allow' } },
    }));
    expect(fields).toContain('status');
  });

  it('a certificate that belongs to something else', () => {
    const fields = changed('Route', (_, { tls, ...spec }) => ({
      spec: { ...spec, tls: { ...(tls as Spec), externalCertificate: { name: 'other' } } },
    }));
    expect(fields).toEqual(['certificate']);
  });
});

describe('HTTPRoutes that say something else than the Routes are found out', () => {
  const changed = scene(routes, { from: 'openshift-route' });
  const rulesOf = (spec: Spec) => spec.rules as Spec[];

  it('as they are, nothing is unexplained', () => {
    expect(changed('HTTPRoute', () => ({}))).toEqual([]);
  });

  it('other weights', () => {
    const fields = changed('HTTPRoute', (_, spec) => ({
      spec: {
        ...spec,
        rules: rulesOf(spec).map((rule) => ({
          ...rule,
          ...(Array.isArray(rule.backendRefs)
            ? { backendRefs: (rule.backendRefs as Spec[]).map((ref) => ({ ...ref, weight: 1 })) }
            : {}),
        })),
      },
    }));
    expect(fields).toEqual(['backends']);
  });

  it('lost filters', () => {
    const fields = changed('HTTPRoute', ({ metadata }, spec) => ({
      spec: metadata.name.endsWith('-redirect')
        ? spec
        : { ...spec, rules: rulesOf(spec).map(({ filters: _, ...rule }) => rule) },
    }));
    expect(fields).toEqual(['path', 'requestHeaders.x-shop']);
  });

  it('a path that is served on plain HTTP, where the router serves none', () => {
    const fields = changed('HTTPRoute', (_, spec) => ({
      spec: { ...spec, parentRefs: [{ name: 'openshift', sectionName: 'http' }] },
    }));
    expect(fields).toContain('status');
  });
});
