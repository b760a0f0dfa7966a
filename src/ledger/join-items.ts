import { compareText } from '../kubernetes/compare-text.js';
import { compareItems, weightOf } from './item-order.js';
import type { EmittedRef, Item, Note } from './verdict.js';

/**
 * The items of several ledgers that read the same input as one list. What two of them say of one place becomes one item, as
 * if one ledger had heard both: the worst verdict decides, and the rest are notes.
 */
export function joinItems(lists: readonly (readonly Item[])[]): Item[] {
  const places = new Map<string, Item[]>();
  for (const items of lists) {
    // One ledger may have several items of one place; the first of each go together, and the second ones.
    const seen = new Map<string, number>();
    for (const item of items) {
      const place = placeOf(item);
      const nth = seen.get(place) ?? 0;
      seen.set(place, nth + 1);
      const key = `${place}\n${nth}`;
      const known = places.get(key);
      if (known === undefined) places.set(key, [item]);
      else known.push(item);
    }
  }
  return [...places.values()].map(joined).sort(inOrder);
}

function placeOf({ source, object, field, annotation }: Item): string {
  const named = object === undefined ? [] : [object.apiVersion, object.kind, object.namespace ?? null, object.name];
  return JSON.stringify([source.file, source.line, source.column, field, annotation ?? null, named]);
}

function joined(items: readonly Item[]): Item {
  const [first, ...others] = [...items].sort((a, b) => weightOf(b) - weightOf(a) || inOrder(a, b));
  if (first === undefined) throw new Error('join-items: a place without an item');
  if (others.length === 0) return first;
  const notes = new Map<string, Note>();
  const told = keyOf(first);
  for (const note of [...first.also, ...others.flatMap((item) => [noteOf(item), ...item.also])]) {
    const key = keyOf(note);
    if (key !== told && !notes.has(key)) notes.set(key, note);
  }
  const emitted = new Map<string, EmittedRef>();
  for (const ref of [first, ...others].flatMap((item) => item.emitted)) emitted.set(refKey(ref), ref);
  const sorted = [...emitted].sort(([a], [b]) => compareText(a, b)).map(([, ref]) => ref);
  return { ...first, emitted: sorted, also: [...notes.values()] };
}

function keyOf({ code, severity, message }: Note): string {
  return JSON.stringify([code, severity, message]);
}

function refKey(ref: EmittedRef): string {
  return `${ref.kind}\n${ref.namespace ?? ''}\n${ref.name}\n${ref.path ?? ''}`;
}

function noteOf({ code, severity, message, next, suppressed }: Item): Note {
  return { code, severity, message, next, ...(suppressed === undefined ? {} : { suppressed }) };
}

/** The order of the ledger, and one of its own for what that leaves equal. */
function inOrder(a: Item, b: Item): number {
  return compareItems(a, b) || compareText(JSON.stringify(a), JSON.stringify(b));
}
