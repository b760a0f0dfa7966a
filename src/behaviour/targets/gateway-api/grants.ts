import { gatewayGroup, type ObjectSet } from './objects.js';
import { items, text } from './reading.js';

export interface ReferenceEnd {
  readonly group: string;
  readonly kind: string;
  readonly namespace: string;
}

/** Whether an object may refer to one of another namespace. */
export type Permission = (from: ReferenceEnd, to: ReferenceEnd & { readonly name: string }) => boolean;

/**
 * Reads the ReferenceGrants. A grant lies in the namespace of what is referred to; each of its `from` permits each of its
 * `to`, and grants add up. Within one namespace no grant is needed.
 */
export function readGrants(objects: ObjectSet): Permission {
  const granted = new Set<string>();
  for (const grant of objects.all(gatewayGroup, 'ReferenceGrant')) {
    for (const from of items(grant.spec.from)) {
      for (const to of items(grant.spec.to)) {
        const source = [text(from.group) ?? '', text(from.kind), text(from.namespace)];
        granted.add(
          JSON.stringify([...source, text(to.group) ?? '', text(to.kind), grant.namespace, text(to.name) ?? '*']),
        );
      }
    }
  }
  return (from, to) => {
    if (from.namespace === to.namespace) return true;
    if (granted.size === 0) return false;
    const pair = [from.group, from.kind, from.namespace, to.group, to.kind, to.namespace];
    return granted.has(JSON.stringify([...pair, '*'])) || granted.has(JSON.stringify([...pair, to.name]));
  };
}
