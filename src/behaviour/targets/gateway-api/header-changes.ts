import type { HeaderChanges } from '../../outcome.js';
import { type Fields, items, text, texts } from './reading.js';

export const noHeaderChanges: HeaderChanges = { set: {}, added: {}, removed: [] };

/**
 * What header modifiers do together, in the order in which they are listed. Names are compared without case; of entries
 * with equivalent names the first counts.
 */
export function composeHeaderChanges(modifiers: readonly Fields[]): HeaderChanges {
  if (modifiers.length === 0) return noHeaderChanges;
  const set = new Map<string, string>();
  const added = new Map<string, string>();
  const removed = new Set<string>();
  for (const modifier of modifiers) {
    for (const [name, value] of firstOfEach(modifier.set)) {
      set.set(name, value);
      added.delete(name);
      removed.delete(name);
    }
    for (const [name, value] of firstOfEach(modifier.add)) {
      const settled = set.get(name);
      // Added after it was set or removed, the value is known whatever the client sent.
      if (settled !== undefined) set.set(name, `${settled},${value}`);
      else if (removed.delete(name)) set.set(name, value);
      else added.set(name, added.has(name) ? `${added.get(name)},${value}` : value);
    }
    for (const name of texts(modifier.remove).map((header) => header.toLowerCase())) {
      set.delete(name);
      added.delete(name);
      removed.add(name);
    }
  }
  return { set: Object.fromEntries(set), added: Object.fromEntries(added), removed: [...removed] };
}

/** Header changes that happen after headers were set by something else, such as CORS. */
export function overlayHeaderChanges(earlier: Readonly<Record<string, string>>, later: HeaderChanges): HeaderChanges {
  const set: Record<string, string> = { ...earlier };
  for (const name of later.removed) delete set[name];
  const added: Record<string, string> = {};
  for (const [name, value] of Object.entries(later.added)) {
    const settled = set[name];
    if (settled === undefined) added[name] = value;
    else set[name] = `${settled},${value}`;
  }
  return { set: { ...set, ...later.set }, added, removed: later.removed };
}

/** Two rounds of changes, one after the other. */
export function thenHeaderChanges(first: HeaderChanges, second: HeaderChanges): HeaderChanges {
  if (first === noHeaderChanges) return second;
  if (second === noHeaderChanges) return first;
  const entries = (changes: Readonly<Record<string, string>>) =>
    Object.entries(changes).map(([name, value]) => ({ name, value }));
  // Within one round a name is set, added or removed; the order of the three does not matter.
  return composeHeaderChanges(
    [first, second].map(({ set, added, removed }) => ({ set: entries(set), add: entries(added), remove: removed })),
  );
}

function firstOfEach(list: unknown): ReadonlyMap<string, string> {
  const result = new Map<string, string>();
  for (const item of items(list)) {
    const name = text(item.name)?.toLowerCase();
    if (name !== undefined && !result.has(name)) result.set(name, text(item.value) ?? '');
  }
  return result;
}
