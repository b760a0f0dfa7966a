import { describe, expect, it } from 'vitest';
import { type ConvertOptions, DEFAULT_OPTIONS } from '../../src/options.js';
import { crdFolders, loadCrds } from '../crds/crd-validator.js';
import { type Case, converted } from './arbitraries.js';
import { notClosedOnce } from './closed-items.js';
import { emittedOf, isRoute } from './output.js';
import * as promises from './promises.js';

interface Parts {
  readonly name?: string;
  readonly namespace?: string;
  readonly annotations?: Readonly<Record<string, string>>;
  readonly tls?: readonly object[];
  readonly rules: readonly object[];
}

function ingress({ name = 'web', namespace = 'default', annotations = {}, tls = [], rules }: Parts) {
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, namespace, annotations },
    spec: { ingressClassName: 'nginx', tls, rules },
  };
}

function rule(host: string, paths: readonly string[] = ['/']) {
  const backend = { service: { name: 'app', port: { number: 80 } } };
  return { host, http: { paths: paths.map((path) => ({ path, pathType: 'Prefix', backend })) } };
}

function numbered(count: number, name: (index: number) => string): string[] {
  return Array.from({ length: count }, (_, index) => name(index));
}

const folder = crdFolders().at(-1);

/** Converts and checks all that is promised of every output; the CRDs only where ../shared has them. */
function sound(objects: Case['objects'], chosen: Partial<ConvertOptions> = {}) {
  const example: Case = { objects, options: { ...DEFAULT_OPTIONS, ...chosen } };
  const conversion = converted(example);
  for (const promised of Object.values(promises)) expect(promised(conversion, example.options)).toEqual([]);
  expect(notClosedOnce(example, conversion)).toEqual([]);
  const emitted = emittedOf(conversion);
  if (folder !== undefined) {
    for (const { object } of emitted) expect(loadCrds(folder.dir).validate(object)).toEqual([]);
  }
  return { conversion, emitted };
}

