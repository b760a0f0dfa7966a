import type { ExistingGateway } from '../../kubernetes/companions.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Passthrough } from '../../model/traffic.js';
import type { GatewayChoice } from '../../options.js';
import type { HostPlan } from './host-plan.js';
import { parentRefTo, type Reference, uniqueRefs } from './parent-refs.js';
import type { Attachment, Topology } from './topology.js';

/** Attaches hosts to the listeners of a Gateway that exists, by what is known of it or by the customary names. */
export function attachToExisting(
  plans: readonly HostPlan[],
  passthroughs: readonly Passthrough[],
  { gateway, httpListener, httpsListener }: GatewayChoice,
  existing: readonly ExistingGateway[],
): Pick<Topology, 'attachments' | 'passthroughs'> {
  const known = existing.find(
    (g) => g.meta.name === gateway.name && (g.meta.namespace ?? gateway.namespace) === gateway.namespace,
  );
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
