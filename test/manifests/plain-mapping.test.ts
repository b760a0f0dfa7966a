import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { eventsOf } from '../../src/manifests/document-events.js';
import { isPlainMapping } from '../../src/manifests/plain-mapping.js';

const word = fc.constantFrom(
  '',
  'x',
  ' 1.2',
  ' a:b',
  ' a: b',
  ' ...',
  ' ---',
  ' - x',
  ' "q',
  ' # c',
  ' x # c',
  ' x#c',
  ' :',
  ' a:',
  '#',
  ' ~',
  ' .5',
);
const line = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.tuple(
      fc.constantFrom('', '', '  ', '  ', '    ', '   ', '\t'),
      fc.constantFrom('a', 'b.c', 'd-e', '_', '1'),
      fc.constant(':'),
      word,
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom([''], ['# c'], ['  # c'], ['---'], ['...'], ['- a'], ['word'], ['   ']) },
);
const text = fc
  .tuple(fc.array(line, { maxLength: 8 }), fc.constantFrom('\n', '\r\n'))
  .map(([lines, eol]) => lines.map((parts) => parts.join('') + eol).join(''));

describe('isPlainMapping', () => {
  it('is sure of nothing that is not YAML', () => {
    let sure = 0;
    fc.assert(
      fc.property(text, (one) => {
        if (!isPlainMapping(one)) return;
        sure++;
        expect(() => eventsOf(one, 0)).not.toThrow();
      }),
      { numRuns: 20_000 },
    );
    expect(sure).toBeGreaterThan(300);
  });

  it('is sure of ordinary values', () => {
    expect(isPlainMapping('# Values\n---\n')).toBe(false);
    expect(
      isPlainMapping('---\r\na: 1 # one\r\nimage:\r\n  repository: example.com/a:1.2\r\n\r\n  tag:\r\nb:\r\n'),
    ).toBe(true);
    expect(isPlainMapping('a: b\n  c: d\n')).toBe(false);
    expect(isPlainMapping('a:\n    b: c\n  d: e\n')).toBe(false);
  });
});
