import { printable } from './wording.js';

/** Text inside a table cell or a heading: one line, and nothing in it is taken for Markdown or HTML. */
export function cell(text: string): string {
  return printable(text)
    .replace(/[\\|`*_[\]~#]/g, '\\$&')
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;');
}

/** A code span; its fence is longer than any run of backticks in the text (CommonMark, section 6.1). */
export function code(text: string): string {
  const line = printable(text).replaceAll('|', '\\|');
  const longest = Math.max(0, ...(line.match(/`+/g) ?? []).map((run) => run.length));
  if (longest === 0) return line.trim() === '' ? '` `' : `\`${line}\``;
  const fence = '`'.repeat(longest + 1);
  return `${fence} ${line} ${fence}`;
}
