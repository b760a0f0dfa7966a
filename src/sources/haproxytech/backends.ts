import type { Service, ServicePortSpec } from '../../kubernetes/companions.js';
import type { IngressBackend, ServicePort } from '../../kubernetes/ingress.js';
import type { ItemId } from '../../model/traced.js';
import type { Backend } from '../../model/traffic.js';
import type { Context } from './context.js';
import type { ServedIngress } from './served-ingress.js';

/** A backend of HAProxy; undefined, with the reason, where the controller leaves the path out. */
export type Resolved =
  | { readonly ok: true; readonly backend: Backend; readonly service: Service | undefined; readonly name: string }
  | { readonly ok: false; readonly why: string };

/**
 * Resolves a Service port by number, or by name (GetBackendName in pkg/service/service.go). A Service that is not in the input
 * is taken to exist.
 */
export function resolveBackend(
  backend: IngressBackend,
  served: ServedIngress,
  items: readonly ItemId[],
  { serviceOf }: Context,
): Resolved {
  if (backend.kind === 'resource') return { ok: false, why: `the controller has no use for a ${backend.resourceKind}` };
  const { port, name } = backend;
  const service = serviceOf(served.namespaceKey, name);
  const writtenPort = 'number' in port ? String(port.number) : port.name;
  const base = { namespace: served.owner.namespace, service: name, writtenPort, from: items };
  const named = (end: string | number): string => `${served.namespaceKey}_svc_${name}_${end}`;
  if (service === undefined) {
    const number = 'number' in port ? port.number : undefined;
    return { ok: true, service, name: named(writtenPort), backend: { ...base, port: number } };
  }
  const spec = service.ports.find((one) => isMeant(one, port));
  if (spec === undefined) {
    if (service.ports.length === 0) {
      const number = 'number' in port ? port.number : undefined;
      return { ok: true, service, name: named(writtenPort), backend: { ...base, port: number, isKnown: true } };
    }
    return { ok: false, why: `Service ${name} has no port ${writtenPort}, so the controller leaves the path out` };
  }
  return {
    ok: true,
    service,
    name: named(spec.name || spec.port),
    backend: {
      ...base,
      port: spec.port,
      isKnown: true,
      ...(spec.name === undefined ? {} : { portName: spec.name }),
      ...(spec.appProtocol === undefined ? {} : { appProtocol: spec.appProtocol }),
      ...(service.type === 'ExternalName' ? { externalName: service.externalName ?? '' } : {}),
    },
  };
}

function isMeant({ name, port: number }: ServicePortSpec, port: ServicePort): boolean {
  return 'number' in port ? number === port.number : name === port.name;
}
