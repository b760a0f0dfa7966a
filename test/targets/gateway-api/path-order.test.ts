import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regexShape } from '../../../src/model/regex-shape.js';
import { covers, matchesPath, type RegexRule } from '../../../src/targets/gateway-api/path-order.js';

const rule = (pattern: string): RegexRule => ({ pattern, shape: regexShape(pattern) });
const literals = fc.constantFrom('', '/foo', '/foo/bar', '/foob', '/FOO', '/a.b', '/a\\.b', '/a.b/c');
const tails = fc.constantFrom(
  '',
  '/',
  '$',
  '/?$',
  '(/|$)(.*)',
  '/(.*)',
  '/(.+)',
  '(/.*)?',
  '(/.*)?$',
  '(.*)',
  '(.+)',
  '/*',
  '[0-9]',
  's?/x',
  '/[a-z]+$',
  '|/bar',
  '(.*)|/bar',
  '.|/bar',
  '(?:/x)?',
  '/x',
  'x',
  '/b?',
);
const patterns = fc
  .tuple(literals, tails)
  .map(([literal, tail]) => literal + tail)
  .filter((p) => p !== '');
const PATHS = ['/foo', '/foo/bar', '/foob', '/a.b', '/axb', '/a.b/c', '/axb/c', '/a/b/c', '/a', '/bar', '']
  .flatMap((start) => ['', '/', '/x', '/x/y', '/1', 'x', 'x/y', '1', 's/x', '/bar'].map((end) => start + end))
  .filter((path) => path.startsWith('/') && !path.includes('//'));

describe('which rule hides which', () => {
  test('a rule is said to be hidden only if the earlier one takes each of its requests', () => {
    let hidden = 0;
    fc.assert(
      fc.property(patterns, patterns, (earlier, later) => {
        if (!covers(rule(earlier), rule(later))) return;
        hidden += 1;
        const first = new RegExp(`^${earlier}`, 'i');
        const second = new RegExp(`^${later}`, 'i');
        for (const path of PATHS) {
          if (second.test(path)) expect(first.test(path), `${earlier} before ${later} on ${path}`).toBe(true);
        }
      }),
      { numRuns: 5000 },
    );
    expect(hidden).toBeGreaterThan(300);
  });

  test.each([
    ['/', '/anything[0-9]'],
    ['/api(/|$)(.*)', '/api/x'],
    ['/api/', '/api/x'],
    ['/api', '/apix'],
    ['/API', '/api'],
  ])('%s hides %s', (earlier, later) => {
    expect(covers(rule(earlier), rule(later))).toBe(true);
  });

  test.each([
    ['/api(/|$)(.*)', '/apix'],
    ['/api/(.+)', '/api/'],
    ['/api$', '/api'],
    ['/api/x', '/api'],
    ['/a[0-9]', '/a1'],
    ['/foo', '/foo(.*)|/bar'],
    ['/a\\.b', '/a.b'],
    ['/a\\.b', '/a.b/c'],
  ])('%s does not hide %s', (earlier, later) => {
    expect(covers(rule(earlier), rule(later))).toBe(false);
  });
});

describe('paths of a configuration', () => {
  test.each([
    ['exact', '/a', '/a', true],
    ['exact', '/a', '/a/', false],
    ['element-prefix', '/a', '/a/b', true],
    ['element-prefix', '/a', '/ab', false],
    ['element-prefix', '/', '/ab', true],
  ] as const)('%s %s and %s: %s', (kind, path, asked, wanted) => {
    expect(matchesPath({ kind, path }, asked)).toBe(wanted);
  });

  test('an expression is anchored at the start, open at the end, and blind to case', () => {
    const match = { kind: 'regex', pattern: '/a[0-9]' } as const;
    expect(['/a1', '/A1/x', '/x/a1', '/a'].map((path) => matchesPath(match, path))).toEqual([true, true, false, false]);
  });

  test('an expression that could backtrack for ever is not run, one that is no expression throws nothing', () => {
    expect(matchesPath({ kind: 'regex', pattern: '/(a+)+$' }, `/${'a'.repeat(60)}!`)).toBe(false);
    expect(matchesPath({ kind: 'regex', pattern: '/(' }, '/(')).toBe(false);
  });
});
