import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { routeshift } from './captured.js';

describe('routeshift audit', () => {
  it('prints the inventory, and says what could not be read', async () => {
    const { status, out, err } = await routeshift('audit', 'testdata/sample', 'testdata/absent.yaml');
    expect({ status, err }).toEqual({ status: 4, err: '' });
    expect(out).toContain('4 inputs read, without 1 part that could not be read');
    expect(out).toMatch(/^5 objects for Gateway API 1\.5 standard: 2 ready, 2 to check, 1 blocked, 0 elsewhere\n/);
    expect(out).toContain('Targets, the least loss first');
    expect((await routeshift('audit', 'testdata/headers')).status).toBe(0);
  });

  it('writes Markdown, JSON and CSV', async () => {
    const markdown = (await routeshift('audit', 'testdata/sample', '--report', 'markdown')).out;
    expect(markdown).toContain('| ingress-nginx | 5 | 2 | 2 | 1 | 0 |');
    const json = JSON.parse(
      (await routeshift('audit', 'testdata/sample', '--report', 'json', '--by', 'namespace')).out,
    );
    expect(json).toMatchObject({ schemaVersion: 1, grouping: { by: 'namespace' }, total: { objects: 5 } });
    expect(json.objects[0]).toMatchObject({ readiness: 'blocked', group: 'shop', object: { name: 'admin' } });
    const csv = (await routeshift('audit', 'testdata/sample', '--report', 'csv', '--by', 'label=app')).out.split(
      '\r\n',
    );
    expect(csv).toHaveLength(7);
    expect(csv[1]).toMatch(
      /^testdata\/sample\/admin\.yaml,3,networking\.k8s\.io\/v1,Ingress,shop,admin,ingress-nginx,/,
    );
  });

  it('follows the configuration, and what it says of parts of the tree', async () => {
    const base = await mkdtemp(join(tmpdir(), 'routeshift-audit-'));
    try {
      const ingress = await readFile('testdata/sample/web.yaml', 'utf8');
      await mkdir(join(base, 'old'));
      await writeFile(join(base, 'new.yaml'), ingress);
      await writeFile(join(base, 'old/web.yaml'), ingress);
      const override = '{ paths: [old/**], from: haproxy-ingress, ingressClass: [nginx] }';
      await writeFile(join(base, 'routeshift.yaml'), `from: ingress-nginx\noverrides: [${override}]\n`);
      const { out, err } = await routeshift('audit', base, '--report', 'json');
      expect(err).toBe('');
      const { controllers, inputs } = JSON.parse(out);
      expect(controllers.map(({ name }: { name: string }) => name).sort()).toEqual([
        'haproxy-ingress',
        'ingress-nginx',
      ]);
      expect(inputs).toBe(2);
    } finally {
      await rm(base, { recursive: true });
    }
  });

  it.each([
    ['--by', 'team'],
    ['--by', 'label='],
    ['--report', 'sarif'],
    ['--report', 'pdf'],
  ])('refuses %s %s', async (flag, value) => {
    expect((await routeshift('audit', 'testdata/sample', flag, value)).status).toBe(1);
  });
});
