import { describe, expect, test } from 'vitest';
import { fingerprints } from '../../src/ledger/fingerprint.js';
import type { Item } from '../../src/ledger/verdict.js';

const item: Item = {
  object: { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', namespace: 'shop', name: 'web' },
  source: { file: 'web.yaml', line: 7, column: 5 },
  field: 'metadata.annotations',
  annotation: 'nginx.ingress.kubernetes.io/auth-type',
  value: 'basic',
  verdict: 'unsupported',
  code: 'RS1711',
  severity: 'error',
  message: 'withheld',
  emitted: [],
  also: [],
};

function of(...items: Item[]): string[] {
  const named = fingerprints(items);
  return items.flatMap((one) => [one, ...one.also]).map((one) => named.get(one) ?? '');
}

describe('a fingerprint', () => {
  test('is sixteen hexadecimal digits', () => {
    expect(of(item)[0]).toMatch(/^[0-9a-f]{16}$/);
  });

  test('survives other lines, values and words', () => {
    const moved = { ...item, source: { ...item.source, line: 70 }, value: 'digest', message: 'otherwise' };
    expect(of(moved)).toEqual(of(item));
  });

  test.each([
    ['file', { source: { ...item.source, file: 'other.yaml' } }],
    ['object', { object: { apiVersion: 'v1', kind: 'Ingress', namespace: 'shop', name: 'api' } }],
    ['annotation', { annotation: 'nginx.ingress.kubernetes.io/auth-realm' }],
    ['code', { code: 'RS1712' }],
  ])('is another for another %s', (_what, other) => {
    expect(of({ ...item, ...other })).not.toEqual(of(item));
  });

  test('tells findings apart that are alike in all of it', () => {
    const twice = of(item, { ...item, value: 'digest' });
    expect(new Set(twice).size).toBe(2);
    expect(twice[0]).toBe(of(item)[0]);
  });

  test('is given to notes too', () => {
    const note = { code: 'RS0320', severity: 'info', message: 'besides' } as const;
    expect(new Set(of({ ...item, also: [note] })).size).toBe(2);
  });
});
