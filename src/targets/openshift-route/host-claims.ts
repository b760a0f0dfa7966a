import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

/**
 * Says where Routes that are written exclude each other: the router gives a host and path to the oldest, and a whole host to
 * the namespace of its oldest Route unless it is told otherwise (reference §2.10).
 */
export function sayClaims(routes: readonly OriginatedRoute[], ledger: Ledger): void {
  const byPath = new Map<string, OriginatedRoute[]>();
  const byHost = new Map<string, OriginatedRoute[]>();
  for (const one of routes) {
    const { host, path } = one.route;
    if (host === '') continue;
    gather(byPath, JSON.stringify([host, path]), one);
    gather(byHost, host, one);
  }
  for (const claimants of byPath.values()) if (claimants.length > 1) sayTwins(claimants, ledger);
  for (const claimants of byHost.values()) {
    const namespaces = [...new Set(claimants.map(({ owner }) => owner.namespace ?? 'default'))].sort();
    if (namespaces.length > 1) sayNamespaces(claimants, namespaces, ledger);
  }
}

function gather(into: Map<string, OriginatedRoute[]>, key: string, one: OriginatedRoute): void {
  const known = into.get(key);
  if (known === undefined) into.set(key, [one]);
  else known.push(one);
}

function sayTwins(claimants: readonly OriginatedRoute[], ledger: Ledger): void {
  const [first] = claimants;
  if (first === undefined) return;
  const { host, path } = first.route;
  const names = claimants.map(({ route }) => route.meta.name).sort();
  for (const { from } of claimants)
    ledger.sayAll(from.to ?? [], {
      verdict: 'converted',
      code: 'RS2154',
      message: `${claimants.length} Routes claim ${host}${path}: ${listed(names)}; the router serves the oldest, and of those made in one second the one with the lower UID`,
      next: 'Leave out those that are not meant.',
    });
}

function sayNamespaces(claimants: readonly OriginatedRoute[], namespaces: readonly string[], ledger: Ledger): void {
  for (const { from, route } of claimants)
    ledger.sayAll(from.host ?? [], {
      verdict: 'converted',
      code: 'RS2154',
      message: `Routes of the namespaces ${listed(namespaces)} share the host ${route.host}; unless the IngressController has namespaceOwnership: InterNamespaceAllowed, only the namespace of the oldest is served`,
      next: 'Check that the IngressController allows it, or that one namespace has all paths of the host.',
    });
}

const MOST_NAMES = 5;

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more <= 0 ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more`;
}
