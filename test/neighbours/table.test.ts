import { describe, expect, it, test } from 'vitest';
import { NEIGHBOURS, neighbourOf } from '../../src/neighbours/table.js';
import { isValidKey } from '../../src/neighbours/written-key.js';
import { TARGETS } from '../../src/options.js';

describe('the table of other tools', () => {
  it('has each key once', () => {
    const keys = NEIGHBOURS.map(({ key }) => key);
    expect(keys.filter((key, index) => keys.indexOf(key) !== index)).toEqual([]);
  });

  it.each(NEIGHBOURS.map(({ key }) => key))('finds %s', (key) => {
    const sample = key.endsWith('*') ? `${key.slice(0, -1)}zzz` : key;
    expect(neighbourOf(sample)?.key).toBe(key);
  });

  it('says where each rule is written, in clauses without a full stop', () => {
    for (const { reference, to } of NEIGHBOURS) {
      expect(reference).toMatch(/^https:\/\/\S+$/);
      for (const target of TARGETS) expect(to[target].why).toMatch(/^\S.*[^.]$/);
    }
  });

  it('gives keys that an API server takes', () => {
    const named = NEIGHBOURS.flatMap(({ to }) => TARGETS.flatMap((target) => to[target]));
    for (const fate of named) if (fate.is === 'kept' && fate.as !== undefined) expect(isValidKey(fate.as)).toBe(true);
  });
});

test('a longer beginning goes before a shorter one, and a whole key before both', () => {
  expect(neighbourOf('external-dns.kubernetes.io/cloudflare-proxied')?.key).toBe(
    'external-dns.kubernetes.io/cloudflare-*',
  );
  expect(neighbourOf('external-dns.kubernetes.io/target')?.key).toBe('external-dns.kubernetes.io/target');
  expect(neighbourOf('external-dns.kubernetes.io/else')?.key).toBe('external-dns.kubernetes.io/*');
  expect(neighbourOf('example.com/team')).toBeUndefined();
});
