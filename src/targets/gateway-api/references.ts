import type { BackendRef, HttpRouteFilter, HttpRouteRule } from '../../kubernetes/gateway-api.js';
import type { Owner } from '../../model/traffic.js';

/** What objects of a kind and namespace refer to in another namespace. */
export interface Grant {
  readonly fromKind: 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'Gateway' | 'ListenerSet' | 'GatewayExtension';
  readonly fromNamespace: string;
  readonly toKind: 'Service' | 'Secret';
  readonly toNamespace: string;
  readonly toNames: Set<string>;
  /** The objects that need it. */
  readonly owners: Set<Owner>;
}

/** The grants that references need: gathered while routes are written, emitted once at the end. */
export class Grants {
  readonly #grants = new Map<string, Grant>();

  /** Notes that an object of one namespace refers to an object of another; nothing when either is unknown or they are equal. */
  need(
    fromKind: Grant['fromKind'],
    fromNamespace: string | undefined,
    toKind: Grant['toKind'],
    toNamespace: string | undefined,
    toName: string,
    owners: Iterable<Owner>,
  ): void {
    if (fromNamespace === undefined || toNamespace === undefined || fromNamespace === toNamespace) return;
    const key = `${fromKind}\n${fromNamespace}\n${toKind}\n${toNamespace}\n`;
    let grant = this.#grants.get(key);
    if (grant === undefined) {
      grant = { fromKind, fromNamespace, toKind, toNamespace, toNames: new Set(), owners: new Set() };
      this.#grants.set(key, grant);
    }
    grant.toNames.add(toName);
    for (const owner of owners) grant.owners.add(owner);
  }

  all(): Grant[] {
    return [...this.#grants.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, grant]) => grant);
  }
}

/** A reference to a Service; its namespace is written where it is not the route's own. */
export function backendRef(
  backend: { readonly namespace: string | undefined; readonly service: string; readonly port: number },
  routeNamespace: string | undefined,
  weight?: number,
): BackendRef {
  const { service: name, namespace, port } = backend;
  const isOwn = namespace === undefined || namespace === routeNamespace;
  const ref = isOwn ? { name, port } : { name, namespace, port };
  return weight === undefined ? ref : { ...ref, weight };
}

const NO_REFS: readonly BackendRef[] = [];

/** Every Service of another namespace that a rule refers to. */
export function foreignServicesOf({ backendRefs = NO_REFS, filters }: HttpRouteRule): readonly BackendRef[] {
  let found = NO_REFS;
  for (const ref of backendRefs) if (ref.kind === undefined && ref.namespace !== undefined) found = found.concat(ref);
  if (filters === undefined) return found;
  for (const filter of filters) {
    const ref = referredBy(filter);
    if (ref?.namespace !== undefined) found = found.concat(ref);
  }
  return found;
}

function referredBy(filter: HttpRouteFilter): BackendRef | undefined {
  if (filter.type === 'RequestMirror') return filter.requestMirror.backendRef;
  return filter.type === 'ExternalAuth' ? filter.externalAuth.backendRef : undefined;
}
