import type { Ledger } from '../../ledger/ledger.js';
import { hasGuard } from '../../model/guards.js';
import { formatHost, isAround } from '../../model/host-pattern.js';
import type { Rule } from '../../model/traffic.js';
import type { HostPlan } from './host-plan.js';

/**
 * A wildcard that stood for one label takes names of more labels here, which wider rules had at the source. Where a guard
 * stands before those and none before the rules of the wildcard, such names get past it.
 */
export function sayDeeperNames(plans: readonly HostPlan[], ledger: Ledger): void {
  for (const plan of plans) {
    const { host } = plan.host;
    if (host.kind !== 'wildcard' || host.labels !== 'one' || !plan.isPublished) continue;
    if (!plan.planned.some(({ rule }) => isOpen(rule))) continue;
    const wider = plans.find((other) => isAround(other.host.host, host) && other.host.rules.some(isGuarded));
    if (wider === undefined) continue;
    const name = formatHost(host);
    const theirs =
      wider.host.host.kind === 'any' ? 'the rules without a host' : `the rules of ${formatHost(wider.host.host)}`;
    ledger.sayAll(plan.host.from, {
      verdict: 'approximated',
      code: 'RS1008',
      severity: 'error',
      message: `names of more than one label below ${name} (a.b${name.slice(1)}) had ${theirs}, which are guarded, and get the rules of ${name} now, which are not all guarded`,
      next: `Guard the rules of ${name} alike, or write a host of its own for each such name that clients use.`,
    });
  }
}

function isGuarded({ policies }: Rule): boolean {
  return hasGuard(policies);
}

function isOpen({ action, policies }: Rule): boolean {
  return action.kind === 'forward' && !hasGuard(policies);
}
