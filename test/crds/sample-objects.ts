/** Objects that every CRD release accepts, with room for the part that a test is about. */

type Fields = Readonly<Record<string, unknown>>;

const GROUP = 'gateway.networking.k8s.io';

function object(apiVersion: string, kind: string, spec: Fields): Fields {
  return { apiVersion, kind, metadata: { name: 'sample', namespace: 'shop' }, spec };
}

export function httpRoute(spec: Fields): Fields {
  return object(`${GROUP}/v1`, 'HTTPRoute', spec);
}

/** An HTTPRoute of one rule. */
export function httpRule(rule: Fields): Fields {
  return httpRoute({ rules: [rule] });
}

/** An HTTPRoute whose only rule has these filters and no backend. */
export function httpFilters(...filters: Fields[]): Fields {
  return httpRule({ filters });
}

/** An HTTPRoute whose only backendRef has these filters. */
export function httpBackendFilters(...filters: Fields[]): Fields {
  return httpRule({ backendRefs: [{ ...service(), filters }] });
}

export function httpPath(type: string, value: string): Fields {
  return httpRule({ matches: [{ path: { type, value } }] });
}

export function grpcRoute(spec: Fields): Fields {
  return object(`${GROUP}/v1`, 'GRPCRoute', spec);
}

export function grpcRule(rule: Fields): Fields {
  return grpcRoute({ rules: [rule] });
}

export function gateway(spec: Fields): Fields {
  return object(`${GROUP}/v1`, 'Gateway', { gatewayClassName: 'any', listeners: [httpListener()], ...spec });
}

export function listenerSet(...listeners: Fields[]): Fields {
  return object(`${GROUP}/v1`, 'ListenerSet', { parentRef: { name: 'edge' }, listeners });
}

export function httpListener(fields: Fields = {}): Fields {
  return { name: 'http', port: 80, protocol: 'HTTP', ...fields };
}

export function httpsListener(fields: Fields = {}): Fields {
  return { name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'cert' }] }, ...fields };
}

/** TLSRoute, TCPRoute or UDPRoute; TLSRoutes need hostnames. */
export function l4Route(kind: 'TLSRoute' | 'TCPRoute' | 'UDPRoute', spec: Fields = {}): Fields {
  const hostnames = kind === 'TLSRoute' ? { hostnames: ['shop.example.com'] } : {};
  return object(`${GROUP}/v1`, kind, { ...hostnames, rules: [{ backendRefs: [service()] }], ...spec });
}

export function backendTlsPolicy(spec: Fields): Fields {
  const validation = { hostname: 'backend.example.com', wellKnownCACertificates: 'System' };
  return object(`${GROUP}/v1`, 'BackendTLSPolicy', { targetRefs: [serviceTarget()], validation, ...spec });
}

export function serviceTarget(fields: Fields = {}): Fields {
  return { group: '', kind: 'Service', name: 'web', ...fields };
}

export function referenceGrant(from: readonly Fields[], to: readonly Fields[]): Fields {
  return object(`${GROUP}/v1beta1`, 'ReferenceGrant', { from, to });
}

export function backendTrafficPolicy(spec: Fields): Fields {
  return object('gateway.networking.x-k8s.io/v1alpha1', 'XBackendTrafficPolicy', {
    targetRefs: [serviceTarget()],
    ...spec,
  });
}

export function externalBackend(spec: Fields): Fields {
  return object('gateway.networking.x-k8s.io/v1alpha1', 'XBackend', {
    type: 'ExternalHostname',
    externalHostname: { hostname: 'api.example.com' },
    port: { port: 443 },
    ...spec,
  });
}

export function service(fields: Fields = {}): Fields {
  return { name: 'web', port: 80, ...fields };
}

/** `make(0)` to `make(count - 1)`. */
export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
