import type { Conversion, EmittedObject, Part } from '../conversion.js';
import { compileShare, targetOf, understandShare } from '../convert-share.js';
import type { Inventory } from '../kubernetes/inventory.js';
import { compareItems } from '../ledger/item-order.js';
import { Ledger } from '../ledger/ledger.js';
import type { Item } from '../ledger/verdict.js';
import type { Mapping } from '../mappings/mapping.js';
import { mergeConversions } from '../merge-conversions.js';
import { type ConvertOptions, DEFAULT_OPTIONS, type RunOptions } from '../options.js';
import { ledgerWith, ownKeysOf } from '../own-guards.js';
import { implementationOf, type Repertoire } from '../repertoire.js';
import { summarize } from '../totals.js';
import { nameKey, namesApart } from './names-apart.js';
import { hasOneFront, settleHosts } from './one-front.js';
import { saySharedPolicies } from './shared-policies.js';
import { sortInput } from './shares.js';
import { saySorting } from './sorting-report.js';
import { settleTcpPorts } from './tcp-claims.js';

/**
 * Converts each controller's share of the input as a run for that controller alone would, and puts the results together.
 * Gateways of different controllers stay different Gateways, as each controller had an address of its own.
 *
 * @param reading what was said of the input as it was read; a part has all of it, as a run for it alone would
 * @param mappings users' own annotations
 */
export function convertShares(
  inventory: Inventory,
  options: RunOptions,
  reading: readonly Item[],
  inputs: number,
  repertoire: Repertoire,
  mappings?: readonly Mapping[],
): Conversion {
  const ledger = new Ledger();
  const sorted = sortInput(inventory, options);
  saySorting(sorted, ledger);
  const read = sorted.shares.map((share) => {
    const own = ownKeysOf(mappings, share.options, repertoire);
    return understandShare(share.inventory, share.options, ledgerWith(own), repertoire, own);
  });
  const understood = settleTcpPorts(read, hasOneFront(options));
  const settled = hasOneFront(options)
    ? settleHosts(understood, options)
    : understood.map((share) => ({ share, withheld: [] }));
  const taken = new Map<string, EmittedObject>();
  const parts: Part[] = [];
  for (const [index, { share, withheld }] of settled.entries()) {
    const given = sorted.shares[index];
    if (given === undefined) continue;
    const naming = { taken: new Set(taken.keys()), suffix: given.options.from };
    const compiled = compileShare(share, inputs, naming, withheld);
    const conversion = { ...compiled, emitted: namesApart(compiled.emitted, taken, given.options.from) };
    for (const one of conversion.emitted) taken.set(nameKey(one.object), one);
    const leftOut = given.leftOut.map(({ ref, source }) => ({ ref, source }));
    parts.push({ controllers: given.controllers, options: given.options, leftOut, conversion });
  }
  saySharedPolicies(parts, ledger);
  const plain: ConvertOptions = { ...options, from: DEFAULT_OPTIONS.from };
  const whole: Conversion = {
    target: targetOf(plain, implementationOf(plain, repertoire)),
    emitted: [],
    closingComments: [],
    items: ledger.settle(),
    withheld: [],
    waysOut: [],
    summary: summarize([], inputs, 0, 0),
  };
  const merged = mergeConversions([whole, ...parts.map(({ conversion }) => conversion)], inputs);
  return {
    ...withItems(merged, reading),
    parts: parts.map((part) => ({ ...part, conversion: withItems(part.conversion, reading) })),
  };
}

function withItems(conversion: Conversion, reading: readonly Item[]): Conversion {
  const items = [...conversion.items, ...reading].sort(compareItems);
  const { emitted, withheld, summary } = conversion;
  return { ...conversion, items, summary: summarize(items, summary.inputs, emitted.length, withheld.length) };
}
