import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

/**
 * Says where names that the controller makes up at random decide: the paths `` and `/` of a host are two claims, both are
 * admitted, and the letters of the Routes' names tell which is asked (reference §2.1, §1.3).
 */
export function sayChance(routes: readonly OriginatedRoute[], ledger: Ledger): void {
  const byHost = new Map<string, OriginatedRoute[]>();
  for (const one of routes) {
    const { host, path, wildcardPolicy, tls } = one.route;
    if (!/^\/*$/.test(path) || tls?.termination === 'passthrough') continue;
    const key = JSON.stringify([host, wildcardPolicy, one.owner.namespace ?? null]);
    const known = byHost.get(key);
    if (known === undefined) byHost.set(key, [one]);
    else known.push(one);
  }
  for (const all of byHost.values()) {
    const paths = [...new Set(all.map(({ route }) => `"${route.path}"`))].sort();
    if (paths.length < 2) continue;
    for (const { from, route } of all)
      ledger.sayAll(from.to ?? [], {
        verdict: 'converted',
        code: 'RS2154',
        message: `the paths ${paths.join(' and ')} of ${route.host} both take every request, and the controller makes a Route of each; which of them is asked, the letters decide that the controller makes up for their names, so one is taken at will here`,
        next: 'Keep one of the paths.',
      });
  }
}
