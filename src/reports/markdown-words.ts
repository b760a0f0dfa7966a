import { printable } from './wording.js';

/** No text from an input is longer than this in a comment; the other formats have it whole. */
const LONGEST = 500;

/** Stands between characters that would be taken for a mention or a link together, and takes no room. */
const NOTHING = '\u200b';

/**
 * Prose that may hold text from an input: one line in which nothing is taken for Markdown or HTML, nobody is mentioned and
 * no address becomes a link.
 */
export function prose(text: string): string {
  return shortened(printable(text))
    .replace(/[\\|`*_[\]~#!<>]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('@', `@${NOTHING}`)
    .replaceAll('://', `:${NOTHING}//`)
    .replace(/\bwww\./gi, (word) => `${word.slice(0, -1)}${NOTHING}.`);
}

/** A code span; its fence is longer than any run of backticks in the text (CommonMark, section 6.1). */
export function codeSpan(text: string): string {
  const line = shortened(printable(text));
  const longest = longestRun(line);
  if (longest === 0) return line.trim() === '' ? '` `' : `\`${line}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${line} ${fence}`;
}

/** A fenced block, which no line of the text can end (CommonMark, section 4.5). */
export function codeBlock(language: string, lines: readonly string[]): string {
  const text = lines.map((line) => `${printable(line)}\n`).join('');
  const fence = '`'.repeat(Math.max(3, longestRun(text) + 1));
  return `${fence}${language}\n${text}${fence}\n`;
}

function longestRun(text: string): number {
  return (text.match(/`+/g) ?? []).reduce((longest, run) => Math.max(longest, run.length), 0);
}

function shortened(text: string): string {
  return text.length > LONGEST ? `${text.slice(0, LONGEST - 1)}…` : text;
}
