import type { Keys } from './annotations.js';
import { HostMap } from './host-map.js';
import type { BackendRef, IngressObject } from './ingress-objects.js';
import type { Inventory } from './inventory.js';

interface Service {
  readonly hostname: string;
  readonly backend: string;
}

/** Ports that `tcp-service-port` opens; their Ingresses are no HTTP (syncIngressTCP; reference haproxy-ingress, tcp). */
export class TcpServices {
  private readonly ports = new Map<number, Map<string, Service>>();

  add(inventory: Inventory, ingress: IngressObject, port: number, keys: Keys): void {
    const source = { namespace: ingress.namespace, name: ingress.name };
    const claim = (hostname: string, ref: BackendRef | undefined): string | undefined => {
      const hosts = this.ports.get(port) ?? new Map<string, Service>();
      this.ports.set(port, hosts);
      if (hosts.has(hostname)) return `port ${port} has a backend already`;
      if (ref === undefined) return 'a resource is no Service';
      const link = { hostname: `${hostname}:${port}`, path: '/', match: 'exact', headers: [] } as const;
      const backend = inventory.backend(source, link, ref, keys, undefined);
      if (typeof backend === 'string') return backend;
      hosts.set(hostname, { hostname, backend: backend.label });
      return undefined;
    };
    if (ingress.defaultBackend !== undefined)
      inventory.skip(`Ingress ${ingress.key} spec.defaultBackend`, claim('', ingress.defaultBackend.backend));
    for (const { host, paths } of ingress.rules) {
      for (const { path, backend, rule } of paths)
        inventory.skip(rule, path === '/' ? claim(host, backend) : 'a TCP service has no paths');
    }
  }

  /** The backend for a connection: by server name, else the one without. */
  find(port: number, serverName: string): string | null {
    const services = this.ports.get(port);
    if (services === undefined) return null;
    const map = new HostMap<string>(['exact', 'regex'], () => undefined);
    for (const { hostname, backend } of services.values()) if (hostname !== '') map.addHost(hostname, backend);
    return map.find(serverName.toLowerCase(), () => []) ?? services.get('')?.backend ?? null;
  }
}
