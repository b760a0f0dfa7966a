import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeshift } from './captured.js';

let base: string;
const at = (name: string) => join(base, name);

const ingress = (namespace: string, name: string, host: string) => `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: ${name}, namespace: ${namespace} }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [${host}], secretName: tls }]
  rules:
    - host: ${host}
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
`;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'routeshift-shard-'));
  await mkdir(at('tree'));
  for (let n = 0; n < 12; n++)
    await writeFile(at(`tree/${n}.yaml`), ingress('shop', `web${n}`, `h${n % 8}.example.com`));
  // Two objects whose files would have one name, if nobody looked at the other one.
  await writeFile(at('tree/x.yaml'), ingress('a-b', 'c', 'x.example.com'));
  await writeFile(at('tree/y.yaml'), ingress('a', 'b-c', 'y.example.com'));
  await writeFile(at('tree/broken.yaml'), 'kind: Ingress\napiVersion: networking.k8s.io/v1\nmetadata: [\n');
});
afterAll(() => rm(base, { recursive: true }));

async function textsIn(directory: string): Promise<Record<string, string>> {
  const names = (await readdir(directory)).sort();
  return Object.fromEntries(
    await Promise.all(names.map(async (name) => [name, await readFile(join(directory, name), 'utf8')] as const)),
  );
}

describe('convert --shard', () => {
  it.each([[[]], [['--gateway', 'infra/public']], [['--to', 'openshift-route']]])(
    'writes together what one run writes %j',
    async (flags) => {
      const [one, many] = [await mkdtemp(at('one-')), await mkdtemp(at('many-'))];
      const whole = await routeshift('convert', at('tree'), '-q', '-o', one, ...flags);
      const statuses: number[] = [];
      for (const shard of ['1/3', '2/3', '3/3'])
        statuses.push((await routeshift('convert', at('tree'), '-q', '-o', many, '--shard', shard, ...flags)).status);
      expect(await textsIn(many)).toEqual(await textsIn(one));
      // The file that cannot be read is told once.
      expect(statuses).toEqual([whole.status, 0, 0]);
      expect(whole.status).toBe(4);
    },
  );

  it('makes reports that merge to the report of one run', async () => {
    const reports: string[] = [];
    for (const shard of ['1/2', '2/2']) {
      const file = at(`${shard[0]}.json`);
      reports.push(file);
      await routeshift('convert', at('tree'), '-q', '--verify', '--shard', shard, '--report', `json=${file}`);
    }
    await routeshift('convert', at('tree'), '-q', '--verify', '--report', `json=${at('whole.json')}`);
    const merged = JSON.parse((await routeshift('report', 'merge', ...reports, '--report', 'json')).out);
    expect(merged).toEqual(JSON.parse(await readFile(at('whole.json'), 'utf8')));
    const first = JSON.parse(await readFile(at('1.json'), 'utf8'));
    expect(first.summary.objects).toBeLessThan(merged.summary.objects);
    expect(first.verification.probes).toBeLessThan(merged.verification.probes);
  });

  it('refuses what is no part', async () => {
    expect((await routeshift('convert', at('tree'), '--shard', '4/3')).status).toBe(1);
  });
});

describe('verify and audit --shard', () => {
  it('share the requests and the objects', async () => {
    const probes = async (...flags: string[]) =>
      JSON.parse((await routeshift('verify', at('tree'), '--report', 'json', ...flags)).out).probes as number;
    const objects = async (...flags: string[]) =>
      JSON.parse((await routeshift('audit', at('tree'), '--report', 'json', ...flags)).out).total.objects as number;
    for (const number of [probes, objects]) {
      const parts = [await number('--shard', '1/2'), await number('--shard', '2/2')];
      expect(Math.min(...parts)).toBeGreaterThan(0);
      expect(parts.reduce((a, b) => a + b)).toBe(await number());
    }
  });
});
