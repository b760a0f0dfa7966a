import type { BackendRef } from '../../kubernetes/gateway-api.js';

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

/** The route that refers, for its namespace and kind. */
export interface References {
  readonly kind: 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute';
  readonly namespace: string | undefined;
  readonly grants: Grants;
}

/** A reference to a Service, with the grant that it needs. */
export function backendRef(
  backend: { readonly namespace: string | undefined; readonly service: string; readonly port: number },
  references: References,
  weight?: number,
): BackendRef {
  const foreign = backend.namespace !== undefined && backend.namespace !== references.namespace;
  if (foreign)
    references.grants.need(references.kind, references.namespace, 'Service', backend.namespace, backend.service);
  return {
    name: backend.service,
    ...(foreign ? { namespace: backend.namespace } : {}),
    port: backend.port,
    ...(weight === undefined ? {} : { weight }),
  };
}
