import type { BackendRef, HttpRouteRule } from '../../kubernetes/gateway-api.js';
import type { Owner } from '../../model/traffic.js';

/** The grants that references need: gathered while routes are written, emitted once at the end. */
export interface Grant {
  readonly fromKind: 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'Gateway' | 'ListenerSet' | 'GatewayExtension';
  readonly fromNamespace: string;
  readonly toKind: 'Service' | 'Secret';
  readonly toNamespace: string;
  readonly toName: string;
}

export class Grants {
  readonly #grants = new Map<string, { readonly grant: Grant; readonly owners: Set<Owner> }>();

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
    const grant: Grant = { fromKind, fromNamespace, toKind, toNamespace, toName };
    const key = Object.values(grant).join('\n');
    const known = this.#grants.get(key) ?? { grant, owners: new Set() };
    for (const owner of owners) known.owners.add(owner);
    this.#grants.set(key, known);
  }

  /** Every grant with the objects that need it. */
  all(): { readonly grant: Grant; readonly owners: ReadonlySet<Owner> }[] {
    return [...this.#grants.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, known]) => known);
  }
}

/** A reference to a Service; its namespace is written where it is not the route's own. */
export function backendRef(
  backend: { readonly namespace: string | undefined; readonly service: string; readonly port: number },
  routeNamespace: string | undefined,
  weight?: number,
): BackendRef {
  const foreign = backend.namespace !== undefined && backend.namespace !== routeNamespace;
  return {
    name: backend.service,
    ...(foreign ? { namespace: backend.namespace } : {}),
    port: backend.port,
    ...(weight === undefined ? {} : { weight }),
  };
}

/** Every Service that a rule refers to. */
export function serviceRefsOf(rule: HttpRouteRule): BackendRef[] {
  const refs: BackendRef[] = (rule.backendRefs ?? []).filter(({ kind }) => kind === undefined);
  for (const filter of rule.filters ?? []) {
    if (filter.type === 'RequestMirror') refs.push(filter.requestMirror.backendRef);
    if (filter.type === 'ExternalAuth') refs.push(filter.externalAuth.backendRef);
  }
  return refs;
}
