import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { sarifFaults } from '../reports/sarif-faults.js';
import { routeshift } from './captured.js';

let base: string;
const at = (name: string) => join(base, name);

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'routeshift-merge-'));
  for (const [name, path] of Object.entries({ shop: 'testdata/sample', readme: 'testdata/readme/shop.yaml' }))
    await routeshift('convert', path, '-q', '--report', `json=${at(`${name}.json`)}`);
  await writeFile(at('broken.json'), '{');
});
afterAll(() => rm(base, { recursive: true }));

describe('report merge', () => {
  it('prints one report of several', async () => {
    const { status, out } = await routeshift('report', 'merge', at('shop.json'), at('readme.json'));
    expect(status).toBe(0);
    expect(out).toContain('Ingress shop/admin');
    expect(out).toContain('Ingress shop/shop');
  });

  it('writes any format', async () => {
    const { out } = await routeshift('report', 'merge', at('shop.json'), `r=${at('readme.json')}`, '--report', 'sarif');
    expect(sarifFaults(JSON.parse(out))).toEqual([]);
    expect(out).toContain('"uri":"r/testdata/readme/shop.yaml"');
  });

  it('leaves out what it cannot read, and says so', async () => {
    const files = [at('shop.json'), at('broken.json'), at('absent.json')];
    const { status, out, err } = await routeshift('report', 'merge', ...files);
    expect(status).toBe(4);
    expect(err).toBe(
      `left out: ${at('broken.json')}: it is not JSON\nleft out: ${at('absent.json')}: no such file or directory\n`,
    );
    expect(out).toContain('Ingress shop/admin');
    expect(await routeshift('report', 'merge', '--strict', ...files)).toMatchObject({ status: 1, out: '' });
    expect(await routeshift('report', 'merge', at('broken.json'))).toMatchObject({ status: 1, out: '' });
  });

  it('fails on findings when it is asked to', async () => {
    expect((await routeshift('report', 'merge', at('shop.json'), '--fail-on', 'error')).status).toBe(2);
    expect((await routeshift('report', 'merge', at('shop.json'))).status).toBe(0);
  });

  it('needs a report', async () => {
    expect((await routeshift('report', 'merge')).status).toBe(1);
    expect((await routeshift('report')).status).toBe(1);
    expect((await routeshift('report', 'merge', '--help')).out).toContain('NAME=FILE');
  });
});
