import type { PathMatchValue } from '../../../kubernetes/gateway-api.js';
import type { Ledger } from '../../../ledger/ledger.js';
import { formatHost, type HostPattern, isAround } from '../../../model/host-pattern.js';
import type { Policies } from '../../../model/policies.js';
import type { PlannedRule } from '../draft.js';
import type { HostPlan } from '../host-plan.js';
import { takes } from '../path-regions.js';

/**
 * Traefik gives each match of a route a rank by the length of its path and adds that of the host name (buildMatchRule in
 * pkg/provider/kubernetes/gateway/httproute.go): a longer path of a wildcard wins over a shorter one of a host below it, whose
 * requests it takes.
 */
export function sayHostRanks(plans: readonly HostPlan[], title: string, ledger: Ledger): void {
  const wide = plans.filter(({ host }) => namesOf(host).some(({ kind }) => kind !== 'exact'));
  if (wide.length === 0) return;
  for (const narrow of plans) {
    for (const other of wide) {
      if (other === narrow) continue;
      const around = namesOf(other.host).find((name) => namesOf(narrow.host).some((one) => isAround(name, one)));
      if (around !== undefined) sayTaken(narrow, other, around, title, ledger);
    }
  }
}

function sayTaken(narrow: HostPlan, wide: HostPlan, around: HostPattern, title: string, ledger: Ledger): void {
  const own = narrow.planned.flatMap((planned) => matchesOf(planned).map((match) => ({ planned, match })));
  for (const match of new Set(wide.planned.flatMap(matchesOf))) {
    const path = match.type === 'RegularExpression' ? undefined : match.value;
    if (path === undefined) continue;
    const takers = own.filter((one) => one.match.type !== 'RegularExpression' && takes(one.match, path));
    const [best] = takers.sort((a, b) => rankOf(b.match) - rankOf(a.match));
    const gap = formatHost(narrow.host.host).length - formatHost(around).length;
    if (best === undefined || rankOf(match) <= rankOf(best.match) + gap) continue;
    const { rule } = best.planned;
    ledger.sayAll(rule.from, {
      verdict: 'approximated',
      code: 'RS2666',
      severity: isGuarded(rule.policies) ? 'error' : 'warning',
      message: `${title} ranks long paths above host names: requests for ${formatHost(narrow.host.host)} to ${path} go to the rule of ${formatHost(around)} for that path, past this one and what stands before it`,
      next: `Write ${path} as a path of ${formatHost(narrow.host.host)}, too.`,
    });
  }
}

function namesOf({ host, aliases }: HostPlan['host']): HostPattern[] {
  return [host, ...aliases.map(({ value }) => value)];
}

function matchesOf({ https, http }: PlannedRule): PathMatchValue[] {
  return [...https, ...http].flatMap(({ rule }) => rule.matches.map(({ path }) => path));
}

function rankOf({ type, value }: PathMatchValue): number {
  if (type === 'Exact') return 100_000;
  return type === 'PathPrefix' && value === '/' ? 1 : 10_000 + value.length * 100;
}

function isGuarded({
  basicAuth,
  externalAuth,
  clientCertificate,
  accessList,
  rateLimit,
  opaqueGuard,
}: Policies): boolean {
  return (basicAuth ?? externalAuth ?? clientCertificate ?? accessList ?? rateLimit ?? opaqueGuard) !== undefined;
}
