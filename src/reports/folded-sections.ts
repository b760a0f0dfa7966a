import { count } from './wording.js';

/** A part of a comment that unfolds: a title with a count, then its entries. */
export interface Section {
  /** Plain words, no text from an input. */
  readonly title: string;
  /** What the entries are called where some are left out: `object`, `finding`. */
  readonly noun: string;
  /** Markdown; each ends with a line break. The most important first. */
  readonly entries: readonly string[];
}

/** Room for the words about entries that are left out. */
const MORE = 80;

/**
 * Sections as folded Markdown within a number of characters. What does not fit is left out from the end of each section,
 * and counted there. Each section has an equal share of the room, and what one does not need is for the next.
 */
export function foldedSections(sections: readonly Section[], room: number): string {
  const wanted = sections.filter(({ entries }) => entries.length > 0);
  let left = room;
  let text = '';
  for (const [index, section] of wanted.entries()) {
    const folded = folding(section, Math.floor(left / (wanted.length - index)));
    left -= folded.length;
    text += folded;
  }
  return text;
}

function folding({ title, noun, entries }: Section, room: number): string {
  const head = `<details><summary>${title}</summary>\n\n`;
  const foot = '\n</details>\n\n';
  const rest = room - head.length - foot.length;
  const whole = entries.join('');
  if (whole.length <= rest) return head + whole + foot;
  let body = '';
  let shown = 0;
  for (const entry of entries) {
    if (body.length + entry.length > rest - MORE) break;
    body += entry;
    shown++;
  }
  const lead = shown === 0 ? '' : '\n';
  return `${head}${body}${lead}${count(entries.length - shown, `more ${noun}`)} left out for want of room.\n${foot}`;
}
