import type { Ingress } from '../../kubernetes/ingress.js';
import type { ItemId } from '../../model/traced.js';
import type { Owner } from '../../model/traffic.js';
import type { FieldItems } from '../ingress-fields.js';
import type { Annotations } from './annotations.js';

/** An Ingress that the controller serves, with the items of its fields. */
export interface ServedIngress {
  readonly ingress: Ingress;
  readonly annotations: Annotations;
  readonly owner: Owner;
  /** `namespace/name`, the controller's key; a missing namespace is `default`. */
  readonly key: string;
  readonly namespaceKey: string;
  readonly fields: FieldItems;
}

/** `shop/web`, or `web` where the manifest has no namespace. */
export function displayName({ ingress }: ServedIngress): string {
  const { namespace, name } = ingress.meta;
  return namespace === undefined ? name : `${namespace}/${name}`;
}

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