describe('inputs beyond the limits of an object', () => {
  it('40 paths of one host are spread over routes, each path once', () => {
    const paths = numbered(40, (i) => `/p${i}`);
    const { emitted } = sound([ingress({ rules: [rule('a.com', paths)] })]);
    const routes = emitted.filter(isRoute);
    expect(routes.length).toBeGreaterThanOrEqual(3);
    const text = JSON.stringify(routes.map((route) => route.spec.rules));
    for (const path of paths) expect(text.split(`"${path}"`)).toHaveLength(2);
  });

  it('40 paths of one host with TLS keep the redirect of each to https', () => {
    const paths = numbered(40, (i) => `/p${i}`);
    const tls = [{ hosts: ['a.com'], secretName: 'tls' }];
    const { emitted } = sound([ingress({ tls, rules: [rule('a.com', paths)] })]);
    const redirects = emitted.filter((o) => isRoute(o) && JSON.stringify(o.spec).includes('"requestRedirect"'));
    const text = JSON.stringify(redirects.map((route) => route.spec.rules));
    if (!text.includes('"value":"/"')) for (const path of paths) expect(text).toContain(`"${path}"`);
  });

  const hosts = numbered(200, (i) => `h${i}.example.com`);
  const many = ingress({ tls: [{ hosts, secretName: 'tls' }], rules: hosts.map((host) => rule(host)) });

  it('200 hosts with TLS are spread over Gateways, and every host has its listener', () => {
    const { emitted } = sound([many]);
    const gateways = emitted.filter(({ kind }) => kind === 'Gateway');
    expect(gateways.length).toBeGreaterThanOrEqual(4);
    const listeners = gateways.flatMap(({ spec }) => (spec.listeners ?? []).flatMap((l) => l.hostname ?? []));
    expect(listeners.sort()).toEqual([...hosts].sort());
  });

  it('200 hosts with TLS share one Gateway where ListenerSets are wanted', () => {
    const { emitted } = sound([many], { listeners: 'listenerset', gatewayApiVersion: '1.5' });
    expect(emitted.filter(({ kind }) => kind === 'Gateway')).toHaveLength(1);
    const sets = emitted.filter(({ kind }) => kind === 'ListenerSet');
    const listeners = sets.flatMap(({ spec }) => (spec.listeners ?? []).flatMap((l) => l.hostname ?? []));
    expect(listeners.sort()).toEqual([...hosts].sort());
  });

  it('200 hosts with TLS in two namespaces, one of them granted the use of the certificates', () => {
    const other = ingress({
      namespace: 'other',
      tls: [{ hosts: ['x.com'], secretName: 'tls' }],
      rules: [rule('x.com')],
    });
    for (const listeners of ['gateway', 'listenerset'] as const) sound([many, other], { listeners });
  });

  it.each([20, 40, 70])('%d aliases of a host are all served', (count) => {
    const aliases = numbered(count, (i) => `alias${i}.com`);
    const annotations = { 'nginx.ingress.kubernetes.io/server-alias': aliases.join(',') };
    for (const tls of [[], [{ hosts: ['a.com', ...aliases], secretName: 'tls' }]]) {
      const { emitted } = sound([ingress({ annotations, tls, rules: [rule('a.com')] })]);
      const served = emitted.filter(isRoute).flatMap(({ spec }) => spec.hostnames ?? []);
      expect(new Set(served)).toEqual(new Set(['a.com', ...aliases]));
    }
  });

  it('names that leave no room for a host are cut, and stay apart', () => {
    const long = (end: string) => `${'n'.repeat(248)}-${end}`;
    const label = 'h'.repeat(63);
    const host = `${label}.${label}.${label}.com`;
    const { emitted } = sound([
      ingress({ name: long('one'), rules: [rule(host), rule(`x.${host.slice(2)}`)] }),
      ingress({ name: long('two'), rules: [rule(host, ['/two'])] }),
    ]);
    const names = emitted.filter(isRoute).map(({ name }) => name);
    expect(new Set(names).size).toBe(3);
    for (const name of names) expect(name.length).toBeLessThanOrEqual(253);
  });

  it('a name of 300 characters, which no API server stored, is converted under a name that one would', () => {
    const { emitted } = sound([ingress({ name: 'n'.repeat(300), rules: [rule('a.com')] })]);
    for (const { name } of emitted) expect(name.length).toBeLessThanOrEqual(253);
  });
});

describe('hosts whose names look alike', () => {
  const lookalikes = ['a-b.com', 'a.b.com', '*.a.com', 'a.com', 'wildcard.a.com', '*.b.com', 'b.com'];
  const tls = lookalikes.map((host, i) => ({ hosts: [host], secretName: `tls-${i}` }));

  it.each(['gateway', 'listenerset'] as const)('have a listener and a route each (listeners: %s)', (listeners) => {
    const { emitted } = sound([ingress({ tls, rules: lookalikes.map((host) => rule(host)) })], { listeners });
    const holders = emitted.filter(({ kind }) => kind === 'Gateway' || kind === 'ListenerSet');
    const secrets = new Map(
      holders.flatMap(({ spec }) =>
        (spec.listeners ?? []).flatMap((l) =>
          l.hostname === undefined ? [] : [[l.hostname, l.tls?.certificateRefs?.[0]?.name] as const],
        ),
      ),
    );
    expect(secrets).toEqual(new Map(lookalikes.map((host, i) => [host, `tls-${i}`])));
    const routed = emitted.filter(isRoute).flatMap(({ spec }) => spec.hostnames ?? []);
    expect(new Set(routed)).toEqual(new Set(lookalikes));
  });

  it('of Ingresses whose names complete each other do not take the name of each other', () => {
    const { emitted } = sound([
      ingress({ name: 'web', rules: [rule('a-b.com')] }),
      ingress({ name: 'web-a', rules: [rule('b.com')] }),
      ingress({ name: 'web-a-b.com', rules: [rule('all-hosts')] }),
    ]);
    expect(emitted.filter(isRoute)).toHaveLength(3);
  });
});
