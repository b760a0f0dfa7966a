import type { RouterSettings } from '../../kubernetes/router-settings.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

/** Says of explicit wildcard Routes whether the router takes them; of those of Ingresses it is said where they are made. */
export function sayWildcards(
  routes: readonly OriginatedRoute[],
  { name, wildcardPolicy }: RouterSettings,
  ledger: Ledger,
): void {
  if (wildcardPolicy === undefined) return;
  const isAdmitted = wildcardPolicy === 'WildcardsAllowed';
  for (const { route, owner, from } of routes) {
    if (route.wildcardPolicy === 'None' || owner.ref.kind === 'Ingress') continue;
    ledger.sayAll(from.wildcardPolicy ?? [], {
      verdict: 'converted',
      code: 'RS2112',
      severity: isAdmitted ? 'info' : 'warning',
      message: isAdmitted ? `${name} admits wildcard Routes` : `${name} does not admit wildcard Routes`,
      ...(isAdmitted
        ? {}
        : { next: 'Set spec.routeAdmission.wildcardPolicy: WildcardsAllowed if it is meant to be served.' }),
    });
  }
}
