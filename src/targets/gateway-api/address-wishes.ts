import type { Ledger } from '../../ledger/ledger.js';
import type { CarriedAnnotation } from '../../model/carried-annotation.js';
import {
  type Holder,
  nameOfHolder,
  namesOfOwners,
  refOfHolder,
  sayOfWishes,
  wishesOf,
  wishText,
} from './shared-wishes.js';

/**
 * What of the wishes for addresses in records a Gateway gets: those of all objects with hosts on it, or none. ListenerSets get
 * none, because their hosts attach to the HTTP listener of the Gateway, too, whose addresses would be published besides.
 */
export function addressAnnotations(holder: Holder, ledger: Ledger): readonly CarriedAnnotation[] {
  // Ports of ConfigMaps have no names that could get records.
  const owners = [...holder.draft.owners].filter(({ ref }) => ref.kind !== 'ConfigMap');
  const askers = owners.filter((one) => wishesOf(one, 'addresses').length > 0);
  const [first] = askers;
  if (first === undefined) return [];
  const wishes = wishesOf(first, 'addresses');
  const others = owners.filter((one) => wishText(wishesOf(one, 'addresses')) !== wishText(wishes));
  for (const one of askers) {
    const mine = wishesOf(one, 'addresses');
    if (others.length === 0) {
      for (const { item, why = '', next } of mine)
        ledger.say(item, {
          verdict: 'converted',
          code: 'RS2441',
          message: `moved to the Gateway: ${why}`,
          next,
          emitted: [refOfHolder(holder)],
        });
      continue;
    }
    const message = `not moved to ${nameOfHolder(holder)}, where it would give the records of all hosts there this target: ${namesOfOwners(owners)} ask for different ones, or for none`;
    const isApart = new Set(owners.map(({ namespace }) => namespace)).size > 1;
    const next = `${isApart ? 'Pass --gateway-per namespace to separate them, give' : 'Give'} the hosts a Gateway of their own, or write a DNSEndpoint for their records.`;
    sayOfWishes(mine, { verdict: 'manual', code: 'RS2442', message, next }, ledger);
  }
  return others.length === 0 ? wishes : [];
}
