import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import type { RequestListener } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareLive, SECURE_SHOP, SHOP } from './comparing.js';
import { freePort, http, https } from './odd-servers.js';
import { sides } from './shop.js';

const annotated = (annotations: string) =>
  SHOP.replace('namespace: shop }', `namespace: shop, annotations: { ${annotations} } }`);

const answering =
  (status: number, headers: Record<string, string> = {}): RequestListener =>
  (_request, response) =>
    response.writeHead(status, headers).end();

describe('what no model evaluates', () => {
  const snippet = annotated('nginx.ingress.kubernetes.io/server-snippet: "if ($arg_tea) { return 418; }"');

  it('is foretold by the finding that a snippet is lost, for the requests of its Ingress', async () => {
    await using old = await http(answering(418));
    await using now = await http(answering(200));
    const { report } = await compareLive(snippet, ...sides(old, now), '--accept', 'server-snippet');
    const shop = report.differences.filter(({ request }) => request.host === 'shop.example.com');
    expect(shop.length).toBeGreaterThan(5);
    for (const { codes } of shop) expect(codes).not.toContain('RS2540');
    const stranger = report.differences.find(({ request }) => request.host === 'stranger.example');
    expect(stranger?.codes).toEqual(['RS2540']);
  });

  it('does not excuse that what was refused is open now, unless somebody accepted that', async () => {
    const harmless = annotated('nginx.ingress.kubernetes.io/configuration-snippet: "set $tea green;"');
    await using old = await http(answering(403));
    await using now = await http(answering(200));
    const { status, report } = await compareLive(harmless, ...sides(old, now));
    // Of an odd spelling it is foretold that another backend gets it.
    const plain = report.differences.filter(({ request }) => !/%|\/\//.test(request.path));
    expect(plain.length).toBeGreaterThan(5);
    for (const { codes } of plain) expect(codes).toEqual(['RS2540']);
    expect(status).toBe(2);
    const accepted = await compareLive(snippet, ...sides(old, now), '--accept', 'server-snippet');
    const told = accepted.report.differences.filter(({ codes }) => codes.includes('RS1702'));
    expect(told.length).toBeGreaterThan(5);
  });
});

describe('a guard that is lost with consent', () => {
  it('explains that what was refused is open now', async () => {
    const guarded = annotated(
      'nginx.ingress.kubernetes.io/auth-type: basic, nginx.ingress.kubernetes.io/auth-secret: users',
    );
    const refusing: RequestListener = (request, response) => {
      const isShop = /^shop\./i.test(request.headers.host ?? '');
      response.writeHead(isShop ? 401 : 404, isShop ? { 'www-authenticate': 'Basic' } : {}).end();
    };
    const open: RequestListener = (request, response) =>
      response.writeHead(/^shop\./i.test(request.headers.host ?? '') ? 200 : 404).end();
    await using old = await http(refusing);
    await using now = await http(open);
    const flags = ['--accept', 'auth-type', '--accept', 'auth-secret'];
    const { status, report } = await compareLive(guarded, ...sides(old, now), ...flags);
    expect(report.explained).toBeGreaterThan(5);
    expect(report.unexplained).toBe(0);
    expect(status).toBe(0);
  });
});

describe('an address that is not there for one scheme', () => {
  it('is the answer where its model says that nothing answers, and an error for everything else', async () => {
    const plain: RequestListener = (request, response) => {
      const isShop = /^shop\./i.test(request.headers.host ?? '');
      response
        .writeHead(isShop ? 308 : 404, isShop ? { location: `https://shop.example.com${request.url}` } : {})
        .end();
    };
    await using old = await http(plain);
    await using oldSecure = await https(answering(404));
    await using now = await http(plain);
    const { status, out, report } = await compareLive(
      SECURE_SHOP,
      ...sides(old, now),
      ...['--old', `https://127.0.0.1:${oldSecure.port}`, '--new', `https://127.0.0.1:${await freePort()}`],
    );
    expect(report.unreached).toMatchObject([{ side: 'new' }]);
    expect(report.unreached[0]?.requests).toBeGreaterThan(10);
    expect(report.differences).toEqual([]);
    expect(report.agree).toBe(report.probes);
    expect(report.probes).toBeGreaterThan(4);
    expect(out).toContain('RS2544 The new entry point is not reached');
    expect(status).toBe(2);
  });
});

describe('what somebody expects', () => {
  it('is held against the answer of the new side, and where that does not show it, against its model', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'routeshift-live-probes-'));
    const file = join(folder, 'probes.yaml');
    await writeFile(
      file,
      '- { host: shop.example.com, path: /tea, expect: { status: 418, backend: "shop/web:80" } }\n' +
        '- { host: shop.example.com, path: /api/tea, expect: { status: 200, backend: "shop/web:80" } }\n',
    );
    try {
      await using old = await http(answering(418));
      await using now = await http(answering(418));
      const { status, report } = await compareLive(SHOP, ...sides(old, now), '--probes', file);
      expect(report.unmet.map(({ field, expected, target }) => [field, expected, target])).toEqual([
        ['status', 200, 418],
        ['backend', 'shop/web:80', 'shop/api:8080'],
      ]);
      expect(status).toBe(2);
    } finally {
      await rm(folder, { recursive: true });
    }
  });
});

describe('answers that a configuration shares among backends', () => {
  it('are told as such where they change', async () => {
    const canary = `${SHOP}---
${SHOP.replace(
  'name: shop, namespace: shop }',
  'name: canary, namespace: shop, annotations: { nginx.ingress.kubernetes.io/canary: "true", nginx.ingress.kubernetes.io/canary-weight: "50" } }',
).replaceAll('name: web', 'name: web-next')}`;
    let turn = 0;
    const alternating: RequestListener = (_request, response) => response.writeHead(turn++ % 2 === 0 ? 200 : 500).end();
    await using old = await http(answering(500));
    await using now = await http(alternating);
    const { out, report } = await compareLive(canary, ...sides(old, now), '--concurrency', '1', '--max-probes', '4');
    expect(report.varying).toBeGreaterThan(0);
    expect(out).toContain('the configuration shares it among several backends');
  });
});

describe('parameters of Templates without a value', () => {
  it('are asked of nobody', async () => {
    const template = `apiVersion: template.openshift.io/v1
kind: Template
metadata: { name: shop }
parameters: [{ name: HOST }]
objects:
  - apiVersion: route.openshift.io/v1
    kind: Route
    metadata: { name: shop, namespace: shop }
    spec: { host: "\${HOST}", to: { kind: Service, name: web } }
`;
    const hosts = new Set<string | undefined>();
    await using old = await http((request, response) => {
      hosts.add(request.headers.host);
      response.end();
    });
    await using now = await http(answering(200));
    const { report } = await compareLive(template, ...sides(old, now), '--from', 'openshift-route');
    expect(report.notSent.map(({ reason }) => reason)).toContain('that name parameters of Templates without a value');
    expect([...hosts].filter((host) => host !== 'stranger.example')).toEqual([]);
  });
});
