import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadAll } from 'js-yaml';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { routeshift } from './captured.js';

const KEY = 'TopSecretOfTheKey';
const TEMPLATE = `apiVersion: template.openshift.io/v1
kind: Template
metadata: { name: shop }
parameters:
  - { name: NAME, required: true }
objects:
  - apiVersion: v1
    kind: Route
    metadata: { name: "\${NAME}" }
    spec:
      to: { kind: Service, name: web }
      port: { targetPort: 8080 }
`;
const CERTIFIED = `apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: shop, namespace: shop }
spec:
  host: shop.example.com
  to: { kind: Service, name: web }
  port: { targetPort: 8080 }
  tls:
    termination: edge
    certificate: "-----BEGIN CERTIFICATE-----\\nMIIB\\n-----END CERTIFICATE-----\\n"
    key: "-----BEGIN RSA PRIVATE KEY-----\\n${KEY}\\n-----END RSA PRIVATE KEY-----\\n"
`;
const PASSED = `apiVersion: route.openshift.io/v1
kind: Route
metadata: { name: passed, namespace: shop }
spec:
  host: passed.example.com
  to: { kind: Service, name: web }
  port: { targetPort: 8443 }
  tls: { termination: passthrough }
`;

let base: string;
const at = (name: string) => join(base, name);

interface Printed {
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly namespace?: string };
  readonly spec: { readonly hostnames?: readonly string[]; readonly gatewayClassName?: string };
}

const printed = (out: string) => loadAll(out) as Printed[];
const kindsIn = (out: string) => printed(out).map(({ kind }) => kind);

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'routeshift-routes-'));
  await writeFile(at('template.yaml'), TEMPLATE);
  await writeFile(at('certified.yaml'), CERTIFIED);
  await writeFile(at('passed.yaml'), PASSED);
});
afterAll(() => rm(base, { recursive: true }));

describe('routeshift convert --from openshift-route', () => {
  it('opens Templates with --param and names hosts with --ingress-domain and --namespace', async () => {
    const flags = ['--param', 'NAME=cart', '--ingress-domain', 'apps.example.com', '--namespace', 'shop'];
    const { status, out } = await routeshift('convert', at('template.yaml'), '--from', 'openshift-route', ...flags);
    expect(status).toBe(0);
    expect(printed(out).find(({ kind }) => kind === 'HTTPRoute')?.spec.hostnames).toEqual([
      'cart-shop.apps.example.com',
    ]);
  });

  it('says which parameters have no value, and which values have no parameter', async () => {
    const { err } = await routeshift('convert', at('template.yaml'), '--from', 'openshift-route', '--param', 'NMAE=x');
    expect(err).toContain('RS2101');
    expect(err).toContain('RS2102');
  });

  it('writes keys into Secrets with --extract-certificates only, and into no report ever', async () => {
    const command = ['convert', at('certified.yaml'), '--from', 'openshift-route'];
    const plain = await routeshift(...command);
    expect(kindsIn(plain.out)).not.toContain('Secret');
    expect(plain.out + plain.err).not.toContain(KEY);
    const extracted = await routeshift(...command, '--extract-certificates', '--report', 'json', '--report', 'text');
    expect(kindsIn(extracted.out)).toContain('Secret');
    expect(extracted.out).toContain(KEY);
    expect(extracted.err).not.toContain(KEY);
  });

  it('writes what a release of OpenShift can serve, into the namespace of its gateways', async () => {
    const command = ['convert', at('passed.yaml'), '--from', 'openshift-route'];
    const old = await routeshift(...command, '--openshift-version', '4.19');
    expect(kindsIn(old.out)).not.toContain('TLSRoute');
    expect(old.status).toBe(2);
    const recent = await routeshift(...command, '--openshift-version', '4.23');
    expect(kindsIn(recent.out)).toContain('TLSRoute');
    const gateway = printed(recent.out).find(({ kind }) => kind === 'Gateway');
    expect(gateway?.metadata.namespace).toBe('openshift-ingress');
    expect(gateway?.spec.gatewayClassName).toBe('openshift-default');
  });

  it('takes the profile for the release that is current', async () => {
    const { err } = await routeshift(
      'convert',
      at('certified.yaml'),
      '--from',
      'openshift-route',
      '--profile',
      'openshift',
    );
    expect(err).toContain('OpenShift 4.22');
  });

  it.each([
    ['--param', 'NAME'],
    ['--openshift-version', '3.11'],
    ['--ingress-domain', 'Not A Domain'],
  ])('refuses %s %s', async (flag, value) => {
    expect((await routeshift('convert', at('template.yaml'), flag, value)).status).toBe(1);
  });
});

describe('a run that does not read Routes', () => {
  it('names the flag that would', async () => {
    const { err } = await routeshift('convert', at('certified.yaml'), at('template.yaml'));
    expect(err.replace(/\s+/g, ' ')).toContain('Pass --from openshift-route');
  });
});

describe('routeshift verify and trace', () => {
  it('replay Routes against what they become', async () => {
    const { status, out } = await routeshift('verify', at('certified.yaml'), '--from', 'openshift-route');
    expect(status).toBe(0);
    expect(out).toMatch(/unexplained/);
    const traced = await routeshift(
      'trace',
      'GET https://shop.example.com/x',
      at('certified.yaml'),
      '--from',
      'openshift-route',
    );
    expect(traced.out).toContain('Route shop/shop');
    expect(traced.out).toContain('HTTPRoute shop/shop-shop.example.com');
  });
});
