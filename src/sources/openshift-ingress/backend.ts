import type { Service } from '../../kubernetes/companions.js';
import type { ServicePort } from '../../kubernetes/ingress.js';
import type { IngressServicePort } from '../../model/originated-route.js';

/** The port of a Route for the Service port that an Ingress names. */
export type PortDecision =
  | {
      readonly ok: true;
      /** Name of the Service port; undefined for one without a name, and where the name is not known. */
      readonly targetPort: string | undefined;
      readonly servicePort: IngressServicePort;
    }
  | { readonly ok: false; readonly why: string };

/**
 * The controller looks for the Service port by its name or by its own number, never by that of the pods, and writes the name
 * into the Route (reference §1.5). A Service that is not in the input is taken to have the port.
 */
export function decidePort(name: string, port: ServicePort, service: Service | undefined): PortDecision {
  if (service === undefined) {
    if ('name' in port) return { ok: true, targetPort: port.name, servicePort: { number: undefined, isKnown: false } };
    return { ok: true, targetPort: undefined, servicePort: { number: port.number, isKnown: false } };
  }
  const found = service.ports.find((spec) => ('name' in port ? spec.name === port.name : spec.port === port.number));
  if (found !== undefined)
    return { ok: true, targetPort: found.name, servicePort: { number: found.port, isKnown: true } };
  const asked = 'name' in port ? `port named ${port.name}` : `port ${port.number}`;
  const byPod = service.ports.find(({ targetPort }) => targetPort === ('name' in port ? port.name : `${port.number}`));
  const hint =
    byPod === undefined
      ? ''
      : ` (its port ${byPod.port} leads to the pods' ${byPod.targetPort}, which is not looked at)`;
  return { ok: false, why: `Service ${name} has no ${asked}${hint}` };
}
