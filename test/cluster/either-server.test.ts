import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeshift } from '../cli/captured.js';
import { crdFolders } from '../crds/crd-folders.js';
import { type EitherServer, type Fixture, realServer, testServer } from './either-server.js';
import { NO_REAL_SERVER } from './real-api-server.js';
import { controller, ingress, NGINX_IMAGE, named, service } from './sample-cluster.js';
import { gatewayCrd, type StoredObject } from './served-resources.js';

const CRDS = crdFolders().find(({ version, channel }) => version.startsWith('1.4') && channel === 'standard');

/** A route that `helm` owns, under the name that the route of Ingress blog/posts gets. */
const FOREIGN: StoredObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: { namespace: 'blog', name: 'posts-posts.blog.example.com' },
  spec: { hostnames: ['old.example.com'] },
};

const FIXTURE: Fixture = {
  objects: [
    ...['shop', 'blog', 'many', 'sticky', 'ingress-nginx', 'infra'].map((name) => named('v1', 'Namespace', name)),
    named('networking.k8s.io/v1', 'IngressClass', 'nginx', { spec: { controller: 'k8s.io/ingress-nginx' } }),
    ...[
      ingress('shop', 'web', { tls: [{ hosts: ['web.shop.example.com'], secretName: 'web-tls' }] }),
      ingress('shop', 'lost', { tls: [{ hosts: ['lost.shop.example.com'], secretName: 'lost-tls' }] }),
      ingress('blog', 'posts'),
      ingress('sticky', 'cart', {}, { 'nginx.ingress.kubernetes.io/affinity': 'cookie' }),
      // More than one page.
      ...Array.from({ length: 620 }, (_, n) => ingress('many', `web-${n}`, { rules: [ruleFor(n)] })),
    ].map(stripped),
    ...[service('shop', 'web'), service('shop', 'lost'), service('blog', 'posts'), service('sticky', 'cart')],
    {
      apiVersion: 'v1',
      kind: 'Secret',
      type: 'kubernetes.io/tls',
      metadata: { namespace: 'shop', name: 'web-tls' },
      data: { 'tls.crt': 'eA==', 'tls.key': 'c2VjcmV0LW9mLXRoZS1zaG9w' },
    },
    runnable(controller(NGINX_IMAGE, ['--configmap=$(POD_NAMESPACE)/ingress-nginx-controller'])),
    {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { namespace: 'ingress-nginx', name: 'ingress-nginx-controller' },
      data: { 'ssl-redirect': 'false' },
    },
  ],
  foreign: { object: FOREIGN, manager: 'helm', field: 'spec.hostnames' },
  crds: CRDS?.dir ?? '',
  gatewayCrd: gatewayCrd('v1.4.1', 'standard'),
  roles: ['routeshift-reader', 'routeshift-secret-names', 'routeshift-dry-run'],
};

function ruleFor(n: number): object {
  const backend = { service: { name: 'web', port: { number: 80 } } };
  return { host: `web-${n}.many.example.com`, http: { paths: [{ path: '/', pathType: 'Prefix', backend }] } };
}

/** The hosts that a conversion writes routes for. */
function hostsIn(out: string): string[] {
  return [...new Set([...out.matchAll(/^ {4}- (\S+\.example\.com)$/gm)].map(([, host = '']) => host))].sort();
}

/** As a client creates it: without what the server writes. */
function stripped(object: StoredObject): StoredObject {
  const { status: _status, metadata, ...rest } = object;
  const { uid: _uid, resourceVersion: _version, managedFields: _fields, ...own } = metadata;
  return { ...rest, metadata: own } as StoredObject;
}

/** A Deployment that the API server stores: it has a selector, and its Pods have the label. */
function runnable(deployment: StoredObject): StoredObject {
  const labels = { app: 'controller' };
  const { template } = deployment.spec as { template: object };
  return {
    ...deployment,
    spec: { selector: { matchLabels: labels }, template: { metadata: { labels }, ...template } },
  };
}

