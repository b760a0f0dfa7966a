import { describe, expect, it } from 'vitest';
import type { RouteBackend } from '../../src/kubernetes/route.js';
import { saidOf, type Understood, understood } from './understood.js';

interface Canary {
  readonly weight?: string;
  readonly total?: string;
  readonly service?: string;
  readonly port?: object;
  readonly path?: string;
  readonly name?: string;
}

const SERVICES = ['web', 'next', 'other'].map((name) => ({
  apiVersion: 'v1',
  kind: 'Service',
  metadata: { name },
  spec: {
    ports: [
      { name: 'http', port: 80 },
      { name: 'https', port: 443 },
    ],
  },
}));

function ingress(name: string, annotations: object, service: string, port: object, path = '/'): object {
  const paths = [{ path, pathType: 'Prefix', backend: { service: { name: service, port } } }];
  return {
    apiVersion: 'networking.k8s.io/v1',
    kind: 'Ingress',
    metadata: { name, annotations },
    spec: { rules: [{ host: 'a.com', http: { paths } }] },
  };
}

function withCanaries(canaries: readonly Canary[], main = {}): Understood {
  const prefix = 'nginx.ingress.kubernetes.io';
  const items = [
    ingress('web', main, 'web', { number: 80 }),
    ...canaries.map(({ weight = '20', total, service = 'next', port = { number: 80 }, path, name = 'z' }) =>
      ingress(
        name,
        {
          [`${prefix}/canary`]: 'true',
          [`${prefix}/canary-weight`]: weight,
          ...(total === undefined ? {} : { [`${prefix}/canary-weight-total`]: total }),
        },
        service,
        port,
        path,
      ),
    ),
    ...SERVICES,
  ];
  return understood(JSON.stringify({ apiVersion: 'v1', kind: 'List', items }), { add: ['alternate-backends'] });
}

function backendsOf({ routes }: Understood): RouteBackend[][] {
  return routes.map(({ route }) => [route.to, ...route.alternateBackends]);
}

describe('a canary of ingress-nginx, with --add alternate-backends', () => {
  it.each([
    ['20', undefined, 80, 20],
    ['0', undefined, 100, 0],
    ['250', undefined, 0, 100],
    ['1', '256', 255, 1],
    ['1', '100000', 256, 1],
    ['500', '1000', 128, 128],
  ])('of weight %s of %s becomes %i to %i', (weight, total, main, canary) => {
    const found = withCanaries([total === undefined ? { weight } : { weight, total }]);
    expect(backendsOf(found)).toEqual([
      [
        { service: 'web', weight: main },
        { service: 'next', weight: canary },
      ],
    ]);
    expect(saidOf(found, 'RS2149')).not.toEqual([]);
  });

  it.each<[string, Canary[], RegExp]>([
    ['leads to the same Service', [{ service: 'web' }], /same Service/],
    ['asks for another port', [{ port: { number: 443 } }], /one port for all .* http and https/],
    ['has another path', [{ path: '/other' }], /no other Ingress/],
    ['is the second one', [{}, { service: 'other', name: 'zz' }], /has a canary already/],
  ])('stays a Route of its own when it %s', (_why, canaries, words) => {
    const found = withCanaries(canaries);
    expect(found.routes).toHaveLength(2);
    expect(saidOf(found, 'RS2159').map(({ message }) => words.test(message))).toContain(true);
  });

  it.each([['x'], ['-1'], ['']])('with the weight %j is none', (weight) => {
    const found = withCanaries([{ weight }]);
    expect(found.routes).toHaveLength(2);
    expect(saidOf(found, 'RS2149')).toEqual([]);
  });
});
