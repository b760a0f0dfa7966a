import { BlockScalarReader } from './block-scalar.js';
import { characterTable, KEY_START } from './character-table.js';
import type { ComposedDocument } from './compose-yaml.js';
import { LineCursor, UNFAMILIAR } from './line-cursor.js';
import { NODE, type OutlineBuilder } from './outline.js';
import { closingQuote, unquoted } from './quoted-scalar.js';
import { plainScalarValue } from './scalar-values.js';
import { FlowScanner } from './scan-flow.js';

/** Nesting that this scanner follows; deeper documents are left to the complete parser, which knows the limit. */
const MAX_SCAN_DEPTH = 60;

const SPACE = 0x20;
const LINE_FEED = 0x0a;
const RETURN = 0x0d;
const HASH = 0x23;
const COLON = 0x3a;
const DASH = 0x2d;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const PIPE = 0x7c;
const GREATER = 0x3e;

const UNCOMMON_BREAK = /\0|\r(?!\n)/;

/** First characters that make a scalar something other than plain, or that plain scalars may not begin with. */
const NOT_PLAIN_START = characterTable(',[]{}#&*!|>\'"%@`?:');

/**
 * Reads the YAML that people write manifests in: block mappings and lists, plain and quoted one-line scalars, block
 * scalars, comments. An order of magnitude faster than a complete parser, and never of another opinion: whatever is out
 * of the ordinary (flow collections over several lines, anchors, tags, multi-line scalars, duplicate keys, anything that may be an error)
 * makes it give up.
 *
 * @returns the document, or undefined when the complete parser has to read it
 */
export function scanBlockYaml(
  text: string,
  from: number,
  to: number,
  outline: OutlineBuilder,
): ComposedDocument | undefined {
  // A return alone is a line break too (YAML 1.2.2, section 5.4); line feeds are all that is looked for here.
  if (UNCOMMON_BREAK.test(text.slice(from, to))) return undefined;
  outline.reset();
  const scanner = new BlockScanner(text, to, outline);
  try {
    const value = scanner.document(from);
    return { value, outline: outline.finish(text) };
  } catch (error) {
    if (error === UNFAMILIAR) return undefined;
    throw error;
  }
}

class BlockScanner extends LineCursor {
  readonly #outline: OutlineBuilder;
  readonly #flow: FlowScanner;
  readonly #blockScalars: BlockScalarReader;
  #depth = 0;
  /** Where the key that was found last ends, quotes included. */
  #keyEnd = 0;

  constructor(text: string, end: number, outline: OutlineBuilder) {
    super(text, end);
    this.#outline = outline;
    this.#flow = new FlowScanner(text, end, outline);
    this.#blockScalars = new BlockScalarReader(text, end);
  }

  document(from: number): unknown {
    let at = from;
    if (this.text.startsWith('---', at)) {
      at = this.blankUntil(at + 3);
      this.toNextLine(at);
    } else this.toLineAt(at);
    if (this.indent !== 0) throw UNFAMILIAR;
    const value = this.#block(this.#outline.add(NODE.scalar, this.at, this.at));
    if (!this.#isAtEnd()) throw UNFAMILIAR;
    return value;
  }

  #isAtEnd(): boolean {
    return this.indent === -1;
  }

  /** A mapping or list that begins here. */
  #block(node: number): unknown {
    if (++this.#depth > MAX_SCAN_DEPTH) throw UNFAMILIAR;
    const value = this.isItem(this.at) ? this.#sequence(node) : this.#mapping(node);
    this.#depth--;
    return value;
  }

