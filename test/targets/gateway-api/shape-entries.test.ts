import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { regexShape } from '../../../src/model/regex-shape.js';
import type { PathEntry } from '../../../src/targets/gateway-api/path-entries.js';
import { shapeEntries } from '../../../src/targets/gateway-api/shape-entries.js';

const literals = fc.constantFrom('', '/foo', '/foo/bar', '/a-b', '/v1\\.0');
const familiar = fc.constantFrom(
  '(/|$)(.*)',
  '/(.*)',
  '(/.*)?',
  '/?(.*)',
  '(?:/|$)(.*)',
  '/?$',
  '$',
  '/*',
  '(.*)',
  '/(.+)',
  '',
  '/',
  '(/(.*))?',
  '((/)(.*))?',
  '(/|$)((.*))',
  '(?:/(.*)|$)',
  '(/.*)?$',
  '/*(.*)',
  '(/?)(.*)',
  '(.+)',
  '(/)?$',
);
const odd = fc
  .array(fc.constantFrom('(/|$)', '(.*)', '(.+)', '(/.*)?', '/?', '/*', '$', '.*', '(|/.*)', '/'), { maxLength: 4 })
  .map((tokens) => tokens.join(''));
const patterns = fc
  .tuple(literals, fc.oneof({ weight: 3, arbitrary: familiar }, { weight: 1, arbitrary: odd }))
  .map(([literal, tail]) => literal + tail)
  .filter((pattern) => !pattern.includes('//'));
const templates = fc.constantFrom(
  '/$2',
  '/$1',
  '/new/$2',
  '/new$1$2',
  '/new$1',
  '/new/$1',
  '/x',
  '/x/',
  '$1',
  '$2',
  '/$1/y',
  '/$1$2',
  '/',
  '$1/x$2',
  'x$1',
);
const ENDS = ['', '/', '/x', '/x/', '/x/y', '/1', 'x', 'x/', 'x/y', '-1'];

/** What nginx makes of a path: the template filled from the groups; a result without a slash in front gets one. */
function nginx(pattern: string, template: string | undefined, path: string): string | undefined {
  const groups = new RegExp(`^${pattern}`, 'i').exec(path);
  if (groups === null) return undefined;
  if (template === undefined) return path;
  const result = template.replace(/\$(\d)/g, (_, digit: string) => groups[Number(digit)] ?? '');
  return result.startsWith('/') ? result : `/${result}`;
}

/** Gateway API: an exact path before the longest prefix of whole elements. */
function entryFor(entries: readonly PathEntry[], path: string): PathEntry | undefined {
  const takes = ({ match }: PathEntry): boolean => {
    const prefix = match.value.replace(/\/$/, '');
    return path === prefix || path.startsWith(`${prefix}/`);
  };
  return (
    entries.find(({ match }) => match.type === 'Exact' && match.value === path) ??
    entries
      .filter((entry) => entry.match.type === 'PathPrefix' && takes(entry))
      .sort((a, b) => b.match.value.length - a.match.value.length)[0]
  );
}

function modified(entry: PathEntry, path: string): string {
  const { modifier } = entry;
  if (modifier === undefined || modifier.type === 'ReplaceRegex') return path;
  if (modifier.type === 'ReplaceFullPath') return modifier.replaceFullPath;
  const rest = path.slice(entry.match.value.replace(/\/$/, '').length);
  const result = modifier.replacePrefixMatch.replace(/\/$/, '') + rest;
  return result === '' ? '/' : result;
}

describe('an expression that is a prefix in disguise', () => {
  test('reaches the backend with the path that nginx would send, whatever the request', () => {
    let published = 0;
    fc.assert(
      fc.property(patterns, fc.option(templates, { nil: undefined }), (pattern, template) => {
        const shape = regexShape(pattern);
        const found = shape === undefined ? undefined : shapeEntries(shape, template);
        if (shape === undefined || found === undefined || found.blocked !== undefined) return;
        published += 1;
        const elsewhere = ['/', '/other', '/fo', '/foo/barx', '/new/x'];
        const paths = [...ENDS.map((end) => shape.literal + end), ...elsewhere].filter((path) => path.startsWith('/'));
        for (const path of paths) {
          const wanted = nginx(pattern, template, path);
          const entry = entryFor(found.entries, path);
          const place = `${pattern} -> ${template ?? 'no rewrite'} on ${path}`;
          const beside = path.startsWith(shape.literal) && !/^(?:\/|$)/.test(path.slice(shape.literal.length));
          if (entry !== undefined && wanted !== undefined) {
            // A doubled slash cannot be said by a prefix replacement: the difference must be known, and be no other.
            const sent = modified(entry, path);
            if (sent !== wanted) expect(found.doublesSlash, `${place}: ${sent} for ${wanted}`).toBe(true);
            expect(sent.replace(/\/+/g, '/'), place).toBe(wanted.replace(/\/+/g, '/'));
          } else if (wanted !== undefined) expect(beside && found.losesBeside, `${place} is lost`).toBe(true);
          else if (entry !== undefined)
            expect([shape.literal, `${shape.literal}/`], `${place} is taken`).toContain(path);
        }
      }),
      { numRuns: 5000 },
    );
    expect(published).toBeGreaterThan(1500);
  });

  test('without a rewrite, it is never blocked', () => {
    fc.assert(
      fc.property(patterns, (pattern) => {
        const shape = regexShape(pattern);
        if (shape !== undefined) expect(shapeEntries(shape, undefined)?.blocked).toBeUndefined();
      }),
    );
  });

  const entriesOf = (pattern: string, template?: string) => {
    const shape = regexShape(pattern);
    return shape === undefined ? undefined : shapeEntries(shape, template);
  };
  const prefix = (value: string, replacePrefixMatch: string): PathEntry => ({
    match: { type: 'PathPrefix', value },
    modifier: { type: 'ReplacePrefixMatch', replacePrefixMatch },
  });
  const exact = (value: string, replaceFullPath: string): PathEntry => ({
    match: { type: 'Exact', value },
    modifier: { type: 'ReplaceFullPath', replaceFullPath },
  });

  test.each([
    ['/api(/|$)(.*)', '/$2', [prefix('/api', '/')]],
    ['/api(/|$)(.*)', '/new/$2', [prefix('/api', '/new'), exact('/api', '/new/')]],
    ['/api(/.*)?', '/new$1', undefined],
    ['/api/(.*)', '/$1', [prefix('/api', '/')]],
    ['/(.*)', '/new/$1', [prefix('/', '/new')]],
  ])('%s with %s', (pattern, template, wanted) => {
    const found = entriesOf(pattern, template);
    if (wanted === undefined) expect(found?.entries.length === 0 || found?.losesBeside).toBe(true);
    else expect(found?.entries).toEqual(wanted);
  });

  test.each([
    ['/api/(.*)', '/$1/y'],
    ['/api/(.*)', '/x$1'],
    ['/api/(.*)', '/$host'],
  ])('%s with %s has no form and says so', (pattern, template) => {
    expect(entriesOf(pattern, template)).toMatchObject({ entries: [], blocked: template });
  });
});
