import { formatRef, type ObjectRef } from '../kubernetes/object.js';

/**
 * The comment that tells a document of ours within a file of somebody else's. It begins unlike the first line of the files
 * that are ours as a whole: those may be replaced, these may not.
 */
export const MARK = '# routeshift: ';
const REPLACED = 'in place of ';
const KEPT = 'of ';
const KEPT_END = ', which stays (the next run may replace this document)';

/** What stands in the mark of a document. */
export type Mark =
  /** Its source is gone; nobody can make it again. */
  | { readonly kind: 'replaced' }
  /** Its source stays before it, and the next run makes it again. */
  | { readonly kind: 'kept'; readonly of: string };

/** The words of an object in a mark; whatever its name holds, they fit on one line. */
export function markedRef(ref: ObjectRef): string {
  return formatRef(ref)
    .replace(/[^A-Za-z0-9 ./${}_-]/g, '_')
    .slice(0, 600);
}

/** The comment line of a document that takes the place of others. */
export function replacedMark(refs: readonly ObjectRef[]): string {
  return `${MARK}${REPLACED}${shortened([...new Set(refs.map(markedRef))]).join(', ')}\n`;
}

/** The comment line of a document whose source stays before it. */
export function keptMark(ref: ObjectRef): string {
  return `${MARK}${KEPT}${markedRef(ref)}${KEPT_END}\n`;
}

/** The mark that a comment line holds, if any. */
export function markIn(line: string): Mark | undefined {
  if (!line.startsWith(MARK)) return undefined;
  const words = line.slice(MARK.length).trimEnd();
  if (words.startsWith(REPLACED)) return { kind: 'replaced' };
  if (!words.startsWith(KEPT) || !words.endsWith(KEPT_END)) return undefined;
  return { kind: 'kept', of: words.slice(KEPT.length, -KEPT_END.length) };
}

const MOST_NAMES = 10;

/** A shared Gateway is made of thousands. */
export function shortened(lines: readonly string[]): readonly string[] {
  const more = lines.length - MOST_NAMES;
  return more <= 0 ? lines : [...lines.slice(0, MOST_NAMES), `and ${more} more`];
}
