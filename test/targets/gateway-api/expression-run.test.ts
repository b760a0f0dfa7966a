import fc from 'fast-check';
import { RE2JS } from 're2js';
import { describe, expect, test } from 'vitest';
import { takesPath } from '../../../src/targets/gateway-api/expression-run.js';

/** What the source makes of an expression: anchored at the first alternative, open at its end, caseless. */
const takenBySource = (pattern: string, path: string): boolean =>
  RE2JS.compile(`^${pattern}`, RE2JS.CASE_INSENSITIVE).matcher(path).find();

const atoms = ['a', 'b', '/', '.', '\\.', '[ab]', '[^/]', '\\w', '\\d', '\\b', '(a|b/)', '(?:ab?)', '(a+)', '^', '$'];
const patterns = fc
  .array(fc.tuple(fc.constantFrom(...atoms), fc.constantFrom('', '', '*', '+', '?', '{2}', '{1,2}', '*?')), {
    minLength: 1,
    maxLength: 6,
  })
  .map((parts) =>
    parts.map(([atom, quantifier]) => (/^(?:\^|\$|\\b)$/.test(atom) ? atom : `${atom}${quantifier}`)).join(''),
  );
const expressions = fc.tuple(patterns, patterns, fc.boolean()).map(([a, b, both]) => (both ? `/${a}|${b}` : `/${a}`));
const paths = fc
  .array(fc.constantFrom('a', 'B', 'b', '/', '.', '1'), { maxLength: 8 })
  .map((rest) => `/${rest.join('')}`);

describe('what an expression takes', () => {
  test('is what RE2 says', () => {
    fc.assert(
      fc.property(expressions, paths, (pattern, path) => {
        expect(takesPath(pattern, path)).toBe(takenBySource(pattern, path));
      }),
      { numRuns: 5000, seed: 20_261_121 },
    );
  });

  test.each([
    ['/(a+)+$', '/aaaaaa', true],
    ['/(a+)+$', '/aaaaab', false],
    ['/A/(b|c)/.*', '/a/b/c', true],
    ['/foo|/admin', '/x/admin/y', true],
    ['/foo|^/admin', '/x/admin', false],
    ['/v{2}', '/vv', true],
    ['/v{x}', '/v{x}', true],
    ['/(?<name>a)/x', '/a/x', true],
  ])('%s takes %s: %s', (pattern, path, expected) => {
    expect(takesPath(pattern, path)).toBe(expected);
  });

  test.each([
    '/(?=a)',
    '/a*+',
    '/(a',
    '/a)',
    '/[[:alpha:]]',
    '/\\1',
    '/(?i)a',
    '/[',
    '/a\\',
    '*',
    '/(a{1000}){1000}',
    '('.repeat(50_000),
  ])('%.30s is declined', (pattern) => {
    expect(takesPath(pattern, '/a')).toBeUndefined();
  });

  test('an expression that others need for ever takes no time', () => {
    const started = performance.now();
    expect(takesPath('/(((a*)*)*)*$', `/${'a'.repeat(1000)}b`)).toBe(false);
    expect(performance.now() - started).toBeLessThan(2000);
  });
});
