import { commentLines } from './comment-lines.js';
import { scalarText } from './scalar-text.js';

/** Of so many keys the text is kept; Kubernetes has some hundreds, the rest are labels and annotations of users. */
const MOST_KEYS = 1 << 12;

/** A key as it stands before lines of its own, and before a value on its line. */
interface KeyText {
  readonly alone: string;
  readonly before: string;
}

/**
 * Plain values as lines of block-style YAML. A general serialiser spends most of its time on things that Kubernetes objects
 * never have (anchors, tags, cycles); this one writes 20,000 routes in a fraction of the time that js-yaml's dump takes.
 * Everything is appended to one text, which V8 puts together once, when it is written: texts of texts would be copied at
 * every level.
 */
export class YamlLines {
  #text = '';
  readonly #keys = new Map<string, KeyText>();

  /** How long the text is that was gathered. */
  get length(): number {
    return this.#text.length;
  }

  /** The lines since they were taken last, as text. */
  take(): string {
    const text = this.#text;
    this.#text = '';
    return text;
  }

  /** The line that separates documents. */
  separator(): void {
    this.#text += '---\n';
  }

  /** Comments, each of their lines beginning with `indent`. */
  comments(texts: readonly string[], indent: string): void {
    for (const line of commentLines(texts, indent)) this.#text += `${line}\n`;
  }

  /**
   * The entries of a mapping, one per line or block. `undefined` values are left out.
   *
   * @param lead what the first line begins with instead of `indent`, where the dash of a list stands before it
   */
  mapping(mapping: object, indent: string, lead = indent): void {
    const values = mapping as Readonly<Record<string, unknown>>;
    let begin = lead;
    // Plain objects inherit nothing, and a list of entries would be made for each of a hundred thousand.
    for (const key in values) {
      const value = values[key];
      if (value === undefined) continue;
      this.entry(key, value, indent, begin);
      begin = indent;
    }
  }

  /** One entry of a mapping. */
  entry(key: string, value: unknown, indent: string, lead = indent): void {
    const name = this.#keyText(key, indent);
    if (isFilled(value)) {
      this.#text += lead + name.alone;
      this.#block(value, deeper(indent));
    } else if (typeof value === 'string' && isLines(value)) {
      this.#text += `${lead}${name.before}${value.endsWith('\n') ? '|' : '|-'}\n`;
      for (const line of value.replace(/\n$/, '').split('\n')) this.#text += `${deeper(indent)}${line}\n`;
    } else this.#text += `${lead}${name.before}${flatText(value)}\n`;
  }

  /** The key of a mapping whose values are written one by one. */
  key(key: string, indent: string): void {
    this.#text += indent + this.#keyText(key, indent).alone;
  }

  /** One item of a sequence, its dash at `indent`. */
  item(value: unknown, indent: string, lead = indent): void {
    const dash = lead === indent ? dashAt(indent) : `${lead}- `;
    if (isFilled(value)) this.#block(value, deeper(indent), dash);
    else this.#text += `${dash}${flatText(value)}\n`;
  }

  #block(value: object, indent: string, lead = indent): void {
    if (!Array.isArray(value)) {
      this.mapping(value, indent, lead);
      return;
    }
    let begin = lead;
    for (const item of value) {
      this.item(item, indent, begin);
      begin = indent;
    }
  }

  /** Implicit keys end within 1024 characters (YAML 1.2.2, section 7.4.3); longer ones need a `?`. */
  #keyText(key: string, indent: string): KeyText {
    const known = this.#keys.get(key);
    if (known !== undefined) return known;
    const text = scalarText(key);
    if (text.length >= 1000) return { alone: `? ${text}\n${indent}:\n`, before: `? ${text}\n${indent}: ` };
    const made = { alone: `${text}:\n`, before: `${text}: ` };
    if (this.#keys.size < MOST_KEYS) this.#keys.set(key, made);
    return made;
  }
}

/** Indents by their length, and dashes behind them: no object of Kubernetes is nested so deeply. */
const INDENTS = Array.from({ length: 64 }, (_, length) => ' '.repeat(length));
const DASHES = INDENTS.map((indent) => `${indent}- `);

function deeper(indent: string): string {
  return INDENTS[indent.length + 2] ?? `${indent}  `;
}

function dashAt(indent: string): string {
  return DASHES[indent.length] ?? `${indent}- `;
}

/** Two lines and more without white space at their ends, of characters that are safe in a literal block. */
const LINES = /^[!-~](?:[ -~]*[!-~])?(?:\n *[!-~](?:[ -~]*[!-~])?)+\n?$/;

/** Certificates, and directives of other languages, as people write them, which are written line by line. */
function isLines(text: string): boolean {
  return text.includes('\n') && LINES.test(text);
}

/** Whether the value takes lines of its own. A mapping whose every value is undefined is as good as empty. */
function isFilled(value: unknown): value is object {
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.length > 0;
  const values = value as Readonly<Record<string, unknown>>;
  for (const key in values) if (values[key] !== undefined) return true;
  return false;
}

/** A value that fits on the line of its key. */
function flatText(value: unknown): string {
  switch (typeof value) {
    case 'string':
      return scalarText(value);
    case 'number':
      if (Number.isNaN(value)) return '.nan';
      return Number.isFinite(value) ? String(value) : value > 0 ? '.inf' : '-.inf';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : Array.isArray(value) ? '[]' : '{}';
    default:
      return 'null';
  }
}
