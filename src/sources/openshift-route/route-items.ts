import type { OriginatedRoute } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';

/**
 * Every item of a Route, its annotations included. Of what an Ingress lends to all its Routes, host and TLS and annotations,
 * none is a Route's own.
 */
export function itemsOfRoute({ from, annotations, owner }: OriginatedRoute): ItemId[] {
  if (owner.ref.kind === 'Ingress') return [...new Set(from.to)];
  return [...new Set([...Object.values(from).flat(), ...annotations.values()])];
}

/** What names the host: its field, the subdomain, or nothing at all, for which the object stands. */
export function hostItems({ route, from }: OriginatedRoute): readonly ItemId[] {
  const { host = [], subdomain = [], object = [] } = from;
  return route.host !== '' ? host : [...host, ...subdomain, ...object];
}
