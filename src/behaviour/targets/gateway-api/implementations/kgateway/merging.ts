import type { KubeObject } from '../../objects.js';
import type { Place } from '../../plane.js';
import type { Fields } from '../../reading.js';
import type { AttachedPolicies } from '../policies/attachment.js';
import { levelsOf } from '../policies/targets.js';

const ofTheObject = ['targetRefs', 'targetRef', 'targetSelectors'];

/**
 * The TrafficPolicies at a place, field by field of `spec`: the more specific level wins, on one level the older policy. A
 * field is taken as a whole, so that an `acl` of a route replaces that of the Gateway (implementation-policies.md §1.4).
 *
 * @param named the policies that filters of the rule name, above all levels
 */
export function effectiveSpec(place: Place, named: readonly KubeObject[], policies: AttachedPolicies): Fields {
  const merged: Record<string, unknown> = {};
  for (const level of [named, ...levelsOf(place).map((key) => policies.at(key))]) {
    for (const { spec, namespace } of level) {
      for (const [name, value] of Object.entries(spec)) {
        if (ofTheObject.includes(name) || Object.hasOwn(merged, name)) continue;
        merged[name] = value;
        merged[`${name} namespace`] = namespace;
      }
    }
  }
  return merged;
}
