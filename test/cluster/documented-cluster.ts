import { crdFolders } from '../crds/crd-folders.js';
import type { ApiServerOptions } from './api-server.js';
import { controller, ingress, NGINX_IMAGE, named, service } from './sample-cluster.js';
import { GATEWAY_API, gatewayCrd, KUBERNETES, type StoredObject } from './served-resources.js';

const WEB: StoredObject = ingress(
  'shop',
  'web',
  { ingressClassName: undefined, tls: [{ hosts: ['web.shop.example.com'], secretName: 'web-tls' }] },
  { 'ingress.example.com/rewrite-target': '/new' },
);

/** The route of an earlier run, with a Service that the shop no longer has, and what an API server adds. */
const EARLIER: StoredObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: {
    namespace: 'blog',
    name: 'posts-posts.blog.example.com',
    uid: '0c7e',
    resourceVersion: '18',
    generation: 2,
    labels: { team: 'blog' },
    managedFields: [{ manager: 'routeshift', operation: 'Apply' }],
  },
  spec: {
    parentRefs: [
      { group: 'gateway.networking.k8s.io', kind: 'Gateway', name: 'nginx', namespace: 'infra', sectionName: 'http' },
    ],
    hostnames: ['posts.blog.example.com'],
    rules: [
      {
        matches: [{ path: { type: 'PathPrefix', value: '/' } }],
        backendRefs: [{ group: '', kind: 'Service', name: 'old-posts', port: 8080, weight: 1 }],
      },
    ],
  },
  status: { parents: [] },
};

/** The cluster of docs/clusters.md. */
export const DOCUMENTED: ApiServerOptions = {
  objects: [
    ...['shop', 'blog', 'infra'].map((name) => named('v1', 'Namespace', name)),
    named('networking.k8s.io/v1', 'IngressClass', 'nginx', { spec: { controller: 'k8s.io/ingress-nginx' } }),
    WEB,
    ingress('blog', 'posts'),
    service('shop', 'web'),
    service('blog', 'posts'),
    controller(NGINX_IMAGE, ['--annotations-prefix=ingress.example.com', '--watch-ingress-without-class']),
    gatewayCrd('v1.4.1', 'standard'),
    EARLIER,
  ],
  served: [...KUBERNETES, ...GATEWAY_API],
  ...crdsOf('1.4'),
};

function crdsOf(version: string): Pick<ApiServerOptions, 'crds'> {
  const folder = crdFolders().find((one) => one.version.startsWith(version) && one.channel === 'standard');
  return folder === undefined ? {} : { crds: folder.dir };
}
