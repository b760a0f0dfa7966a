import { describe, expect, test } from 'vitest';
import {
  createOpenshiftRouterModel,
  type OpenshiftRouterInput,
} from '../../../../src/behaviour/targets/openshift-router.js';
import { allCases, type Case, casesAreThere, casesOf } from './case-file.js';
import { type RoutingCase, routeObject, type ShortRoute } from './routing-case.js';
import { replay } from './routing-replay.js';

interface AdmissionCase extends Case {
  readonly ingressController: Pick<OpenshiftRouterInput, 'wildcardPolicy' | 'namespaceOwnership'>;
  readonly routes: readonly ShortRoute[];
  readonly expect: {
    readonly admitted: readonly string[];
    readonly rejected: readonly { readonly route: string; readonly reason: string }[];
  };
}

interface ValidationCase extends Case {
  readonly route: { readonly spec: { readonly tls?: { readonly externalCertificate?: { readonly name: string } } } };
  readonly expect: { readonly valid: boolean; readonly error_about?: string };
}

interface PortCase extends Case {
  readonly input: {
    readonly route_port: object | null;
    readonly service_ports: readonly { readonly name: string; readonly port: number }[];
    readonly endpoint_ports: readonly object[];
  };
  readonly expect: { readonly endpoints_used: readonly string[] };
}

/** Where a fault lies that a case names in words. */
const places: Readonly<Record<string, string>> = {
  'header actions': 'spec.tls.termination',
  'max 20': 'spec.httpHeaders.actions.request',
  'reserved header': 'spec.httpHeaders.actions.response[0].name',
  'sample fetch not allowed': 'spec.httpHeaders.actions.response[0].action.set.value',
  'secret type': 'is not of type kubernetes.io/tls',
  'get/list/watch on the secret for system:serviceaccount:openshift-ingress:router': 'the router may not read it',
};

/** Replayed here, or (what begins with `ingress`) by the test of the controller. None is left out. */
const kinds = [
  ...['route-routing', 'route-admission', 'route-validation', 'route-port-resolution'],
  ...['ingress-to-route', 'ingress-to-route-update'],
];

test.skipIf(!casesAreThere)('every case in ../shared is of a kind that is replayed', () => {
  expect(allCases().filter(({ kind }) => !kinds.includes(kind))).toEqual([]);
});

describe.skipIf(!casesAreThere)('the model of the OpenShift router gives the answers of the cases in ../shared', () => {
  test.each(casesOf<RoutingCase>('route-routing'))('$id: $title', (one) => {
    replay(one);
  });

  test.each(casesOf<AdmissionCase>('route-admission'))(
    '$id: $title',
    ({ ingressController, routes, expect: stated }) => {
      const objects = routes.map(routeObject);
      const { rejected } = createOpenshiftRouterModel({ ...ingressController, routes: objects });
      const reasons = rejected.map(({ route, reason }) => ({ route: route.replace(/^Route /, ''), reason }));
      expect(reasons).toEqual(stated.rejected);
      const refused = new Set(reasons.map(({ route }) => route));
      const admitted = routes.map(({ namespace, name }) => `${namespace}/${name}`).filter((key) => !refused.has(key));
      expect(admitted.sort()).toEqual([...stated.admitted].sort());
    },
  );

  test.each(casesOf<ValidationCase>('route-validation'))('$id: $title', ({ route, expect: stated }) => {
    const about = stated.error_about ?? '';
    const secret = route.spec.tls?.externalCertificate?.name;
    const { rejected } = createOpenshiftRouterModel({
      routes: [{ ...route, metadata: { namespace: 'ns', name: 'r' } }],
      ingressDomain: 'apps.test',
      secrets: secret === undefined ? [] : [{ metadata: { namespace: 'ns', name: secret }, type: 'Opaque' }],
      routerReadsSecrets: !about.startsWith('get/list/watch'),
    });
    expect(rejected.map(({ message }) => message)).toEqual(
      stated.valid ? [] : [expect.stringContaining(places[about] ?? about)],
    );
  });

  test.each(casesOf<PortCase>('route-port-resolution'))('$id: $title', ({ input, expect: stated }) => {
    const metadata = { namespace: 'ns', name: 'svc', labels: { 'kubernetes.io/service-name': 'svc' } };
    const model = createOpenshiftRouterModel({
      routes: [
        {
          metadata: { namespace: 'ns', name: 'r' },
          spec: { host: 'h.com', to: { kind: 'Service', name: 'svc' }, port: input.route_port },
        },
      ],
      services: [{ metadata, spec: { ports: input.service_ports } }],
      endpointSlices: [{ metadata, ports: input.endpoint_ports, endpoints: [{ addresses: ['10.0.0.1'] }] }],
    });
    const { status, backends } = model.answer({ scheme: 'http', host: 'h.com', method: 'GET', path: '/' });
    const used = stated.endpoints_used.map((endpoint) => endpoint.split(':')[0]);
    const ports = input.service_ports.filter(({ name }) => used.includes(name)).map(({ port }) => `ns/svc:${port}`);
    expect(status).toBe(ports.length === 0 ? 503 : 200);
    expect(backends).toEqual(ports.map((backend) => ({ backend, weight: 1 / ports.length })));
  });
});
