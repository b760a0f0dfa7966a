import { identitiesOf } from './list-identity.js';

/** Which entries of two lists are the same one; an index of -1 says that the other list has none. */
export interface EntryPair {
  readonly before: number;
  readonly after: number;
}

/** Lists whose entries are never taken for one another for want of a better one: what they match is what they are. */
const STRICT: ReadonlySet<string> = new Set(['rules', 'matches', 'listeners', 'hostnames']);

/** Pairs the entries of two lists by what they are rather than by where they stand; in the order of the new list. */
export function pairEntries(list: string, before: readonly unknown[], after: readonly unknown[]): EntryPair[] {
  const partner = new Map<number, number>();
  const left = { before: new Set(before.keys()), after: new Set(after.keys()) };
  const pair = (a: number, b: number) => {
    partner.set(b, a);
    left.before.delete(a);
    left.after.delete(b);
  };
  const names = {
    before: before.map((entry) => identitiesOf(list, entry)),
    after: after.map((entry) => identitiesOf(list, entry)),
  };
  const levels = Math.max(0, ...[...names.before, ...names.after].map(({ length }) => length));
  for (let level = 0; level < levels && left.before.size > 0 && left.after.size > 0; level++) {
    const waiting = new Map<string, number[]>();
    for (const a of left.before) {
      const name = names.before[a]?.[level];
      if (name === undefined) continue;
      const known = waiting.get(name);
      if (known === undefined) waiting.set(name, [a]);
      else known.push(a);
    }
    for (const list of waiting.values()) list.reverse();
    for (const b of [...left.after]) {
      const a = waiting.get(names.after[b]?.[level] ?? '')?.pop();
      if (a !== undefined) pair(a, b);
    }
  }
  const [a, ...moreBefore] = left.before;
  const [b, ...moreAfter] = left.after;
  if (a !== undefined && b !== undefined && moreBefore.length + moreAfter.length === 0 && !STRICT.has(list)) pair(a, b);
  return [
    ...[...left.before].map((before) => ({ before, after: -1 })),
    ...after.map((_entry, index) => ({ before: partner.get(index) ?? -1, after: index })),
  ];
}

/** Whether entries that both lists have stand in another order. */
export function isReordered(pairs: readonly EntryPair[]): boolean {
  let last = -1;
  for (const { before, after } of pairs) {
    if (before === -1 || after === -1) continue;
    if (before < last) return true;
    last = before;
  }
  return false;
}
