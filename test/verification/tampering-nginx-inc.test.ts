import { describe, expect, it } from 'vitest';
import type { Conversion, KubernetesObject } from '../../src/conversion.js';
import { convert } from '../../src/convert.js';
import { parseText } from '../../src/manifests/documents.js';
import { type ConvertOptions, DEFAULT_OPTIONS, type TargetName } from '../../src/options.js';
import { isUnexplained, verify } from '../../src/verification/verify.js';

const text = `
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: cafe
  namespace: shop
  annotations: { nginx.org/mergeable-ingress-type: master }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [cafe.example.com], secretName: cafe-tls }]
  rules: [{ host: cafe.example.com }]
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: tea
  namespace: shop
  annotations:
    nginx.org/mergeable-ingress-type: minion
    nginx.org/rewrites: serviceName=tea rewrite=/
    nginx.org/add-header: X-Tea:green
spec:
  ingressClassName: nginx
  rules:
    - host: cafe.example.com
      http: { paths: [{ path: /tea/, pathType: Prefix, backend: { service: { name: tea, port: { number: 80 } } } }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata:
  name: office
  namespace: shop
  annotations: { nginx.org/mergeable-ingress-type: minion, nginx.org/policies: office }
spec:
  ingressClassName: nginx
  rules:
    - host: cafe.example.com
      http: { paths: [{ path: /office/, pathType: Prefix, backend: { service: { name: office, port: { number: 80 } } } }] }
---
apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: plain, namespace: shop }
spec:
  ingressClassName: nginx
  rules:
    - host: plain.example.com
      http: { paths: [{ path: /Menu, pathType: Prefix, backend: { service: { name: menu, port: { number: 80 } } } }] }
---
apiVersion: k8s.nginx.org/v1
kind: Policy
metadata: { name: office, namespace: shop }
spec: { accessControl: { allow: [10.0.0.0/8] } }
`;

type Spec = Record<string, unknown>;
type Change = (object: KubernetesObject, spec: Spec) => Partial<KubernetesObject>;

/** Which fields of outcomes nobody can explain once the output is changed, as if the compiler were wrong. */
function changed(to: TargetName, kind: string, change: Change): string[] {
  const options: ConvertOptions = { ...DEFAULT_OPTIONS, from: 'nginx-inc', to };
  const { manifests, problems } = parseText({ file: 'cafe.yaml', text });
  const conversion = convert({ manifests, problems, inputs: 1 }, options);
  const emitted = conversion.emitted.map((one) =>
    one.object.kind === kind
      ? { ...one, object: { ...one.object, ...change(one.object, structuredClone(one.object.spec) as Spec) } }
      : one,
  );
  const tampered: Conversion = { ...conversion, emitted };
  const { differences } = verify(manifests, tampered, options);
  return [...new Set(differences.filter(isUnexplained).map(({ field }) => field))].sort();
}

/** Changes the texts in the JSON of a spec. */
function replacing(from: string, to: string): Change {
  return (_, spec) => ({ spec: JSON.parse(JSON.stringify(spec).replaceAll(from, to)) as Spec });
}

function withoutFilters(type: string): Change {
  return (_, spec) => ({
    spec: {
      ...spec,
      rules: (spec.rules as { filters?: { type: string }[] }[]).map((rule) => ({
        ...rule,
        filters: (rule.filters ?? []).filter((filter) => filter.type !== type),
      })),
    },
  });
}

describe("HTTPRoutes that say something else than F5's controller are found out", () => {
  const of = (kind: string, change: Change) => changed('gateway-api', kind, change);

  it('as they are, nothing is unexplained', () => expect(of('HTTPRoute', () => ({}))).toEqual([]));
  it('another Service', () =>
    expect(of('HTTPRoute', replacing('"name":"tea"', '"name":"other"'))).toEqual(['backend']));
  it('another path', () => expect(of('HTTPRoute', replacing('/Menu', '/Men'))).not.toEqual([]));
  it('another letter case', () => expect(of('HTTPRoute', replacing('/Menu', '/menu'))).not.toEqual([]));
  it('a rewrite that is gone', () => expect(of('HTTPRoute', withoutFilters('URLRewrite'))).toEqual(['path']));
  it('a header that is gone', () =>
    expect(of('HTTPRoute', withoutFilters('ResponseHeaderModifier'))).toEqual(['responseHeaders.x-tea']));
  it('a redirect that goes elsewhere', () =>
    expect(of('HTTPRoute', replacing('"replaceFullPath":"/tea/"', '"replaceFullPath":"/"'))).toEqual(['location']));
  it('a certificate of somebody else', () =>
    expect(of('Gateway', replacing('cafe-tls', 'other-tls'))).toEqual(['certificate']));
  it('a guarded path that is published all the same', () => {
    const publish: Change = (object, spec) =>
      object.metadata.name.endsWith('-redirect')
        ? {}
        : {
            spec: {
              ...spec,
              rules: [
                ...(spec.rules as unknown[]),
                {
                  matches: [{ path: { type: 'PathPrefix', value: '/office' } }],
                  backendRefs: [{ name: 'office', port: 80 }],
                },
              ],
            },
          };
    expect(of('HTTPRoute', publish)).not.toEqual([]);
  });
});

describe("Routes that say something else than F5's controller are found out", () => {
  const of = (change: Change) => changed('openshift-route', 'Route', change);

  it('as they are, nothing is unexplained', () => expect(of(() => ({}))).toEqual([]));
  it('another Service', () => expect(of(replacing('"name":"tea"', '"name":"other"'))).toEqual(['backend']));
  it('another path', () => expect(of(replacing('/Menu', '/Men'))).not.toEqual([]));
  it('what the annotations say is gone: the address list and the rewrite', () => {
    const fields = of(({ metadata }) => ({ metadata: { ...metadata, annotations: {} } }));
    expect(fields).toEqual(expect.arrayContaining(['status', 'path']));
  });
  it('a redirect to https that is gone', () => expect(of(replacing('"Redirect"', '"Allow"'))).toContain('status'));
});
