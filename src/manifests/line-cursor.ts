/** Thrown, and caught by the scanner, when a document uses YAML that it does not know. */
export const UNFAMILIAR = new Error('unfamiliar YAML');

const SPACE = 0x20;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const HASH = 0x23;
const DASH = 0x2d;

/** Walks over the lines of a document that say something. */
export class LineCursor {
  readonly text: string;
  readonly end: number;
  /** First character of the current line that is neither blank nor comment. */
  at = 0;
  /** Column of `at`, where the current block begins; -1 at the end of the document. */
  indent = -1;
  lineStart = 0;

  constructor(text: string, end: number) {
    this.text = text;
    this.end = end;
  }

  /** Whether a `-` that begins a list item stands here. */
  isItem(at: number): boolean {
    return this.text.charCodeAt(at) === DASH && this.isBreakOrSpace(at + 1);
  }

  isBreakOrSpace(at: number): boolean {
    if (at >= this.end) return true;
    const character = this.text.charCodeAt(at);
    return character === SPACE || character === LINE_FEED || character === RETURN || character === 0x09;
  }

  isComment(at: number): boolean {
    return this.text.charCodeAt(at) === HASH && this.text.charCodeAt(at - 1) === SPACE;
  }

  isLineEnd(at: number): boolean {
    if (at >= this.end) return true;
    const character = this.text.charCodeAt(at);
    if (character === LINE_FEED) return true;
    return character === RETURN && (at + 1 >= this.end || this.text.charCodeAt(at + 1) === LINE_FEED);
  }

  spacesFrom(from: number): number {
    let at = from;
    while (at < this.end && this.text.charCodeAt(at) === SPACE) at++;
    return at;
  }

  /** The end of the line or the comment that must follow. */
  blankUntil(from: number): number {
    const at = this.spacesFrom(from);
    if (this.isLineEnd(at) || (at > from && this.isComment(at))) return at;
    throw UNFAMILIAR;
  }

  /** Goes to the next line that says something, from the end (or the comment) of this one. */
  toNextLine(at: number): void {
    const lineFeed = this.text.indexOf('\n', at);
    this.toLineAt(lineFeed === -1 || lineFeed >= this.end ? this.end : lineFeed + 1);
  }

  /** Goes to the first line that says something, from the beginning of a line. */
  toLineAt(start: number): void {
    let lineStart = start;
    while (lineStart < this.end) {
      const at = this.spacesFrom(lineStart);
      if (at >= this.end) break;
      const character = this.text.charCodeAt(at);
      if (character === HASH || this.isLineEnd(at)) {
        const lineFeed = this.text.indexOf('\n', at);
        if (lineFeed === -1 || lineFeed >= this.end) break;
        lineStart = lineFeed + 1;
        continue;
      }
      this.lineStart = lineStart;
      this.indent = at - lineStart;
      this.at = at;
      return;
    }
    this.indent = -1;
    this.at = this.end;
  }
}
