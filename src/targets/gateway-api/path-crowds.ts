import { itemsOf } from '../items.js';
import type { PathPlan } from './path-entries.js';

/**
 * Notes which rules have a path that another rule of their host has as well: an exact path and a prefix of the same name,
 * a path that is closed beside one that is open, or one whose plain HTTP is redirected unless a header says otherwise.
 * Where policies are tied to whole routes, rules of one object that ask for the same stand in one route.
 */
export function markCrowded(plans: readonly PathPlan[]): void {
  const byValue = new Map<string, PathPlan[]>();
  for (const plan of plans) {
    const { plainHttp } = plan.rule;
    if (plainHttp.kind === 'redirect' && plainHttp.unless !== undefined) plan.isCrowded = true;
    const own = new Set(plan.entries.map(({ match }) => match.value));
    if (plan.closing.some(({ match }) => own.has(match.value))) plan.isCrowded = true;
    for (const value of new Set([...plan.entries, ...plan.closing].map(({ match }) => match.value))) {
      const known = byValue.get(value);
      if (known === undefined) byValue.set(value, [plan]);
      else known.push(plan);
    }
  }
  for (const sharing of byValue.values()) {
    const [first, ...others] = sharing;
    if (first === undefined || others.every((other) => standTogether(first, other))) continue;
    for (const plan of sharing) plan.isCrowded = true;
  }
}

function standTogether(a: PathPlan, b: PathPlan): boolean {
  return (
    a.rule.owner === b.rule.owner &&
    a.blocked === undefined &&
    b.blocked === undefined &&
    a.rule.action.kind === 'forward' &&
    b.rule.action.kind === 'forward' &&
    a.closing.length + b.closing.length === 0 &&
    JSON.stringify(itemsOf(a.rule.policies)) === JSON.stringify(itemsOf(b.rule.policies))
  );
}
