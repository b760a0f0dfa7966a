import type { ParentRef } from '../../kubernetes/gateway-api.js';
import type { NamespacedName } from '../../options.js';

/** A reference to a listener, for a route of some namespace. */
export type Reference = (routeNamespace: string | undefined) => ParentRef;

export function parentRefTo(
  kind: 'Gateway' | 'ListenerSet',
  holder: { readonly name: string; readonly namespace: string | undefined },
  sectionName: string,
): Reference {
  return (routeNamespace) => ({
    ...(kind === 'Gateway' ? {} : { group: 'gateway.networking.k8s.io', kind }),
    name: holder.name,
    ...(holder.namespace === undefined || holder.namespace === routeNamespace ? {} : { namespace: holder.namespace }),
    sectionName,
  });
}

/** A reference to the listeners on a port of a Gateway whose names nobody knows. */
export function parentRefByPort({ name, namespace }: NamespacedName, port: number): Reference {
  return (routeNamespace) => ({ name, ...(namespace === routeNamespace ? {} : { namespace }), port });
}

export function uniqueRefs(refs: readonly ParentRef[]): ParentRef[] {
  return [...new Map(refs.map((ref) => [JSON.stringify(ref), ref])).values()];
}
