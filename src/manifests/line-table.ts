import type { SourcePosition } from '../kubernetes/object.js';

/** Turns offsets of one text into lines and columns. Nothing is computed before the first question. */
export class LineTable {
  readonly file: string;
  readonly #text: string;
  #starts: Int32Array | undefined;
  #isAsked = false;
  /** Index of the line that was answered last. */
  #last = 0;

  constructor(file: string, text: string) {
    this.file = file;
    this.#text = text;
  }

  /** 1-based line and column (in UTF-16 code units, as SARIF counts by default) of an offset. */
  at(offset: number): SourcePosition {
    // Of most objects of a tree nobody asks more than where they begin.
    if (this.#starts === undefined && !this.#isAsked) {
      this.#isAsked = true;
      return this.#counted(offset);
    }
    this.#starts ??= lineStarts(this.#text);
    const starts = this.#starts;
    // Who asks goes forward in small steps: the line is looked for from the last one on, in steps that double.
    let low = (starts[this.#last] ?? 0) <= offset ? this.#last : 0;
    let high = starts.length - 1;
    for (let step = 1; low + step < high; step *= 2) {
      if ((starts[low + step] ?? 0) > offset) high = low + step - 1;
      else low += step;
    }
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((starts[middle] ?? 0) <= offset) low = middle;
      else high = middle - 1;
    }
    this.#last = low;
    return { file: this.file, line: low + 1, column: offset - (starts[low] ?? 0) + 1 };
  }

  /** The inverse of `at`. */
  offsetOf({ line, column }: Pick<SourcePosition, 'line' | 'column'>): number {
    this.#starts ??= lineStarts(this.#text);
    return (this.#starts[line - 1] ?? 0) + column - 1;
  }

  /** Where text that fits the expression, which must be sticky, ends; undefined if none stands at the offset. */
  endOfMatch(pattern: RegExp, offset: number): number | undefined {
    pattern.lastIndex = offset;
    return pattern.test(this.#text) ? pattern.lastIndex : undefined;
  }

  #counted(offset: number): SourcePosition {
    let line = 1;
    let start = 0;
    for (let at = this.#text.indexOf('\n'); at !== -1 && at < offset; at = this.#text.indexOf('\n', at + 1)) {
      line++;
      start = at + 1;
    }
    return { file: this.file, line, column: offset - start + 1 };
  }
}

function lineStarts(text: string): Int32Array {
  let count = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) count++;
  const starts = new Int32Array(count);
  let line = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) starts[line++] = at + 1;
  return starts;
}
