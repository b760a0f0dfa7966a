/** A word of a directive, without its quotation marks and escapes. */
export interface Word {
  readonly text: string;
  readonly isQuoted: boolean;
}

/** `name word word;`, or `name word { … }`. */
export interface Directive {
  readonly name: string;
  readonly words: readonly Word[];
  /** Of a block; undefined for a simple directive. */
  readonly block?: readonly Directive[] | undefined;
  /** Set for a block in another language (Lua), which is not read. */
  readonly isOpaque?: true | undefined;
  /** 1-based, within the text. */
  readonly line: number;
  /** As written, from its name to the semicolon or the closing brace. */
  readonly source: string;
}

/** What nginx would refuse. */
export interface Fault {
  readonly line: number;
  readonly why: string;
}

export interface Snippet {
  readonly directives: readonly Directive[];
  /** Set: nothing of it was taken, because nginx refuses a text of which one part is wrong. */
  readonly fault?: Fault | undefined;
}

/** Blocks within blocks; what people write has three. */
const DEEPEST = 24;

/**
 * Reads lines of nginx configuration, word by word as ngx_conf_read_token does: a quotation mark counts at the beginning of a
 * word only, so does a hash; `${` opens no block. Never throws, and looks at each character once.
 */
export function parseNginx(text: string): Snippet {
  const reader = new Reader(text);
  const directives = reader.block(0);
  return reader.fault === undefined ? { directives } : { directives: [], fault: reader.fault };
}

type Token =
  | { readonly kind: 'word'; readonly word: Word; readonly start: number; readonly line: number }
  | { readonly kind: ';' | '{' | '}' | 'end'; readonly start: number; readonly line: number };

const ESCAPES: Readonly<Record<string, string>> = { '"': '"', "'": "'", '\\': '\\', t: '\t', r: '\r', n: '\n' };

class Reader {
  fault: Fault | undefined;
  readonly #text: string;
  #at = 0;
  #line = 1;

  constructor(text: string) {
    this.#text = text;
  }

  /** The directives up to the brace that closes the block, or to the end. */
  block(depth: number): Directive[] {
    const found: Directive[] = [];
    while (this.fault === undefined) {
      const token = this.#next();
      if (token.kind === 'word') {
        const directive = this.#directive(token, token.word, depth);
        if (directive !== undefined) found.push(directive);
        continue;
      }
      if (token.kind === 'end' ? depth > 0 : token.kind !== '}' || depth === 0)
        this.#fail(token.line, token.kind === 'end' ? 'a block is not closed' : `"${token.kind}" is not expected`);
      break;
    }
    return found;
  }

  #directive(first: Token, name: Word, depth: number): Directive | undefined {
    const words: Word[] = [];
    const { line, start } = first;
    for (;;) {
      const token = this.#next();
      if (token.kind === 'word') {
        words.push(token.word);
        continue;
      }
      const made = { name: name.text, words, line };
      if (token.kind === ';') return { ...made, source: this.#text.slice(start, this.#at) };
      if (token.kind === '{') {
        if (/_by_lua_block$/.test(name.text)) {
          this.#skipLua(line);
          return { ...made, block: [], isOpaque: true, source: this.#text.slice(start, this.#at) };
        }
        if (depth >= DEEPEST) return this.#fail(line, `blocks are nested more than ${DEEPEST} deep`);
        const block = this.block(depth + 1);
        return { ...made, block, source: this.#text.slice(start, this.#at) };
      }
      return this.#fail(line, `directive "${name.text}" does not end with ";"`);
    }
  }

  #next(): Token {
    this.#skipBlanks();
    const start = this.#at;
    const line = this.#line;
    const char = this.#text.charAt(start);
    if (char === '' || this.fault !== undefined) return { kind: 'end', start, line };
    if (char === ';' || char === '{' || char === '}') {
      this.#at += 1;
      return { kind: char, start, line };
    }
    const isQuoted = char === '"' || char === "'";
    const text = isQuoted ? this.#quoted(char) : this.#bare();
    return { kind: 'word', word: { text, isQuoted }, start, line };
  }

  #skipBlanks(): void {
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text.charAt(this.#at);
      if (char === '#') {
        const end = this.#text.indexOf('\n', this.#at);
        this.#at = end === -1 ? this.#text.length : end;
        if (end === -1) return;
      }
      const here = this.#text.charAt(this.#at);
      if (here === '\n') this.#line += 1;
      else if (here !== ' ' && here !== '\t' && here !== '\r') return;
    }
  }

  #quoted(mark: string): string {
    const from = this.#at;
    const line = this.#line;
    let text = '';
    for (this.#at = from + 1; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text.charAt(this.#at);
      if (char === mark) {
        this.#at += 1;
        const after = this.#text.charAt(this.#at);
        if (after !== '' && !/[\s;{)]/.test(after))
          this.#fail(this.#line, `"${after}" stands behind a closed quotation`);
        return text;
      }
      text += char === '\\' ? this.#escaped() : char;
      if (char === '\n') this.#line += 1;
    }
    this.#fail(line, 'a quotation is not closed');
    return text;
  }

  #bare(): string {
    let text = '';
    for (; this.#at < this.#text.length; this.#at += 1) {
      const char = this.#text.charAt(this.#at);
      if (char === '$' && this.#text.charAt(this.#at + 1) === '{') {
        text += '${';
        this.#at += 1;
        continue;
      }
      if (/[\s;{]/.test(char)) break;
      text += char === '\\' ? this.#escaped() : char;
    }
    return text;
  }

  /** What a backslash and the character behind it stand for; leaves the position at the latter. */
  #escaped(): string {
    const next = this.#text.charAt(this.#at + 1);
    if (next === '') return '\\';
    this.#at += 1;
    if (next === '\n') this.#line += 1;
    return ESCAPES[next] ?? `\\${next}`;
  }

  /** Up to the brace that closes a block of Lua; braces in its strings and comments do not count. */
  #skipLua(line: number): void {
    let depth = 1;
    const token =
      /\n|\{|\}|--\[\[[\s\S]*?(?:\]\]|$)|--[^\n]*|\[\[[\s\S]*?(?:\]\]|$)|"(?:[^"\\\n]|\\[\s\S])*(?:"|\n|$)|'(?:[^'\\\n]|\\[\s\S])*(?:'|\n|$)/g;
    token.lastIndex = this.#at;
    for (let found = token.exec(this.#text); found !== null; found = token.exec(this.#text)) {
      const [text] = found;
      this.#line += text.split('\n').length - 1;
      depth += text === '{' ? 1 : text === '}' ? -1 : 0;
      if (depth > 0) continue;
      this.#at = token.lastIndex;
      return;
    }
    this.#at = this.#text.length;
    this.#fail(line, 'a block of Lua is not closed');
  }

  #fail(line: number, why: string): undefined {
    this.fault ??= { line, why };
    return undefined;
  }
}
