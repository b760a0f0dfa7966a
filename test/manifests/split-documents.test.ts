import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { splitDocuments } from '../../src/manifests/split-documents.js';

/** Line by line, for texts without directives and JSON. */
function lineByLine(text: string): { from: number; to: number }[] {
  const found: { from: number; to: number }[] = [];
  let from = 0;
  let at = 0;
  const close = (to: number): void => {
    if (to > from) found.push({ from, to });
  };
  for (const line of text.split('\n')) {
    const marker = /^(---|\.\.\.)(?:[ \t\r]|$)/.exec(line)?.[1];
    if (marker !== undefined) {
      close(at);
      from = marker === '---' ? at : Math.min(at + line.length + 1, text.length);
    }
    at += line.length + 1;
  }
  close(text.length);
  return found;
}

const texts = fc
  .array(fc.constantFrom('---', '...', '\n', '\n', '\n---\n', '\n...\n', 'a', '-', '.', ' ', '\t', '\r', '\r\n'), {
    maxLength: 20,
  })
  .map((pieces) => pieces.join(''));

describe('splitting documents', () => {
  it('finds every marker that begins a line, and no other', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect([...splitDocuments(text)]).toEqual(lineByLine(text));
      }),
      { numRuns: 20_000 },
    );
  });
});
