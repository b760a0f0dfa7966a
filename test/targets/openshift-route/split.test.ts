import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Backend, Split } from '../../../src/model/traffic.js';
import { backendsOf } from '../../../src/targets/openshift-route/split.js';

function backend(service: string, change: Partial<Backend> = {}): Backend {
  return {
    namespace: 'shop',
    service,
    port: 80,
    writtenPort: '80',
    portName: 'http',
    isKnown: true,
    from: [],
    ...change,
  };
}

function shared(weight: number, total: number, other: Partial<Backend> = {}): Split {
  return {
    primary: backend('web'),
    alternative: {
      owner: { ref: { apiVersion: '', kind: 'Ingress', name: 'canary' }, namespace: 'shop' } as never,
      backend: backend('next', other),
      decisions: [],
      share: { value: { weight, total }, from: [] },
      from: [1],
    },
  };
}

function weights(weight: number, total: number): [number | undefined, number | undefined] {
  const { to, alternateBackends } = backendsOf(shared(weight, total));
  return [to.weight, alternateBackends?.[0].weight];
}

describe('the weights of a Route', () => {
  it.each([
    [20, 100, [80, 20]],
    [100, 100, [0, 100]],
    [64, 256, [192, 64]],
    [150, 1000, [17, 3]],
    [500, 1000, [1, 1]],
    [1, 1000, [256, 1]],
    [333, 1000, [256, 128]],
    [0, 100, [undefined, undefined]],
  ])('%i of %i', (weight, total, expected) => {
    expect(weights(weight, total)).toEqual(expected);
  });

  it('fit, keep every share, and are off by less than a step', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100_000 }), fc.integer({ min: 0, max: 100_000 }), (weight, rest) => {
        const [main = -1, other = -1] = weights(weight, weight + rest);
        for (const one of [main, other]) expect(one).toBeLessThanOrEqual(256);
        expect(other).toBeGreaterThan(0);
        expect(main === 0).toBe(rest === 0);
        expect(Math.abs(other / (main + other) - weight / (weight + rest))).toBeLessThan(1 / 256);
      }),
    );
  });

  it.each([
    ['another port', { port: 81, portName: 'web' }],
    ['another namespace', { namespace: 'other' }],
    ['a Service without endpoints', { externalName: 'out.example.com' }],
    ['the same Service', { service: 'web' }],
  ])('are not written for %s', (_, other) => {
    const { alternateBackends, claims } = backendsOf(shared(20, 100, other));
    expect(alternateBackends).toBeUndefined();
    expect(claims.map(({ remark }) => [remark.verdict, remark.code])).toContainEqual(['unsupported', 'RS2173']);
  });
});

describe('the port of a Route', () => {
  it.each<[string, Partial<Backend>, string | number | undefined]>([
    ['the name of the port of a known Service', { portName: 'web' }, 'web'],
    ['nothing where its only port has no name', { portName: '' }, undefined],
    ['the number where the Service is not known', { isKnown: undefined, portName: undefined }, 80],
    ['the name as written', { isKnown: undefined, portName: undefined, port: undefined, writtenPort: 'http' }, 'http'],
  ])('is %s', (_, change, expected) => {
    expect(backendsOf({ primary: backend('web', change) }).port?.targetPort).toBe(expected);
  });
});
