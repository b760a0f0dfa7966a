import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isDnsLabel, isDnsName, isIpAddress, isPortName, isWildcardHost } from '../../src/kubernetes/dns-name.js';
import { parseTimestamp } from '../../src/kubernetes/timestamp.js';

describe('names', () => {
  it('of hosts are those that the API server accepts', () => {
    for (const name of ['a', 'a.b', 'a-b.c', '1.example.com', 'xn--x.com', `${'a'.repeat(63)}.com`])
      expect(isDnsName(name)).toBe(true);
    for (const name of ['', '.', 'a.', '.a', '-a', 'a-', 'a.-b', 'A', 'a_b', 'a b', '*', 'a'.repeat(254)])
      expect(isDnsName(name)).toBe(false);
    for (const host of ['*.a', '*.example.com']) expect(isWildcardHost(host)).toBe(true);
    for (const host of ['*', '*.', 'a.*.b', '**.a', '*a.b', '*.*.a']) expect(isWildcardHost(host)).toBe(false);
  });

  it('of ports and Services follow their rules', () => {
    for (const name of ['http', '8080a', 'a-b']) expect(isPortName(name)).toBe(true);
    for (const name of ['', '80', 'a--b', '-a', 'a-', 'A', 'a'.repeat(16)]) expect(isPortName(name)).toBe(false);
    expect(isDnsLabel('web-1')).toBe(true);
    expect(isDnsLabel('web.1')).toBe(false);
  });

  it('are not mistaken for addresses', () => {
    fc.assert(
      fc.property(fc.ipV4(), (address) => {
        expect(isIpAddress(address)).toBe(true);
      }),
    );
    for (const name of ['1.2.3', '1.2.3.4.5', '256.1.1.1', '1.2.3.4.', '1.2.3.x', '01.2.3.4'])
      expect(isIpAddress(name)).toBe(false);
  });

  it('take no more than linear time', () => {
    const started = performance.now();
    for (const text of ['a'.repeat(1e6), 'a-'.repeat(5e5), '*.'.repeat(5e5)]) {
      isDnsName(text);
      isWildcardHost(text);
      isPortName(text);
      isIpAddress(text);
    }
    expect(performance.now() - started).toBeLessThan(500);
  });
});

describe('times', () => {
  it('are read in milliseconds, and only in the form of RFC 3339', () => {
    expect(parseTimestamp('2024-01-02T03:04:05Z')).toBe(Date.UTC(2024, 0, 2, 3, 4, 5));
    expect(parseTimestamp('2024-01-02t03:04:05.5+01:00')).toBe(Date.UTC(2024, 0, 2, 2, 4, 5, 500));
    for (const text of ['', 'yesterday', '2024-01-02', '2024-13-02T03:04:05Z', '5'])
      expect(parseTimestamp(text)).toBeUndefined();
  });
});
