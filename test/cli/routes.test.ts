import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeshift } from './captured.js';

const KEY = 'bm8gcmVhbCBrZXk=';
const INPUT = `apiVersion: networking.k8s.io/v1
kind: Ingress
metadata: { name: web, namespace: shop }
spec:
  ingressClassName: nginx
  tls: [{ hosts: [shop.example.com], secretName: shop-tls }]
  rules:
    - host: shop.example.com
      http:
        paths:
          - { path: /, pathType: Prefix, backend: { service: { name: web, port: { number: 80 } } } }
---
apiVersion: v1
kind: Secret
metadata: { name: shop-tls, namespace: shop }
type: kubernetes.io/tls
stringData:
  tls.crt: |
    -----BEGIN CERTIFICATE-----
    bm8gcmVhbCBjZXJ0aWZpY2F0ZQ==
    -----END CERTIFICATE-----
  tls.key: |
    -----BEGIN PRIVATE KEY-----
    ${KEY}
    -----END PRIVATE KEY-----
`;

let base: string;
let input: string;

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'routeshift-routes-'));
  input = join(base, 'web.yaml');
  await writeFile(input, INPUT);
});
afterAll(() => rm(base, { recursive: true }));

function kindsOf(out: string): string[] {
  return loadAll(out).map((object) => (object as { kind: string }).kind);
}

describe('routeshift --to openshift-route', () => {
  it('writes Routes that refer to Secrets, and what lets the router read them', async () => {
    const { status, out, err } = await routeshift('convert', input, '--to', 'openshift-route');
    expect(status).toBe(0);
    expect(kindsOf(out)).toEqual(['Role', 'RoleBinding', 'Route']);
    expect(out).toContain('externalCertificate');
    expect(out + err).not.toContain(KEY);
  });

  it('copies key pairs with --inline-certificates, and keeps them out of every report', async () => {
    const report = join(base, 'report.json');
    const flags = [
      '--to',
      'openshift-route',
      '--inline-certificates',
      '--report',
      'text',
      '--report',
      `json=${report}`,
    ];
    const { out, err } = await routeshift('convert', input, ...flags);
    expect(kindsOf(out)).toEqual(['Route']);
    expect(out).toContain(KEY);
    expect(err).toContain('spec.tls');
    expect(err + (await readFile(report, 'utf8'))).not.toContain(KEY);
  });

  it('traces and verifies', async () => {
    const traced = await routeshift('trace', 'GET http://shop.example.com/', input, '--to', 'openshift-route');
    expect(traced.out).toContain('decided by Route shop/web-shop-example-com');
    expect(traced.out).toContain('RS2167');
    expect((await routeshift('verify', input, '--to', 'openshift-route')).status).toBe(0);
  });

  it.each([
    [['--to', 'openshift-route', '--channel', 'standard'], '--channel is about gateway-api'],
    [['--to', 'openshift-route', '--gateway-name', 'edge'], '--gateway-name is about gateway-api'],
    [['--inline-certificates'], '--inline-certificates is about openshift-route'],
    [['--to', 'nginx'], '--to'],
  ])('refuses %j', async (flags, message) => {
    for (const command of ['convert', 'verify']) {
      const { status, err } = await routeshift(command, input, ...flags);
      expect(status).toBe(1);
      expect(err).toContain(message);
    }
  });
});
