import { describe, expect, it } from 'vitest';
import { ingressNginx } from '../../src/mappings/ingress-nginx.js';

describe('looking up an annotation', () => {
  it('finds an entry by its key and by its older name, and says which name it was', () => {
    const found = ingressNginx.entry('allowlist-source-range');
    expect(found?.alias).toBeUndefined();
    expect(ingressNginx.entry('whitelist-source-range')).toEqual({ ...found, alias: 'whitelist-source-range' });
    expect(ingressNginx.entry('limit-whitelist')?.entry.key).toBe('limit-allowlist');
  });

  it('knows keys of old releases and what replaced them', () => {
    expect(ingressNginx.entry('secure-backends')).toBeUndefined();
    expect(ingressNginx.obsolete('secure-backends')?.instead).toBe('backend-protocol');
    expect(ingressNginx.obsolete('rewrite-target')).toBeUndefined();
  });

  it('is not fooled by the names of object properties', () => {
    for (const name of ['constructor', '__proto__', 'toString', 'hasOwnProperty']) {
      expect(ingressNginx.entry(name)).toBeUndefined();
      expect(ingressNginx.obsolete(name)).toBeUndefined();
      expect(ingressNginx.nearest(name)).toBeUndefined();
    }
  });

  it.each([
    ['proxy-body-sise', 'proxy-body-size'],
    ['rewrite_target', 'rewrite-target'],
    ['rewriteTarget', 'rewrite-target'],
    ['Rewrite-Target', 'rewrite-target'],
    ['target-rewrite', 'rewrite-target'],
    ['rewrtie-target', 'rewrite-target'],
    ['whitelist-source-ranges', 'whitelist-source-range'],
    ['ssl-redirects', 'ssl-redirect'],
    ['configuration-snippets', 'configuration-snippet'],
    ['opentelemetry-trust-incoming-spans', 'opentelemetry-trust-incoming-span'],
    ['cannary', 'canary'],
  ])('recognises %s as %s', (written, meant) => {
    expect(ingressNginx.nearest(written)).toBe(meant);
    expect(ingressNginx.nearest(written)).toBe(meant);
  });

  it.each(['client-max-body-size', 'binary', 'foo', 'timeout', '', 'x'.repeat(100_000)])(
    'does not guess at %.30s',
    (written) => {
      expect(ingressNginx.nearest(written)).toBeUndefined();
    },
  );

  it('takes no known key for a misspelling of another', () => {
    expect(ingressNginx.keys.filter((key) => ingressNginx.nearest(key) !== undefined)).toEqual([]);
  });

  it('stays quick on many different unknown keys', () => {
    const start = performance.now();
    for (let i = 0; i < 20_000; i++) ingressNginx.nearest(`proxy-unknown-setting-number-${i}`);
    // Some 10 µs each; a full comparison with every key takes many times that.
    expect(performance.now() - start).toBeLessThan(5_000);
  });
});
