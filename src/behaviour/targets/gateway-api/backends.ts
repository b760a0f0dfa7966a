import type { BackendTls, BackendTlsLookup } from './backend-tls.js';
import { type ReferenceContext, referenceEnd } from './certificates.js';
import type { CoreSupport } from './implementations/implementation.js';
import type { RouteKind } from './listener.js';
import type { KubeObject } from './objects.js';
import { noSettings, type Plane, type ServiceSettings, type ShareOfBackend } from './plane.js';
import { type Fields, items, number, text } from './reading.js';

export interface BackendContext extends ReferenceContext {
  readonly assumeServicesExist: boolean;
  readonly backendTls: BackendTlsLookup;
  readonly support: CoreSupport;
  readonly pathExpression: (value: string) => string;
  readonly plane: Plane;
}

/** Where a backendRef leads. */
export interface Backend {
  /** `namespace/service:port`. */
  readonly name: string;
  readonly tls: BackendTls | undefined;
  /** `appProtocol` of the Service port without its `kubernetes.io/`. */
  readonly protocol: string | undefined;
  /** What policies say about the Service. */
  readonly settings: ServiceSettings;
}

/** Why a backendRef leads nowhere; the reasons are those of the ResolvedRefs condition where it has one. */
export interface InvalidBackend {
  readonly problem: string;
}

/** Where a backendRef of a route leads; a kind of the implementation may spread it over several Services. */
export function resolveBackends(
  reference: Fields,
  route: KubeObject,
  context: BackendContext,
): readonly ShareOfBackend[] {
  return context.plane.backends(reference, route) ?? [{ backend: resolveBackend(reference, route, context), share: 1 }];
}

/**
 * Follows a backendRef: kind, permission, existence, port, and the BackendTLSPolicy of the port.
 *
 * @param owner the object that holds the reference
 */
export function resolveBackend(
  reference: Fields,
  owner: KubeObject,
  context: Omit<BackendContext, 'plane'> & { readonly plane?: Plane },
): Backend | InvalidBackend {
  const to = referenceEnd(reference, '', 'Service', owner.namespace);
  const port = number(reference.port);
  const name = `${to.namespace}/${to.name}${port === undefined ? '' : `:${port}`}`;
  const isService = to.group === '' && to.kind === 'Service';
  const object = context.objects.find(to.group, to.kind, to.namespace, to.name);
  // Kinds of implementations are beyond the model; it takes them for good when the object itself is there.
  if (!isService && object === undefined) return { problem: `InvalidKind: ${to.kind} ${name}` };
  if (!context.permits(owner, to)) {
    return { problem: `RefNotPermitted: ${to.kind} ${name}` };
  }
  if (!isService) return { name, tls: undefined, protocol: undefined, settings: noSettings };
  if (object === undefined && !context.assumeServicesExist) return { problem: `BackendNotFound: Service ${name}` };
  // Implementations are told not to follow ExternalName Services (BackendObjectReference, CVE-2021-25740).
  if (text(object?.spec.type) === 'ExternalName') return { problem: `ExternalName: Service ${name}` };
  const servicePort = items(object?.spec.ports).find((candidate) => number(candidate.port) === port);
  if (object !== undefined && servicePort === undefined) return { problem: `BackendNotFound: port of Service ${name}` };
  const tls = context.backendTls(to.namespace, to.name, text(servicePort?.name));
  if (tls !== undefined && 'problem' in tls) return tls;
  const settings = context.plane?.service(to.namespace, to.name, port) ?? noSettings;
  return { name, tls, protocol: text(servicePort?.appProtocol)?.replace(/^kubernetes\.io\//, ''), settings };
}

/**
 * The status with which the share of an invalid backend is answered: 500 over HTTP; UNAVAILABLE over gRPC, which HTTP says
 * with 503; 0, a refused connection, where there is no HTTP.
 */
export function invalidBackendStatus(kind: RouteKind): number {
  switch (kind) {
    case 'HTTPRoute':
      return 500;
    case 'GRPCRoute':
      return 503;
    case 'TLSRoute':
      return 0;
  }
}
