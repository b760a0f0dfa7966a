import { describe, expect, it } from 'vitest';
import { compilePcre, fromBytes, toBytes } from '../../../src/behaviour/regex/pcre.js';

function matches(pattern: string, subject: string, caseless = false): boolean {
  const compiled = compilePcre(pattern, caseless);
  if (compiled.kind !== 'compiled') throw new Error(`${pattern}: ${JSON.stringify(compiled)}`);
  return compiled.regex.test(toBytes(subject));
}

describe('PCRE in JavaScript', () => {
  it.each([
    ['a closing bracket in first place is a member', '^[]x]$', ']', true],
    ['and it does not end the class', '^[]x]$', 'x', true],
    ['POSIX classes are known', '^/[[:digit:]]+$', '/42', true],
    ['\\s is ASCII only', '^a\\sb$', 'a\u00a0b', false],
    ['a dollar also matches before a final newline', '^/x$', '/x\n', true],
    ['\\z does not', '^/x\\z', '/x\n', false],
    ['a dot matches a carriage return', '^a.b$', 'a\rb', true],
    ['a dot matches one byte, so two for an umlaut', '^a..b$', 'a\u00fcb', true],
    ['named groups in Python style', '^(?P<id>\\d+)\\k{id}$', '77', true],
    ['quoted text is literal', '^\\Qa.b\\E$', 'axb', false],
    ['an option at the start holds for the whole pattern', '(?i)^/ab$', '/AB', true],
    ['an option after the caret too', '^(?i)/ab$', '/AB', true],
    ['a lone brace is text', '^/{id}$', '/{id}', true],
    ['an empty alternative matches the end', '^/api(/|$)(.*)', '/api', true],
    ['a number that no group has is octal', '^/\\101$', '/A', true],
    ['after a zero too', '^/\\06x$', '/\x06x', true],
    ['and in a class always', '^/[\\1-a]$', '/A', true],
    ['a hyphen after a range is a member', '^/[a-c-\\d]$', '/-', true],
    ['a hyphen at the end is a member', '^/[\\w-]+$', '/a-b', true],
    ['a lookbehind of fixed length', '(?<=/)a$', '/a', true],
    ['comments are skipped', '^/a(?#note)b$', '/ab', true],
  ])('%s', (_about, pattern, subject, expected) => {
    expect(matches(pattern, subject)).toBe(expected);
  });

  it.each([
    '/foo(',
    '/foo)',
    '[a',
    '*a',
    '/a\\',
    '(?<n>a)(?<n>b)',
    'a{3,1}',
    '[][**da?$&*',
    '(a)\\2',
    '[[:nope:]]',
    '[\\w-.]',
    '[a-\\d]',
    '[[:alpha:]-z]',
    '\\l',
    '\\777',
    '(?<1n>a)',
    '(?',
    '(?/a)',
    '(?<=a+)b',
    'a(*UTF8)',
  ])('says what pcre2_compile says about the invalid %s', (pattern) => {
    const compiled = compilePcre(pattern, false);
    expect(compiled.kind).toBe('invalid');
    if (compiled.kind === 'invalid') expect(compiled.message).toContain('pcre2_compile() failed');
  });

  it.each(['(?>a)', '\\i', '\\81', '(?<=(a|b))c', 'a++', '(?R)', '(*FAIL)', 'a(?i)b', '\\Kx', '(?(1)a|b)'])(
    'refuses %s by name instead of evaluating it wrongly',
    (pattern) => {
      expect(compilePcre(pattern, false).kind).toBe('unsupported');
    },
  );

  it('byte strings lose nothing', () => {
    expect(fromBytes(toBytes('/\u00fc\u20ac'))).toBe('/\u00fc\u20ac');
    expect(toBytes('\u00fc')).toHaveLength(2);
  });
});
