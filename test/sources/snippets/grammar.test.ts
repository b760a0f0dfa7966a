import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseHaproxy } from '../../../src/sources/snippets/haproxy-grammar.js';
import { type Directive, parseNginx } from '../../../src/sources/snippets/nginx-grammar.js';

/** Directives without what depends on how they are written. */
function shape({ name, words, block }: Directive): unknown {
  return [name, words.map(({ text }) => text), block?.map(shape)];
}

const parsed = (text: string): unknown => parseNginx(text).directives.map(shape);

describe('the grammar of nginx', () => {
  it('reads words, quotations, escapes and comments', () => {
    expect(parsed('a b "c d" \'e;f\' g\\ h; # i;\nj k#l;')).toEqual([
      ['a', ['b', 'c d', 'e;f', 'g\\ h'], undefined],
      ['j', ['k#l'], undefined],
    ]);
    expect(parsed('x "a\\"b\\\\c" $' + '{v}y;')).toEqual([['x', ['a"b\\c', '$' + '{v}y'], undefined]]);
  });

  it('reads blocks in blocks, with the line of each directive', () => {
    const { directives } = parseNginx('\nif ($host = a) {\n  return 301\n    https://b;\n}\nlast;');
    expect(directives.map(({ line }) => line)).toEqual([2, 6]);
    expect(directives[0]?.block?.map(({ line, words }) => [line, words.length])).toEqual([[3, 2]]);
    expect(directives[0]?.source).toBe('if ($host = a) {\n  return 301\n    https://b;\n}');
  });

  it('passes over Lua, braces in its strings and comments included', () => {
    const lua = 'access_by_lua_block {\n local t = { "}" } -- }\n local s = [[ } ]]\n}\nreturn 403;';
    expect(parseNginx(lua).directives.map(({ name, line, isOpaque }) => [name, line, isOpaque])).toEqual([
      ['access_by_lua_block', 1, true],
      ['return', 5, undefined],
    ]);
  });

  it.each([
    ['a b', 1, 'directive "a" does not end with ";"'],
    ['a;\nb {', 2, 'a block is not closed'],
    ['a;\n}', 2, '"}" is not expected'],
    [';', 1, '";" is not expected'],
    ['a "b', 1, 'a quotation is not closed'],
    ['a "b"c;', 1, '"c" stands behind a closed quotation'],
    ['a { b }', 1, 'directive "b" does not end with ";"'],
    ['x_by_lua_block { {', 1, 'a block of Lua is not closed'],
  ])('refuses %j', (text, line, why) => {
    const { directives, fault } = parseNginx(text);
    expect(directives).toEqual([]);
    expect(fault?.line).toBe(line);
    expect(fault?.why).toContain(why.slice(0, 12));
  });

  it('takes text of any depth and length without failing', () => {
    expect(parseNginx('a {'.repeat(50_000)).fault?.why).toContain('nested');
    const start = performance.now();
    for (const text of ['x_by_lua_block { [[', '"\\"', '--[[', "a '", '${', '#', 'a "b" '])
      parseNginx(text.repeat(50_000));
    parseNginx(`x_by_lua_block { ${'--[['.repeat(50_000)}`);
    parseNginx(`x_by_lua_block { ${'"\\"'.repeat(50_000)}`);
    expect(performance.now() - start).toBeLessThan(5000);
  });

  const name = fc.stringMatching(/^[a-z_]{1,8}$/);
  const word = fc.string({ minLength: 1, maxLength: 8, unit: fc.constantFrom(...'ab$;{}#"\'\\ \n/.()') });
  const { directive } = fc.letrec<{ directive: unknown }>((tie) => ({
    directive: fc.tuple(
      name,
      fc.array(word, { maxLength: 3 }),
      fc.option(fc.array(tie('directive'), { maxLength: 2 }), {
        nil: undefined,
        depthIdentifier: 'block',
        maxDepth: 3,
      }),
    ),
  }));

  function written(tree: unknown): string {
    const [name, words, block] = tree as [string, string[], unknown[] | undefined];
    const quoted = words.map((text) => ` "${text.replace(/[\\"]/g, '\\$&')}"`).join('');
    return block === undefined ? `${name}${quoted};\n` : `${name}${quoted} {\n${block.map(written).join('')}}\n`;
  }

  it('reads again what is written from a tree', () => {
    fc.assert(
      fc.property(fc.array(directive, { maxLength: 4 }), (trees) => {
        expect(parsed(trees.map(written).join('# and\n'))).toEqual(trees);
      }),
    );
  });

  it('never throws, and names a line of the text', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 60 }),
      fc.string({ maxLength: 60, unit: fc.constantFrom(...'ab_ ;{}#"\'\\\n$[]-') }),
    );
    fc.assert(
      fc.property(text, (source) => {
        const { directives, fault } = parseNginx(source);
        const lines = [...directives.map(({ line }) => line), ...(fault === undefined ? [] : [fault.line])];
        const last = source.split('\n').length;
        for (const line of lines) expect(line >= 1 && line <= last).toBe(true);
      }),
      { numRuns: 2000 },
    );
  });
});

describe('the grammar of HAProxy', () => {
  const words = (text: string) => parseHaproxy(text).map((line) => line.words.map((word) => word.text));

  it('reads words, quotations, escapes and comments, line by line', () => {
    expect(words('# nothing\nacl a src 10.0.0.0/8 # b\n\nset "a b"\'c\\d\' e\\ f\\#')).toEqual([
      ['acl', 'a', 'src', '10.0.0.0/8'],
      ['set', 'a bc\\d', 'e f#'],
    ]);
    expect(parseHaproxy('\n x y').map(({ line }) => line)).toEqual([2]);
  });

  it('tells a quotation that is not closed', () => {
    expect(parseHaproxy('a "b\nc').map(({ fault }) => fault !== undefined)).toEqual([true, false]);
  });

  it('never throws', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 60, unit: fc.constantFrom(...'ab #"\'\\\n') }), (text) => void words(text)),
    );
  });
});
