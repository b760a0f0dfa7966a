import type { Conversion } from '../conversion.js';
import { summarize, waysOut } from '../totals.js';
import type { ShardPlan } from './plan.js';

/**
 * The part of a whole conversion that belongs to a shard. The parts of all shards are the whole: each object, finding and
 * rule stands in exactly one of them, as it stands in the whole, and their summaries add up.
 */
export function partOf(whole: Conversion, plan: ShardPlan, shard: number): Conversion {
  const emitted = whole.emitted.filter((one) => plan.ofEmitted(one) === shard);
  const items = whole.items.filter((item) => plan.of(item) === shard);
  const withheld = whole.withheld.filter((rule) => plan.of(rule) === shard);
  const inputs = plan.inputsOf(shard, whole.summary.inputs);
  return {
    target: whole.target,
    emitted,
    closingComments: shard === 1 ? whole.closingComments : [],
    items,
    withheld,
    waysOut: waysOut(withheld),
    summary: summarize(items, inputs, emitted.length, withheld.length),
  };
}
