import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { takeInventory } from '../../src/kubernetes/inventory.js';
import { parseText } from '../../src/manifests/documents.js';

function take(text: string) {
  const { manifests, problems } = parseText({ file: 'in.yaml', text });
  return takeInventory(manifests, problems);
}

describe('the inventory', () => {
  it('reads what stands around Ingresses', () => {
    const inventory = take(`
apiVersion: v1
kind: Service
metadata: {name: web, namespace: prod}
spec:
  type: ExternalName
  externalName: example.com
  clusterIP: None
  ports:
  - {port: 80, name: http, targetPort: 8080, appProtocol: kubernetes.io/h2c}
  - {port: 443, targetPort: https}
  - {port: 81}
---
{apiVersion: v1, kind: Secret, metadata: {name: s}, type: Opaque, data: {b: eA==}, stringData: {a: x}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: "1", b: "x"}}
---
apiVersion: networking.k8s.io/v1
kind: IngressClass
metadata:
  name: nginx
  annotations: {ingressclass.kubernetes.io/is-default-class: "true"}
spec: {controller: k8s.io/ingress-nginx}
---
{apiVersion: networking.k8s.io/v1beta1, kind: IngressClass, metadata: {name: old}, spec: {controller: example.com/x}}
---
{apiVersion: v1, kind: Namespace, metadata: {name: prod, labels: {team: a}}}
---
apiVersion: gateway.networking.k8s.io/v1
kind: Gateway
metadata: {name: gw}
spec:
  listeners:
  - {name: http, port: 80, protocol: HTTP}
  - {name: https, port: 443, protocol: HTTPS, hostname: "*.example.com"}
---
{apiVersion: route.openshift.io/v1, kind: Route, metadata: {name: r}}
`);
    expect(inventory.problems).toEqual([]);
    expect(inventory.services).toMatchObject([
      {
        meta: { name: 'web', namespace: 'prod' },
        type: 'ExternalName',
        externalName: 'example.com',
        clusterIP: 'None',
        ports: [
          { port: 80, name: 'http', targetPort: '8080', appProtocol: 'kubernetes.io/h2c' },
          { port: 443, targetPort: 'https' },
          { port: 81, targetPort: '81' },
        ],
      },
    ]);
    expect(inventory.secrets).toMatchObject([{ type: 'Opaque', keys: ['a', 'b'] }]);
    expect(inventory.configMaps).toMatchObject([{ data: { a: '1', b: 'x' } }]);
    expect(inventory.ingressClasses).toMatchObject([
      { meta: { name: 'nginx' }, controller: 'k8s.io/ingress-nginx', isDefault: true },
      { meta: { name: 'old' }, controller: 'example.com/x', isDefault: false },
    ]);
    expect(inventory.namespaces).toMatchObject([{ meta: { name: 'prod', labels: { team: 'a' } } }]);
    expect(inventory.gateways[0]?.listeners).toEqual([
      { name: 'http', port: 80, protocol: 'HTTP' },
      { name: 'https', port: 443, protocol: 'HTTPS', hostname: '*.example.com' },
    ]);
    expect(inventory.others.map(({ ref }) => ref.kind)).toEqual(['Route']);
  });

  it('reports what it cannot read of them and keeps the rest', () => {
    const inventory = take(`
{apiVersion: v1, kind: Service, metadata: {name: web}, spec: {ports: [{port: x}, {}, {port: 80}, 5]}}
---
{apiVersion: v1, kind: ConfigMap, metadata: {name: c}, data: {a: true, b: "x", c: null}}
---
{apiVersion: networking.k8s.io/v1, kind: IngressClass, metadata: {name: nginx}}
---
{apiVersion: gateway.networking.k8s.io/v1, kind: Gateway, metadata: {name: g}, spec: {listeners: [{name: a}, {name: b, port: 1, protocol: TCP}]}}
`);
    expect(inventory.services[0]?.ports).toEqual([{ port: 80, targetPort: '80' }]);
    expect(inventory.configMaps[0]?.data).toEqual({ b: 'x', c: '' });
    expect(inventory.ingressClasses).toEqual([]);
    expect(inventory.gateways[0]?.listeners).toHaveLength(1);
    expect(inventory.problems.map(({ field }) => field)).toEqual([
      'spec.ports[0].port',
      'spec.ports[1]',
      'spec.ports[3]',
      'data.a',
      'spec',
      'spec.listeners[0]',
    ]);
  });

  it('does not depend on the order in which files are given', () => {
    const files = ['b', 'a', 'a', 'c'].map((file, index) =>
      parseText({
        file: `${file}.yaml`,
        text: ['x', 'y']
          .map(
            (name) =>
              `apiVersion: networking.k8s.io/v1\nkind: Ingress\nmetadata: {name: ${name}, annotations: {n: ${index}}}\nspec: {}\n`,
          )
          .join('---\n'),
      }),
    );
    const told = (order: readonly number[]) => {
      const parsed = order.flatMap((index) => files[index] ?? []);
      const { ingresses, problems } = takeInventory(
        parsed.flatMap(({ manifests }) => manifests).reverse(),
        parsed.flatMap((one) => one.problems),
      );
      return JSON.stringify([ingresses, problems]);
    };
    const expected = told([0, 1, 2, 3]);
    fc.assert(
      fc.property(fc.shuffledSubarray([0, 1, 2, 3], { minLength: 4 }), (order) => {
        expect(told(order)).toBe(expected);
      }),
    );
    expect(
      JSON.parse(expected)[0].map((one: { manifest: { source: { file: string } } }) => one.manifest.source.file),
    ).toEqual(['a.yaml', 'a.yaml', 'a.yaml', 'a.yaml', 'b.yaml', 'b.yaml', 'c.yaml', 'c.yaml']);
  });
});
