import { formatRef } from '../../kubernetes/object.js';
import type { Route } from '../../kubernetes/route.js';
import type { RouterSettings } from '../../kubernetes/router-settings.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { Outlived } from './outlived-routes.js';

/**
 * A router takes note of the domain of a wildcard Route before it looks whether an older Route has its host and path
 * (reference §2.10): one that is not served holds its domain for its namespace all the same, until it is left out.
 */
export function sayFreed(
  outlived: readonly Outlived[],
  kept: readonly OriginatedRoute[],
  { namespaceOwnership, wildcardPolicy }: RouterSettings,
  ledger: Ledger,
): void {
  if (namespaceOwnership === 'InterNamespaceAllowed' || wildcardPolicy === 'WildcardsDisallowed') return;
  const claim = (one: OriginatedRoute): string => JSON.stringify([one.owner.namespace ?? null, domainOf(one.route)]);
  const held = new Set(kept.filter(({ route }) => isWild(route)).map(claim));
  const freed = new Map<string, OriginatedRoute[]>();
  for (const { one } of outlived) {
    const domain = domainOf(one.route);
    if (isWild(one.route) && !held.has(claim(one))) freed.set(domain, [...(freed.get(domain) ?? []), one]);
  }
  for (const { route, owner, from } of kept) {
    const holder = freed.get(domainOf(route))?.find((one) => one.owner.namespace !== owner.namespace);
    if (holder === undefined) continue;
    ledger.sayAll(from.to ?? [], {
      verdict: 'approximated',
      code: 'RS2154',
      severity: 'warning',
      message: `${isWild(route) ? `*.${domainOf(route)}` : route.host} may be served only now: today ${formatRef(holder.owner.ref)} ${holder.label} holds *.${domainOf(route)} for its namespace with a wildcard Route that is not served itself, and that is not written`,
      next: 'Check that this host is meant to be served.',
    });
  }
}

function isWild({ wildcardPolicy }: Route): boolean {
  return wildcardPolicy === 'Subdomain';
}

function domainOf({ host }: Route): string {
  return host.slice(host.indexOf('.') + 1);
}
