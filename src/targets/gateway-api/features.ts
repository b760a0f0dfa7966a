import type { Channel, GatewayApiVersion } from '../../options.js';

/** Which fields exist in a version and channel (reference: GEPs and CRDs of v1.4 to v1.6; arrival timeline). */
export interface Features {
  readonly version: string;
  readonly channel: Channel;
  /** HTTPRoute CORS filter: experimental since 1.3, standard since 1.5. */
  readonly cors: boolean;
  /** ListenerSet v1: 1.5. */
  readonly listenerSet: boolean;
  /** TLSRoute: v1 since 1.5; before that an experimental v1alpha3. */
  readonly tlsRoute: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1alpha3' | undefined;
  /** TCPRoute and UDPRoute: v1 since 1.6; before that an experimental v1alpha2. */
  readonly tcpRoute: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1alpha2' | undefined;
  /** Redirect codes 303, 307, 308: 1.5. */
  readonly redirectCodes: ReadonlySet<number>;
  /** ReferenceGrant v1: 1.5. */
  readonly referenceGrant: 'gateway.networking.k8s.io/v1' | 'gateway.networking.k8s.io/v1beta1';
  readonly retry: boolean;
  readonly sessionPersistence: boolean;
  readonly externalAuth: boolean;
  /** Header values are visible ASCII: the experimental CRDs check it since 1.5. */
  readonly strictHeaderValues: boolean;
  /** BackendTLSPolicy v1: 1.4. */
  readonly backendTls: boolean;
  /** Fields of the standard channel that an implementation may leave out: `timeouts` of rules, mirrors, names of rules. */
  readonly timeouts: boolean;
  readonly mirror: boolean;
  readonly namedRules: boolean;
  /** Set where values of headers are words of nginx's configuration: quotes are escaped, and a dollar sign is refused. */
  readonly headersAreNginxWords?: true | undefined;
  /** TLSRoute host names: 16, then 1024 since 1.6. */
  readonly tlsRouteHostnames: number;
}

/** The features of a Gateway API release channel. */
export function featuresOf(version: GatewayApiVersion, channel: Channel): Features {
  const experimental = channel === 'experimental';
  const since15 = version !== '1.4';
  return {
    version,
    channel,
    cors: since15 || experimental,
    listenerSet: since15,
    tlsRoute: since15
      ? 'gateway.networking.k8s.io/v1'
      : experimental
        ? 'gateway.networking.k8s.io/v1alpha3'
        : undefined,
    tcpRoute:
      version === '1.6'
        ? 'gateway.networking.k8s.io/v1'
        : experimental
          ? 'gateway.networking.k8s.io/v1alpha2'
          : undefined,
    redirectCodes: new Set(since15 ? [301, 302, 303, 307, 308] : [301, 302]),
    referenceGrant: since15 ? 'gateway.networking.k8s.io/v1' : 'gateway.networking.k8s.io/v1beta1',
    retry: experimental,
    sessionPersistence: experimental,
    externalAuth: experimental,
    strictHeaderValues: experimental && since15,
    backendTls: true,
    timeouts: true,
    mirror: true,
    namedRules: true,
    tlsRouteHostnames: version === '1.6' ? 1024 : 16,
  };
}

/** Where a missing field exists, for messages. */
export function whereFound(
  feature: 'cors' | 'tlsRoute' | 'tcpRoute' | 'retry' | 'sessionPersistence' | 'externalAuth' | 'listenerSet',
): string {
  switch (feature) {
    case 'cors':
      return 'Gateway API 1.5 carries it in the standard channel';
    case 'tlsRoute':
    case 'listenerSet':
      return 'Gateway API 1.5 carries it';
    case 'tcpRoute':
      return 'Gateway API 1.6 carries it, and the experimental channel before';
    case 'retry':
    case 'sessionPersistence':
    case 'externalAuth':
      return 'the experimental channel carries it';
  }
}
