import type { Item, Note } from '../ledger/verdict.js';

/** Notes of these codes repeat, when nothing is wrong, what the verdict says: arrived as it was. */
const SAYS_NOTHING: ReadonlySet<string> = new Set('RS1001 RS1019 RS1300 RS1105 RS1100 RS1201 RS0208'.split(' '));

/** "A withheld rule": said to the fields of a rule because something else, most often an annotation, holds it back. */
const WITHHELD_RULE = 'RS1701';

/** Whether a note only repeats that nothing is wrong. */
export function saysNothing({ code, severity }: Pick<Note, 'code' | 'severity'>): boolean {
  return severity === 'info' && SAYS_NOTHING.has(code);
}

/** Whether an item says only that its rule is withheld; the finding of the cause says why, and what to do. */
export function isWithheldRule(item: Item): boolean {
  return item.code === WITHHELD_RULE;
}

/** Whether a finding is about a withheld rule rather than about what withholds it. */
export function isAboutWithheldRule(said: { readonly code: string }): boolean {
  return said.code === WITHHELD_RULE;
}

/** The notes of an item that say something which the item, or an earlier note, does not. */
export function notesWorthReading(item: Item): Note[] {
  const told = [item, ...item.also].some((one) => !isAboutWithheldRule(one) && /^withheld\b/.test(one.message));
  const said = new Set([item.message]);
  const notes: Note[] = [];
  for (const note of item.also) {
    if (saysNothing(note)) continue;
    const about = isAboutWithheldRule(note);
    const message = about && told ? afterReason(note.message) : note.message;
    if (message === '' || said.has(message)) continue;
    said.add(message);
    notes.push({ ...note, message, next: about ? undefined : note.next });
  }
  return joined(notes, item);
}

/** Notes of one code that differ in their first sentence only become one; what the item ends with is not said again. */
function joined(notes: readonly Note[], item: Item): Note[] {
  const byEnd = new Map<string, { note: Note; firsts: string[]; rest: string }>();
  for (const note of notes) {
    const [first, rest] = split(note.message);
    const key = rest === '' ? note.message : JSON.stringify([note.code, note.severity, note.next, rest]);
    const known = byEnd.get(key);
    if (known === undefined) byEnd.set(key, { note, firsts: [first], rest });
    else known.firsts.push(first);
  }
  return [...byEnd.values()].map(({ note, firsts, rest }) => {
    const repeated = rest === '' || (note.code === item.code && rest === split(item.message)[1]);
    return { ...note, message: `${firsts.join('; ')}${repeated ? '' : `. ${rest}`}` };
  });
}

/** Why a rule is withheld, from the finding RS1701: `the target cannot express basic authentication`. */
export function reason(message: string): string {
  return split(message)[0].replace(/^withheld(?:, because|:)? */, '');
}

/** What the finding RS1701 says besides the reason; '' for nothing. */
export function afterReason(message: string): string {
  return split(message)[1];
}

function split(message: string): [string, string] {
  const end = message.indexOf('. ');
  return end < 0 ? [message, ''] : [message.slice(0, end), message.slice(end + 2)];
}
