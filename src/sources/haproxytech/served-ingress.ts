import type { Ingress } from '../../kubernetes/ingress.js';
import type { ItemId } from '../../model/traced.js';
import type { Served } from '../served-ingress.js';
import type { Annotations } from './annotations.js';

export type ServedIngress = Served<Annotations>;

/** Whether spec.tls has an entry with hosts, which is all that the controller keeps of it (reference §2.3). */
export function hasTlsHosts({ tls }: Ingress): boolean {
  return tls.some((entry) => entry !== undefined && entry.hosts.length > 0);
}

/** Items of the entries of spec.tls that list hosts. */
export function tlsItems({ ingress, fields }: ServedIngress): ItemId[] {
  return ingress.tls.flatMap((entry, index) => {
    const item = fields.tls[index];
    return item === undefined || entry === undefined || entry.hosts.length === 0 ? [] : [item];
  });
}
