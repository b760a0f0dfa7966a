import { controllingIngress } from '../../kubernetes/controlling-ingress.js';
import { formatRef, type Manifest } from '../../kubernetes/object.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

const MOST_NAMES = 3;

/**
 * Says once what stands between the new Routes and their traffic: the Routes that the controller made of the live Ingresses
 * are older and hold the hosts (reference §1.3, §2.10). An Ingress that leaves its class keeps them (§1.1).
 */
export function sayCutOver(routes: readonly OriginatedRoute[], ledger: Ledger): void {
  const ingresses = new Set<Manifest>();
  for (const { route, owner } of routes) if (owner.ref.kind === 'Ingress') ingresses.add(route.manifest);
  const [first, ...others] = [...ingresses];
  if (first === undefined) return;
  const named = [first, ...others].slice(0, MOST_NAMES).map(({ ref }) => formatRef(ref));
  const more = ingresses.size - named.length;
  const whose = `${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
  ledger.say(ledger.openField(first, []), {
    verdict: 'manual',
    code: 'RS2151',
    message: `in the cluster the Routes that the controller made of ${whose} are older and hold the hosts; the new ones wait with HostAlreadyClaimed until those are gone`,
    next: 'Apply the new Routes first, check that they wait for nothing else, then delete the Ingresses: their own Routes go with them and the router admits the new ones. An Ingress that has to stay gets a class that no controller has, and then its Routes have to be deleted by hand.',
  });
}

/** Says of an explicit Route that it is one of the controller's own: under its name, what is applied is overwritten. */
export function sayControlled({ route, owner }: OriginatedRoute, ledger: Ledger): void {
  const ingress = owner.ref.kind === 'Ingress' ? undefined : controllingIngress(route.manifest);
  if (ingress === undefined) return;
  ledger.say(ledger.openField(route.manifest, ['metadata', 'ownerReferences']), {
    verdict: 'manual',
    code: 'RS2151',
    message: `the controller made this Route of Ingress ${ingress}: in its cluster it overwrites what is applied under this name, and the Route goes when the Ingress goes`,
    next: `Convert Ingress ${ingress} with --from openshift-ingress for a Route of its own.`,
  });
}
