import type { OriginatedRoute } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';

/** Every item of a Route, its annotations included. An Ingress lends the same items to all its Routes. */
export function itemsOfRoute({ from, annotations }: OriginatedRoute): ItemId[] {
  return [...new Set([...Object.values(from).flat(), ...annotations.values()])];
}

/** What names the host: its field, the subdomain, or nothing at all, for which the object stands. */
export function hostItems({ host = [], subdomain = [], object = [] }: OriginatedRoute['from']): readonly ItemId[] {
  if (host.length > 0 && subdomain.length === 0) return [...host, ...object];
  return [host, subdomain, object].find((items) => items.length > 0) ?? [];
}
