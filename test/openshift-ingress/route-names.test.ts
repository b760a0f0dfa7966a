import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { RouteNames } from '../../src/sources/openshift-ingress/route-names.js';

describe('the name of a Route', () => {
  it('does not depend on what else there is', () => {
    const [alone, among] = [new RouteNames(), new RouteNames()];
    among.give('shop', 'web', 'a.com', '/other');
    expect(among.give('shop', 'web', 'a.com', '/')).toBe(alone.give('shop', 'web', 'a.com', '/'));
  });

  it('is never one that is taken', () => {
    const first = new RouteNames().give('shop', 'web', 'a.com', '/');
    const names = new RouteNames([`shop/${first}`, `blog/${first}`]);
    expect(names.give('shop', 'web', 'a.com', '/')).not.toBe(first);
    expect(names.give('docs', 'web', 'a.com', '/')).toBe(first);
  });

  it('is unique, at most 63 characters long, and a DNS name, whatever the Ingress is called', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), fc.string(), fc.string()), { maxLength: 20 }), (all) => {
        const names = new RouteNames();
        const given = all.map(([ingress, host, path]) => names.give('shop', ingress, host, path));
        expect(new Set(given).size).toBe(all.length);
        for (const name of given) expect(name).toMatch(/^[a-z0-9]([-a-z0-9.]{0,61}[a-z0-9])?$/);
      }),
    );
  });
});
