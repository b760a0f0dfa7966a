import { hasGuard } from '../../model/guards.js';
import { isNotFound, type Rule, type VirtualHost } from '../../model/traffic.js';
import { heldBack } from '../blocker.js';
import { blockersOf } from './blockers.js';
import { markCrowded } from './path-crowds.js';
import type { Guard, PathPlan } from './path-entries.js';
import { planPaths } from './path-plan.js';
import { spellForImplementation } from './path-spellings.js';
import type { Planning } from './planning.js';

/** The planned paths of a host, in the order in which the source tries them. Says nothing to the ledger. */
export function pathsOf(host: VirtualHost, planning: Planning): PathPlan[] {
  const plans = planPaths(host.rules, (rule) => guardOf(rule, planning), planning.implementation?.expressions);
  spellForImplementation(plans);
  const place = { host, plans };
  for (const plan of plans) plan.place = place;
  if (planning.implementation?.policies?.reach === 'route') markCrowded(plans);
  return plans;
}

/** Those of the planned paths that will pass requests on to a backend. */
export function publishedOf(paths: readonly PathPlan[], planning: Planning): PathPlan[] {
  return paths.filter((plan) => isPublishable(plan, planning));
}

function guardOf(rule: Rule, planning: Planning): Guard {
  if (rule.action.kind === 'respond') return isNotFound(rule.action) ? 'none' : 'held';
  const missing = planning.protections.missing(rule.policies, planning);
  if (missing.length === 0) return hasGuard(rule.policies) ? 'checked' : 'none';
  // A guard whose loss was accepted still counts where the rule is not published for another reason.
  const blockers = blockersOf({ rule, blocked: undefined }, planning);
  return heldBack(blockers, planning.options, planning.ledger).holding.length > 0 ? 'held' : 'none';
}

function isPublishable(plan: PathPlan, planning: Planning): boolean {
  if (plan.rule.action.kind !== 'forward' || plan.unreachable !== undefined || plan.entries.length === 0) return false;
  return heldBack(blockersOf(plan, planning), planning.options, planning.ledger).holding.length === 0;
}
