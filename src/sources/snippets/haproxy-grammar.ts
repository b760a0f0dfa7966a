import type { Word } from './nginx-grammar.js';

/** A line of HAProxy's configuration that says something. */
export interface HaproxyLine {
  readonly words: readonly Word[];
  /** 1-based, within the text. */
  readonly line: number;
  readonly source: string;
  /** Set: HAProxy refuses the line. */
  readonly fault?: string | undefined;
}

const ESCAPES: Readonly<Record<string, string>> = { n: '\n', r: '\r', t: '\t' };

/**
 * Splits lines into words as parse_line in HAProxy does: quotation marks and backslashes keep blanks together anywhere in a
 * word, a hash ends the line. Looks at each character once.
 */
export function parseHaproxy(text: string): HaproxyLine[] {
  const found: HaproxyLine[] = [];
  text.split('\n').forEach((source, index) => {
    const { words, fault } = wordsOf(source);
    const line = { words, line: index + 1, source: source.trim() };
    if (fault !== undefined) found.push({ ...line, fault });
    else if (words.length > 0) found.push(line);
  });
  return found;
}

function wordsOf(source: string): { readonly words: Word[]; readonly fault?: string } {
  const words: Word[] = [];
  let text = '';
  let isQuoted = false;
  let isOpen = false;
  let mark = '';
  const end = (): void => {
    if (isOpen) words.push({ text, isQuoted });
    text = '';
    isQuoted = false;
    isOpen = false;
  };
  for (let at = 0; at < source.length; at += 1) {
    const char = source.charAt(at);
    if (mark === '' && /\s/.test(char)) end();
    else if (mark === '' && char === '#') break;
    else if (char === mark) mark = '';
    else if (mark === '' && (char === '"' || char === "'")) {
      mark = char;
      isQuoted = true;
      isOpen = true;
    } else {
      isOpen = true;
      if (char !== '\\' || mark === "'") text += char;
      else {
        at += 1;
        const next = source.charAt(at);
        text += ESCAPES[next] ?? next;
      }
    }
  }
  if (mark !== '') return { words: [], fault: 'a quotation is not closed' };
  end();
  return { words };
}
