import { fingerprints } from '../ledger/fingerprint.js';
import type { Item, Note } from '../ledger/verdict.js';
import { saysNothing } from './remarks.js';

/** A finding by itself: what decided the verdict of an item, or a note besides. */
export interface Finding extends Note {
  readonly item: Item;
  /** Whether the item's verdict comes of another finding. */
  readonly isNote: boolean;
  readonly fingerprint: string;
}

/** Every finding of a report in its order, the notes of an item after the item's own. */
export function* findingsOf(items: readonly Item[]): Generator<Finding> {
  const names = fingerprints(items);
  for (const item of items) {
    for (const note of [item, ...item.also]) {
      const { code, severity, message, next, suppressed } = note;
      const fingerprint = names.get(note) ?? '';
      yield { item, isNote: note !== item, fingerprint, code, severity, message, next, suppressed };
    }
  }
}

/**
 * Whether a tool that lists problems has to show a finding: not what arrived as it was, nor what had no effect before, as
 * long as nothing graver than information is said about it.
 */
export function isProblem(finding: Finding): boolean {
  if (finding.severity !== 'info') return true;
  const { verdict } = finding.item;
  return verdict !== 'converted' && verdict !== 'redundant' && !(finding.isNote && saysNothing(finding));
}

/** Names that stand for no file: `(options)`, `(router defaults)`, `(verification)`. */
export function isInFile({ item }: Finding): boolean {
  return !/^\([^/]*\)$/.test(item.source.file);
}

/** The whole sentence: what was found, and what to do. */
export function sentence({ message, next }: Finding): string {
  return next === undefined ? message : `${message}\n${next}`;
}

/** A file name with forward slashes, without the `./` that a command line may begin it with. */
export function relativePath(file: string): string {
  return file.replace(/^(?:\.\/+)+/, '');
}
