import { describe, expect, it } from 'vitest';
import { outlivedRoutes } from '../../../src/targets/openshift-route/outlived-routes.js';
import { understood } from '../../openshift-ingress/understood.js';

interface Claim {
  readonly name: string;
  readonly namespace?: string;
  readonly created?: string;
  readonly labels?: object;
  readonly paths?: readonly string[];
  readonly annotations?: object;
}

/** `name path` of the Routes that are left out. */
function leftOut(...claims: readonly Claim[]): string[] {
  const items = claims.map(({ name, namespace = 'shop', created, labels, paths = ['/'], annotations }) => ({
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: {
      name,
      namespace,
      ...(created === undefined ? {} : { creationTimestamp: created }),
      ...(labels === undefined ? {} : { labels }),
      ...(annotations === undefined ? {} : { annotations }),
    },
    spec: {
      rules: [
        {
          host: 'a.com',
          http: {
            paths: paths.map((path) => ({
              path,
              pathType: path === '' ? 'ImplementationSpecific' : 'Prefix',
              backend: { service: { name: 'web', port: { name: 'http' } } },
            })),
          },
        },
      ],
    },
  }));
  const { routes } = understood(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }));
  return outlivedRoutes(routes).map(({ one }) => `${one.owner.ref.name} ${one.route.path}`);
}

const PASSTHROUGH = { 'route.openshift.io/termination': 'passthrough' };
const EDGE = { 'route.openshift.io/termination': 'edge' };
const [OLD, YOUNG] = ['2024-01-01T00:00:00Z', '2025-01-01T00:00:00Z'];

describe('Routes that an older one keeps from being served', () => {
  it('are those of the younger Ingress', () => {
    expect(leftOut({ name: 'a', created: YOUNG }, { name: 'b', created: OLD })).toEqual(['a /']);
  });

  it('are those of the Ingress without an age, and of the later name', () => {
    expect(leftOut({ name: 'a' }, { name: 'b', created: YOUNG })).toEqual(['a /']);
    expect(leftOut({ name: 'b' }, { name: 'a' })).toEqual(['b /']);
  });

  it('are the later paths of one Ingress', () => {
    expect(leftOut({ name: 'a', paths: ['/x', '/', '/x'] })).toEqual(['a /x']);
  });

  it('are not those of another path, another namespace or other labels', () => {
    expect(leftOut({ name: 'a' }, { name: 'b', paths: ['/b', ''] })).toEqual([]);
    expect(leftOut({ name: 'a' }, { name: 'b', namespace: 'blog' })).toEqual([]);
    expect(leftOut({ name: 'a' }, { name: 'b', labels: { router: 'internal' } })).toEqual([]);
  });

  it('are all others with TLS beside a passthrough Route', () => {
    const passing = { name: 'a', paths: [''], annotations: PASSTHROUGH };
    expect(leftOut(passing, { name: 'b', annotations: EDGE }, { name: 'c', paths: ['/c'] })).toEqual(['b /']);
    expect(leftOut({ name: '0', annotations: EDGE }, passing)).toEqual(['a ']);
  });

  it('are unknown where a passthrough Route of another namespace may keep the older one out', () => {
    const passing = { name: 'a', namespace: 'blog', paths: [''], annotations: PASSTHROUGH };
    expect(leftOut(passing, { name: 'b', annotations: EDGE }, { name: 'c' })).toEqual([]);
  });
});
