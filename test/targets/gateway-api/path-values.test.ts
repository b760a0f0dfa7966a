import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { compileRe2 } from '../../../src/behaviour/regex/re2.js';
import { escapeRegex, isPortableRegex, pathValue, regexValue } from '../../../src/targets/gateway-api/path-values.js';

const parts = fc
  .tuple(
    fc.constantFrom('', '^'),
    fc.constantFrom(
      '/foo',
      '/foo/bar',
      '/a.b',
      '/a\\.b',
      '/[0-9]+',
      '/fo\\$',
      '(/foo|/bar)',
      '(/foo$|/bar)',
      '/[|]x',
      '',
    ),
    fc.constantFrom('', '/', '(/|$)(.*)', '/?', '[a-z]?', '(.*)', 'x+'),
    fc.constantFrom('', '$', '\\$'),
  )
  .map((pieces) => pieces.join(''));
const patterns = fc.array(parts, { minLength: 1, maxLength: 3 }).map((all) => all.join('|'));
const paths = fc
  .array(fc.constantFrom('/foo', '/bar', '/a.b', '/axb', '/1', 'x', '/', '$', '/FOO', '/|x'), {
    minLength: 1,
    maxLength: 4,
  })
  .map((pieces) => `/${pieces.join('')}`.replace(/\/+/g, '/'));

describe('expressions for engines that match the whole path', () => {
  test('take exactly the paths that nginx takes', () => {
    let taken = 0;
    fc.assert(
      fc.property(patterns, paths, (pattern, path) => {
        const match = regexValue(pattern);
        const engine = compileRe2(match?.value ?? '(');
        if ('refusal' in engine) throw new Error(`${match?.value}: ${engine.refusal}`);
        const wanted = new RegExp(`^${pattern.replace(/^\^/, '')}`, 'i').test(path);
        if (wanted) taken += 1;
        expect(engine.matches(path, 'full'), `${pattern} as ${match?.value} on ${path}`).toBe(wanted);
      }),
      { numRuns: 5000 },
    );
    expect(taken).toBeGreaterThan(500);
  });

  test.each([
    ['/foo', '(?i)^/foo.*'],
    ['^/foo$', '(?i)^/foo$'],
    ['/foo|/admin', '(?i)^(?:/foo.*|.*/admin.*)'],
    ['/foo|^/admin$', '(?i)^(?:/foo.*|/admin$)'],
    ['/a\\$', '(?i)^/a\\$.*'],
  ])('%s is written %s', (pattern, value) => {
    expect(regexValue(pattern)).toEqual({ type: 'RegularExpression', value });
  });

  test('a value that would be longer than the field is none', () => {
    expect(regexValue(`/${'a'.repeat(1016)}`)?.value).toHaveLength(1024);
    expect(regexValue(`/${'a'.repeat(1017)}`)).toBeUndefined();
  });

  test('an escaped literal means itself', () => {
    fc.assert(
      fc.property(fc.string(), (text) => {
        expect(new RegExp(`^${escapeRegex(text)}$`).test(text)).toBe(true);
      }),
    );
  });
});

describe('literal values', () => {
  test('hold what the field allows, and mean the same path', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 40 }), (text) => {
        const result = pathValue(`/${text}`);
        if (!result.ok) return;
        expect(result.value).toMatch(/^(?:[-A-Za-z0-9/._~!$&'()*+,;=:@]|%[0-9a-fA-F]{2})+$/);
        expect(decodeURIComponent(result.value)).toBe(`/${text}`);
        expect(result.encoded).toBe(result.value !== `/${text}`);
      }),
    );
  });

  test('a lone surrogate stops nothing', () => {
    expect(pathValue('/\uD800')).toEqual({ ok: true, value: '/%EF%BF%BD', encoded: true });
  });

  test.each(['/a//b', '/a/./b', '/a/..', '//', '/.'])('%s is never asked for', (path) => {
    expect(pathValue(path)).toEqual({ ok: false, why: 'never-requested' });
  });

  test('1024 characters fit, and an encoded character counts three times', () => {
    expect(pathValue(`/${'a'.repeat(1023)}`).ok).toBe(true);
    expect(pathValue(`/${'a'.repeat(1024)}`)).toEqual({ ok: false, why: 'too-long' });
    expect(pathValue(`/${' '.repeat(342)}`)).toEqual({ ok: false, why: 'too-long' });
  });
});

describe('expressions that RE2 cannot say', () => {
  test.each(['/(?!a)', '/(?=a)', '/(?<!a)', '/(?>a)', '/a++', '/a*+', '/(a)\\1', '/a\\K', '/(', '/[z-a]', '/(?R)'])(
    '%s is refused',
    (pattern) => {
      expect(isPortableRegex(pattern)).toBe(false);
    },
  );

  test.each(['/a{1001}', '/(?:a{100}){100}', '/\\ea', '/\\cA', '/[a-\\d]', '/\\é'])(
    '%s, which RE2 refuses and PCRE takes, is refused',
    (pattern) => {
      expect(compileRe2(regexValue(pattern)?.value ?? '')).toHaveProperty('refusal');
      expect(isPortableRegex(pattern)).toBe(false);
    },
  );

  test.each(['/a+', '/(?:a|b)', '/[^/]+', '/(?i)a', '/\\d{2}', '/a.*?'])('%s is taken, by RE2 too', (pattern) => {
    expect(isPortableRegex(pattern)).toBe(true);
    expect(compileRe2(regexValue(pattern)?.value ?? '(')).not.toHaveProperty('refusal');
  });
});
