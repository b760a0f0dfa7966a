import type { IngressBackend, ServicePort } from '../../kubernetes/ingress.js';
import type { Upstream } from './routing-table.js';
import type { ServedIngress } from './served-ingress.js';

export function formatPort(port: ServicePort): string {
  return 'number' in port ? String(port.number) : port.name;
}

export function upstreamKey(served: ServedIngress, backend: IngressBackend & { kind: 'service' }): string {
  return `${served.namespaceKey}-${backend.name}-${formatPort(backend.port)}`;
}

export function createUpstreams(served: readonly ServedIngress[]): Map<string, Upstream> {
  const upstreams = new Map<string, Upstream>();
  for (const ingress of served) {
    const canaryOnly = ingress.isCanary;
    const offer = (backend: IngressBackend | undefined, anew: boolean): void => {
      if (backend?.kind !== 'service') return;
      const key = upstreamKey(ingress, backend);
      // The oldest reference creates the upstream and fixes what it is, but every spec.defaultBackend starts it anew.
      if (anew || !upstreams.has(key))
        upstreams.set(key, {
          key,
          backend,
          creator: ingress,
          canaryOnly,
          alternatives: [],
          affinity: undefined,
          forgotten: false,
        });
    };
    offer(ingress.ingress.defaultBackend, true);
    for (const rule of ingress.ingress.rules) for (const path of rule?.paths ?? []) offer(path?.backend, false);
  }
  return upstreams;
}
