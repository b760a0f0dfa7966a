import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { hash, hostInName, Names } from '../../src/targets/names.js';

const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const wanted = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.array(fc.constantFrom('a', 'b', '-', '.', '*', 'Z', '0'), { maxLength: 12 }).map((chars) => chars.join('')),
  fc.constantFrom('web', 'web-a', 'x'.repeat(253), 'x'.repeat(254), `${'x'.repeat(243)}.${'y'.repeat(20)}`),
);
const asked = fc.array(
  fc.record({ scope: fc.constantFrom('HTTPRoute\na', 'Gateway\na'), wanted, identity: fc.string({ maxLength: 3 }) }),
  { maxLength: 30 },
);

describe('names of emitted objects', () => {
  test('are DNS subdomains of at most 253 characters', () => {
    fc.assert(
      fc.property(wanted, fc.string(), (name, identity) => {
        const names = new Names();
        for (const who of [identity, `${identity}2`]) {
          const given = names.give('s', name, who);
          expect(given).toMatch(SUBDOMAIN);
          expect(given.length).toBeLessThanOrEqual(253);
        }
      }),
      { numRuns: 2000 },
    );
  });

  test('belong to one identity of a scope, which gets its name again when it asks again', () => {
    fc.assert(
      fc.property(asked, (requests) => {
        const names = new Names();
        const holders = new Map<string, string>();
        const given = requests.map((r) => names.give(r.scope, r.wanted, r.identity));
        requests.forEach((r, i) => {
          const key = `${r.scope}\n${given[i]}`;
          expect(holders.get(key) ?? r.identity).toBe(r.identity);
          holders.set(key, r.identity);
        });
        expect(requests.map((r) => names.give(r.scope, r.wanted, r.identity))).toEqual(given);
      }),
    );
  });

  test('do not depend on the order of the input where nothing collides', () => {
    const distinct = fc.uniqueArray(fc.stringMatching(/^[a-z]{1,8}$/), { minLength: 1, maxLength: 10 });
    fc.assert(
      fc.property(distinct, (all) => {
        const give = (order: readonly string[]) => {
          const names = new Names();
          return new Map(order.map((name) => [name, names.give('s', name, `of ${name}`)]));
        };
        const forwards = give(all);
        for (const [name, given] of give([...all].reverse())) expect(forwards.get(name)).toBe(given);
        for (const [name, given] of forwards) expect(given).toBe(name);
      }),
    );
  });

  test('may repeat in another scope', () => {
    const names = new Names();
    expect(names.give('a', 'web', '1')).toBe('web');
    expect(names.give('b', 'web', '2')).toBe('web');
    expect(names.give('a', 'web', '2')).toBe(`web-${hash('2')}`);
  });

  test('that are too long and begin alike stay apart', () => {
    const names = new Names();
    const long = 'x'.repeat(300);
    expect(names.give('a', `${long}1`, '1')).not.toBe(names.give('a', `${long}2`, '2'));
  });

  test('say the host', () => {
    expect(hostInName({ kind: 'any' })).toBe('all-hosts');
    expect(hostInName({ kind: 'wildcard', suffix: 'foo.com', labels: 'one' })).toBe('wildcard.foo.com');
    expect(hostInName({ kind: 'exact', name: 'foo.com' })).toBe('foo.com');
  });

  test('hashes are eight hexadecimal digits', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(hash(text)).toMatch(/^[0-9a-f]{8}$/);
      }),
    );
  });
});
