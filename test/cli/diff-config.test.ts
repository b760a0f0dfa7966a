import { readFileSync } from 'node:fs';
import { Ajv2020 } from 'ajv/dist/2020.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { ingress } from '../config/tree.js';
import { Repository } from '../git/repository.js';
import { routeshift } from './captured.js';

const schema = JSON.parse(readFileSync(new URL('../../src/reports/diff.schema.json', import.meta.url), 'utf8'));
const validate = new Ajv2020({ strict: true, allowUnionTypes: true, allErrors: true }).compile(schema);
const home = process.cwd();
let repository: Repository;

beforeEach(() => {
  repository = new Repository();
  process.chdir(repository.root);
});
afterEach(() => {
  process.chdir(home);
  repository.remove();
});

async function json(...args: string[]) {
  const { status, out, err } = await routeshift('diff', '--base', 'HEAD', '.', ...args, '--report', 'json');
  expect(err).toBe('');
  const parsed = JSON.parse(out);
  expect(validate(parsed), JSON.stringify(validate.errors)).toBe(true);
  return { status, ...parsed };
}

const CONFIG = `gatewayName: shared
overrides:
  - { paths: eu, gateway: eu/public }
  - { paths: openshift, from: openshift-route }
`;
const route = (path: string) => `apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: r, namespace: os }
spec: { host: r.example.com, path: ${path}, to: { kind: Service, name: web }, port: { targetPort: 8080 } }
`;
const root = (path: string) => [`nginx.ingress.kubernetes.io/app-root: ${path}`];
const files = {
  'routeshift.yaml': CONFIG,
  'us/web.yaml': ingress('web', 'shop.example.com', [], 'us'),
  'eu/web.yaml': ingress('web', 'shop.example.com', root('/old'), 'eu'),
  'openshift/route.yaml': route('/old'),
};
const hostsOf = ({ behaviour }: { behaviour: { groups: { host: string; overrides?: string[] }[] } }) => [
  ...new Set(behaviour.groups.map(({ host, overrides }) => `${host} ${overrides?.join(' ')}`)),
];

describe('routeshift diff --base with overrides', () => {
  it('compares each conversion with its own', async () => {
    repository.commit(files);
    expect(await json()).toMatchObject({ status: 0, differs: false, configuration: null });
    repository.write({ 'eu/web.yaml': ingress('web', 'shop.example.com', root('/new'), 'eu') });
    const eu = await json();
    expect(eu.status).toBe(3);
    expect(eu.objects.changed.map(({ namespace }: { namespace: string }) => namespace)).toEqual(['eu']);
    // The same host of the other cluster answers as before.
    expect(hostsOf(eu)).toEqual(['shop.example.com eu']);
    const { out } = await routeshift('diff', '--base', 'HEAD', '.');
    expect(out).toMatch(/ GET http:\/\/shop\.example\.com\/.* {2}\(files of eu\)\n/);
    repository.commit();
    repository.write({ 'openshift/route.yaml': route('/new') });
    expect(hostsOf(await json())).toEqual(['r.example.com openshift']);
  });

  it('takes a conversion that only one side has', async () => {
    const { 'eu/web.yaml': eu, ...others } = files;
    repository.commit(others);
    repository.write({ 'eu/web.yaml': eu });
    const added = await json();
    expect(hostsOf(added)).toEqual(['shop.example.com eu']);
    expect(added.objects).toMatchObject({ removed: [], changed: [] });
    repository.commit();
    repository.write({ eu: undefined });
    expect(hostsOf(await json())).toEqual(['shop.example.com eu']);
  });
});

