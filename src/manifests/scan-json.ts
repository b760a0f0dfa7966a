import { type ComposeContext, type ComposedDocument, setOwn } from './compose-yaml.js';
import { DocumentFault, MAX_DEPTH, tooDeep } from './document-fault.js';
import { NODE, type OutlineBuilder } from './outline.js';

const NUMBER = /-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[eE][-+]?[0-9]+)?/y;
const WORDS: readonly (readonly [string, unknown])[] = [
  ['true', true],
  ['false', false],
  ['null', null],
];

/**
 * Reads JSON values one after another, as `kubectl` takes them: an object, or a stream of objects.
 *
 * @throws DocumentFault where the text is not JSON
 */
export function scanJson(text: string, from: number, to: number, context: ComposeContext): ComposedDocument[] {
  const scanner = new JsonScanner(text, to, context);
  const documents: ComposedDocument[] = [];
  for (let at = scanner.skipSpace(from); at < to; at = scanner.skipSpace(scanner.at)) {
    context.outline.reset();
    scanner.at = at;
    const value = scanner.value(context.outline.add(NODE.scalar, at, at), 1);
    documents.push({ value, outline: context.outline.finish(text) });
  }
  return documents;
}

class JsonScanner {
  at = 0;
  readonly #text: string;
  readonly #end: number;
  readonly #outline: OutlineBuilder;
  readonly #context: ComposeContext;

  constructor(text: string, end: number, context: ComposeContext) {
    this.#text = text;
    this.#end = end;
    this.#outline = context.outline;
    this.#context = context;
  }

  value(node: number, depth: number): unknown {
    if (depth > MAX_DEPTH) throw tooDeep(this.at);
    const first = this.#text.charCodeAt(this.at);
    if (first === 0x7b) return this.#object(node, depth);
    if (first === 0x5b) return this.#array(node, depth);
    if (first === 0x22) return this.#string();
    NUMBER.lastIndex = this.at;
    const number = NUMBER.exec(this.#text)?.[0];
    if (number !== undefined) {
      this.at += number.length;
      return Number(number);
    }
    for (const [word, value] of WORDS) {
      if (this.#text.startsWith(word, this.at)) {
        this.at += word.length;
        return value;
      }
    }
    throw this.#fault('a value is expected');
  }

  #object(node: number, depth: number): Record<string, unknown> {
    const object: Record<string, unknown> = {};
    this.at = this.skipSpace(this.at + 1);
    while (!this.#take(0x7d)) {
      if (this.#text.charCodeAt(this.at) !== 0x22) throw this.#fault('a quoted key is expected');
      const start = this.at;
      const key = this.#string();
      const child = this.#outline.add(NODE.scalar, start, this.at);
      this.at = this.skipSpace(this.at);
      if (!this.#take(0x3a)) throw this.#fault('a colon is expected');
      this.at = this.skipSpace(this.at);
      const value = this.value(child, depth + 1);
      if (object[key] !== undefined && Object.hasOwn(object, key)) this.#context.onDuplicateKey(start);
      setOwn(object, key, value);
      this.#separator(0x7d);
    }
    this.#outline.close(node, NODE.mapping);
    return object;
  }

  #array(node: number, depth: number): unknown[] {
    const items: unknown[] = [];
    this.at = this.skipSpace(this.at + 1);
    while (!this.#take(0x5d)) {
      items.push(this.value(this.#outline.add(NODE.scalar, this.at, this.at), depth + 1));
      this.#separator(0x5d);
    }
    this.#outline.close(node, NODE.sequence);
    return items;
  }

  /** A comma with something behind it, or the end of the collection (which stays to be taken). */
  #separator(close: number): void {
    this.at = this.skipSpace(this.at);
    if (this.at < this.#end && this.#text.charCodeAt(this.at) === close) return;
    if (!this.#take(0x2c)) throw this.#fault('a comma or the end of the collection is expected');
    this.at = this.skipSpace(this.at);
    if (this.#text.charCodeAt(this.at) === close) throw this.#fault('a value is expected behind the comma');
  }

  #string(): string {
    const text = this.#text;
    const start = this.at;
    let hasEscapes = false;
    for (let at = start + 1; at < this.#end; at++) {
      const character = text.charCodeAt(at);
      if (character === 0x22) {
        this.at = at + 1;
        return hasEscapes ? this.#unescaped(start, at + 1) : text.slice(start + 1, at);
      }
      if (character === 0x5c) {
        hasEscapes = true;
        at++;
      } else if (character < 0x20) {
        this.at = at;
        throw this.#fault('a control character stands in a string');
      }
    }
    throw this.#fault('a string does not end');
  }

  #unescaped(start: number, end: number): string {
    try {
      return String(JSON.parse(this.#text.slice(start, end)));
    } catch {
      this.at = start;
      throw this.#fault('a string holds an unknown escape');
    }
  }

  #take(character: number): boolean {
    if (this.at >= this.#end || this.#text.charCodeAt(this.at) !== character) return false;
    this.at++;
    return true;
  }

  skipSpace(from: number): number {
    let at = from;
    while (at < this.#end) {
      const character = this.#text.charCodeAt(at);
      if (character !== 0x20 && character !== 0x0a && character !== 0x0d && character !== 0x09) break;
      at++;
    }
    return at;
  }

  #fault(message: string): DocumentFault {
    return new DocumentFault('RS0109', Math.min(this.at, this.#end), message);
  }
}
