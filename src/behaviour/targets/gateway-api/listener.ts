import type { Guard } from '../../outcome.js';
import type { NamespaceTest } from './namespaces.js';
import type { KubeObject } from './objects.js';

export type RouteKind = 'HTTPRoute' | 'GRPCRoute' | 'TLSRoute';

/** One entry of `spec.listeners` of a Gateway or ListenerSet, with everything that answering requests needs. */
export interface Listener {
  /** `namespace/name` of the Gateway, also for listeners of its ListenerSets. */
  readonly gateway: string;
  /** The Gateway or ListenerSet that holds the entry; what a parentRef names. */
  readonly owner: KubeObject;
  /** `Kind namespace/name spec.listeners[i]`. */
  readonly label: string;
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname: string;
  readonly passthrough: boolean;
  readonly kinds: ReadonlySet<RouteKind>;
  readonly admits: NamespaceTest;
  /** `namespace/secret`; `default` when the listener leaves its certificate to the implementation; null without TLS. */
  readonly certificate: string | null;
  readonly guards: readonly Guard[];
  /** Why the listener takes no traffic; undefined when it does. */
  readonly unusable: string | undefined;
}

const kindsByProtocol: ReadonlyMap<string, readonly RouteKind[]> = new Map([
  ['HTTP', ['HTTPRoute', 'GRPCRoute']],
  ['HTTPS', ['HTTPRoute', 'GRPCRoute']],
  ['TLS', ['TLSRoute']],
]);

/** Route kinds that a listener of the protocol can carry; undefined for protocols that no implementation has to know. */
export function routeKinds(protocol: string): readonly RouteKind[] | undefined {
  return protocol === 'TCP' || protocol === 'UDP' ? [] : kindsByProtocol.get(protocol);
}

/**
 * Whether two listeners cannot share their port: HTTP, HTTPS and TLS listeners are told apart by hostname, TCP and UDP
 * ones by nothing; plain HTTP and TLS cannot meet on a port (field doc of Gateway.spec.listeners).
 *
 * HTTPS beside TLS with another hostname counts as compatible: both are chosen by SNI.
 */
export function conflict(a: Listener, b: Listener): 'ProtocolConflict' | 'HostnameConflict' | undefined {
  if (a.port !== b.port) return undefined;
  const pair = [a.protocol, b.protocol];
  if (pair.some((protocol) => routeKinds(protocol) === undefined)) return undefined;
  if (pair.includes('UDP')) return a.protocol === b.protocol ? 'ProtocolConflict' : undefined;
  if (pair.includes('TCP')) return 'ProtocolConflict';
  if ((a.protocol === 'HTTP') !== (b.protocol === 'HTTP')) return 'ProtocolConflict';
  return a.hostname === b.hostname ? 'HostnameConflict' : undefined;
}
