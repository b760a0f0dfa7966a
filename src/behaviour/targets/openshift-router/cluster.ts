import { type Fields, fields, items, number, optionalItems, text } from '../gateway-api/reading.js';
import type { OpenshiftRouterInput } from './input.js';

/** The endpoints behind one port of a Service. */
export interface EndpointPort {
  /** As the Service calls the port; the name of a container port is never seen here. */
  readonly name: string;
  /** Port of the pods; undefined where only their manifests could tell it. */
  readonly number: number | undefined;
  /** `namespace/service:port`, the port as the Service numbers it. */
  readonly label: string;
  readonly count: number;
}

export interface ServiceEndpoints {
  readonly ports: readonly EndpointPort[];
  /** Whether the input says how many there are. */
  readonly counted: boolean;
}

/** The objects around the Routes, as far as they matter for them. */
export interface Cluster {
  /** Undefined for a Service that is not listed and assumed to exist. */
  endpoints(key: string): ServiceEndpoints | undefined;
  /** Why a Secret cannot be used as a certificate; undefined if it can. */
  keyPairFault(key: string): string | undefined;
}

const none: ServiceEndpoints = { ports: [], counted: true };

export function readCluster(input: OpenshiftRouterInput): Cluster {
  const services = byKey(input.services);
  const secrets = byKey(input.secrets);
  const slices = slicesByService(input.endpointSlices);
  return {
    endpoints(key) {
      const service = services.get(key);
      const slice = slices.get(key);
      if (slice !== undefined) return { ports: fromSlices(key, slice, service), counted: true };
      if (service !== undefined) return fromService(key, service);
      return input.assumeServicesExist === true ? undefined : none;
    },
    keyPairFault(key) {
      const secret = secrets.get(key);
      if (secret === undefined) return input.assumeSecretsExist === true ? undefined : 'does not exist';
      const stated = fields(secret).cert !== undefined;
      if ((text(secret.type) ?? (stated ? 'kubernetes.io/tls' : '')) !== 'kubernetes.io/tls') {
        return 'is not of type kubernetes.io/tls';
      }
      const keys = new Set([...Object.keys(fields(secret.data)), ...Object.keys(fields(secret.stringData))]);
      if (stated || (keys.has('tls.crt') && keys.has('tls.key'))) return undefined;
      return 'has no tls.crt or no tls.key';
    },
  };
}

function byKey(objects: readonly unknown[] | undefined): Map<string, Fields> {
  const found = new Map<string, Fields>();
  for (const value of objects ?? []) {
    const object = fields(value);
    const metadata = fields(object.metadata);
    const name = text(metadata.name);
    if (name !== undefined) found.set(`${text(metadata.namespace) || 'default'}/${name}`, object);
  }
  return found;
}

/** Every port of every endpoint, UDP left out; the port of a pod is the targetPort, or the port where there is none. */
function fromService(key: string, service: Fields): ServiceEndpoints {
  const spec = fields(service.spec);
  const stated = number(service.endpoints);
  if (text(spec.type) === 'ExternalName') return none;
  const ports = items(spec.ports)
    .filter((port) => text(port.protocol) !== 'UDP')
    .map((port): EndpointPort => {
      const own = number(port.port);
      const target = typeof port.targetPort === 'string' ? undefined : number(port.targetPort) || own;
      return {
        name: text(port.name) ?? '',
        number: target,
        label: `${key}:${own ?? ''}`,
        count: Math.max(0, Math.trunc(stated ?? 1)),
      };
    });
  return { ports: ports.filter(({ count }) => count > 0), counted: stated !== undefined };
}

function slicesByService(slices: readonly unknown[] | undefined): Map<string, Fields[]> {
  const found = new Map<string, Fields[]>();
  for (const value of slices ?? []) {
    const slice = fields(value);
    const metadata = fields(slice.metadata);
    const service = text(fields(metadata.labels)['kubernetes.io/service-name']);
    if (service === undefined) continue;
    const key = `${text(metadata.namespace) || 'default'}/${service}`;
    found.set(key, [...(found.get(key) ?? []), slice]);
  }
  return found;
}

function fromSlices(key: string, slices: readonly Fields[], service: Fields | undefined): EndpointPort[] {
  const servicePorts = items(fields(service?.spec).ports);
  const found = new Map<string, EndpointPort>();
  for (const slice of slices) {
    const addresses = items(slice.endpoints)
      .filter((endpoint) => fields(endpoint.conditions).ready !== false)
      .reduce((sum, endpoint) => sum + (optionalItems(endpoint.addresses)?.length ?? 0), 0);
    for (const port of items(slice.ports)) {
      const name = text(port.name) ?? '';
      const own = number(port.port);
      if (text(port.protocol) === 'UDP' || own === undefined || addresses === 0) continue;
      const listed = servicePorts.find((candidate) => (text(candidate.name) ?? '') === name);
      const label = `${key}:${number(listed?.port) ?? own}`;
      const identity = `${name} ${own}`;
      found.set(identity, { name, number: own, label, count: (found.get(identity)?.count ?? 0) + addresses });
    }
  }
  return [...found.values()];
}
