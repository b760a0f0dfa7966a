import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll } from 'vitest';
import { ApiServer, type ApiServerOptions } from './api-server.js';
import { GATEWAY_API, gatewayCrd, KUBERNETES, type Served, type StoredObject } from './served-resources.js';

/** An Ingress of ingress-nginx with one path. */
export function ingress(namespace: string, name: string, more: object = {}, annotations: object = {}): StoredObject {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      namespace,
      name,
      uid: `uid-${namespace}-${name}`,
      resourceVersion: '7',
      annotations: { ...annotations },
      labels: { team: namespace },
      managedFields: [{ manager: 'kubectl', fieldsV1: { 'f:spec': {} } }],
    },
    spec: {
      ingressClassName: 'nginx',
      rules: [
        {
          host: `${name}.${namespace}.example.com`,
          http: { paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name, port: { name: 'http' } } } }] },
        },
      ],
      ...more,
    },
    status: { loadBalancer: { ingress: [{ ip: '192.0.2.1' }] } },
  };
}

export function service(namespace: string, name: string): StoredObject {
  return {
    apiVersion: 'v1',
    kind: 'Service',
    metadata: { namespace, name },
    spec: { type: 'ClusterIP', ports: [{ name: 'http', port: 8080, targetPort: 80 }] },
  };
}

export function named(apiVersion: string, kind: string, name: string, more: object = {}): StoredObject {
  return { apiVersion, kind, metadata: { name }, ...more };
}

/** A Deployment that runs a controller. */
export function controller(image: string, args: readonly string[], name = 'ingress-nginx-controller'): StoredObject {
  const env = [{ name: 'POD_NAMESPACE', valueFrom: { fieldRef: { fieldPath: 'metadata.namespace' } } }];
  return {
    apiVersion: 'apps/v1',
    kind: 'Deployment',
    metadata: { namespace: 'ingress-nginx', name },
    spec: { template: { spec: { containers: [{ name: 'controller', image, args, env }] } } },
  };
}

export const NGINX_IMAGE = 'registry.k8s.io/ingress-nginx/controller:v1.12.1';

/** Everything of a small shop: two Ingresses, their Services, and ingress-nginx itself. */
export const SHOP: readonly StoredObject[] = [
  named('v1', 'Namespace', 'shop'),
  named('v1', 'Namespace', 'blog'),
  named('networking.k8s.io/v1', 'IngressClass', 'nginx', { spec: { controller: 'k8s.io/ingress-nginx' } }),
  ingress('shop', 'web', { tls: [{ hosts: ['web.shop.example.com'], secretName: 'web-tls' }] }),
  ingress('blog', 'posts'),
  service('shop', 'web'),
  service('blog', 'posts'),
  {
    apiVersion: 'v1',
    kind: 'Secret',
    type: 'kubernetes.io/tls',
    metadata: { namespace: 'shop', name: 'web-tls', annotations: { note: 'of-the-metadata' } },
    data: { 'tls.crt': Buffer.from('a certificate').toString('base64'), 'tls.key': 'a2V5LW9mLXRoZS1zaG9w' },
  },
  controller(NGINX_IMAGE, ['/nginx-ingress-controller', '--configmap=$(POD_NAMESPACE)/ingress-nginx-controller']),
  {
    apiVersion: 'v1',
    kind: 'ConfigMap',
    metadata: { namespace: 'ingress-nginx', name: 'ingress-nginx-controller' },
    data: { 'proxy-read-timeout': '120' },
  },
];

/** A cluster with the Gateway API. */
export const WITH_GATEWAY_API: { readonly objects: readonly StoredObject[]; readonly served: readonly Served[] } = {
  objects: [...SHOP, gatewayCrd('v1.4.1', 'standard')],
  served: [...KUBERNETES, ...GATEWAY_API],
};

/** Starts servers, each with a kubeconfig in a file; all are stopped at the end of the test file. */
export function clusters(): {
  start(options: ApiServerOptions, user?: object, cluster?: object, namespace?: string): Promise<RunningCluster>;
} {
  const started: ApiServer[] = [];
  const folders: string[] = [];
  afterAll(async () => {
    await Promise.all(started.map((server) => server.stop()));
    await Promise.all(folders.map((folder) => rm(folder, { recursive: true })));
  });
  return {
    async start(options, user, cluster, namespace) {
      const server = await ApiServer.start(options);
      started.push(server);
      const folder = await mkdtemp(join(tmpdir(), 'routeshift-cluster-'));
      folders.push(folder);
      const kubeconfig = join(folder, 'config');
      await writeFile(kubeconfig, server.kubeconfig(user, cluster, namespace));
      return { server, folder, kubeconfig, flags: ['--cluster', '--kubeconfig', kubeconfig, '--no-config'] };
    },
  };
}

export interface RunningCluster {
  readonly server: ApiServer;
  readonly folder: string;
  readonly kubeconfig: string;
  /** The flags of a run that reads it. */
  readonly flags: readonly string[];
}
