import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeshift } from './captured.js';

const SAMPLE = 'testdata/sample';

let base: string;
beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'routeshift-verify-'));
});
afterAll(() => rm(base, { recursive: true }));

describe('routeshift verify', () => {
  it('counts requests, and pairs each difference with its findings', async () => {
    const report = join(base, 'verification.json');
    const { status } = await routeshift('verify', SAMPLE, '--report', `json=${report}`);
    expect(status).toBe(0);
    const verification = JSON.parse(await readFile(report, 'utf8'));
    const { probes, agree, explained, unexplained } = verification;
    expect(probes).toBeGreaterThan(50);
    expect(agree + explained + unexplained).toBe(probes);
    expect(unexplained).toBe(0);
    for (const difference of verification.differences) {
      expect(difference.codes.length).toBeGreaterThan(0);
      expect(Object.keys(difference)).toEqual(['request', 'field', 'source', 'target', 'codes', 'always']);
    }
  });

  it('asks the requests of the user, and holds them to what is expected', async () => {
    const probes = join(base, 'probes.yaml');
    await writeFile(
      probes,
      '- { scheme: https, host: shop.example.com, path: /mine, expect: { status: 200, backend: shop/web:80 } }\n' +
        '- { scheme: https, host: shop.example.com, path: /other, expect: { backend: shop/other:80 } }\n',
    );
    const { status, out } = await routeshift('verify', SAMPLE, '--probes', probes);
    expect(status).toBe(2);
    expect(out).toContain('unmet GET https://shop.example.com/other');
    expect(out).toContain('backend: expected shop/other:80, is shop/web:80');
    expect(out).not.toContain('unmet GET https://shop.example.com/mine');
  });

  it('is a table in Markdown', async () => {
    const { out } = await routeshift('verify', SAMPLE, '--report', 'markdown');
    expect(out).toMatch(/^## Verification\n\n\d+ requests replayed/);
    expect(out).toContain('| Finding | Example | Requests | Field | Before | After |');
  });

  it('says that an input could not be read', async () => {
    const broken = join(base, 'broken.yaml');
    await writeFile(broken, 'kind: Ingress\nspec: [\n');
    expect((await routeshift('verify', SAMPLE, broken)).status).toBe(4);
  });

  it('says how many requests to a host were left out', async () => {
    const paths = Array.from(
      { length: 300 },
      (_, i) =>
        `          - { path: /p${i}, pathType: Prefix, backend: { service: { name: s, port: { number: 80 } } } }`,
    );
    const many = join(base, 'many.yaml');
    await writeFile(
      many,
      `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: many, namespace: a }
spec:
  ingressClassName: nginx
  rules:
    - host: many.example
      http:
        paths:
${paths.join('\n')}
`,
    );
    const { status, out } = await routeshift('verify', many);
    expect(status).toBe(0);
    expect(out).toMatch(/left out \d+ requests to many\.example/);
  });
});

describe('routeshift convert --verify', () => {
  it('joins the counts to the report', async () => {
    const { err } = await routeshift('convert', SAMPLE, '--verify', '--fail-on', 'never');
    expect(err).toMatch(/verified: \d+ requests replayed on both sides/);
    const json = await routeshift('convert', SAMPLE, '--verify', '--report', 'json', '--fail-on', 'never');
    const report = JSON.parse(json.err);
    expect(report.verification).toMatchObject({ unexplained: 0 });
    expect(report.summary.findings.error).toBe(1);
  });
});
