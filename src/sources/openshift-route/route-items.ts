import type { OriginatedRoute } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';

/** Every item of a Route, its annotations included. An Ingress lends the same items to all its Routes. */
export function itemsOfRoute({ from, annotations }: OriginatedRoute): ItemId[] {
  return [...new Set([...Object.values(from).flat(), ...annotations.values()])];
}

/** What names the host: its field, the subdomain, or nothing at all, for which the object stands. */
export function hostItems({ route, from }: OriginatedRoute): readonly ItemId[] {
  const { host = [], subdomain = [], object = [] } = from;
  return route.host !== '' ? host : [...host, ...subdomain, ...object];
}
