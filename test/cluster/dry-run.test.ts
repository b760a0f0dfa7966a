import { describe, expect, it } from 'vitest';
import { routeshift } from '../cli/captured.js';
import { crdFolders } from '../crds/crd-folders.js';
import type { ApiServerOptions } from './api-server.js';
import { clusters, ingress, named, SHOP, service, WITH_GATEWAY_API } from './sample-cluster.js';
import { GATEWAY_API, gatewayCrd, KUBERNETES, type StoredObject } from './served-resources.js';

const running = clusters();
const GATEWAY_NAMESPACE = named('v1', 'Namespace', 'gateway-system');
const READY: ApiServerOptions = { ...WITH_GATEWAY_API, objects: [...WITH_GATEWAY_API.objects, GATEWAY_NAMESPACE] };

interface Row {
  readonly code: string;
  readonly severity: string;
  readonly message: string;
  readonly next: string | null;
  readonly source: { readonly file: string };
}

/** The findings of a dry run, by code. */
async function findings(options: ApiServerOptions, ...args: readonly string[]): Promise<Row[]> {
  const { flags } = await running.start(options);
  const { err } = await routeshift(
    'convert',
    ...flags,
    '-A',
    '--server-dry-run',
    '--check',
    '--report',
    'json',
    ...args,
  );
  const { items } = JSON.parse(err.slice(err.indexOf('{'), err.lastIndexOf('}') + 1)) as { items: Row[] };
  return items.filter(({ code }) => /^RS252/.test(code));
}

describe('convert --server-dry-run', () => {
  it('says of each object that it is accepted, with the Ingress that it was made of', async () => {
    const rows = await findings(READY);
    expect(new Set(rows.map(({ code }) => code))).toEqual(new Set(['RS2520']));
    expect(rows.map(({ message, source }) => `${source.file}: ${message}`)).toContain(
      'cluster:prod/Ingress/blog/posts: the API server accepts HTTPRoute blog/posts-posts.blog.example.com',
    );
  });

  it('asks about manifests, too', async () => {
    const { kubeconfig } = await running.start(READY);
    const { err, status } = await routeshift(
      ...['convert', 'testdata/readme/shop.yaml', '--no-config', '--server-dry-run', '--kubeconfig', kubeconfig],
      ...['--check', '--report', 'csv'],
    );
    expect(err).toMatch(/testdata\/readme\/shop\.yaml,.*RS2520/);
    expect(status).toBe(0);
  });

  it('tells a namespace that is not there from an object that is wrong', async () => {
    const rows = await findings(WITH_GATEWAY_API);
    const missing = rows.filter(({ code }) => code === 'RS2525');
    expect(missing.map(({ message }) => message)).toEqual([
      'Gateway gateway-system/nginx: the cluster has no namespace gateway-system',
    ]);
    expect(missing[0]?.next).toContain('kubectl create namespace gateway-system');
  });

  it('tells kinds that no CRD serves', async () => {
    const rows = await findings({ objects: [...SHOP, GATEWAY_NAMESPACE], served: KUBERNETES });
    expect(new Set(rows.map(({ code }) => code))).toEqual(new Set(['RS2522']));
  });

  it('names the permission that is missing, and the rule that would give it', async () => {
    const [rule] = [{ apiGroups: ['', 'apps', 'networking.k8s.io'], resources: ALL, verbs: ['get', 'list'] }];
    const rows = await findings({ ...READY, rules: [rule] });
    expect(rows.find(({ message }) => message.includes('HTTPRoute'))).toMatchObject({
      code: 'RS2523',
      message: expect.stringContaining('the account may not patch httproutes'),
      next: expect.stringContaining(
        '{apiGroups: ["gateway.networking.k8s.io"], resources: [httproutes], verbs: [patch]}',
      ),
    });
  });

  it('tells what somebody else owns, and forces nothing', async () => {
    const rows = await findings({ ...READY, objects: [...READY.objects, EARLIER] });
    const conflicts = rows.filter(({ code }) => code === 'RS2524');
    expect(conflicts.map(({ message }) => message)).toEqual([
      'HTTPRoute blog/posts-posts.blog.example.com: spec.hostnames: conflict with "helm"',
    ]);
  });

  it('repeats what a webhook says, and nothing that looks like a token', async () => {
    const token = `eyJ${'a'.repeat(40)}`;
    const rows = await findings({
      ...READY,
      fault: (url) =>
        url.pathname.includes('/httproutes/')
          ? {
              status: 403,
              body: { kind: 'Status', reason: 'Forbidden', message: `admission webhook "w" denied it: ${token}` },
            }
          : undefined,
    });
    const refused = rows.filter(({ code }) => code === 'RS2526');
    expect(refused[0]?.message).toContain('admission webhook "w" denied it');
    expect(JSON.stringify(rows)).not.toContain(token);
  });

  const crds = crdFolders().find(({ version, channel }) => version.startsWith('1.4') && channel === 'standard');
  it.skipIf(crds === undefined)('names the fields that installed CRDs refuse (needs ../shared)', async () => {
    const long = ingress('shop', 'long', {
      rules: [
        {
          host: 'long.example.com',
          http: {
            paths: [{ path: '/', pathType: 'Prefix', backend: { service: { name: 'web', port: { number: 80 } } } }],
          },
        },
      ],
    });
    // A session cookie is a matter of the experimental channel: the standard one has no such field.
    const rows = await findings(
      {
        objects: [
          ...READY.objects,
          {
            ...long,
            metadata: { ...long.metadata, annotations: { 'nginx.ingress.kubernetes.io/affinity': 'cookie' } },
          },
        ],
        served: [...KUBERNETES, ...GATEWAY_API],
        crds: crds?.dir ?? '',
      },
      ...['--channel', 'experimental', '--gateway-api-version', '1.4'],
    );
    const invalid = rows.filter(({ code }) => code === 'RS2521');
    expect(invalid.map(({ message }) => message)).toEqual([expect.stringContaining('sessionPersistence')]);
    expect(rows.filter(({ code }) => code === 'RS2520').length).toBeGreaterThan(3);
  });
});

