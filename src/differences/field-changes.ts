import { type FieldPath, formatFieldPath } from '../kubernetes/object.js';
import { labelOf } from './list-identity.js';
import { type EntryPair, isReordered, pairEntries } from './list-pairs.js';
import { isMapping, sameValue } from './plain-values.js';
import { shownValue } from './shown-values.js';

/** One field in which two versions of an object differ. */
export interface FieldChange {
  /** Such as `spec.rules[1].backendRefs[0].port`; indexes are those of the new version, of the old where it is gone. */
  readonly path: string;
  /** Which rule or listener it belongs to, in words: `PathPrefix /api`. */
  readonly about?: string | undefined;
  readonly change: 'added' | 'removed' | 'changed' | 'reordered';
  /** As it may be shown: never a value of a Secret. Null where there is none. */
  readonly before: unknown;
  readonly after: unknown;
}

/** The fields in which two versions of an object of this kind differ, in the order of the new one. */
export function fieldChanges(kind: string, before: unknown, after: unknown): FieldChange[] {
  const found: FieldChange[] = [];
  new FieldComparison(kind, found).compare([], undefined, before, after);
  return found;
}

class FieldComparison {
  readonly #kind: string;
  readonly #found: FieldChange[];

  constructor(kind: string, found: FieldChange[]) {
    this.#kind = kind;
    this.#found = found;
  }

  compare(path: FieldPath, about: string | undefined, before: unknown, after: unknown): void {
    if (sameValue(before ?? null, after ?? null)) return;
    if (isMapping(before) && isMapping(after)) {
      const keys = new Set([...Object.keys(after), ...Object.keys(before)]);
      for (const key of keys) this.compare([...path, key], about, before[key], after[key]);
    } else if (Array.isArray(before) && Array.isArray(after)) {
      this.#lists(path, about, before, after);
    } else {
      const change = (before ?? null) === null ? 'added' : (after ?? null) === null ? 'removed' : 'changed';
      this.#add(path, about, change, before, after);
    }
  }

  #lists(path: FieldPath, about: string | undefined, before: readonly unknown[], after: readonly unknown[]): void {
    const list = String(path.findLast((step) => typeof step === 'string') ?? '');
    const pairs = pairEntries(list, before, after);
    for (const pair of pairs) {
      const [old, now] = [before[pair.before], after[pair.after]];
      const entry = [...path, pair.after === -1 ? pair.before : pair.after];
      const label = labelOf(list, now ?? old) ?? about;
      if (pair.after === -1) this.#add(entry, label, 'removed', old, undefined);
      else if (pair.before === -1) this.#add(entry, label, 'added', undefined, now);
      else this.compare(entry, label, old, now);
    }
    if (isReordered(pairs)) this.#reordered(path, about, list, pairs, after);
  }

  #reordered(
    path: FieldPath,
    about: string | undefined,
    list: string,
    pairs: readonly EntryPair[],
    after: readonly unknown[],
  ): void {
    const common = pairs.filter((pair) => pair.before !== -1 && pair.after !== -1);
    const names = (ordered: readonly EntryPair[]) =>
      ordered.map((pair) => {
        const entry = after[pair.after];
        return labelOf(list, entry) ?? shownValue(this.#kind, [...path, pair.after], entry);
      });
    const old = names([...common].sort((a, b) => a.before - b.before));
    this.#found.push({ path: formatFieldPath(path), about, change: 'reordered', before: old, after: names(common) });
  }

  #add(path: FieldPath, about: string | undefined, change: FieldChange['change'], before: unknown, after: unknown) {
    this.#found.push({
      path: formatFieldPath(path),
      about,
      change,
      before: shownValue(this.#kind, path, before) ?? null,
      after: shownValue(this.#kind, path, after) ?? null,
    });
  }
}
