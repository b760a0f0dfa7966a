import type { ItemId } from '../model/traced.js';

/** Every ledger item that a part of the model came from, each once. */
export function itemsOf(part: object): ItemId[] {
  const found = new Set<ItemId>();
  collect(part, found);
  return [...found];
}

function collect(part: object, found: Set<ItemId>): void {
  for (const key in part) {
    const value: unknown = (part as Record<string, unknown>)[key];
    if (typeof value !== 'object' || value === null || key === 'owner') continue;
    if ((key === 'from' || key === 'details' || key === 'regexFrom') && Array.isArray(value))
      for (const id of value) found.add(id as ItemId);
    else collect(value, found);
  }
}
