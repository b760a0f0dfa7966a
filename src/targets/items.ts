import type { ItemId } from '../model/traced.js';

/**
 * Every ledger item that a part of the model came from, each once. Balancing and tuning are left out: where a target has no words
 * for them, the mapping has.
 */
export function itemsOf(part: object): ItemId[] {
  const found = new Set<ItemId>();
  collect(part, found);
  return [...found];
}

function collect(part: object, found: Set<ItemId>): void {
  if (Array.isArray(part)) {
    for (const value of part as unknown[]) if (typeof value === 'object' && value !== null) collect(value, found);
    return;
  }
  for (const key in part) {
    const value: unknown = (part as Record<string, unknown>)[key];
    if (typeof value !== 'object' || value === null || key === 'owner' || key === 'balancing' || key === 'tuning')
      continue;
    if ((key === 'from' || key === 'details' || key === 'regexFrom') && Array.isArray(value))
      for (const id of value) found.add(id as ItemId);
    else collect(value, found);
  }
}
