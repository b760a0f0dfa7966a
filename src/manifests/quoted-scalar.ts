import { characterTable } from './character-table.js';
import { UNFAMILIAR } from './line-cursor.js';

const DOUBLE_QUOTE = 0x22;
const SINGLE_QUOTE = 0x27;
const BACKSLASH = 0x5c;
const SPACE = 0x20;

/** Escapes that mean the same in YAML and JSON. */
const JSON_ESCAPE = characterTable('"\\/bfnrt');

/**
 * Offset of the quote that closes the one at `open`, on the same line.
 *
 * @throws UNFAMILIAR when there is none, or when the scalar holds escapes that only YAML has
 */
export function closingQuote(text: string, open: number, end: number): number {
  const quote = text.charCodeAt(open);
  for (let at = open + 1; at < end; at++) {
    const character = text.charCodeAt(at);
    if (character === quote) {
      if (quote === DOUBLE_QUOTE || text.charCodeAt(at + 1) !== SINGLE_QUOTE) return at;
      at++;
    } else if (character === BACKSLASH && quote === DOUBLE_QUOTE) {
      if (JSON_ESCAPE[text.charCodeAt(++at)] !== 1) throw UNFAMILIAR;
    } else if (character < SPACE) throw UNFAMILIAR;
  }
  throw UNFAMILIAR;
}

/** The value of a scalar between two quotes that `closingQuote` found. */
export function unquoted(text: string, open: number, close: number): string {
  const inner = text.slice(open + 1, close);
  if (text.charCodeAt(open) === SINGLE_QUOTE) return inner.includes("'") ? inner.replaceAll("''", "'") : inner;
  return inner.includes('\\') ? String(JSON.parse(text.slice(open, close + 1))) : inner;
}
