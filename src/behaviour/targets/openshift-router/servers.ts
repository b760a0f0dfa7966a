import type { Cluster, EndpointPort } from './cluster.js';
import type { RouteObject } from './route-object.js';

/** A port of a Service among the servers of a backend. */
export interface Server {
  /** `namespace/service:port`. */
  readonly backend: string;
  /** Of all new clients; 0 for one that only clients with its cookie reach. */
  readonly share: number;
}

export interface Servers {
  readonly list: readonly Server[];
  /** Why nobody gets an answer; undefined if somebody does. */
  readonly fault: string | undefined;
  /** What had to be guessed. */
  readonly guess: string | undefined;
}

interface Unit {
  readonly service: string;
  readonly weight: number;
  readonly ports: readonly EndpointPort[];
  readonly count: number;
  readonly counted: boolean;
}

/** The servers of a Route and their shares (reference §2.4 and §2.5). */
export function serversOf(route: RouteObject, cluster: Cluster): Servers {
  const weights = new Map<string, number>();
  // Of a Service that is named twice the last weight counts.
  for (const { name, weight } of [route.to, ...route.alternateBackends]) weights.set(name, weight);
  let guess: string | undefined;
  const units = [...weights].map(([service, weight]): Unit => {
    const key = `${route.namespace}/${service}`;
    const found = cluster.endpoints(key);
    if (found === undefined) {
      const label = route.targetPort === undefined ? key : `${key}:${route.targetPort}`;
      const assumed: EndpointPort = { name: '', number: undefined, label, count: 1 };
      return { service, weight, ports: [assumed], count: 1, counted: false };
    }
    const chosen = choosePorts(found.ports, route.targetPort);
    if (chosen.guessed) guess = `whether the container port behind ${key} is ${route.targetPort} is assumed`;
    const count = chosen.ports.reduce((sum, port) => sum + port.count, 0);
    return { service, weight, ports: chosen.ports, count, counted: found.counted };
  });
  const usable = units.filter(({ count }) => count > 0);
  const shares = sharesOf(usable);
  const list = usable.flatMap((unit, index) =>
    unit.ports.map(({ label, count }) => ({ backend: label, share: ((shares[index] ?? 0) * count) / unit.count })),
  );
  return { list: merged(list), fault: faultOf(usable, route), guess };
}

/** An endpoint port is chosen by its name or its number; the texts are compared. */
function choosePorts(
  ports: readonly EndpointPort[],
  target: string | undefined,
): { readonly ports: readonly EndpointPort[]; readonly guessed: boolean } {
  if (target === undefined) return { ports, guessed: false };
  const known = ports.filter(({ name, number }) => name === target || String(number) === target);
  if (known.length > 0 || !/^[0-9]+$/.test(target)) return { ports: known, guessed: false };
  const open = ports.filter(({ number }) => number === undefined);
  return { ports: open, guessed: open.length > 0 };
}

function faultOf(usable: readonly Unit[], { targetPort }: RouteObject): string | undefined {
  if (usable.length === 0) {
    return targetPort === undefined ? 'its Services have no endpoints' : `no endpoint has the port ${targetPort}`;
  }
  return usable.every(({ weight }) => weight === 0) ? 'all its weights are 0' : undefined;
}

/**
 * The share of each Service. Where the endpoints were counted: the weight of a Service is divided by them, the largest
 * result becomes 256, and what is left of a smaller one at least 1. Where they were not: as the weights say.
 */
function sharesOf(units: readonly Unit[]): number[] {
  const active = units.filter(({ weight }) => weight > 0);
  const exact = active.length > 1 && active.every(({ counted }) => counted);
  const each = units.map(({ weight, count }) => Math.fround(weight / count));
  const scale = Math.fround(256 / Math.max(...each));
  const parts = units.map(({ weight, count }, index) => {
    if (weight === 0) return 0;
    if (active.length === 1) return 1;
    return exact ? Math.max(1, Math.trunc(Math.fround((each[index] ?? 0) * scale))) * count : weight;
  });
  const sum = parts.reduce((a, b) => a + b, 0);
  return parts.map((part) => (sum === 0 ? 0 : part / sum));
}

function merged(list: readonly Server[]): Server[] {
  const shares = new Map<string, number>();
  for (const { backend, share } of list) shares.set(backend, (shares.get(backend) ?? 0) + share);
  return [...shares].map(([backend, share]) => ({ backend, share }));
}
