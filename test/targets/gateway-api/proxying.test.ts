import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Retries } from '../../../src/model/policies.js';
import { DEFAULT_OPTIONS } from '../../../src/options.js';
import { featuresOf } from '../../../src/targets/gateway-api/features.js';
import { affinityField, formatDuration, retryField, TimeoutFields } from '../../../src/targets/gateway-api/proxying.js';

const standard = featuresOf('1.5', 'standard');
const experimental = featuresOf('1.5', 'experimental');
const UNITS: Readonly<Record<string, number>> = { h: 3600, m: 60, s: 1 };

describe('durations', () => {
  test('have the form of GEP-2257 and mean the same seconds', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 359_996_400 }), (seconds) => {
        const written = formatDuration(seconds);
        expect(written).toMatch(/^(?:[0-9]{1,5}[hms]){1,3}$/);
        const parts = [...written.matchAll(/(\d+)([hms])/g)];
        expect(parts.reduce((sum, [, n, unit]) => sum + Number(n) * (UNITS[unit ?? ''] ?? 0), 0)).toBe(seconds);
      }),
    );
  });

  test.each([
    [0, '0s'],
    [60, '1m'],
    [3600, '1h'],
    [3661, '1h1m1s'],
    [-5, '0s'],
  ])('%d s is %s', (seconds, written) => {
    expect(formatDuration(seconds)).toBe(written);
  });
});

describe('timeouts', () => {
  const timeouts = { read: { value: 90, from: [1] }, send: { value: 30, from: [2] } };

  test('between two reads cut no whole exchange unless the loss is accepted', () => {
    const { timeouts: field, claims } = new TimeoutFields(DEFAULT_OPTIONS).of(timeouts);
    expect(field).toEqual({ request: '0s' });
    expect(claims).toMatchObject([{ items: [1, 2], remark: { verdict: 'approximated', code: 'RS1501' } }]);
  });

  test.each(['proxy-read-timeout', 'nginx.ingress.kubernetes.io/proxy-send-timeout', 'RS1501'])(
    'are written as the longer of the two with --accept %s',
    (accepted) => {
      const { timeouts: field } = new TimeoutFields({ ...DEFAULT_OPTIONS, accept: [accepted] }).of(timeouts);
      expect(field).toEqual({ request: '0s', backendRequest: '1m30s' });
    },
  );

  test.each(['xproxy-read-timeout', 'proxy-connect-timeout', 'RS15011'])(
    '--accept %s accepts something else',
    (accepted) => {
      expect(new TimeoutFields({ ...DEFAULT_OPTIONS, accept: [accepted] }).of(timeouts).timeouts).toEqual({
        request: '0s',
      });
    },
  );
});

describe('retries', () => {
  const retries = (codes: number[], tries: number, off = false): Retries => ({
    on: { value: { codes, off, inexpressible: [] }, from: [1] },
    tries: { value: tries, from: [2] },
  });

  test('count from the first attempt, as the field counts further ones; codes are sorted, once each, 400 to 599', () => {
    const { retry, claims } = retryField(retries([503, 502, 503, 302], 4), experimental);
    expect(retry).toEqual({ codes: [502, 503], attempts: 3 });
    expect(claims).toMatchObject([{ items: [1, 2], at: 'retry' }]);
  });

  test('that are off, or of one attempt, are no retries', () => {
    expect(retryField(retries([], 3, true), experimental).retry).toBeUndefined();
    expect(retryField(retries([503], 1), experimental).retry).toBeUndefined();
  });

  test('do not exist in the standard channel, which is said to every item', () => {
    expect(retryField(retries([503], 3), standard)).toMatchObject({
      retry: undefined,
      claims: [{ items: [1, 2], remark: { verdict: 'unsupported', code: 'RS1502' } }],
    });
  });
});

describe('affinity', () => {
  const cookie = { value: 'route', from: [1] };

  test('is a session cookie of the same name in the experimental channel, with its age', () => {
    const { sessionPersistence, claims } = affinityField(
      { cookie, maxAge: { value: 3600, from: [2] }, details: [3] },
      experimental,
    );
    expect(sessionPersistence).toEqual({
      sessionName: 'route',
      type: 'Cookie',
      absoluteTimeout: '1h',
      cookieConfig: { lifetimeType: 'Permanent' },
    });
    expect(claims.flatMap((claim) => claim.items).sort()).toEqual([1, 2, 3]);
  });

  test('without an age has no lifetime, and a name no longer than the field', () => {
    const long = { value: 'x'.repeat(200), from: [] };
    const { sessionPersistence } = affinityField({ cookie: long, details: [] }, experimental);
    expect(sessionPersistence).toEqual({ sessionName: 'x'.repeat(128), type: 'Cookie' });
  });

  test('is lost in the standard channel, which is said to every item', () => {
    const { sessionPersistence, claims } = affinityField({ cookie, details: [3] }, standard);
    expect(sessionPersistence).toBeUndefined();
    expect(claims.flatMap((claim) => claim.items)).toEqual([1, 3]);
    expect(new Set(claims.map((claim) => claim.remark.verdict))).toEqual(new Set(['unsupported']));
  });
});
