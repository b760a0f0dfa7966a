import type { ItemId } from '../model/traced.js';

/**
 * Every ledger item that a part of the model came from, each once. Balancing and tuning are left out: where a target has no words
 * for them, the mapping has.
 */
export function itemsOf(part: object): ItemId[] {
  const found = new Set<ItemId>();
  forEachItem(part, (item) => found.add(item));
  return [...found];
}

/** The same items, one of which may come more than once. */
export function forEachItem(part: object, visit: (item: ItemId) => void): void {
  if (Array.isArray(part)) {
    for (const value of part as unknown[]) if (typeof value === 'object' && value !== null) forEachItem(value, visit);
    return;
  }
  for (const key in part) {
    const value: unknown = (part as Record<string, unknown>)[key];
    if (typeof value !== 'object' || value === null || key === 'owner' || key === 'balancing' || key === 'tuning')
      continue;
    if ((key === 'from' || key === 'details' || key === 'regexFrom') && Array.isArray(value))
      for (const id of value) visit(id as ItemId);
    else forEachItem(value, visit);
  }
}
