import type { UnderstoodShare } from '../convert-share.js';
import { formatRef } from '../kubernetes/object.js';
import type { TcpService } from '../model/traffic.js';
import { nameOf } from './sorting-report.js';

/**
 * TCP ports that are claimed for more than one controller go to none of them: nobody says whose flag names a ConfigMap, and a
 * port of one address is there once.
 *
 * @param oneFront whether one address serves what came of every controller
 */
export function settleTcpPorts(shares: readonly UnderstoodShare[], oneFront: boolean): UnderstoodShare[] {
  const claims = new Map<string, UnderstoodShare[]>();
  const servicesOf = ({ understanding }: UnderstoodShare): readonly TcpService[] =>
    understanding.model.tcpServices ?? [];
  for (const share of shares)
    for (const key of new Set(servicesOf(share).flatMap((one) => keysOf(one, oneFront))))
      claims.set(key, [...(claims.get(key) ?? []), share]);
  return shares.map((share) => {
    const lost = new Map<TcpService, readonly UnderstoodShare[]>();
    for (const service of servicesOf(share)) {
      const rivals = keysOf(service, oneFront)
        .map((key) => claims.get(key) ?? [])
        .find((sharers) => sharers.length > 1);
      if (rivals !== undefined) lost.set(service, rivals);
    }
    if (lost.size === 0) return share;
    for (const [service, rivals] of lost) sayLost(service, rivals, share);
    const { understanding } = share;
    const tcpServices = servicesOf(share).filter((one) => !lost.has(one));
    return {
      ...share,
      understanding: {
        model: { ...understanding.model, tcpServices },
        routes: understanding.routes,
        get declared() {
          return understanding.declared;
        },
        sweep: () => understanding.sweep(),
      },
    };
  });
}

function keysOf({ owner, port, protocol = 'TCP' }: TcpService, oneFront: boolean): string[] {
  return [
    ...(oneFront ? [`${protocol} port ${port}`] : []),
    ...(owner.ref.kind === 'ConfigMap' ? [`${formatRef(owner.ref)} ${port}`] : []),
  ];
}

function sayLost(
  { port, protocol = 'TCP', backend, from }: TcpService,
  rivals: readonly UnderstoodShare[],
  { ledger }: UnderstoodShare,
): void {
  const names = rivals.map(({ options }) => nameOf(options.from)).join(' and ');
  ledger.sayAll(from, {
    verdict: 'manual',
    code: protocol === 'UDP' ? 'RS2461' : 'RS2201',
    message: `${protocol} port ${port} leads to port ${backend.writtenPort} of Service ${backend.service}; it is not published: ${names} may both open it`,
    next: 'Convert the objects of each controller in a run of its own, with the ConfigMap that its flag names.',
  });
}
