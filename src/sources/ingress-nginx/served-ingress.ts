import type { Ingress } from '../../kubernetes/ingress.js';
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
export function displayName(served: ServedIngress): string {
  const { namespace, name } = served.ingress.meta;
  return namespace === undefined ? name : `${namespace}/${name}`;
}
