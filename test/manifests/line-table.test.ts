import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { LineTable } from '../../src/manifests/line-table.js';

describe('LineTable', () => {
  it('answers the first question as it answers all others', () => {
    const texts = fc.array(fc.constantFrom('a', '\n', '\r\n', 'ä', '\n\n')).map((pieces) => pieces.join(''));
    fc.assert(
      fc.property(texts, (text) => {
        const asked = new LineTable('f', text);
        asked.at(0);
        for (let offset = 0; offset <= text.length; offset++) {
          const before = text.slice(0, offset).split('\n');
          const expected = { file: 'f', line: before.length, column: (before.at(-1)?.length ?? 0) + 1 };
          expect(new LineTable('f', text).at(offset)).toEqual(expected);
          expect(asked.at(offset)).toEqual(expected);
        }
      }),
    );
  });

  it('answers in any order', () => {
    const texts = fc
      .array(fc.constantFrom('a', '\n', 'bc\n', '\n\n'), { maxLength: 60 })
      .map((pieces) => pieces.join(''));
    const asked = texts.chain((text) => fc.tuple(fc.constant(text), fc.array(fc.nat({ max: text.length }))));
    fc.assert(
      fc.property(asked, ([text, offsets]) => {
        const table = new LineTable('f', text);
        for (const offset of offsets) expect(table.at(offset)).toEqual(new LineTable('f', text).at(offset));
      }),
    );
  });
});
