import type { ConfigMap } from '../../kubernetes/companions.js';
import type { TcpService } from '../../model/traffic.js';
import { classOfPorts } from '../served-ingress.js';
import { claimTcpConfigMaps } from '../tcp-config-maps.js';
import { TcpPorts } from '../tcp-ports.js';
import type { Context } from './context.js';
import type { ServedIngress } from './served-ingress.js';

/** Ports that the controller keeps for itself (semantics §25). */
const RESERVED: ReadonlySet<number> = new Set([80, 442, 443, 8181, 10245, 10246, 10247, 10254]);

/** The ports of the ConfigMaps that --tcp-services-configmap and --udp-services-configmap may name. */
export function readTcpServices(
  configMaps: readonly ConfigMap[],
  served: readonly ServedIngress[],
  { serviceOf, settings, options, ledger, inUse }: Context,
): TcpService[] {
  const ports = new TcpPorts(options, ledger);
  // Of any Ingress: the lines stand beside all servers of the stream block.
  const hasRawLines =
    (settings.text('stream-snippet')?.trim() ?? '') !== '' ||
    (inUse.has('stream-snippet') && served.some(({ annotations }) => annotations.has('stream-snippet')));
  claimTcpConfigMaps(configMaps, ports, {
    flag: '--tcp-services-configmap',
    udpFlag: '--udp-services-configmap',
    className: classOfPorts(served, options.ingressClasses, 'nginx'),
    endsTls: () => false,
    reserved: RESERVED,
    blockedBy: (rest, _service, protocol) => {
      // Of UDP it is left out (semantics §25).
      if (protocol === 'TCP' && rest.some((one) => one !== ''))
        return 'Gateway API has no field for the PROXY protocol on it';
      return hasRawLines ? 'stream-snippet may guard it with raw lines' : undefined;
    },
    serviceOf,
    options,
    ledger,
  });
  return ports.settle();
}
