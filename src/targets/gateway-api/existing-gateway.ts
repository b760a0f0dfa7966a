import type { ExistingGateway } from '../../kubernetes/companions.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Passthrough, TcpService } from '../../model/traffic.js';
import type { ConvertOptions, GatewayChoice, NamespacedName } from '../../options.js';
import type { Attachment } from './attachment.js';
import { gatewayOfOwner } from './chosen-gateway.js';
import type { HostPlan } from './host-plan.js';
import { parentRefByPort, parentRefTo, type Reference, uniqueRefs } from './parent-refs.js';
import type { Topology } from './topology.js';

/** Attaches hosts to the listeners of a Gateway that exists, by what is known of it or by the customary names. */
export function attachToExisting(
  plans: readonly HostPlan[],
  passthroughs: readonly Passthrough[],
  { gateway, httpListener, httpsListener }: GatewayChoice,
  existing: readonly ExistingGateway[],
): Pick<Topology, 'attachments' | 'passthroughs'> {
  const known = knownGateway(gateway, existing);
  const httpName =
    httpListener ?? known?.listeners.find((l) => l.protocol === 'HTTP' && l.hostname === undefined)?.name ?? 'http';
  const httpsFor = (host: string): string =>
    httpsListener ??
    known?.listeners.find((l) => l.protocol === 'HTTPS' && l.hostname === host)?.name ??
    known?.listeners.find(
      (l) =>
        l.protocol === 'HTTPS' &&
        l.hostname !== undefined &&
        host.endsWith(l.hostname.slice(1)) &&
        l.hostname.startsWith('*.'),
    )?.name ??
    known?.listeners.find((l) => l.protocol === 'HTTPS' && l.hostname === undefined)?.name ??
    'https';
  const attachments = new Map<HostPlan, Attachment>();
  for (const plan of plans) {
    const all = [plan.host.host, ...plan.host.aliases.map((a) => a.value)].map(formatHost);
    const http = parentRefTo('Gateway', gateway, httpName);
    attachments.set(plan, {
      http: (ns) => [http(ns)],
      https:
        plan.certificate === undefined
          ? undefined
          : (ns, hostnames) => {
              const sections = (hostnames.length === 0 ? all : hostnames).map(httpsFor);
              return uniqueRefs(sections.map((section) => parentRefTo('Gateway', gateway, section)(ns)));
            },
    });
  }
  const tls = new Map<Passthrough, Reference>();
  const tlsName = known?.listeners.find((l) => l.protocol === 'TLS')?.name ?? 'tls';
  for (const passthrough of passthroughs) tls.set(passthrough, parentRefTo('Gateway', gateway, tlsName));
  return { attachments, passthroughs: tls };
}

/** What the input tells of a Gateway that exists. */
function knownGateway(
  { namespace, name }: NamespacedName,
  existing: readonly ExistingGateway[],
): ExistingGateway | undefined {
  return existing.find(({ meta }) => meta.name === name && (meta.namespace ?? namespace) === namespace);
}

/**
 * Listeners on a port of the Gateway that exists for a TCP service; undefined where one is emitted for it. Those of UDP and
 * all others do not meet.
 */
export function listenersOnPort(
  { owner, port, protocol = 'TCP' }: TcpService,
  options: ConvertOptions,
  existing: readonly ExistingGateway[],
): { readonly gateway: NamespacedName; readonly listeners: ExistingGateway['listeners'] } | undefined {
  const choice = gatewayOfOwner(owner, options);
  if (choice === undefined) return undefined;
  const listeners = knownGateway(choice.gateway, existing)?.listeners ?? [];
  return {
    gateway: choice.gateway,
    listeners: listeners.filter((one) => one.port === port && (one.protocol === 'UDP') === (protocol === 'UDP')),
  };
}

/** Attaches TCP services to the listeners of Gateways that exist: by name where one is known, else by port. */
export function attachPorts(
  services: readonly TcpService[],
  options: ConvertOptions,
  existing: readonly ExistingGateway[],
): Map<TcpService, Reference> {
  const found = new Map<TcpService, Reference>();
  for (const service of services) {
    const place = listenersOnPort(service, options, existing);
    if (place === undefined) continue;
    const { gateway, listeners } = place;
    const [known] = listeners;
    const reference =
      known === undefined ? parentRefByPort(gateway, service.port) : parentRefTo('Gateway', gateway, known.name);
    found.set(service, reference);
  }
  return found;
}
