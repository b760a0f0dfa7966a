import fc from 'fast-check';
import type { Draft } from '../properties/arbitrary-ingress.js';
import { routerObjects } from './arbitrary-router-settings.js';
import { routeAnnotations, services } from './arbitrary-routes.js';

const host = fc.oneof(
  { weight: 12, arbitrary: fc.constantFrom('a.com', 'b.a.com', '*.apps.example.com', 'api.apps.example.com') },
  { weight: 1, arbitrary: fc.constantFrom(undefined, 'wildcard.apps.example.com') },
);

const path = fc
  .record({
    path: fc.constantFrom('/', '/foo', '/foo/', '/foo/bar', '/foobar', ''),
    pathType: fc.constantFrom('Prefix', 'Prefix', 'ImplementationSpecific', 'Exact'),
    service: fc.constantFrom('web', 'api', 'old', 'missing'),
    port: fc.constantFrom({ number: 80 }, { number: 443 }, { name: 'http' }, { number: 8080 }),
  })
  .map(({ path: written, pathType, service, port }) => ({
    path: written === '' && pathType !== 'ImplementationSpecific' ? '/' : written,
    pathType,
    backend: { service: { name: service, port } },
  }));

const rule = fc
  .record({ host, paths: fc.array(path, { minLength: 1, maxLength: 3 }) })
  .map(({ host: name, paths }) => ({
    ...(name === undefined ? {} : { host: name }),
    http: { paths },
  }));

const tls = fc.oneof(
  { weight: 2, arbitrary: fc.constant(undefined) },
  {
    weight: 3,
    arbitrary: fc.constantFrom<Draft[]>(
      { hosts: ['a.com'], secretName: 'tls' },
      { hosts: ['b.a.com', '*.apps.example.com'], secretName: 'tls' },
      { hosts: ['a.com'] },
      { secretName: 'tls' },
      {},
    ),
  },
);

const annotations = fc
  .tuple(
    routeAnnotations,
    fc.constantFrom<Draft[]>(
      {},
      {},
      { 'route.openshift.io/termination': 'edge' },
      { 'route.openshift.io/termination': 'reencrypt' },
      { 'route.openshift.io/termination': 'passthrough' },
      { 'route.openshift.io/termination': 'Edge' },
      { 'route.openshift.io/insecureEdgeTerminationPolicy': 'Allow' },
      { 'nginx.ingress.kubernetes.io/rewrite-target': '/' },
      { 'kubernetes.io/ingress.class': 'nginx' },
      { 'nginx.ingress.kubernetes.io/canary': 'true', 'nginx.ingress.kubernetes.io/canary-weight': '20' },
    ),
  )
  .map(([router, controller]) => ({ ...router, ...controller }));

/** Sets of Ingresses as OpenShift's controller finds them in one cluster. */
export const routeIngressSets: fc.Arbitrary<readonly Draft[]> = fc
  .tuple(
    fc.array(
      fc.record({
        namespace: fc.constantFrom('default', 'default', 'shop'),
        annotations,
        created: fc.constantFrom(undefined, '2024-01-01T00:00:00Z'),
        className: fc.constantFrom(undefined, undefined, 'openshift-default', 'nginx', 'own'),
        rules: fc.array(rule, { minLength: 1, maxLength: 2 }),
        tls,
        withDefault: fc.boolean(),
      }),
      { minLength: 1, maxLength: 3 },
    ),
    fc.boolean(),
    fc.subarray(['nginx', 'own', 'openshift-default']),
    fc.subarray([0, 1]),
    routerObjects,
  )
  .map(([drafts, withServices, classes, edited, settings]) => [
    ...drafts.map((draft, index) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'Ingress',
      metadata: {
        name: `ingress-${index}`,
        namespace: draft.namespace,
        annotations: draft.annotations,
        ...(draft.created === undefined ? {} : { creationTimestamp: draft.created }),
      },
      spec: {
        ...(draft.className === undefined ? {} : { ingressClassName: draft.className }),
        ...(draft.withDefault ? { defaultBackend: { service: { name: 'web', port: { number: 80 } } } } : {}),
        ...(draft.tls === undefined ? {} : { tls: [draft.tls] }),
        rules: draft.rules,
      },
    })),
    ...(withServices ? services : []),
    ...classes.map((name) => ({
      apiVersion: 'networking.k8s.io/v1',
      kind: 'IngressClass',
      metadata: { name },
      spec: { controller: name === 'nginx' ? 'k8s.io/ingress-nginx' : 'openshift.io/ingress-to-route' },
    })),
    ...edited.map((index) => editedRoute(index)),
    ...settings,
  ]);

/** A Route that the controller made of the first rule and path of an Ingress, as one may find it after an edit by hand. */
function editedRoute(index: number): Draft {
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: {
      name: `ingress-${index}-x7k2p`,
      namespace: 'default',
      creationTimestamp: '2024-06-01T00:00:00Z',
      ownerReferences: [
        { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', name: `ingress-${index}`, controller: true, uid: 'u' },
      ],
    },
    spec: {
      host: 'a.com',
      path: index === 0 ? '/' : '/foo',
      to: { kind: 'Service', name: 'web', weight: 50 },
      tls: { termination: 'edge', insecureEdgeTerminationPolicy: index === 0 ? 'Allow' : 'None' },
    },
  };
}