const ALL = [
  ...['ingresses', 'ingressclasses', 'services', 'namespaces', 'deployments', 'daemonsets', 'configmaps', 'secrets'],
];

/** A route of an earlier run, of which somebody else owns a part. */
const EARLIER: StoredObject = {
  apiVersion: 'gateway.networking.k8s.io/v1',
  kind: 'HTTPRoute',
  metadata: {
    namespace: 'blog',
    name: 'posts-posts.blog.example.com',
    uid: 'earlier',
    resourceVersion: '3',
    generation: 4,
    owned: ['spec.hostnames'],
    managedFields: [{ manager: 'helm' }],
  },
  spec: { hostnames: ['old.example.com'], rules: [] },
};

describe('diff --cluster', () => {
  const crds = crdFolders().find(({ version, channel }) => version.startsWith('1.4') && channel === 'standard');

  it('says what applying would add', async () => {
    const { flags } = await running.start(READY);
    const { out, status } = await routeshift('diff', ...flags, '-A');
    expect(out).toContain('Compared with cluster:prod: 5 objects added');
    expect(status).toBe(3);
  });

  it('says field by field what would change, without what the server writes for itself', async () => {
    const { owned: _owned, ...metadata } = EARLIER.metadata;
    const live = { ...EARLIER, metadata, status: { parents: [] } };
    const { flags } = await running.start({ ...READY, objects: [...READY.objects, live] });
    const { out } = await routeshift('diff', ...flags, '-A', '--report', 'json');
    const { objects } = JSON.parse(out) as { objects: { changed: { fields: { path: string }[] }[] } };
    expect(objects.changed).toHaveLength(1);
    const paths = objects.changed[0]?.fields.map(({ path }) => path) ?? [];
    expect(paths.some((path) => path.startsWith('spec.hostnames'))).toBe(true);
    expect(paths.filter((path) => /managedFields|uid|resourceVersion|status|generation/.test(path))).toEqual([]);
  });

  it.skipIf(crds === undefined)('finds no difference once the result is applied (needs ../shared)', async () => {
    const options = { ...READY, crds: crds?.dir ?? '' };
    const first = await running.start(options);
    const { out } = await routeshift('convert', ...first.flags, '-A', '-q');
    const { loadAll } = await import('js-yaml');
    const written = loadAll(out) as StoredObject[];
    expect(written.length).toBeGreaterThan(3);
    const { flags } = await running.start({ ...options, objects: [...options.objects, ...written] });
    const again = await routeshift('diff', ...flags, '-A');
    expect(again.out).toContain('Compared with cluster:prod: no difference');
    expect(again.status).toBe(0);
  });

  it('compares manifests with the server', async () => {
    const { kubeconfig } = await running.start({
      ...READY,
      objects: [...READY.objects, service('shop', 'shop'), gatewayCrd('v1.5.0', 'standard')],
    });
    const { out, status } = await routeshift(
      ...['diff', '--cluster', '--kubeconfig', kubeconfig, '--no-config', 'testdata/readme/shop.yaml'],
    );
    expect(out).toContain('added');
    expect(status).toBe(3);
  });

  it('goes with no other thing to compare with', async () => {
    const { flags } = await running.start(READY);
    const { err, status } = await routeshift('diff', ...flags, '--base', 'HEAD');
    expect(err).toContain('--base and --cluster exclude each other');
    expect(status).toBe(1);
  });
});
