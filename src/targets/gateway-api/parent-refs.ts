import type { ParentRef } from '../../kubernetes/gateway-api.js';
import type { NamespacedName } from '../../options.js';

/** A reference to a listener, for a route of some namespace. */
export type Reference = (routeNamespace: string | undefined) => ParentRef;

export function parentRefTo(
  kind: 'Gateway' | 'ListenerSet',
  holder: { readonly name: string; readonly namespace: string | undefined },
  sectionName: string,
): Reference {
  return (routeNamespace) => {
    const { name, namespace } = holder;
    const isOwn = namespace === undefined || namespace === routeNamespace;
    const ref = isOwn ? { name, sectionName } : { name, namespace, sectionName };
    return kind === 'Gateway' ? ref : { group: 'gateway.networking.k8s.io', kind, ...ref };
  };
}

/** A reference to the listeners on a port of a Gateway whose names nobody knows. */
export function parentRefByPort({ name, namespace }: NamespacedName, port: number): Reference {
  return (routeNamespace) => ({ name, ...(namespace === routeNamespace ? {} : { namespace }), port });
}

export function uniqueRefs(refs: ParentRef[]): ParentRef[] {
  if (refs.length < 2) return refs;
  return [...new Map(refs.map((ref) => [JSON.stringify(ref), ref])).values()];
}
