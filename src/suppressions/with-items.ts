import type { Conversion } from '../conversion.js';
import { compareItems } from '../ledger/item-order.js';
import type { Item } from '../ledger/verdict.js';
import { summarize } from '../totals.js';

/** The conversion with other items, sorted as reports have them, and the numbers that belong to them. */
export function withItems(conversion: Conversion, items: readonly Item[]): Conversion {
  const sorted = [...items].sort(compareItems);
  const { inputs, objects, withheld } = conversion.summary;
  return { ...conversion, items: sorted, summary: summarize(sorted, inputs, objects, withheld) };
}
