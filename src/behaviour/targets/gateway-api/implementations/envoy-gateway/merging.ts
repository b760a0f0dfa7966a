import type { KubeObject } from '../../objects.js';
import type { Place } from '../../plane.js';
import { type Fields, optionalFields, text } from '../../reading.js';
import { levelsOf } from '../policies/targets.js';

/**
 * The policy that counts at a place: the most specific one replaces all others as a whole. Only a policy on a route or rule
 * with a mergeType is merged, with the nearest policy of a Gateway or ListenerSet (implementation-policies.md §1.1).
 */
export function effectivePolicy(place: Place, at: (key: string) => KubeObject | undefined): KubeObject | undefined {
  const levels = levelsOf(place);
  const own = levels.filter((key) => key.startsWith(place.route.label));
  const parents = levels.filter((key) => !own.includes(key));
  const parent = firstOf(parents, at);
  const chosen = firstOf(own, at);
  if (chosen === undefined) return parent;
  if (parent === undefined || text(chosen.spec.mergeType) === undefined) return chosen;
  return { ...chosen, spec: merge(parent.spec, chosen.spec) };
}

function firstOf(keys: readonly string[], at: (key: string) => KubeObject | undefined): KubeObject | undefined {
  for (const key of keys) {
    const found = at(key);
    if (found !== undefined) return found;
  }
  return undefined;
}

/** Objects field by field, everything else replaced: what both merge types do with the fields of these policies. */
function merge(parent: Fields, child: Fields): Fields {
  const merged: Record<string, unknown> = { ...parent };
  for (const [name, value] of Object.entries(child)) {
    const [above, below] = [optionalFields(merged[name]), optionalFields(value)];
    merged[name] = above !== undefined && below !== undefined ? merge(above, below) : value;
  }
  return merged;
}
