import { describe, expect, it } from 'vitest';
import { saidOf, type Understood, understood } from './understood.js';

interface Path {
  readonly path: string;
  readonly pathType: string;
}

const GUARD = { 'haproxy.router.openshift.io/ip_allowlist': '10.0.0.0/8' };
const EVERYTHING = ['exact-paths', 'default-backend'] as const;

function ingress(name: string, host: string, paths: readonly Path[], annotations = {}, withDefault = false): object {
  const service = { name: 'web', port: { name: 'http' } };
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, annotations },
    spec: {
      ...(withDefault ? { defaultBackend: { service } } : {}),
      rules: [{ host, http: { paths: paths.map((path) => ({ ...path, backend: { service } })) } }],
    },
  };
}

const PREFIX = { path: '/', pathType: 'Prefix' };
const EXACT = { path: '/login', pathType: 'Exact' };

function added(...items: readonly object[]): Understood {
  return understood(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), { add: EVERYTHING });
}

function claimsOf({ routes }: Understood): string[] {
  return routes.map(({ route }) => `${route.host}${route.path}`).sort();
}

describe('what is added to the Routes of the controller', () => {
  it('is an Exact path, which takes what is below it', () => {
    const found = added(ingress('a', 'a.com', [EXACT, PREFIX]));
    expect(claimsOf(found)).toEqual(['a.com/', 'a.com/login']);
    expect(saidOf(found, 'RS2149').map(({ message }) => message)).toEqual([expect.stringContaining('below it')]);
  });

  it('is a default backend for each host, where anything is left of it', () => {
    expect(claimsOf(added(ingress('a', 'a.com', [EXACT], {}, true)))).toEqual(['a.com', 'a.com/login']);
    expect(claimsOf(added(ingress('a', 'a.com', [PREFIX], {}, true)))).toEqual(['a.com/']);
    expect(claimsOf(added(ingress('a', '*.a.com', [EXACT], {}, true)))).toEqual([
      'wildcard.a.com',
      'wildcard.a.com/login',
    ]);
  });

  it('is nothing that goes to a protected path today', () => {
    const found = added(ingress('a', 'a.com', [PREFIX], GUARD), ingress('b', 'a.com', [EXACT]));
    expect(claimsOf(found)).toEqual(['a.com/']);
    expect(saidOf(found, 'RS2159').map(({ message }) => message)).toEqual([
      expect.stringMatching(/^not added: today .* a\.com\/ of a, whose protection it lacks/),
    ]);
    expect(claimsOf(added(ingress('a', 'a.com', [PREFIX], GUARD), ingress('b', 'a.com', [EXACT], GUARD)))).toHaveLength(
      2,
    );
  });

  it('is nothing that a protected wildcard above the host takes today', () => {
    const wildcard = ingress('a', '*.a.com', [{ path: '/admin', pathType: 'Prefix' }], GUARD);
    expect(claimsOf(added(wildcard, ingress('b', 'b.a.com', [EXACT], {}, true)))).toEqual([
      'b.a.com/login',
      'wildcard.a.com/admin',
    ]);
  });

  it('is no passthrough Route', () => {
    const passing = { 'route.openshift.io/termination': 'passthrough' };
    expect(claimsOf(added(ingress('a', 'a.com', [PREFIX], passing, true)))).toEqual([]);
  });
});
