import { describe, expect, it } from 'vitest';
import type { Limit } from '../../../src/model/policies.js';
import { isRouterAddress, rateLimitOf, rateLimitProblem } from '../../../src/targets/openshift-route/access.js';

describe('an entry of an address list', () => {
  it.each(['10.0.0.0/8', '192.168.1.1', '0.0.0.0/0', '::1', '2001:db8::/32', '1:2:3:4:5:6:7:8'])(
    '%s is read',
    (text) => {
      expect(isRouterAddress(text)).toBe(true);
    },
  );

  it.each(['', '10.0.0.0/33', '10.0.0.256', '10.0.0', '10.0.0.0/8,', ' 10.0.0.1', '1::2::3', '::1/129', 'all', '1:2'])(
    '%j is not',
    (text) => {
      expect(isRouterAddress(text)).toBe(false);
    },
  );
});

describe('a limit', () => {
  const limit = (per: Limit['per'], count: number) => ({ value: '', from: [], per, count });

  it.each([
    [1, 5, 'rate-http', 50],
    [60, 120, 'rate-http', 20],
    [60, 1, 'rate-http', 1],
    ['at a time' as const, 20, 'concurrent-tcp', 21],
  ])('per %s of %i', (per, count, key, value) => {
    expect(rateLimitOf(limit(per, count))).toEqual({ key, value });
  });

  it('is none that the router could not count', () => {
    expect(rateLimitProblem(limit(1, 5))).toBeUndefined();
    expect(rateLimitProblem(limit(1, 2 ** 30))).toContain('more than');
  });
});