describe('routeshift diff --base and the configuration', () => {
  it('converts each side by its own, and says so', async () => {
    repository.commit({ ...files, 'routeshift.yaml': 'gateway: infra/old\n' });
    repository.write({ 'routeshift.yaml': '# a word\ngateway: infra/old\n' });
    expect(await json()).toMatchObject({ status: 0, configuration: null });
    repository.write({ 'routeshift.yaml': 'gateway: infra/new\n' });
    const changed = await json();
    expect(changed.configuration).toEqual({ file: 'routeshift.yaml', change: 'changed' });
    expect(changed.objects.changed.length).toBeGreaterThan(0);
    for (const report of ['text', 'markdown']) {
      const { out } = await routeshift('diff', '--base', 'HEAD', '.', '--report', report);
      expect(out).toContain('routeshift.yaml changed: each side is converted by its own');
    }
    // Flags win on both sides.
    expect(await json('--gateway', 'infra/flag')).toMatchObject({ status: 0 });
    expect(await json('--no-config')).toMatchObject({ status: 0, configuration: null });
    repository.write({ 'routeshift.yaml': undefined });
    expect((await json()).configuration).toEqual({ file: 'routeshift.yaml', change: 'removed' });
    repository.commit();
    repository.write({ 'routeshift.yaml': 'gateway: infra/new\n' });
    expect((await json()).configuration).toEqual({ file: 'routeshift.yaml', change: 'added' });
  });

  it('compares files that came to another conversion with themselves', async () => {
    repository.commit({ ...files, 'routeshift.yaml': 'gatewayName: shared\n', 'openshift/route.yaml': '# none yet\n' });
    repository.write({ 'routeshift.yaml': 'gatewayName: shared\noverrides: [{ paths: eu, gatewayName: other }]\n' });
    const { configuration, behaviour, objects } = await json();
    expect(configuration.change).toBe('changed');
    expect(objects.changed.length + objects.added.length).toBeGreaterThan(0);
    expect(behaviour.groups).toEqual([]);
  });

  it('reads its mappings and the settings of the controller from each side', async () => {
    const settings = (size: number) =>
      `kind: ConfigMap\napiVersion: v1\nmetadata: { name: c }\ndata: { hsts-max-age: "${size}" }\n`;
    const tls = ingress('web', 'shop.example.com').replace('  rules:', '  tls: [{ secretName: cert }]\n  rules:');
    repository.commit({
      'routeshift.yaml': 'exclude: conf\noverrides: [{ paths: eu, controllerConfig: conf/c.yaml }]\n',
      'conf/c.yaml': settings(100),
      'eu/web.yaml': tls,
    });
    expect((await json()).status).toBe(0);
    repository.write({ 'conf/c.yaml': settings(200) });
    const { objects } = await json();
    expect(JSON.stringify(objects.changed)).toMatch(/max-age=100.*max-age=200/);
  });

  it('tells of one that cannot be used', async () => {
    repository.commit({ ...files, 'routeshift.yaml': 'gatewy: infra/old\n' });
    repository.write({ 'routeshift.yaml': 'gateway: infra/old\n' });
    const { status, err } = await routeshift('diff', '--base', 'HEAD', '.');
    expect(status).toBe(1);
    expect(err).toContain('--base HEAD: routeshift.yaml cannot be used:\n  routeshift.yaml:1:1: gatewy');
  });

  it('lets severities and suppressions count on both sides', async () => {
    const unknown = ['nginx.ingress.kubernetes.io/nosuchkey: x'];
    const suppressed = `suppressions: [{ code: RS0301, object: Ingress shop/*, reason: read by our proxy }]\n`;
    repository.commit({
      'routeshift.yaml': suppressed,
      'web.yaml': ingress('web', 'shop.example.com', unknown),
    });
    repository.write({ 'b.yaml': ingress('b', 'b.example.com', unknown) });
    const { findings, headline } = await json();
    const found = findings.appeared.filter(({ code }: { code: string }) => code === 'RS0301');
    expect(found).toEqual([expect.objectContaining({ suppressed: true })]);
    expect(headline).toContain('newly suppressed');
    repository.commit();
    repository.write({ 'routeshift.yaml': `severities: { RS0301: error }\n${suppressed.replace('shop/*', 'shop/b')}` });
    const { findings: now } = await json();
    expect(now.appeared.filter(({ code }: { code: string }) => code === 'RS0301')).toEqual([
      expect.objectContaining({ suppressed: false, severity: 'error' }),
    ]);
  });
});
