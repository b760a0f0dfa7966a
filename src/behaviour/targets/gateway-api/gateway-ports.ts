import type { Attachment, Problem } from './attachment.js';
import type { BackendContext } from './backends.js';
import type { GatewayPorts } from './decision.js';
import type { Listener } from './listener.js';
import type { KubeObject } from './objects.js';
import { createPort, type EntriesOf, type Port } from './port.js';
import type { OpenChoices } from './profile.js';
import { grpcEntries, httpEntries, tlsEntries } from './route-entries.js';

/** The ports of the Gateways, and which of the choices left to implementations can matter on them. */
export function gatewayPorts(
  gateways: readonly KubeObject[],
  listeners: readonly Listener[],
  attachments: readonly Attachment[],
  context: BackendContext,
  problems: Problem[],
): { readonly ports: readonly GatewayPorts[]; readonly open: OpenChoices } {
  const entries = cachedEntries(context, problems);
  const usable = listeners.filter((listener) => listener.unusable === undefined);
  const byListener = groupByListener(attachments);
  const all: Port[] = [];
  const build = (group: readonly Listener[]): Port => {
    const port = createPort(
      group,
      group.flatMap((listener) => byListener.get(listener) ?? []),
      entries,
    );
    all.push(port);
    return port;
  };
  const ports = gateways.map((gateway): GatewayPorts => {
    const own = usable.filter((listener) => listener.gateway === gateway.key);
    return {
      name: gateway.key,
      hostnames: new Set(
        attachments.filter(({ listener }) => listener.gateway === gateway.key).flatMap(({ hostnames }) => hostnames),
      ),
      plain: byPort(own, (listener) => listener.protocol === 'HTTP', build),
      tls: byPort(own, (listener) => listener.protocol === 'HTTPS' || listener.protocol === 'TLS', build),
      closed: (port) => {
        const dead = listeners.find((l) => l.gateway === gateway.key && l.port === port && l.unusable !== undefined);
        return dead === undefined ? `no listener on port ${port}` : `${dead.label}: ${dead.unusable}`;
      },
    };
  });
  // Entries are read here, not at the first request, so that problems are complete once the model exists.
  const read = attachments.flatMap((attachment) => (attachment.kind === 'HTTPRoute' ? entries.http(attachment) : []));
  for (const attachment of attachments) if (attachment.kind === 'GRPCRoute') entries.grpc(attachment);
  return {
    ports,
    open: {
      regexes: read.some((entry) => entry.match.path.kind === 'regex'),
      sharedPorts: all.some((port) => port.listeners.size > 1),
      nestedHostnames: all.some((port) => [...port.listeners.values()].some((l) => port.merged(l, true).nested())),
      mixedKinds: attachments.some((attachment) => attachment.mixed),
    },
  };
}

function byPort(
  listeners: readonly Listener[],
  test: (listener: Listener) => boolean,
  build: (group: readonly Listener[]) => Port,
): ReadonlyMap<number, Port> {
  const groups = new Map<number, Listener[]>();
  for (const listener of listeners.filter(test)) {
    const known = groups.get(listener.port);
    if (known === undefined) groups.set(listener.port, [listener]);
    else known.push(listener);
  }
  return new Map([...groups].map(([port, group]) => [port, build(group)]));
}

function groupByListener(attachments: readonly Attachment[]): ReadonlyMap<Listener, readonly Attachment[]> {
  const groups = new Map<Listener, Attachment[]>();
  for (const attachment of attachments) {
    const known = groups.get(attachment.listener);
    if (known === undefined) groups.set(attachment.listener, [attachment]);
    else known.push(attachment);
  }
  return groups;
}

/** Reads every route once, however many listeners it is on. */
function cachedEntries(context: BackendContext, problems: Problem[]): EntriesOf {
  const once = <T>(read: (route: KubeObject) => T): ((attachment: Attachment) => T) => {
    const known = new Map<KubeObject, T>();
    return ({ route }) => {
      const found = known.get(route) ?? read(route);
      known.set(route, found);
      return found;
    };
  };
  return {
    http: once((route) => httpEntries(route, context, problems)),
    grpc: once((route) => grpcEntries(route, context, problems)),
    tls: once((route) => tlsEntries(route, context)),
  };
}
