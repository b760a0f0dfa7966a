import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  FORMS,
  type Form,
  fillTemplate,
  literalPrefix,
  type Piece,
  regexShape,
  topLevelAlternatives,
} from '../../src/model/regex-shape.js';

const TOKENS = [
  '(/|$)',
  '(?:/|$)',
  '(.*)',
  '(.+)',
  '(/.*)?',
  '(/(.*))?',
  '/?',
  '/*',
  '/+',
  '/',
  '$',
  '.*',
  '((/)(.*))',
];
const literals = fc.constantFrom('', '/foo', '/foo/bar', '/a-b', '/v1\\.0');
const tails = fc.array(fc.constantFrom(...TOKENS, '(|/.*)', '(?:/(.*)|$)', '(/?)', '((.*))'), { maxLength: 4 });
const patterns = fc
  .tuple(literals, tails)
  .map(([literal, tail]) => literal + tail.join(''))
  .filter((pattern) => !pattern.includes('//'));

const REST: Readonly<Record<Form, readonly string[]>> = {
  bare: [''],
  slash: ['/'],
  below: ['x', 'x/', 'x/y', 'foo/bar/'].map((rest) => `/${rest}`),
  beside: ['x', 'x/', 'x/y', '-1'],
};

function text(pieces: readonly Piece[], rest: string): string {
  return pieces.map((piece) => ('text' in piece ? piece.text : rest)).join('');
}

describe('prefixes in disguise', () => {
  test('every form matches, with the groups, as a regular expression engine says', () => {
    let understood = 0;
    fc.assert(
      fc.property(patterns, (pattern) => {
        const shape = regexShape(pattern);
        if (shape === undefined) return;
        understood += 1;
        const engine = new RegExp(`^${pattern}`, 'i');
        for (const form of FORMS) {
          if (shape.literal === '' && (form === 'bare' || form === 'beside')) continue;
          for (const end of REST[form]) {
            const found = engine.exec(shape.literal + end);
            const groups = shape.groups[form];
            expect(groups !== undefined, `${pattern} on ${shape.literal + end}`).toBe(found !== null);
            const rest = form === 'below' ? end.slice(1) : end;
            const said = groups?.slice(1).map((group) => text(group, rest));
            expect(said, `${pattern} on ${shape.literal + end}`).toEqual(found?.slice(1).map((group) => group ?? ''));
          }
        }
      }),
      { numRuns: 3000 },
    );
    expect(understood).toBeGreaterThan(1000);
  });

  test.each([
    ['/api(/|$)(.*)', '/api', ['bare', 'slash', 'below']],
    ['/api/(.*)', '/api', ['slash', 'below']],
    ['/api/(.+)', '/api', ['below']],
    ['/api(/.*)?', '/api', ['bare', 'slash', 'below', 'beside']],
    ['/api(/.*)?$', '/api', ['bare', 'slash', 'below']],
    ['/api/?$', '/api', ['bare', 'slash']],
    ['/api$', '/api', ['bare']],
    ['^/api', '/api', FORMS],
    ['/', '', ['slash', 'below']],
    ['/(.*)', '', ['slash', 'below']],
  ] as const)('%s begins with "%s" and takes %s', (pattern, literal, forms) => {
    const shape = regexShape(pattern);
    expect(shape?.literal).toBe(literal);
    expect(Object.keys(shape?.groups ?? {})).toEqual(forms);
  });

  test.each([
    '/a|/b',
    '/a[0-9]',
    '/a(/x)?',
    '/a{2}',
    '/a(?=/)',
    '/a.*?',
    '/a(/)*',
    '/a(.*)/(.*)',
    '/a\\d',
    '/a(',
    '/a)',
  ])('%s is more than a prefix', (pattern) => {
    expect(regexShape(pattern)).toBeUndefined();
  });

  test('a dot of the literal text is remembered unless it is escaped', () => {
    expect(regexShape('/a.b')).toMatchObject({ literal: '/a.b', looseDot: true });
    expect(regexShape('/a\\.b')).toMatchObject({ literal: '/a.b', looseDot: false });
  });
});

describe('literal beginnings', () => {
  test.each([
    ['/admins?/x', '/admin'],
    ['/foo|/bar', ''],
    ['/a\\.b[0-9]', '/a.b'],
    ['/a\\d', '/a'],
    ['(?i)/a', ''],
  ])('every match of %s begins with "%s"', (pattern, literal) => {
    expect(literalPrefix(pattern)).toBe(literal);
  });
});

describe('alternatives', () => {
  test('those in groups and classes, and escaped ones, are no alternatives of the whole', () => {
    expect(topLevelAlternatives('/a(x|y)|[|]b|\\|c')).toEqual(['/a(x|y)', '[|]b', '\\|c']);
  });

  test('put together again they are the expression', () => {
    fc.assert(
      fc.property(fc.array(fc.constantFrom('/a', '|', '(', ')', '[', ']', '\\', '$')), (parts) => {
        expect(topLevelAlternatives(parts.join('')).join('|')).toBe(parts.join(''));
      }),
    );
  });
});

describe('templates', () => {
  test('adjacent texts are joined, and a group that does not exist is empty', () => {
    expect(fillTemplate('/x$1/$2$9', [[], [{ text: '/' }], [{ rest: true }]])).toEqual([
      { text: '/x//' },
      { rest: true },
    ]);
  });

  test.each(['/$host', '/$0', '/$', '/$$1'])('%s holds more than groups', (template) => {
    expect(fillTemplate(template, [])).toBeUndefined();
  });
});