function suite(start: (fixture: Fixture) => Promise<EitherServer>): void {
  let cluster: EitherServer;
  beforeAll(async () => {
    cluster = await start(FIXTURE);
  }, 180_000);
  afterAll(() => cluster?.stop());

  it('is read in pages, for its own Gateway API, with the ConfigMap of its controller', async () => {
    const { out, err, status } = await routeshift('convert', ...cluster.flags('admin'), '-A');
    expect(status).toBe(0);
    expect(hostsIn(out)).toHaveLength(624);
    expect(err).toContain('for Gateway API 1.4 (standard channel)');
    // ssl-redirect is off.
    expect(out).not.toContain('RequestRedirect');
    expect(err).not.toMatch(/RS2501|RS2508/);
  });

  it('is read by namespace and by label', async () => {
    const { out } = await routeshift('convert', ...cluster.flags('admin'), '-n', 'blog', '-q');
    expect(hostsIn(out)).toEqual(['posts.blog.example.com']);
    const labelled = await routeshift('convert', ...cluster.flags('admin'), '-A', '-l', 'team=shop', '-q');
    expect(hostsIn(labelled.out)).toEqual(['lost.shop.example.com', 'web.shop.example.com']);
  });

  it('tells the Secrets that are not there, and shows none', async () => {
    const { out, err } = await routeshift('convert', ...cluster.flags('admin'), '-n', 'shop', '--report', 'json');
    expect(err).toContain('Secret lost-tls is not in namespace shop');
    expect(err).not.toContain('Secret web-tls is not in namespace shop');
    const read = await routeshift('convert', ...cluster.flags('admin'), '-n', 'shop', '--read-certificates');
    expect(out + err + read.out + read.err).not.toContain('c2VjcmV0LW9mLXRoZS1zaG9w');
  });

  it('says which objects it accepts, which are invalid, and what others own', async () => {
    const args = ['--gateway-namespace', 'infra', '--server-dry-run', '--check', '--report', 'csv'];
    const blog = await routeshift('convert', ...cluster.flags('admin'), '-n', 'blog', ...args);
    expect(blog.err).toMatch(/RS2520.*accepts Gateway infra\/nginx/);
    expect(blog.err).toMatch(
      /RS2524.*HTTPRoute blog\/posts-posts.blog.example.com: spec.hostnames: conflict with ""helm""/,
    );
    const shop = await routeshift('convert', ...cluster.flags('admin'), '-n', 'shop', ...args);
    expect(shop.err).toMatch(/RS2520.*accepts HTTPRoute shop\/web-web.shop.example.com/);
    expect(shop.err).not.toMatch(/RS252[1-6]/);
    const nowhere = [...args, '--gateway-namespace', 'nowhere'];
    const missing = await routeshift('convert', ...cluster.flags('admin'), '-n', 'shop', ...nowhere);
    expect(missing.err).toMatch(/RS2525.*the cluster has no namespace nowhere/);
    const wide = [...args, '--listeners', 'listenerset', '--gateway-api-version', '1.6'];
    const later = await routeshift('convert', ...cluster.flags('admin'), '-n', 'shop', ...wide);
    expect(later.err).toMatch(/RS2522.*does not know the kind of ListenerSet/);
  });

  it('shows what applying would change', async () => {
    const args = ['-n', 'shop', '--gateway-namespace', 'infra'];
    const { out, status } = await routeshift('diff', ...cluster.flags('admin'), ...args);
    expect(out).toContain('added   Gateway infra/nginx');
    expect(out).toMatch(/Compared with cluster:prod: \d objects added/);
    expect(status).toBe(3);
  });

  it('names the fields that its CRDs do not have', async () => {
    const args = ['-n', 'sticky', '--gateway-namespace', 'infra', '--server-dry-run', '--check', '--report', 'csv'];
    const { err, status } = await routeshift(
      'convert',
      ...cluster.flags('admin'),
      ...args,
      '--channel',
      'experimental',
    );
    expect(err).toMatch(/RS2521.*sessionPersistence/);
    expect(status).toBe(2);
    const standard = await routeshift('convert', ...cluster.flags('admin'), ...args);
    expect(standard.err).not.toContain('RS2521');
  });

  it('has no difference left once the result is applied', async () => {
    const args = ['-n', 'shop', '--gateway-namespace', 'infra', '--gateway-class', 'any'];
    const { out } = await routeshift('convert', ...cluster.flags('admin'), ...args, '-q');
    for (const object of loadAll(out) as StoredObject[]) await cluster.apply(object);
    const again = await routeshift('diff', ...cluster.flags('admin'), ...args);
    expect(again.out).toContain('Compared with cluster:prod: no difference');
    expect(again.status).toBe(0);
  });

  it('allows what docs/rbac.yaml says, and that is enough', async () => {
    const args = ['--gateway-namespace', 'infra', '--server-dry-run', '--check', '--report', 'csv'];
    const { err } = await routeshift('convert', ...cluster.flags('reader'), '-n', 'shop', ...args);
    expect(err).toContain('RS2520');
    expect(err).not.toMatch(/RS2501|RS2523/);
    const all = await routeshift('convert', ...cluster.flags('reader'), '-A', '--check', '--report', 'csv');
    expect(all.err).not.toContain('RS2501');
  });

  it('does not try objects for an account that may not apply them', async () => {
    const [, ...flags] = cluster.flags('nobody');
    const args = ['testdata/readme/shop.yaml', '--server-dry-run', '--check', '--report', 'csv'];
    const { err } = await routeshift('convert', ...args, ...flags);
    expect(err).toMatch(/RS2523.*the account may not patch httproutes/);
    expect(err).not.toContain('RS2520');
  });

  it('refuses an account without roles, with the role that would help', async () => {
    const { err, status } = await routeshift('convert', ...cluster.flags('nobody'), '-A');
    expect(err).toContain('may not list ingresses.networking.k8s.io in all namespaces');
    expect(err).toContain('kind: ClusterRole');
    expect(status).toBe(1);
  });
}

describe.skipIf(CRDS === undefined)('the API server of the tests (needs ../shared/crds)', () => suite(testServer));

const reason = NO_REAL_SERVER ?? (CRDS === undefined ? 'needs ../shared/crds' : undefined);
describe.skipIf(reason !== undefined)(`the API server of Kubernetes${reason === undefined ? '' : ` (${reason})`}`, () =>
  suite(realServer),
);
