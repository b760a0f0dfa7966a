import fc from 'fast-check';
import type { Draft } from '../properties/arbitrary-ingress.js';

const OPERATOR = 'openshift-ingress-operator';

const routeAdmission = fc.record(
  {
    wildcardPolicy: fc.constantFrom('WildcardsAllowed', 'WildcardsDisallowed', ''),
    namespaceOwnership: fc.constantFrom('InterNamespaceAllowed', 'Strict', ''),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const controllerSpec = fc.record(
  {
    domain: fc.constantFrom('apps.example.com', 'a.com', 'Not a domain'),
    routeAdmission,
    defaultCertificate: fc.constantFrom({ name: 'router-certs' }, {}),
    httpHeaders: fc.constantFrom({ forwardedHeaderPolicy: 'Replace' }, { forwardedHeaderPolicy: 'replace' }),
    replicas: fc.constant(2),
    routeSelector: fc.constant({ matchLabels: { shard: 'a' } }),
  },
  { requiredKeys: [], noNullPrototype: true },
);

const controller = fc
  .tuple(
    fc.constantFrom('default', 'default', 'internal'),
    fc.constantFrom(OPERATOR, OPERATOR, 'default'),
    fc.option(controllerSpec, { nil: undefined, freq: 8 }),
    fc.constantFrom(undefined, undefined, { domain: 'apps.example.com' }),
  )
  .map(([name, namespace, spec, status]) => ({
    apiVersion: 'operator.openshift.io/v1',
    kind: 'IngressController',
    metadata: { name, namespace },
    ...(spec === undefined ? {} : { spec }),
    ...(status === undefined ? {} : { status }),
  }));

const clusterIngress = fc.constantFrom('cluster', 'cluster', 'other').map((name) => ({
  apiVersion: 'config.openshift.io/v1',
  kind: 'Ingress',
  metadata: { name },
  spec: { domain: 'apps.example.com' },
}));

/** What may be told of the router of OpenShift: mostly nothing, or one IngressController. */
export const routerObjects: fc.Arbitrary<readonly Draft[]> = fc.oneof(
  { weight: 3, arbitrary: fc.constant([]) },
  { weight: 5, arbitrary: controller.map((one) => [one]) },
  { weight: 1, arbitrary: fc.array(fc.oneof(controller, clusterIngress), { maxLength: 3 }) },
);
