import { describe, expect, it } from 'vitest';
import { routeshift } from '../cli/captured.js';
import { clusters, ingress, named, SHOP, service } from './sample-cluster.js';
import { KUBERNETES, OPENSHIFT, type StoredObject } from './served-resources.js';

const running = clusters();

const KEY = '-----BEGIN PRIVATE KEY-----\nc2VjcmV0LW9mLXRoZS1yb3V0ZQ==\n-----END PRIVATE KEY-----\n';

const ROUTE: StoredObject = {
  apiVersion: 'route.openshift.io/v1',
  kind: 'Route',
  metadata: { namespace: 'shop', name: 'front', uid: 'route', labels: { team: 'shop' } },
  spec: {
    path: '/',
    to: { kind: 'Service', name: 'web', weight: 100 },
    port: { targetPort: 'http' },
    tls: { termination: 'edge', key: KEY, certificate: '-----BEGIN CERTIFICATE-----\n-----END CERTIFICATE-----\n' },
  },
  status: { ingress: [{ host: 'front-shop.apps.example.com', routerName: 'default' }] },
};

const ROUTER: readonly StoredObject[] = [
  {
    apiVersion: 'operator.openshift.io/v1',
    kind: 'IngressController',
    metadata: { namespace: 'openshift-ingress-operator', name: 'default' },
    spec: { routeAdmission: { namespaceOwnership: 'InterNamespaceAllowed' } },
    status: { domain: 'apps.example.com' },
  },
  named('config.openshift.io/v1', 'Ingress', 'cluster', { spec: { domain: 'apps.example.com' } }),
];

const OBJECTS = [...SHOP, ROUTE, ...ROUTER];
const SERVED = [...KUBERNETES, ...OPENSHIFT];

describe('a cluster of OpenShift', () => {
  it('has its Routes converted, under the domain that the router uses', async () => {
    const { flags } = await running.start({ objects: OBJECTS, served: SERVED });
    const { out, err } = await routeshift('convert', ...flags, '-A', '--from', 'openshift-route');
    expect(out).toContain('front-shop.apps.example.com');
    expect(out + err).not.toContain('c2VjcmV0LW9mLXRoZS1yb3V0ZQ');
  });

  it('has Ingresses read by its own controller, in one namespace as well', async () => {
    const { flags, server } = await running.start({
      objects: [...OBJECTS, ingress('shop', 'own', { ingressClassName: 'openshift-default' }), service('shop', 'own')],
      served: SERVED,
    });
    const args = ['--from', 'openshift-ingress', '--to', 'openshift-route', '-n', 'shop'];
    const { out } = await routeshift('convert', ...flags, ...args);
    expect(out).toContain('own.shop.example.com');
    // The router is one for all namespaces.
    expect(server.seen.map(({ path }) => path)).toContain(
      '/apis/operator.openshift.io/v1/namespaces/openshift-ingress-operator/ingresscontrollers',
    );
  });

  it('that has no Routes says so once', async () => {
    const { flags } = await running.start({ objects: SHOP, served: KUBERNETES });
    const { err, status } = await routeshift('convert', ...flags, '-A', '--from', 'openshift-route', '--report', 'csv');
    expect(err.match(/RS2500/g)).toHaveLength(1);
    expect(err).toContain('the cluster has no Routes (route.openshift.io)');
    expect(status).toBe(0);
  });
});
