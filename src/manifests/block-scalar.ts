import { CHOMPING_MODE, EVENT_ID, getScalarValue, SCALAR_STYLE, type ScalarEvent } from './yaml-events.js';

const NO_EVENT: ScalarEvent = {
  type: EVENT_ID.SCALAR,
  style: SCALAR_STYLE.FOLDED_BLOCK,
  valueStart: -1,
  valueEnd: -1,
  anchorStart: -1,
  anchorEnd: -1,
  tagStart: -1,
  tagEnd: -1,
  chomping: CHOMPING_MODE.CLIP,
  indent: -1,
  fast: false,
};

/** What a block scalar says, and where. */
export interface BlockScalar {
  readonly value: string;
  /** First line of its content. */
  readonly start: number;
  /** Beginning of the first line that is not part of it. */
  readonly end: number;
}

/** Characters that a complete parser has an opinion about: controls, byte order marks, surrogates, lone returns. */
const UNCOMMON = /[^\t\n\x20-\x7e\xa0-\ud7ff\ue000-\ufefe\uff00-\ufffd]/;

/** Reads block scalars (`|` and `>`) of ordinary form: no indentation indicator, no odd characters. */
export class BlockScalarReader {
  readonly #text: string;
  readonly #end: number;

  constructor(text: string, end: number) {
    this.#text = text;
    this.#end = end;
  }

  /**
   * @param at offset of the `|` or `>`
   * @param parentIndent indentation of the mapping or list that holds the scalar
   * @returns undefined when the block is of another form
   */
  read(at: number, parentIndent: number): BlockScalar | undefined {
    const header = /[|>]([-+]?)(?: *| +#[^\n\r]*)(?:\r?\n|$)/y;
    header.lastIndex = at;
    const chomping = header.exec(this.#text)?.[1];
    if (chomping === undefined) return undefined;
    const start = Math.min(header.lastIndex, this.#end);
    const lines: string[] = [];
    let indent = -1;
    let blank = 0;
    let cursor = start;
    while (cursor < this.#end) {
      const lineFeed = this.#text.indexOf('\n', cursor);
      const lineEnd = lineFeed === -1 || lineFeed > this.#end ? this.#end : lineFeed;
      const column = this.#spaces(cursor, lineEnd);
      const contentEnd = this.#text.charCodeAt(lineEnd - 1) === 0x0d && lineEnd > cursor ? lineEnd - 1 : lineEnd;
      if (cursor + column >= contentEnd) {
        // Leading blank lines decide about the indentation together with the first line of text: not ordinary.
        if (column > 0 && (indent === -1 || column > indent || lineEnd === this.#end)) return undefined;
        blank++;
      } else {
        if (indent === -1 && column > parentIndent) indent = column;
        if (indent === -1 || column < indent) break;
        for (; blank > 0; blank--) lines.push('');
        lines.push(this.#text.slice(cursor + indent, contentEnd));
      }
      cursor = Math.min(lineEnd + 1, this.#end);
    }
    const isFolded = this.#text.charCodeAt(at) === 0x3e;
    const value = isFolded ? this.#folded(start, cursor, indent, chomping) : chomped(lines, blank, chomping);
    return UNCOMMON.test(value) ? undefined : { value, start, end: cursor };
  }

  /** Folding has rules of its own for blank and indented lines, which the complete parser knows. */
  #folded(start: number, end: number, indent: number, chomping: string): string {
    return getScalarValue(this.#text, {
      ...NO_EVENT,
      valueStart: start,
      valueEnd: end,
      indent,
      chomping: chomping === '-' ? CHOMPING_MODE.STRIP : chomping === '+' ? CHOMPING_MODE.KEEP : CHOMPING_MODE.CLIP,
    });
  }

  #spaces(from: number, to: number): number {
    let at = from;
    while (at < to && this.#text.charCodeAt(at) === 0x20) at++;
    return at - from;
  }
}

function chomped(lines: readonly string[], blank: number, chomping: string): string {
  if (chomping === '+') return lines.map((line) => `${line}\n`).join('') + '\n'.repeat(blank);
  const content = lines.join('\n');
  return chomping === '-' || lines.length === 0 ? content : `${content}\n`;
}
