import type picocolors from 'picocolors';
import { isInCluster } from '../kubernetes/cluster-place.js';
import type { Item, Note, Severity } from '../ledger/verdict.js';
import { gravest, subject } from './grouping.js';
import { afterReason, isWithheldRule, notesWorthReading } from './remarks.js';
import type { WithheldReasons } from './withheld-rules.js';
import { fillLines, printable, suppressionText, WIDTH } from './wording.js';

export type Colours = ReturnType<typeof picocolors.createColors>;

const MARGIN = ' '.repeat(11);
const LONGEST_VALUE = 60;

/** What is said once, of one item or of several items of one object. */
export interface Saying {
  /** The first of the items. */
  readonly item: Item;
  readonly subjects: readonly string[];
  readonly lines: readonly number[];
  /** `because of auth-type`, for withheld rules only. */
  readonly cause: string;
  readonly notes: readonly Note[];
}

/** Gathers the items of one object of which the same is to be said, each at the place of its first. */
export function sayings(items: readonly Item[], reasons: WithheldReasons): Saying[] {
  const gathered = new Map<string, Saying & { subjects: string[]; lines: number[] }>();
  for (const item of items) {
    const withheld = isWithheldRule(item);
    const cause = withheld ? reasons.ofItem(item) : '';
    const message = withheld ? afterReason(item.message) : item.message;
    const notes = notesWorthReading(item);
    const { verdict, code, severity, next, suppressed } = item;
    const key = JSON.stringify([verdict, code, severity, cause, message, next, notes, suppressed]);
    const about = printable(subject(item, LONGEST_VALUE));
    const known = gathered.get(key);
    if (known === undefined) gathered.set(key, { item, subjects: [about], lines: [item.source.line], cause, notes });
    else {
      known.subjects.push(about);
      known.lines.push(item.source.line);
    }
  }
  return [...gathered.values()];
}

/** The lines of one saying: about what, what became of it and where; what is to be said; what to do. */
export function findingText(saying: Saying, c: Colours): string {
  const { item, subjects, cause, notes } = saying;
  const lines = [...new Set(saying.lines)].join(', ');
  const where = isInCluster(item.source.file) ? '' : `, line${lines.includes(',') ? 's' : ''} ${lines}`;
  const place = `${item.code}${where}`;
  if (isWithheldRule(item)) {
    const because = fillLines(printable(cause), MARGIN, WIDTH).slice(MARGIN.length);
    const oneLine = `${subjects.join(', ')}  ${place}  ${because}`.length + MARGIN.length <= WIDTH;
    const head = headText(`${c.red('withheld')} `, subjects, place, c);
    const lead = oneLine ? `${head.slice(0, -1)}  ${because}` : `${head}${MARGIN}${because}`;
    const rest = afterReason(item.message);
    const more = rest === '' ? '' : fillLines(printable(rest), MARGIN, WIDTH);
    return `${lead}${more}${suppressedText(item, c)}${notesText(notes, item, c)}`;
  }
  const lead = item.suppressed === undefined ? label(gravest(item), c) : c.dim('suppressed');
  let text = headText(`${lead}  `, subjects, `${item.verdict}, ${place}`, c);
  text += fillLines(printable(item.message), MARGIN, WIDTH);
  text += suppressedText(item, c);
  if (item.suppressed === undefined && item.next !== undefined)
    text += c.cyan(fillLines(`-> ${printable(item.next)}`, MARGIN, WIDTH));
  return text + notesText(notes, item, c);
}

function suppressedText({ suppressed }: Pick<Note, 'suppressed'>, c: Colours): string {
  return suppressed === undefined ? '' : c.dim(fillLines(printable(suppressionText(suppressed)), MARGIN, WIDTH));
}

function headText(lead: string, subjects: readonly string[], tail: string, c: Colours): string {
  const names = subjects.filter((name) => name !== '');
  if (names.length === 0) return `  ${lead}${c.dim(tail)}\n`;
  // Broken between the subjects only: values hold spaces of their own.
  const rows: string[] = [];
  for (const name of names) {
    const row = rows.at(-1);
    if (row !== undefined && MARGIN.length + row.length + name.length < WIDTH - 2)
      rows[rows.length - 1] = `${row}, ${name}`;
    else rows.push(name);
  }
  const about = rows.map((row) => c.bold(row)).join(`,\n${MARGIN}`);
  const fits = MARGIN.length + (rows.at(-1)?.length ?? 0) + 2 + tail.length <= WIDTH;
  return `  ${lead}${about}${fits ? '  ' : `\n${MARGIN}`}${c.dim(tail)}\n`;
}

/** Notes follow their item in short; what to do about a mere information is left to the other formats. */
function notesText(notes: readonly Note[], item: Item, c: Colours): string {
  const steps = new Set([item.next]);
  let text = '';
  for (const note of notes) {
    const lead = `${note.severity} ${note.code}: `;
    text += fillLines(lead + printable(note.message), MARGIN, WIDTH);
    text += suppressedText(note, c);
    if (note.suppressed !== undefined || note.severity === 'info') continue;
    if (note.next === undefined || steps.has(note.next)) continue;
    steps.add(note.next);
    text += c.cyan(fillLines(`-> ${printable(note.next)}`, MARGIN, WIDTH));
  }
  return text;
}

/** The severity, as wide as the widest. */
export function label(severity: Severity, c: Colours): string {
  switch (severity) {
    case 'error':
      return c.red('error  ');
    case 'warning':
      return c.yellow('warning');
    case 'info':
      return c.dim('info   ');
  }
}
