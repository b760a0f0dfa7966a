import type { ConfigMap, Service } from '../kubernetes/companions.js';
import { isPortNumber } from '../kubernetes/dns-name.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ItemId } from '../model/traced.js';
import type { Backend } from '../model/traffic.js';
import type { ConvertOptions } from '../options.js';
import type { TcpPorts } from './tcp-ports.js';

/** `namespace/service:port`, and what the controller reads behind it. */
const ENTRY = /^\s*(?:([^/:\s]+)\/)?([^/:\s]+):([^/:\s]+)((?::[^:]*)*)\s*$/;

/** How a controller reads the ConfigMap of TCP services that a flag of it names. */
export interface TcpConfigMapReader {
  /** The flag that names the ConfigMap. */
  readonly flag: string;
  /** The flag for one of UDP services; absent where the controller has none. */
  readonly udpFlag?: string | undefined;
  /** The class of the Gateway that gets the ports. */
  readonly className: string;
  /** Whether what stands behind the port of the Service makes the controller end TLS. */
  readonly endsTls: (rest: readonly string[]) => boolean;
  /** What else keeps an entry from being published. */
  readonly blockedBy: (
    rest: readonly string[],
    service: Service | undefined,
    protocol: 'TCP' | 'UDP',
  ) => string | undefined;
  /** Ports that the controller keeps for itself. */
  readonly reserved?: ReadonlySet<number> | undefined;
  readonly serviceOf: (namespaceKey: string, name: string) => Service | undefined;
  readonly options: ConvertOptions;
  readonly ledger: Ledger;
}

/**
 * ConfigMaps of TCP services, which a flag of the controller names and manifests do not: taken for one is what has ports for
 * keys and Services for values. Those of UDP services look the same: what is named like one, as the chart of ingress-nginx
 * does it, is taken for one. Each of its ports is claimed.
 */
export function claimTcpConfigMaps(
  configMaps: readonly ConfigMap[],
  ports: TcpPorts,
  reader: TcpConfigMapReader,
): void {
  for (const configMap of configMaps) {
    const entries = Object.entries(configMap.data).map(([port, value]) => ({ port, value, found: ENTRY.exec(value) }));
    if (entries.length === 0 || !entries.every(({ port, found }) => isPort(port) && found !== null)) continue;
    for (const { port, value, found } of entries) {
      const item = reader.ledger.openField(configMap.manifest, ['data', port], value);
      const [, namespace, service = '', servicePort = '', behind = ''] = found ?? [];
      claimEntry(configMap, Number(port), { namespace, service, servicePort, behind }, item, ports, reader);
    }
  }
}

interface Entry {
  readonly namespace: string | undefined;
  readonly service: string;
  readonly servicePort: string;
  readonly behind: string;
}

function claimEntry(
  { manifest, meta }: ConfigMap,
  port: number,
  { namespace, service: name, servicePort, behind }: Entry,
  item: ItemId,
  ports: TcpPorts,
  { flag, udpFlag, className, endsTls, blockedBy, reserved, serviceOf, options, ledger }: TcpConfigMapReader,
): void {
  const rest = behind
    .split(':')
    .slice(1)
    .map((one) => one.trim());
  const protocol = /udp/i.test(meta.name) ? 'UDP' : 'TCP';
  const service = namespace === undefined ? undefined : serviceOf(namespace, name);
  const { ref, source } = manifest;
  const named = protocol === 'UDP' ? `UDP port ${servicePort}` : `port ${servicePort}`;
  const isMissing =
    service !== undefined && service.ports.length > 0 && portOf(servicePort, service, protocol) === undefined;
  // Which some controllers read as a port of the Service, too.
  const isOfPods =
    protocol === 'TCP' && isMissing && service.ports.some(({ targetPort }) => targetPort === servicePort);
  const skipped = reserved?.has(port)
    ? `the controller keeps port ${port} for itself`
    : isMissing && !isOfPods
      ? `Service ${name} has no ${named}`
      : undefined;
  if (skipped !== undefined) {
    ledger.say(item, {
      verdict: 'redundant',
      code: protocol === 'UDP' ? 'RS2463' : 'RS2203',
      message: `the controller skips this entry: ${skipped}`,
      next: 'Correct or remove it.',
    });
    return;
  }
  ports.claim({
    words: { port, host: '', service: name, servicePort, hasTls: endsTls(rest), protocol },
    item,
    from: [],
    owner: { ref, namespace: meta.namespace ?? options.namespace, labels: {}, source, className },
    backend: { ...backendOf(name, servicePort, service, protocol), namespace, from: [] },
    assumption: `${protocol === 'UDP' && udpFlag !== undefined ? udpFlag : flag} names this ConfigMap`,
    why: () => {
      if (protocol === 'UDP' && udpFlag === undefined)
        return 'the ConfigMap is named like one of UDP services, and the controller knows none';
      if (namespace === undefined) return 'the entry names no namespace';
      if (isOfPods) return `${servicePort} is a port of the pods and none of Service ${name}`;
      return blockedBy(rest, service, protocol);
    },
  });
}

function backendOf(
  name: string,
  servicePort: string,
  service: Service | undefined,
  protocol: 'TCP' | 'UDP',
): Omit<Backend, 'namespace' | 'from'> {
  const number = /^\d{1,5}$/.test(servicePort) ? Number(servicePort) : undefined;
  const base = { service: name, writtenPort: servicePort };
  const port = service === undefined || service.ports.length === 0 ? number : portOf(servicePort, service, protocol);
  const usable = port !== undefined && isPortNumber(port) ? port : undefined;
  const external = service?.type === 'ExternalName' ? { externalName: service.externalName ?? '' } : {};
  return { ...base, port: usable, isKnown: service !== undefined, ...external };
}

/** The port of a Service by number or by name. Two ports may share a number where their protocols differ. */
function portOf(servicePort: string, { ports }: Service, protocol: 'TCP' | 'UDP'): number | undefined {
  const fitting = protocol === 'UDP' ? ports.filter((one) => one.protocol === 'UDP') : ports;
  return fitting.find((one) => String(one.port) === servicePort || one.name === servicePort)?.port;
}

function isPort(text: string): boolean {
  return /^\d{1,5}$/.test(text) && isPortNumber(Number(text));
}
