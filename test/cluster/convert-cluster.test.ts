import { describe, expect, it } from 'vitest';
import { routeshift } from '../cli/captured.js';
import { clusters, SHOP, WITH_GATEWAY_API } from './sample-cluster.js';
import { KUBERNETES } from './served-resources.js';

const running = clusters();

describe('convert --cluster', () => {
  it('converts what all namespaces hold, for the Gateway API that is installed', async () => {
    const { flags, server } = await running.start(WITH_GATEWAY_API);
    const { out, err, status } = await routeshift('convert', ...flags, '-A');
    expect(status).toBe(0);
    expect(out).toContain('# cluster:prod/Ingress/shop/web Ingress shop/web\n');
    expect(out.match(/^kind: HTTPRoute$/gm)).toHaveLength(3);
    // The named port is looked up in the Service.
    expect(out).toContain('port: 8080');
    expect(err).toContain('for Gateway API 1.4 (standard channel)');
    expect(err).toContain('Ingress blog/posts  cluster:prod/Ingress/blog/posts\n');
    expect(server.seen.map(({ method }) => method)).not.toContain('PATCH');
  });

  it('reads the namespace of the context, or the one that is named', async () => {
    const { flags } = await running.start(WITH_GATEWAY_API, undefined, undefined, 'blog');
    const ofContext = await routeshift('convert', ...flags);
    expect(ofContext.out).toContain('posts.blog.example.com');
    expect(ofContext.out).not.toContain('web.shop.example.com');
    const named = await routeshift('convert', ...flags, '-n', 'shop');
    expect(named.out).toContain('web.shop.example.com');
    expect(named.out).not.toContain('posts.blog.example.com');
  });

  it('reads Ingresses with the labels that are asked for', async () => {
    const { flags } = await running.start(WITH_GATEWAY_API);
    const { out } = await routeshift('convert', ...flags, '-A', '-l', 'team=blog');
    expect(out).toContain('posts.blog.example.com');
    expect(out).not.toContain('web.shop.example.com');
  });

  it('leaves the version to flags, and says where it is another one than that of the cluster', async () => {
    const { flags } = await running.start(WITH_GATEWAY_API);
    const { err } = await routeshift('convert', ...flags, '-A', '--gateway-api-version', '1.6');
    expect(err).toContain('for Gateway API 1.6 (standard channel)');
    expect(err).toContain('the cluster has Gateway API 1.4, standard channel, and the run writes for 1.6');
  });

  it('says that there is no Gateway API, and converts all the same', async () => {
    const { flags } = await running.start({ objects: SHOP, served: KUBERNETES });
    const { out, err } = await routeshift('convert', ...flags, '-A');
    expect(out).toContain('kind: HTTPRoute');
    expect(err).toContain('the cluster has no Gateway API');
  });

  it('asks for no values of Secrets', async () => {
    const { flags, server } = await running.start(WITH_GATEWAY_API);
    const { out, err } = await routeshift('convert', ...flags, '-A', '--report', 'json');
    const asked = server.seen.filter(({ path }) => path.includes('/secrets'));
    expect(asked.map(({ path, accept, query }) => [path, accept, query.get('includeObject')])).toEqual([
      ['/api/v1/namespaces/shop/secrets', 'application/json;as=Table;g=meta.k8s.io;v=v1', 'None'],
    ]);
    expect(out + err).not.toContain('a2V5LW9mLXRoZS1zaG9w');
  });
});

describe('verify and audit --cluster', () => {
  it('replay requests against the models of what the cluster holds', async () => {
    const { flags } = await running.start(WITH_GATEWAY_API);
    const { out, status } = await routeshift('verify', ...flags, '-A');
    expect(out).toContain('0 unexplained');
    expect(status).toBe(0);
  });

  it('take the inventory by namespace', async () => {
    const { flags } = await running.start(WITH_GATEWAY_API);
    const { out, status } = await routeshift('audit', ...flags, '-A');
    expect(out).toMatch(/^ *shop /m);
    expect(out).toMatch(/^ *blog /m);
    expect(status).toBe(0);
  });
});

describe('flags of a cluster', () => {
  it.each([
    [['convert'], "missing required argument 'path'"],
    [['convert', '--cluster', 'web.yaml'], '--cluster reads the cluster instead of files: name no paths'],
    [['verify', '-A', 'web.yaml'], '--all-namespaces goes with --cluster'],
    [['audit', '--context', 'prod', 'web.yaml'], '--context goes with --cluster'],
    [['convert', '--cluster', '-A', '-n', 'shop'], '--all-namespaces and --namespace exclude each other'],
    [['convert', '--cluster', '--write', 'beside'], '--write works on one directory at a time'],
  ])('%j: %s', async (args, words) => {
    const { status, err } = await routeshift(...args);
    expect(err).toContain(words);
    expect(status).toBe(1);
  });
});
