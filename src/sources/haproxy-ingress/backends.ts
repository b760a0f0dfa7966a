import type { Service } from '../../kubernetes/companions.js';
import type { ServicePort } from '../../kubernetes/ingress.js';
import type { ItemId } from '../../model/traced.js';
import type { Backend } from '../../model/traffic.js';
import type { ServedIngress } from './context.js';

/** A Service port as the controller tells backends apart, or why it skips the path. */
export type Resolved =
  | { readonly ok: true; readonly key: string; readonly backend: Backend }
  | { readonly ok: false; readonly why: string };

/**
 * The port that a path means (reference §1.13): the first one whose name or targetPort is the text, else the one with that
 * number. A Service that is not in the input is taken to exist.
 */
export function resolve(
  { owner, namespaceKey }: ServedIngress,
  name: string,
  port: ServicePort,
  service: Service | undefined,
  from: readonly ItemId[],
): Resolved {
  const writtenPort = 'number' in port ? String(port.number) : port.name;
  const base = { namespace: owner.namespace, service: name, writtenPort, from };
  const keyOf = (target: string): string => `${namespaceKey}/${name}:${target}`;
  if (service === undefined) {
    const number = 'number' in port ? port.number : undefined;
    return { ok: true, key: keyOf(writtenPort), backend: { ...base, port: number } };
  }
  const targetOf = (one: Service['ports'][number]): string => one.targetPort ?? String(one.port);
  const found =
    service.ports.find((one) => one.name === writtenPort || targetOf(one) === writtenPort) ??
    service.ports.find((one) => String(one.port) === writtenPort);
  if (service.type === 'ExternalName' && service.ports.length === 0) {
    const number = 'number' in port ? port.number : undefined;
    if (number === undefined) return { ok: false, why: `Service ${name} has no port ${writtenPort}` };
    const external = { isKnown: true, externalName: service.externalName ?? '' };
    return { ok: true, key: keyOf(writtenPort), backend: { ...base, port: number, ...external } };
  }
  if (found === undefined) return { ok: false, why: `Service ${name} has no port ${writtenPort}` };
  return {
    ok: true,
    key: keyOf(targetOf(found)),
    backend: {
      ...base,
      port: found.port,
      isKnown: true,
      portName: found.name,
      appProtocol: found.appProtocol,
      ...(service.type === 'ExternalName' ? { externalName: service.externalName ?? '' } : {}),
    },
  };
}
