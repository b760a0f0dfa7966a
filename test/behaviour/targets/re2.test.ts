import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { compileRe2, type RegexAnchoring, re2Refusal } from '../../../src/behaviour/regex/re2.js';

const matches = (source: string, text: string, anchoring: RegexAnchoring) => {
  const pattern = compileRe2(source);
  return 'refusal' in pattern ? pattern.refusal : pattern.matches(text, anchoring);
};

describe('patterns in the dialect of RE2', () => {
  test.each(['(?!a)b', '(?<=a)b', '(a)\\1', 'a++', '(?>a)', '(', '[z-a]', 'a{1001}'])('%s is refused', (source) => {
    expect(re2Refusal(source)).toBeTypeOf('string');
  });

  test.each(['/a(/.*)?', '(?i)/a', '[[:alpha:]]+', '\\Aa\\z', '(?P<name>a)', '\\Qa|b\\E', '/caf\\x{e9}'])(
    '%s is taken',
    (source) => {
      expect(re2Refusal(source)).toBeUndefined();
    },
  );

  test.each([
    ['full', true, false, false],
    ['prefix', true, true, false],
    ['search', true, true, true],
  ] as const)('%s anchoring', (anchoring, whole, longer, inside) => {
    expect(matches('/a/[0-9]', '/a/1', anchoring)).toBe(whole);
    expect(matches('/a/[0-9]', '/a/1/x', anchoring)).toBe(longer);
    expect(matches('/a/[0-9]', '/x/a/1', anchoring)).toBe(inside);
  });

  test('an alternative is bound as a whole, wherever it stands', () => {
    expect(matches('/a|/b', '/b', 'full')).toBe(true);
    expect(matches('/a|/b', '/bc', 'full')).toBe(false);
    expect(matches('/a|/b', '/bc', 'prefix')).toBe(true);
    expect(matches('/a|/b', '/xb', 'prefix')).toBe(false);
  });

  test('the shortcut for literal beginnings never changes an answer', () => {
    const part = fc.constantFrom(
      '/a',
      '/',
      '\\.',
      'b',
      '-',
      '^',
      '$',
      '*',
      '?',
      '+',
      '{0,2}',
      '|',
      '(',
      ')',
      '(?i)',
      '[ab]',
      '\\d',
      '.*',
      '\\Q|',
      '\\E',
      '%',
    );
    const source = fc.array(part, { maxLength: 7 }).map((parts) => parts.join(''));
    const text = fc
      .array(fc.constantFrom('/', '/a', '/A', 'b', '.', '-', '1', '|', '%', ''), { maxLength: 5 })
      .map((parts) => parts.join(''));
    fc.assert(
      fc.property(source, text, (pattern, value) => {
        const compiled = compileRe2(pattern);
        if ('refusal' in compiled) return;
        expect(compiled.matches(value, 'full')).toBe(RE2JS.compile(pattern).matcher(value).matches());
        expect(compiled.matches(value, 'prefix')).toBe(RE2JS.compile(pattern).matcher(value).lookingAt());
        expect(compiled.matches(value, 'search')).toBe(RE2JS.compile(pattern).matcher(value).find());
      }),
      { numRuns: 5000 },
    );
  });
});
