import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Conversion } from '../../src/conversion.js';
import { documentText } from '../../src/writing/write-yaml.js';
import { ingress, planned, WITHHELD } from './memory-tree.js';

/** A piece of a file: text, and whether it is the content of an Ingress. */
interface Piece {
  readonly text: string;
  readonly isIngress?: boolean;
}

const line = fc.oneof(
  fc.constantFrom(
    '---',
    '--- # next',
    '...',
    '# note',
    '',
    '  # indented',
    '%YAML 1.2',
    'kind: Service',
    '- item',
    'a: |',
  ),
  fc.constantFrom(
    '{',
    '}',
    '"open',
    "'",
    'x: &a 1',
    'y: *a',
    '  key: value',
    '\t',
    'kind: Ingress',
    'kind: [',
    '<<: x',
  ),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => text.replace(/[\r\n\ufeff]/g, '')),
  fc.constantFrom(
    '# routeshift: in place of x',
    '# routeshift: of Ingress shop/a, which stays',
    '# Written by routeshift',
  ),
);
const soup = fc
  .array(line, { maxLength: 6 })
  .map((lines): Piece => ({ text: lines.map((one) => `${one}\n`).join('') }));
const marker = fc
  .constantFrom('---\n', '--- # next\n', '---\n# about it\n\n', '...\n---\n')
  .map((text): Piece => ({ text }));
const comment = fc.constantFrom('', '# after\n', '  # indented\n\n', '\n\n').map((text): Piece => ({ text }));
const service = fc
  .constantFrom(
    'kind: Service\nmetadata: {name: web}\n',
    'apiVersion: v1\nkind: ConfigMap\nmetadata:\n  name: x\ndata:\n  a: |\n    # b\n',
  )
  .map((text): Piece => ({ text }));

/** Ingresses have numbers for names, so that each is its own; hosts are shared at times. */
const converted = fc
  .record({ host: fc.constantFrom(undefined, undefined, 'shared.example.com'), held: fc.boolean(), tail: fc.boolean() })
  .map(({ host, held, tail }) => (n: number): Piece => {
    const text = ingress(`i${n}`, host, held ? WITHHELD : [], `/${n}`);
    return { text: tail ? `${text}status: |\n    # ${n}\n` : text, isIngress: true };
  });
const list = fc.constant(
  (n: number): Piece => ({
    text: `apiVersion: v1\nkind: List\nitems:\n  - ${ingress(`l${n}`).trimEnd().replaceAll('\n', '\n    ')}\n`,
  }),
);

const file = fc
  .record({
    parts: fc.array(fc.tuple(marker, fc.oneof(soup, service, converted, converted, list), comment), {
      minLength: 1,
      maxLength: 7,
    }),
    head: fc.oneof(soup, comment),
    eol: fc.constantFrom('\n', '\r\n'),
    mark: fc.boolean(),
    isCut: fc.boolean(),
  })
  .map(({ parts, head, eol, mark, isCut }) => {
    const pieces = [head, ...parts.flat()].map((piece, n) => (typeof piece === 'function' ? piece(n) : piece));
    const whole = pieces.map(({ text }) => text).join('');
    const text = (isCut ? whole.replace(/\n$/, '') : whole).replaceAll('\n', eol);
    return {
      text: (mark ? '\ufeff' : '') + text,
      ingresses: pieces.filter(({ isIngress }) => isIngress).map((piece) => piece.text.replaceAll('\n', eol)),
    };
  });

/** The lines that `after` has and `before` has not, where those of `before` are all there, in their order. */
function addedLines(before: string, after: string): string[] {
  const expected = before.split('\n');
  const added: string[] = [];
  let at = 0;
  for (const one of after.split('\n')) {
    // What follows the last line gives it the line end that it lacked.
    const isLast = at === expected.length - 1 && one === `${expected[at]}\r`;
    if (one === expected[at] || isLast) at++;
    else added.push(one);
  }
  // Where the last document gave way, the empty rest of its last line did as well.
  expect(expected.slice(at).filter((one) => one !== '')).toEqual([]);
  return added;
}

/** All lines that may be added: those of emitted objects, marks, and markers between them. */
function linesOf({ emitted }: Conversion): Set<string> {
  const texts = emitted.map((one) => documentText({ ...one, sources: [] }, { noComments: false }));
  return new Set(['---', '', ...texts.join('').split('\n')]);
}

describe('replace', () => {
  it('changes nothing but the documents that were converted, whatever is around them, and then nothing at all', () => {
    fc.assert(
      fc.property(file, ({ text, ingresses }) => {
        const { files, conversion } = planned({ 'web.yaml': text }, 'replace');
        const after = files['web.yaml'] ?? '';
        const before = ingresses
          .map((content) => (text.includes(content) ? content : content.trimEnd()))
          .reduce((left, content) => (after.includes(content) ? left : left.replace(content, () => '')), text);
        const ours = linesOf(conversion);
        for (const one of addedLines(before, after)) {
          const words = one.replace(/\r$/, '');
          if (!words.startsWith('# routeshift: ')) expect([...ours]).toContain(words);
        }
        expect(planned(files, 'replace').plan.changes).toEqual([]);
      }),
      { numRuns: 100 },
    );
  });

  it('never lets an Ingress go whose rules are withheld', () => {
    fc.assert(
      fc.property(file, ({ text, ingresses }) => {
        const after = planned({ 'web.yaml': text }, 'replace').files['web.yaml'] ?? '';
        for (const content of ingresses) if (content.includes('auth-type')) expect(after).toContain(content.trimEnd());
      }),
      { numRuns: 100 },
    );
  });
});
