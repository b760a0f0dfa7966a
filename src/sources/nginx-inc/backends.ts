import type { ItemId } from '../../model/traced.js';
import type { Backend } from '../../model/traffic.js';
import type { Context, ServedIngress } from './context.js';
import type { ServiceBackend } from './locations.js';

/** A backend, or why the controller answers 502 in its place. */
export type ResolvedBackend =
  | { readonly ok: true; readonly backend: Backend }
  | { readonly ok: false; readonly why: string };

/**
 * The port of a Service by number or name (getEndpointsForIngressBackend). A Service that is not in the input is taken to
 * exist; a named port of it stays unknown.
 */
export function resolveBackend(
  { name, port }: ServiceBackend,
  served: ServedIngress,
  items: readonly ItemId[],
  plus: boolean,
  { serviceOf }: Context,
): ResolvedBackend {
  const writtenPort = 'number' in port ? String(port.number) : port.name;
  const base = { namespace: served.owner.namespace, service: name, writtenPort, from: items };
  const number = 'number' in port ? port.number : undefined;
  const service = serviceOf(served.namespaceKey, name);
  if (service === undefined) return { ok: true, backend: { ...base, port: number } };
  const found = service.ports.find((one) => String(one.port) === writtenPort || one.name === writtenPort);
  if (service.type === 'ExternalName') {
    if (!plus) return { ok: false, why: `Service ${name} is only a name, which NGINX without Plus does not follow` };
    const externalName = service.externalName ?? '';
    return { ok: true, backend: { ...base, port: found?.port ?? number, isKnown: true, externalName } };
  }
  if (found === undefined) {
    // A Service without a list of ports is headless and has every port.
    if (service.ports.length === 0 && number !== undefined)
      return { ok: true, backend: { ...base, port: number, isKnown: true } };
    return { ok: false, why: `Service ${name} has no port ${writtenPort}` };
  }
  const { port: known, name: portName, appProtocol } = found;
  return { ok: true, backend: { ...base, port: known, isKnown: true, portName, appProtocol } };
}
