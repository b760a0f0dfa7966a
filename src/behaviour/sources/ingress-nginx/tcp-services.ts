import type { Cluster } from './cluster.js';
import type { IngressNginxInput } from './input.js';

/** Ports the controller keeps for itself. */
const reserved = new Set([80, 443, 442, 8181, 10245, 10246, 10247, 10254]);

/**
 * `"port": "namespace/service:port[:PROXY[:PROXY]]"` entries (getStreamServices in controller.go; reference §25). Entries
 * that cannot be read or lead to nothing are skipped. Ports of UDP are read in the same way, from a ConfigMap of their own.
 */
export function readStreamServices(
  input: IngressNginxInput,
  cluster: Cluster,
  protocol: 'TCP' | 'UDP',
): ReadonlyMap<number, string> {
  const found = new Map<number, string>();
  const flags = input.flags ?? {};
  const configmap = protocol === 'TCP' ? flags.tcpServicesConfigmap : flags.udpServicesConfigmap;
  for (const [external, target] of cluster.configmap(configmap ?? '') ?? []) {
    const port = Number(external);
    const [key = '', reference] = target.split(':');
    const [namespace, name, more] = key.split('/');
    const known = [flags.httpPort ?? 80, flags.httpsPort ?? 443].includes(port) || reserved.has(port);
    if (!Number.isInteger(port) || known || reference === undefined || name === undefined || more !== undefined)
      continue;
    if (protocol === 'UDP' && !cluster.hasUdpPort(key, reference)) continue;
    const destination = cluster.destination(namespace ?? '', { service: name, port: reference }, false);
    if (destination.reachable) found.set(port, destination.label);
  }
  return found;
}
