import type { Problem } from '../../attachment.js';
import { byAge, type KubeObject } from '../../objects.js';
import type { PlaneContext } from '../implementation.js';
import { type TargetRules, targetKey, targetsOf } from './targets.js';

/** Policies of one kind by what they are attached to. */
export interface AttachedPolicies {
  /** Those of a target, oldest first. */
  at(key: string): readonly KubeObject[];
}

/** Finds the targets of all policies of a kind; what is not attached becomes a problem. */
export function attachPolicies(
  group: string,
  kind: string,
  rules: TargetRules,
  context: PlaneContext,
  problems: Problem[],
): AttachedPolicies {
  const byTarget = new Map<string, KubeObject[]>();
  for (const policy of [...context.objects.all(group, kind)].sort(byAge)) {
    const { targets, faults } = targetsOf(policy, context, rules);
    for (const reason of faults) problems.push({ object: policy.label, reason });
    for (const { object, section } of targets) {
      const key = targetKey(object.label, section);
      const known = byTarget.get(key);
      if (known === undefined) byTarget.set(key, [policy]);
      else if (!known.includes(policy)) known.push(policy);
    }
  }
  return { at: (key) => byTarget.get(key) ?? [] };
}

/**
 * As {@link attachPolicies}, where a target has one policy of a kind and the oldest is the one (GEP-713): the others are
 * not accepted for it.
 */
export function attachSinglePolicies(
  group: string,
  kind: string,
  rules: TargetRules,
  context: PlaneContext,
  problems: Problem[],
): (key: string) => KubeObject | undefined {
  const attached = attachPolicies(group, kind, rules, context, problems);
  const targets = context.objects
    .all(group, kind)
    .flatMap((policy) => targetsOf(policy, context, rules).targets.map((t) => targetKey(t.object.label, t.section)));
  for (const key of [...new Set(targets)].sort()) {
    const [first, ...others] = attached.at(key);
    for (const { label } of others)
      problems.push({ object: label, reason: `Conflicted: ${first?.label} is older, on ${key}` });
  }
  return (key) => attached.at(key)[0];
}