  #mapping(node: number): Record<string, unknown> {
    const mapping: Record<string, unknown> = {};
    const indent = this.indent;
    do {
      const start = this.at;
      const colon = this.#colonAfterKey(start);
      if (colon === -1) throw UNFAMILIAR;
      const key = this.#keyText(start, this.#keyEnd);
      if (key === '__proto__' || (mapping[key] !== undefined && Object.hasOwn(mapping, key))) throw UNFAMILIAR;
      mapping[key] = this.#valueAfter(colon + 1, indent, this.#outline.add(NODE.scalar, start, this.#keyEnd));
    } while (this.indent === indent);
    if (this.indent > indent) throw UNFAMILIAR;
    this.#outline.close(node, NODE.mapping);
    return mapping;
  }

  #sequence(node: number): unknown[] {
    const items: unknown[] = [];
    const indent = this.indent;
    while (this.indent === indent && this.isItem(this.at)) items.push(this.#item(indent));
    if (this.indent > indent) throw UNFAMILIAR;
    this.#outline.close(node, NODE.sequence);
    return items;
  }

  #item(indent: number): unknown {
    const at = this.spacesFrom(this.at + 1);
    if (at < this.end && this.text.charCodeAt(at) === DASH && this.isItem(at)) throw UNFAMILIAR;
    const start = this.isLineEnd(at) || this.isComment(at) ? -1 : at;
    const node = this.#outline.add(NODE.scalar, start, start);
    if (start === -1) {
      this.toNextLine(at);
      if (this.indent <= indent) return null;
      this.#outline.place(node, this.at);
      return this.#block(node);
    }
    if (this.#colonAfterKey(at) === -1) return this.#scalar(at, indent, node, true);
    this.at = at;
    this.indent = at - this.lineStart;
    return this.#block(node);
  }

  /** The value of a mapping's key, from behind the colon. */
  #valueAfter(colonEnd: number, indent: number, node: number): unknown {
    const at = this.spacesFrom(colonEnd);
    if (!this.isLineEnd(at) && !this.isComment(at)) return this.#scalar(at, indent, node, false);
    this.toNextLine(at);
    // A list may stand at the indentation of its key.
    if (this.indent > indent || (this.indent === indent && this.isItem(this.at))) return this.#block(node);
    return null;
  }

  #scalar(at: number, indent: number, node: number, isItem: boolean): unknown {
    const first = this.text.charCodeAt(at);
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
      const close = closingQuote(this.text, at, this.end);
      const value = unquoted(this.text, at, close);
      this.#endOfScalar(this.blankUntil(close + 1), indent);
      return value;
    }
    if (first === PIPE || first === GREATER) {
      const scalar = this.#blockScalars.read(at, indent);
      if (scalar === undefined) throw UNFAMILIAR;
      if (isItem) this.#outline.place(node, scalar.start);
      this.toLineAt(scalar.end);
      if (this.indent > indent) throw UNFAMILIAR;
      return scalar.value;
    }
    if (first === 0x5b || first === 0x7b) {
      const value = this.#flow.collection(at, node);
      this.#endOfScalar(this.blankUntil(this.#flow.at), indent);
      return value;
    }
    const end = this.#plainEnd(at, first);
    const value = plainScalarValue(this.text.slice(at, end));
    this.#endOfScalar(end, indent);
    return value;
  }

  /** Goes on behind a scalar. More indented text would be part of it (or an error). */
  #endOfScalar(at: number, indent: number): void {
    this.toNextLine(at);
    if (this.indent > indent) throw UNFAMILIAR;
  }

  /** Where a plain scalar ends. */
  #plainEnd(at: number, first: number): number {
    if (NOT_PLAIN_START[first] === 1 || this.isItem(at)) throw UNFAMILIAR;
    const text = this.text;
    let end = at;
    for (let cursor = at; cursor < this.end; cursor++) {
      const character = text.charCodeAt(cursor);
      if (character === SPACE) continue;
      if (character === LINE_FEED || (character === RETURN && this.isLineEnd(cursor))) break;
      if (character === HASH && text.charCodeAt(cursor - 1) === SPACE) break;
      if (character === COLON && this.isBreakOrSpace(cursor + 1)) throw UNFAMILIAR;
      if (character < SPACE || (character > 0x7e && (character < 0xa0 || character >= 0xd800))) throw UNFAMILIAR;
      end = cursor + 1;
    }
    return end;
  }

  /** The colon behind a key that begins here, or -1. Notes where the key ends. */
  #colonAfterKey(start: number): number {
    const text = this.text;
    let at = start;
    const first = text.charCodeAt(at);
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) {
      at = closingQuote(text, at, this.end) + 1;
    } else {
      if (KEY_START[first] !== 1) return -1;
      // Keys of managedFields hold colons and braces: `f:spec`, `k:{"uid":"1"}`.
      for (let character = first; ; character = text.charCodeAt(at)) {
        if (at >= this.end || character <= SPACE || character > 0x7e) return -1;
        if (character === COLON && this.isBreakOrSpace(at + 1)) break;
        at++;
      }
    }
    this.#keyEnd = at;
    return at < this.end && text.charCodeAt(at) === COLON && this.isBreakOrSpace(at + 1) ? at : -1;
  }

  #keyText(start: number, end: number): string {
    const first = this.text.charCodeAt(start);
    if (first === DOUBLE_QUOTE || first === SINGLE_QUOTE) return unquoted(this.text, start, end - 1);
    return this.text.slice(start, end);
  }
}
