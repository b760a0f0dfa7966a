import { describe, expect, it } from 'vitest';
import { type PathGlobs, pathFilter } from '../../src/manifests/path-filter.js';

function taken(globs: PathGlobs, ...names: string[]): string[] {
  const filter = pathFilter(globs);
  return names.filter((name) => filter?.takesFile([name]) !== false);
}

const NAMES = ['a.yaml', 'apps/a.yaml', 'apps/.b/c.yaml', 'apps/x/b.test.yaml', 'lib/apps/b.yaml'];

describe('pathFilter', () => {
  it.each<[PathGlobs, string[]]>([
    [{}, NAMES],
    [{ include: ['apps'] }, ['apps/a.yaml', 'apps/.b/c.yaml', 'apps/x/b.test.yaml', 'lib/apps/b.yaml']],
    [{ include: ['./apps/'] }, ['apps/a.yaml', 'apps/.b/c.yaml', 'apps/x/b.test.yaml', 'lib/apps/b.yaml']],
    [{ include: ['apps/x', 'a.yaml'] }, ['a.yaml', 'apps/a.yaml', 'apps/x/b.test.yaml']],
    [{ include: ['apps/**'], exclude: ['*.test.yaml'] }, ['apps/a.yaml', 'apps/.b/c.yaml']],
    [{ exclude: ['apps'] }, ['a.yaml']],
    [{ exclude: ['{a,b}.yaml', '.b'] }, ['apps/x/b.test.yaml']],
  ])('%j', (globs, expected) => {
    expect(taken(globs, ...NAMES)).toEqual(expected);
  });

  it('does not enter directories that are left out, and enters those that may hold something', () => {
    const filter = pathFilter({ include: ['apps/x/**'], exclude: ['vendor', 'apps/y/'] });
    expect(filter?.takesDirectory(['lib/vendor'])).toBe(false);
    expect(filter?.takesDirectory(['apps/y'])).toBe(false);
    expect(filter?.takesDirectory(['apps'])).toBe(true);
  });
});
