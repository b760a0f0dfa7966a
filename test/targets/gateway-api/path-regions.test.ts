import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PathMatchValue } from '../../../src/kubernetes/gateway-api.js';
import type { PathMatch } from '../../../src/model/traffic.js';
import { matchesPath } from '../../../src/targets/gateway-api/path-order.js';
import { mayTake } from '../../../src/targets/gateway-api/path-regions.js';
import { regexValue } from '../../../src/targets/gateway-api/path-values.js';

const prefix = (value: string): PathMatchValue => ({ type: 'PathPrefix', value });
const exact = (value: string): PathMatchValue => ({ type: 'Exact', value });
const expression = (pattern: string): PathMatchValue => regexValue(pattern) ?? prefix('/');
const regex = (pattern: string): PathMatch => ({ kind: 'regex', pattern });
const below = (path: string): PathMatch => ({ kind: 'element-prefix', path });

const LITERALS = ['/', '/a', '/a/', '/a/b', '/ab', '/A', '/b', '/a.b'];
const PATTERNS = [
  '/',
  '/a',
  '/a/(.*)',
  '/a(/|$)(.*)',
  '/a/[0-9]',
  '/ab?',
  '/b|/a',
  '/a.b',
  '/.*/b',
  '/(a|b)',
  '/a\\.b',
];
const PATHS = ['', 'a', 'b', 'ab', 'aa', 'axb', 'a.b', 'A', '1']
  .flatMap((first) => ['', '/', '/b', '/1', '/x/b', 'x'].map((rest) => `/${first}${rest}`))
  .filter((path) => !path.includes('//'));

const matches = fc.oneof(
  fc.constantFrom(...LITERALS).map(prefix),
  fc.constantFrom(...LITERALS).map(exact),
  fc.constantFrom(...PATTERNS).map(expression),
);
const paths: fc.Arbitrary<PathMatch> = fc.oneof(
  fc.constantFrom(...LITERALS).map((path): PathMatch => ({ kind: 'exact', path })),
  fc.constantFrom('/', '/a', '/a/b', '/ab', '/A').map(below),
  fc.constantFrom(...PATTERNS).map(regex),
);

describe('whether a published match may take requests of a withheld path', () => {
  test('is never denied where one request fits both', () => {
    fc.assert(
      fc.property(matches, paths, (match, path) => {
        const shared = PATHS.find((one) => matchesPath(path, one) && takes(match, one));
        if (shared !== undefined) expect(mayTake(match, path), shared).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });

  test.each<[PathMatchValue, PathMatch]>([
    [prefix('/plain'), regex('/a/(.*)/b')],
    [exact('/plain'), regex('/a/(.*)/b')],
    [expression('/b/[0-9]+'), regex('/a/(.*)/b')],
    [prefix('/ad'), regex('/admin[0-9]')],
    [prefix('/admins'), below('/admin')],
    [exact('/a'), below('/a/b')],
  ])('is denied where the texts they begin with part: %j and %j', (match, path) => {
    expect(mayTake(match, path)).toBe(false);
  });

  test.each<[PathMatchValue, PathMatch]>([
    [prefix('/'), regex('/a/(.*)/b')],
    [prefix('/A'), regex('/a/(.*)/b')],
    [prefix('/admin/x'), below('/admin')],
    [prefix('/%C3%BC'), below('/ü')],
    [expression('(x|y)'), below('/a')],
    [prefix('/a'), regex('(?i)/b')],
  ])('is not denied in doubt: %j and %j', (match, path) => {
    expect(mayTake(match, path)).toBe(true);
  });
});

function takes({ type, value }: PathMatchValue, path: string): boolean {
  if (type === 'Exact') return path === value;
  if (type === 'PathPrefix') return `${path}/`.startsWith(`${value.replace(/\/$/, '')}/`);
  return new RegExp(`^(?:${value.replace('(?i)', '')})$`, 'i').test(path);
}
