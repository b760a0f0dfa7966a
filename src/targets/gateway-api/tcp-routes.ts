import type { EmittedObject } from '../../conversion.js';
import type { ExistingGateway } from '../../kubernetes/companions.js';
import type { Ledger } from '../../ledger/ledger.js';
import { refAt } from '../../ledger/verdict.js';
import type { TcpService } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import { heldBack } from '../blocker.js';
import { itemsOf } from '../items.js';
import type { Names } from '../names.js';
import { metadata, sourceLine } from '../object-metadata.js';
import { V1 } from './backend-tls.js';
import { listenersOnPort } from './existing-gateway.js';
import { type Features, whereFound } from './features.js';
import { emit } from './gateway-objects.js';
import { namespaceOfPort } from './host-groups.js';
import type { Planning } from './planning.js';
import { backendRef } from './references.js';
import type { Topology } from './topology.js';
import { sayAccepted, sayWithheld } from './withholding.js';

/** Ports of the listeners for HTTP; of TCP nothing else can share them (ProtocolConflict). */
const HTTP_PORTS: ReadonlySet<number> = new Set([80, 443]);

/** Whether a port can be published; the ledger is told where it cannot. What is said of TCP holds of UDP, unless it is said. */
export function canServe(service: TcpService, planning: Planning, existing: readonly ExistingGateway[]): boolean {
  const { features, ledger, options } = planning;
  const { port, protocol = 'TCP' } = service;
  const isUdp = protocol === 'UDP';
  const refuse = (why: string, next: string): false => {
    const message = `${leads(service)}; it is not published: ${why}`;
    ledger.sayAll(service.from, { verdict: 'unsupported', code: isUdp ? 'RS2461' : 'RS2201', message, next });
    sayUnserved(service, ledger);
    return false;
  };
  if (features.tcpRoute === undefined)
    return refuse(
      `the ${features.channel} channel of Gateway API ${features.version} has no ${protocol}Route; ${whereFound('tcpRoute')}`,
      options.openshiftVersion === undefined
        ? 'Pass --gateway-api-version 1.6, or --channel experimental.'
        : 'Publish the port with a Service of type LoadBalancer or NodePort.',
    );
  const place = listenersOnPort(service, options, existing);
  const other = place?.listeners.find((one) => one.protocol !== protocol);
  if (other !== undefined)
    return refuse(
      `listener ${other.name} of the existing Gateway has the port for ${other.protocol}`,
      'Give the service another port, or a Gateway of its own.',
    );
  if (!isUdp && HTTP_PORTS.has(port) && (place === undefined || place.listeners.length === 0))
    return refuse(
      `listeners for HTTP have port ${port} on the Gateway`,
      'Publish the port with a Gateway of its own, or with a Service of type LoadBalancer.',
    );
  return isUnguarded(service, planning);
}

function leads({ port, protocol = 'TCP', backend }: TcpService): string {
  return `${protocol} port ${port} leads to port ${backend.writtenPort} of Service ${backend.service}`;
}

/** What guards a port that is not published in any case. */
function sayUnserved({ port, protocol = 'TCP', policies = {} }: TcpService, ledger: Ledger): void {
  const message = `no ${protocol}Route is written for port ${port}`;
  for (const item of itemsOf(policies))
    if (ledger.isSilent(item)) ledger.say(item, { verdict: 'manual', code: 'RS1700', severity: 'info', message });
}

/** What guards the connections has no field in the route: without it nothing is published, unless that was accepted. */
function isUnguarded(service: TcpService, planning: Planning): boolean {
  const { policies, owner, port } = service;
  if (policies === undefined) return true;
  const { ledger } = planning;
  const { accepted, holding } = heldBack(planning.protections.missingOfConnections(policies), planning.options, ledger);
  if (holding.length === 0) {
    sayAccepted(accepted, planning);
    return true;
  }
  const { keys } = sayWithheld(holding, ledger);
  const message = `withheld with what guards it: ${[...new Set(holding.map(({ what }) => what))].join('; ')}`;
  ledger.sayAll(service.from, { verdict: 'unsupported', code: 'RS1701', severity: 'info', message });
  sayUnserved(service, ledger);
  const { ref, source } = owner;
  planning.withheld.push({ object: ref, source, field: 'spec', hostname: `*:${port}`, path: '', blockedBy: keys });
  return false;
}

export function tcpRoute(
  service: TcpService,
  topology: Topology,
  features: Features,
  names: Names,
  ledger: Ledger,
): EmittedObject {
  const { owner, port, protocol = 'TCP', backend, assumption } = service;
  const namespace = namespaceOfPort(service);
  const kind = `${protocol}Route`;
  const name = names.give(
    `${kind}\n${namespace ?? ''}`,
    `${backend.service}-${protocol.toLowerCase()}-${port}`,
    `${sourceLine(owner)}\n${port}`,
  );
  const parent = topology.tcpServices.get(service)?.(namespace);
  const apiVersion = features.tcpRoute ?? V1;
  const ref = { apiVersion, kind, namespace, name };
  const taken = assumption === undefined ? '' : ` (assuming that ${assumption})`;
  ledger.sayAll(service.from, {
    verdict: 'converted',
    code: protocol === 'UDP' ? 'RS2460' : 'RS2219',
    message: `${leads(service)}, by a ${protocol} listener and a ${kind}${taken}`,
    emitted: [refAt(ref, 'spec.rules[0].backendRefs')],
  });
  return emit(
    {
      apiVersion,
      kind,
      metadata: metadata(name, { ...owner, namespace }),
      spec: {
        parentRefs: parent === undefined ? [] : [parent],
        rules: [{ backendRefs: [backendRef(backend, namespace)] }],
      },
    },
    [owner],
  );
}

/** A Gateway that exists has to have a listener for the port, and to let in routes of the namespace. */
export function sayNeededListeners(
  services: readonly TcpService[],
  options: ConvertOptions,
  existing: readonly ExistingGateway[],
  ledger: Ledger,
): void {
  for (const service of services) {
    const place = listenersOnPort(service, options, existing);
    if (place === undefined) continue;
    const { gateway, listeners } = place;
    const { port, protocol = 'TCP' } = service;
    const namespace = namespaceOfPort(service);
    const [known] = listeners;
    const isForeign = namespace !== undefined && namespace !== gateway.namespace;
    if (known !== undefined && !isForeign) continue;
    const letsIn = isForeign ? ` that lets in ${protocol}Routes of namespace ${namespace}` : '';
    ledger.sayAll(service.from, {
      verdict: 'manual',
      code: protocol === 'UDP' ? 'RS2462' : 'RS2220',
      message:
        known === undefined
          ? `Gateway ${gateway.namespace}/${gateway.name} has to have a listener of protocol ${protocol} on port ${port}${letsIn}; none is known`
          : `listener ${known.name} of Gateway ${gateway.namespace}/${gateway.name} has to be one${letsIn}`,
      next:
        known === undefined
          ? `Add the listener to the Gateway: the ${protocol}Route names it by its port.`
          : 'Set allowedRoutes.namespaces on it; the default is the namespace of the Gateway only.',
    });
  }
}
