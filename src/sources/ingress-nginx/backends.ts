import { resolveServicePort, type Service } from '../../kubernetes/companions.js';
import type { ItemId } from '../../model/traced.js';
import type { Backend } from '../../model/traffic.js';
import type { Upstream } from './routing-table.js';
import { formatPort } from './upstreams.js';

export type ServiceLookup = (namespaceKey: string, name: string) => Service | undefined;

/** A backend, or why the controller would answer 503 in its place. */
export type ResolvedBackend =
  | { readonly ok: true; readonly backend: Backend }
  | { readonly ok: false; readonly why: string };

/**
 * Resolves an upstream to a Service port number (semantics §4: number, targetPort or name, first port that fits). A
 * Service that is not in the input is taken to exist; a named port of it stays unknown.
 */
export function resolveBackend(
  upstream: Upstream,
  items: readonly ItemId[],
  serviceOf: ServiceLookup,
): ResolvedBackend {
  const { backend, creator } = upstream;
  const writtenPort = formatPort(backend.port);
  const service = serviceOf(creator.namespaceKey, backend.name);
  if (service === undefined) {
    const { namespace } = creator.owner;
    const port = 'number' in backend.port ? backend.port.number : undefined;
    return { ok: true, backend: { namespace, service: backend.name, port, writtenPort, from: items } };
  }
  const base = { namespace: creator.owner.namespace, service: backend.name, writtenPort, from: items };
  if (service.type === 'ExternalName') {
    const port =
      resolveServicePort(service, backend.port) ?? ('number' in backend.port ? backend.port.number : undefined);
    return { ok: true, backend: { ...base, port, isKnown: true, externalName: service.externalName ?? '' } };
  }
  const port = resolveServicePort(service, backend.port);
  if (port === undefined) return { ok: false, why: `Service ${backend.name} has no port ${writtenPort}` };
  const spec = service.ports.find((p) => p.port === port);
  return { ok: true, backend: { ...base, port, isKnown: true, portName: spec?.name, appProtocol: spec?.appProtocol } };
}
