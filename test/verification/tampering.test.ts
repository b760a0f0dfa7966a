import { describe, expect, it } from 'vitest';
import type { Conversion, KubernetesObject } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { DEFAULT_OPTIONS } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';
import { differenceText } from './difference-text.js';

const manifest = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/upstream-vhost: inner.example.com
    nginx.ingress.kubernetes.io/custom-headers: shop/headers
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
apiVersion: v1
kind: ConfigMap
metadata: { name: headers, namespace: shop }
data: { X-Shop: "1" }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: shop-canary
  namespace: shop
  annotations:
    nginx.ingress.kubernetes.io/canary: "true"
    nginx.ingress.kubernetes.io/canary-weight: "10"
spec:
  ingressClassName: nginx
  rules:
    - host: shop.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web-next, port: { number: 80 } } } }
`;

interface Rule {
  matches?: { path: { value: string } }[];
  filters?: { type: string }[];
  backendRefs?: { name: string; weight?: number }[] | undefined;
}

const { manifests, problems } = parseText({ file: 'shop.yaml', text: manifest });
const conversion = convert({ manifests, problems, inputs: 1 }, DEFAULT_OPTIONS);

/** The conversion with something changed in its routes, as if the compiler were wrong. */
function tampered(change: (rules: Rule[], route: KubernetesObject) => Rule[]): Conversion {
  const emitted = conversion.emitted.map((one) => {
    if (one.object.kind !== 'HTTPRoute') return one;
    const spec = structuredClone(one.object.spec) as { rules: Rule[] };
    return { ...one, object: { ...one.object, spec: { ...spec, rules: change(spec.rules, one.object) } } };
  });
  return { ...conversion, emitted };
}

function unexplainedFields(changed: Conversion): string[] {
  const { differences } = verify(manifests, changed, DEFAULT_OPTIONS);
  return [...new Set(differences.filter(isUnexplained).map(({ field }) => field))].sort();
}

function withoutFilter(type: string) {
  return (rules: Rule[]) =>
    rules.map((rule) => ({ ...rule, filters: (rule.filters ?? []).filter((filter) => filter.type !== type) }));
}

describe('a conversion that is wrong is found out', () => {
  it('as it is, nothing is unexplained', () => {
    const { differences } = verify(manifests, conversion, DEFAULT_OPTIONS);
    expect(differences.filter(isUnexplained).map(differenceText)).toEqual([]);
  });

  it('a rule that is missing', () => {
    const changed = tampered((rules) => rules.filter((rule) => rule.matches?.[0]?.path.value !== '/cart'));
    expect(unexplainedFields(changed)).toEqual(['backends']);
  });

  it('a wrong backend', () => {
    const changed = tampered((rules) =>
      rules.map((rule) => ({ ...rule, backendRefs: rule.backendRefs?.map((ref) => ({ ...ref, name: 'cart' })) })),
    );
    expect(unexplainedFields(changed)).toEqual(['backends']);
  });

  it('wrong weights', () => {
    const changed = tampered((rules) =>
      rules.map((rule) => ({ ...rule, backendRefs: rule.backendRefs?.map((ref) => ({ ...ref, weight: 1 })) })),
    );
    expect(unexplainedFields(changed)).toEqual(['backends']);
  });

  it('a lost rewrite of the host', () => {
    expect(unexplainedFields(tampered(withoutFilter('URLRewrite')))).toEqual(['host']);
  });

  it('lost response headers', () => {
    expect(unexplainedFields(tampered(withoutFilter('ResponseHeaderModifier')))).toEqual([
      'responseHeaders.strict-transport-security',
      'responseHeaders.x-shop',
    ]);
  });

  it('a redirect to https that is gone', () => {
    const changed = tampered((rules, route) => (route.metadata.name.endsWith('-redirect') ? [] : rules));
    expect(unexplainedFields(changed)).toContain('status');
  });
});
