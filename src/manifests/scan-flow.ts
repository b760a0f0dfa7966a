import { characterTable, KEY_START } from './character-table.js';
import { setOwn } from './compose-yaml.js';
import { UNFAMILIAR } from './line-cursor.js';
import { NODE, type OutlineBuilder } from './outline.js';
import { closingQuote, unquoted } from './quoted-scalar.js';
import { plainScalarValue } from './scalar-values.js';

const SPACE = 0x20;
const COMMA = 0x2c;
const COLON = 0x3a;
const OPEN_LIST = 0x5b;
const CLOSE_LIST = 0x5d;
const OPEN_MAPPING = 0x7b;
const CLOSE_MAPPING = 0x7d;
const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;

const MAX_FLOW_DEPTH = 10;
/** Characters that go into a plain scalar of one word, whatever stands next to them. */
const WORD = characterTable('abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_./$-+=~()');

/**
 * Reads flow collections that stand on one line and are made of words and quoted scalars: `[a.example.com, "*.b"]`,
 * `{name: web, number: 80}`. Throws UNFAMILIAR at anything else.
 */
export class FlowScanner {
  /** Behind the collection that was read. */
  at = 0;
  readonly #text: string;
  readonly #end: number;
  readonly #outline: OutlineBuilder;

  constructor(text: string, end: number, outline: OutlineBuilder) {
    this.#text = text;
    this.#end = end;
    this.#outline = outline;
  }

  collection(at: number, node: number): unknown {
    this.at = at;
    return this.#collection(node, 1);
  }

  #collection(node: number, depth: number): unknown {
    if (depth > MAX_FLOW_DEPTH) throw UNFAMILIAR;
    const isList = this.#character() === OPEN_LIST;
    const close = isList ? CLOSE_LIST : CLOSE_MAPPING;
    const items: unknown[] = [];
    const entries: Record<string, unknown> = {};
    this.at++;
    this.#skipSpaces();
    let isFirst = true;
    while (this.#character() !== close) {
      if (!isFirst) this.#comma();
      isFirst = false;
      if (isList) items.push(this.#value(this.#outline.add(NODE.scalar, this.at, this.at), depth));
      else this.#entry(entries, depth);
      this.#skipSpaces();
    }
    this.at++;
    this.#outline.close(node, isList ? NODE.sequence : NODE.mapping);
    return isList ? items : entries;
  }

  #comma(): void {
    if (this.#character() !== COMMA) throw UNFAMILIAR;
    this.at++;
    this.#skipSpaces();
  }

  #entry(entries: Record<string, unknown>, depth: number): void {
    const start = this.at;
    const key = this.#isQuote() ? this.#quoted() : this.#word();
    const child = this.#outline.add(NODE.scalar, start, this.at);
    if (this.#character() !== COLON || this.#text.charCodeAt(this.at + 1) !== SPACE) throw UNFAMILIAR;
    this.at++;
    this.#skipSpaces();
    const value = this.#value(child, depth);
    if (Object.hasOwn(entries, key)) throw UNFAMILIAR;
    setOwn(entries, key, value);
  }

  #value(node: number, depth: number): unknown {
    const first = this.#character();
    if (first === OPEN_LIST || first === OPEN_MAPPING) return this.#collection(node, depth + 1);
    return this.#isQuote() ? this.#quoted() : plainScalarValue(this.#word());
  }

  #isQuote(): boolean {
    const character = this.#character();
    return character === DOUBLE_QUOTE || character === SINGLE_QUOTE;
  }

  #quoted(): string {
    const open = this.at;
    const close = closingQuote(this.#text, open, this.#end);
    this.at = close + 1;
    return unquoted(this.#text, open, close);
  }

  #word(): string {
    const start = this.at;
    if (KEY_START[this.#character()] !== 1) throw UNFAMILIAR;
    while (WORD[this.#character()] === 1) this.at++;
    return this.#text.slice(start, this.at);
  }

  #character(): number {
    if (this.at >= this.#end) throw UNFAMILIAR;
    return this.#text.charCodeAt(this.at);
  }

  #skipSpaces(): void {
    while (this.#character() === SPACE) this.at++;
  }
}
