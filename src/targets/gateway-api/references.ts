import type { BackendRef, HttpRouteRule } from '../../kubernetes/gateway-api.js';

/** The grants that references need: gathered while routes are written, emitted once at the end. */
export interface Grant {
  readonly fromKind: 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute' | 'Gateway' | 'ListenerSet';
  readonly fromNamespace: string;
  readonly toKind: 'Service' | 'Secret';
  readonly toNamespace: string;
  readonly toName: string;
}

export class Grants {
  readonly #grants = new Map<string, Grant>();

  /** Notes that an object of one namespace refers to an object of another; nothing when either is unknown or they are equal. */
  need(
    fromKind: Grant['fromKind'],
    fromNamespace: string | undefined,
    toKind: Grant['toKind'],
    toNamespace: string | undefined,
    toName: string,
  ): void {
    if (fromNamespace === undefined || toNamespace === undefined || fromNamespace === toNamespace) return;
    const grant: Grant = { fromKind, fromNamespace, toKind, toNamespace, toName };
    this.#grants.set(Object.values(grant).join('\n'), grant);
  }

  all(): Grant[] {
    return [...this.#grants.values()].sort((a, b) =>
      Object.values(a).join('\n') < Object.values(b).join('\n') ? -1 : 1,
    );
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
  const refs: BackendRef[] = [...(rule.backendRefs ?? [])];
  for (const filter of rule.filters ?? []) {
    if (filter.type === 'RequestMirror') refs.push(filter.requestMirror.backendRef);
    if (filter.type === 'ExternalAuth') refs.push(filter.externalAuth.backendRef);
  }
  return refs;
}
