import { chmod, readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { load } from 'js-yaml';
import { describe, expect, it } from 'vitest';
import { ApiClient } from '../../src/cluster/api-client.js';
import { listAll } from '../../src/cluster/lists.js';
import { INGRESSES } from '../../src/cluster/resources.js';
import { routeshift } from '../cli/captured.js';
import type { Fault } from './api-server.js';
import { clusters, ingress, type RunningCluster, WITH_GATEWAY_API } from './sample-cluster.js';
import { KUBERNETES } from './served-resources.js';

const running = clusters();

const INGRESS_PATH = '/apis/networking.k8s.io/v1/ingresses';

/** A cluster whose list of Ingresses fails in some way. */
function failing(fault: (before: number, url: URL) => Fault | undefined): Promise<RunningCluster> {
  return running.start({
    ...WITH_GATEWAY_API,
    fault: (url, before) => (url.pathname === INGRESS_PATH ? fault(before, url) : undefined),
  });
}

async function convert({ flags }: RunningCluster): Promise<{ readonly status: number; readonly err: string }> {
  return await routeshift('convert', ...flags, '-A', '-q');
}

describe('a permission that is missing', () => {
  it('is named with the Role that would give it, all of them at once', async () => {
    const cluster = await running.start({ ...WITH_GATEWAY_API, rules: [] });
    const { status, err } = await convert(cluster);
    expect(status).toBe(1);
    expect(err).toContain(
      'may not list ingresses.networking.k8s.io in all namespaces, list services in all namespaces',
    );
    expect(load(err.slice(err.indexOf('apiVersion:')))).toEqual({
      apiVersion: 'rbac.authorization.k8s.io/v1',
      kind: 'ClusterRole',
      metadata: { name: 'routeshift' },
      rules: [
        { apiGroups: ['networking.k8s.io'], resources: ['ingresses'], verbs: ['list'] },
        { apiGroups: [''], resources: ['services'], verbs: ['list'] },
      ],
    });
  });

  it('in one namespace is a Role of that namespace', async () => {
    const { flags } = await running.start({ ...WITH_GATEWAY_API, rules: [] });
    const { err } = await routeshift('convert', ...flags, '-n', 'shop');
    expect(err).toContain('list services in namespace shop');
    expect(load(err.slice(err.indexOf('apiVersion:')))).toMatchObject({
      kind: 'Role',
      metadata: { name: 'routeshift', namespace: 'shop' },
    });
  });

  it('for what can be gone without is a finding', async () => {
    const { flags } = await running.start({
      ...WITH_GATEWAY_API,
      rules: [{ apiGroups: ['', 'networking.k8s.io'], resources: ['ingresses', 'services'], verbs: ['list'] }],
    });
    const { out, err } = await routeshift('convert', ...flags, '-A', '--report', 'csv');
    expect(out).toContain('kind: HTTPRoute');
    for (const lost of ['ingressclasses', 'namespaces', 'deployments', 'daemonsets', 'secrets', 'gatewayclasses'])
      expect(err).toMatch(new RegExp(`RS2501.*may not list ${lost}`));
    expect(err).toContain(
      '{apiGroups: [""""apps""""], resources: [deployments], verbs: [list]}'.replaceAll('""""', '""'),
    );
    expect(err).toMatch(/RS2501.*may not get customresourcedefinitions/);
  });
});

describe('a list', () => {
  it('goes on after the server forgot where it was, from the beginning and with nothing twice', async () => {
    const objects = Array.from({ length: 1200 }, (_, n) => ingress('shop', `web-${n}`));
    const cluster = await running.start({
      objects,
      served: KUBERNETES,
      fault: (url, before) =>
        url.pathname === INGRESS_PATH && before === 2
          ? { status: 410, body: { kind: 'Status', reason: 'Expired', code: 410 } }
          : undefined,
    });
    const client = await ApiClient.connect({ kubeconfig: cluster.kubeconfig });
    const names = await listAll(
      client,
      INGRESSES,
      {},
      (item) => (item as { metadata: { name: string } }).metadata.name,
    );
    client.close();
    expect(names.outcome === 'read' && new Set(names.items).size).toBe(1200);
    expect(names.outcome === 'read' && names.items.length).toBe(1200);
    // Two pages, the refusal, and three pages anew.
    expect(cluster.server.seen.map(({ query }) => query.get('continue'))).toEqual([
      ...[null, '500', '1000'],
      ...[null, '500', '1000'],
    ]);
  });

  it('that is always forgotten ends in an error', async () => {
    const gone = { status: 410, body: { kind: 'Status', message: 'the continue parameter is too old' } };
    const page = { status: 200, body: { items: [], metadata: { continue: 'next' } } };
    const cluster = await failing((_before, url) => (url.searchParams.has('continue') ? gone : page));
    const { status, err } = await convert(cluster);
    expect(err).toContain('the server answers 410: the continue parameter is too old');
    expect(status).toBe(1);
  });

  it('without an end is an error', async () => {
    const cluster = await failing(() => ({ status: 200, body: { items: [], metadata: { continue: 'again' } } }));
    expect((await convert(cluster)).err).toContain('the same page again and again');
  });

  it('is asked for again where the server is busy', async () => {
    const busy = { status: 429, body: { kind: 'Status' }, headers: { 'retry-after': '0' } };
    const cluster = await failing((before) => (before < 2 ? busy : undefined));
    expect((await convert(cluster)).status).toBe(0);
    expect(cluster.server.seen.filter(({ path }) => path === INGRESS_PATH)).toHaveLength(3);
  });
});

describe('a server that is no good', () => {
  it.each<[string, Fault, string]>([
    ['in trouble', { status: 500, body: { kind: 'Status', message: 'etcd is away' } }, 'answers 500: etcd is away'],
    ['of another kind', { status: 200, body: '<html>Log in</html>' }, 'the answer is no JSON'],
    ['that sends something else', { status: 200, body: { hello: 1 } }, 'answers 200, and no list'],
    ['that sends null', { status: 200, body: 'null' }, 'answers 200, and no list'],
    ['that leads elsewhere', { status: 302, body: '', headers: { location: 'https://example.com' } }, 'is a redirect'],
  ])('%s', async (_what, fault, words) => {
    const cluster = await failing(() => ({ ...fault, headers: { 'retry-after': '0', ...fault.headers } }));
    const { status, err } = await convert(cluster);
    expect(err).toContain(words);
    expect(err).not.toContain('internal error');
    expect(status).toBe(1);
  });

  it('whose items are no objects has none', async () => {
    const odd = [
      null,
      1,
      'x',
      [],
      {},
      { metadata: null },
      { metadata: { name: 7 } },
      { metadata: { name: 'a' }, spec: 3 },
    ];
    const cluster = await failing(() => ({ status: 200, body: { items: odd } }));
    const { err } = await convert(cluster);
    expect(err).not.toContain('internal error');
  });

  it('that never answers is not waited for without end, nor is one that answers too much', async () => {
    const silent = await failing(() => ({ status: 200, body: {}, delay: Number.POSITIVE_INFINITY }));
    const slow = await ApiClient.connect({ kubeconfig: silent.kubeconfig }, { timeout: 100 });
    await expect(slow.ask(INGRESS_PATH)).rejects.toThrow('no answer within 0.1 s');
    slow.close();
    const large = await failing(() => ({ status: 200, body: { items: ['x'.repeat(100_000)] } }));
    const small = await ApiClient.connect({ kubeconfig: large.kubeconfig }, { size: 1000 });
    await expect(small.ask(INGRESS_PATH)).rejects.toThrow('larger than 1000 bytes');
    small.close();
  });

  it('is not trusted without its authority', async () => {
    const cluster = await running.start(WITH_GATEWAY_API, undefined, { 'certificate-authority-data': undefined });
    expect((await convert(cluster)).err).toContain('its certificate is self-signed');
  });

  it('that is not there is named', async () => {
    const cluster = await running.start(WITH_GATEWAY_API, undefined, { server: 'https://127.0.0.1:1' });
    expect((await convert(cluster)).err).toContain('https://127.0.0.1:1/apis: nothing listens there');
  });
});

describe('a kubeconfig', () => {
  it('with a token that is refused is told apart from a permission, and the token is not shown', async () => {
    const cluster = await running.start(WITH_GATEWAY_API, { token: 'a-token-that-ran-out' });
    const { err } = await convert(cluster);
    expect(err).toContain('does not accept the credentials of context prod');
    expect(err).not.toContain('a-token-that-ran-out');
  });

  it.each([
    ['{not yaml: [', 'it is no YAML'],
    ['# nothing', 'it is no kubeconfig'],
    ['{}', 'the kubeconfig names no current context'],
    ['{current-context: x, contexts: [{name: x, context: {cluster: gone, user: y}}]}', 'leads to no cluster'],
  ])('%s: %s', async (text, words) => {
    const { folder } = await running.start(WITH_GATEWAY_API);
    const kubeconfig = join(folder, 'broken');
    await writeFile(kubeconfig, text);
    const { err, status } = await routeshift('convert', '--cluster', '--kubeconfig', kubeconfig, '--no-config');
    expect(err).toContain(words);
    expect(err).not.toContain('internal error');
    expect(status).toBe(1);
  });

  it('without the context that is asked for names those that it has', async () => {
    const { flags } = await running.start(WITH_GATEWAY_API);
    const { err } = await routeshift('convert', ...flags, '--context', 'test');
    expect(err).toContain('the kubeconfig has no context test; it has prod');
  });

  it('that is not there is named', async () => {
    const { err } = await routeshift('convert', '--cluster', '--kubeconfig', '/nowhere/config', '--no-config');
    expect(err).toContain('/nowhere/config: no such file or directory');
  });

  it('may leave credentials to a program, which is asked again once they ran out', async () => {
    const { server, folder, flags, kubeconfig } = await running.start(WITH_GATEWAY_API);
    const plugin = join(folder, 'plugin.sh');
    const log = join(folder, 'calls');
    await writeFile(
      plugin,
      `#!/bin/sh\nprintf '%s\\n' "$KUBERNETES_EXEC_INFO" >> '${log}'\n` +
        `[ "$(wc -l < '${log}')" -gt 1 ] && token=token-of-the-tests || token=old\n` +
        `printf '{"apiVersion":"client.authentication.k8s.io/v1","kind":"ExecCredential","status":{"token":"%s",' "$token"\n` +
        `printf '"expirationTimestamp":"2099-01-01T00:00:00Z"}}'\n`,
    );
    await chmod(plugin, 0o755);
    const exec = { apiVersion: 'client.authentication.k8s.io/v1', command: plugin, interactiveMode: 'Never' };
    await writeFile(kubeconfig, server.kubeconfig({ exec }));
    const { status, out } = await routeshift('convert', ...flags, '-A', '-q');
    expect(status).toBe(0);
    expect(out).toContain('kind: HTTPRoute');
    const [info, ...others] = (await readFile(log, 'utf8')).trim().split('\n');
    expect(JSON.parse(info ?? '')).toMatchObject({ kind: 'ExecCredential', apiVersion: exec.apiVersion });
    expect(others).toHaveLength(1);
  });

  it('may hold a token of OpenID Connect, or name a file with one, as the library has it in a pod', async () => {
    const { server, folder, flags, kubeconfig } = await running.start(WITH_GATEWAY_API);
    const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
    const token = `${part({ alg: 'none' })}.${part({ exp: 4_000_000_000 })}.signature`;
    server.token = token;
    const config = { 'id-token': token, 'client-id': 'routeshift', 'idp-issuer-url': 'https://issuer.example.com' };
    await writeFile(kubeconfig, server.kubeconfig({ 'auth-provider': { name: 'oidc', config } }));
    expect(await routeshift('convert', ...flags, '-A', '-q')).toMatchObject({ status: 0, err: '' });
    const tokenFile = join(folder, 'token');
    await writeFile(tokenFile, token);
    await writeFile(kubeconfig, server.kubeconfig({ 'auth-provider': { name: 'tokenFile', config: { tokenFile } } }));
    expect(await routeshift('convert', ...flags, '-A', '-q')).toMatchObject({ status: 0, err: '' });
  });

  it.each([
    ['echo no-json-eyJhbGciOiJIUzI1NiJ9.c2VjcmV0', 'the credential plugin printed no JSON'],
    ["echo '{}'", 'the credential plugin printed no ExecCredential'],
    ['echo "please log in first" >&2; exit 1', 'please log in first'],
    ['echo "token: 0123456789abcdef0123456789abcdef01234567" >&2; exit 1', 'no credentials'],
  ])('whose program says %s is an error without credentials', async (script, words) => {
    const { server, folder, flags, kubeconfig } = await running.start(WITH_GATEWAY_API);
    const plugin = join(folder, 'plugin.sh');
    await writeFile(plugin, `#!/bin/sh\n${script}\n`);
    await chmod(plugin, 0o755);
    await writeFile(kubeconfig, server.kubeconfig({ exec: { command: plugin } }));
    const { status, err } = await routeshift('convert', ...flags, '-A', '-q');
    expect(err).toContain(words);
    expect(err).not.toMatch(/eyJ|c2VjcmV0|0123456789abcdef/);
    expect(status).toBe(1);
  });

  it('that names a program which is not there says so', async () => {
    const { server, flags, kubeconfig } = await running.start(WITH_GATEWAY_API);
    await writeFile(kubeconfig, server.kubeconfig({ exec: { command: '/nowhere/plugin' } }));
    expect((await routeshift('convert', ...flags, '-A', '-q')).err).toContain('/nowhere/plugin is not there');
  });
});
