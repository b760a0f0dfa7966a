import { describe, expect, it } from 'vitest';
import { convert } from '../../../src/convert.js';
import { parseText } from '../../../src/manifests/documents.js';
import { DEFAULT_OPTIONS } from '../../../src/options.js';

interface Wanted {
  readonly name: string;
  readonly namespace?: string;
  readonly created?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly spec?: object;
  readonly status?: object;
}

function admitted(wanted: readonly Wanted[]) {
  const routes = wanted.map(({ name, namespace = 'shop', created, annotations = {}, spec = {}, status }) => ({
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { name, namespace, annotations, ...(created === undefined ? {} : { creationTimestamp: created }) },
    spec: { host: 'shop.example.com', to: { kind: 'Service', name }, port: { targetPort: 8080 }, ...spec },
    ...(status === undefined ? {} : { status }),
  }));
  const text = routes.map((route) => JSON.stringify(route)).join('\n---\n');
  const { manifests, problems } = parseText({ file: 'in.yaml', text });
  const { items } = convert({ manifests, problems, inputs: 1 }, { ...DEFAULT_OPTIONS, from: 'openshift-route' });
  const refused = items.filter(({ code, severity }) => code === 'RS2110' && severity !== 'info');
  return refused.map(({ object, severity, message }) => ({ name: object?.name, severity, message }));
}

const OLD = '2024-01-01T00:00:00Z';
const NEW = '2025-01-01T00:00:00Z';
const GUARD = { 'haproxy.router.openshift.io/ip_allowlist': '10.0.0.0/8' };

describe('of Routes that want the same', () => {
  it('the older one is served, and one without a time counts as younger', () => {
    expect(
      admitted([
        { name: 'a', created: NEW },
        { name: 'b', created: OLD },
      ]),
    ).toMatchObject([{ name: 'a' }]);
    expect(admitted([{ name: 'a' }, { name: 'b', created: OLD }])).toMatchObject([{ name: 'a' }]);
  });

  it('one is assumed to be older where nothing tells, and said to be', () => {
    const [refused] = admitted([{ name: 'b' }, { name: 'a' }]);
    expect(refused).toMatchObject({ name: 'b', severity: 'warning' });
    expect(refused?.message).toContain('Route shop/a is assumed to be');
  });

  it('it is an error where a protection hangs on that assumption', () => {
    const [refused] = admitted([{ name: 'b', annotations: GUARD }, { name: 'a' }]);
    expect(refused).toMatchObject({ name: 'b', severity: 'error' });
    expect(refused?.message).toContain('ip_allowlist');
    expect(
      admitted([
        { name: 'b', annotations: GUARD },
        { name: 'a', annotations: GUARD },
      ]),
    ).toMatchObject([{ severity: 'warning' }]);
    expect(
      admitted([
        { name: 'b', created: NEW, annotations: GUARD },
        { name: 'a', created: OLD },
      ]),
    ).toMatchObject([{ severity: 'warning' }]);
  });

  it('the namespace of the oldest owns the host, whatever the path', () => {
    const other = { name: 'b', namespace: 'blog', created: NEW, spec: { path: '/blog' } };
    expect(admitted([{ name: 'a', created: OLD }, other])).toMatchObject([{ name: 'b' }]);
    expect(
      admitted([
        { name: 'a', created: OLD },
        { ...other, namespace: 'shop' },
      ]),
    ).toEqual([]);
  });

  it('what a router has said goes before age', () => {
    const status = (admittedNow: string) => ({
      ingress: [{ host: 'shop.example.com', conditions: [{ type: 'Admitted', status: admittedNow }] }],
    });
    expect(
      admitted([
        { name: 'a', created: OLD, status: status('False') },
        { name: 'b', created: NEW, status: status('True') },
      ]),
    ).toMatchObject([{ name: 'a' }]);
  });
});
