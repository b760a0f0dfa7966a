import type { Service, ServicePortSpec } from '../../kubernetes/companions.js';
import type { RouteBackend } from '../../kubernetes/route.js';
import { holdsStandIn } from '../../kubernetes/stand-ins.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';
import type { Backend, Share, Split } from '../../model/traffic.js';
import type { Context } from './context.js';

/** Where the requests of a Route go, or why the router answers 503 in the place of its pods. */
export type ResolvedBackends =
  | { readonly ok: true; readonly split: Split }
  | { readonly ok: false; readonly why: string; readonly from: readonly ItemId[] };

/** Backends of one rule that Gateway API allows. */
const MOST_BACKENDS = 16;
const MOST_WEIGHT = 1_000_000;

/**
 * The backends of a Route by weight (reference §2.4), with the numbers of the Service ports that the target port means
 * (§4.3). A Service without a port that fits has no endpoints for the router, and its share goes to the others.
 */
export function resolveBackends(originated: OriginatedRoute, context: Context): ResolvedBackends {
  const { route, from } = originated;
  const written = [
    { backend: route.to, items: from.to ?? [] },
    ...route.alternateBackends.map((backend, i) => ({
      backend,
      items: from.alternateBackends?.slice(i, i + 1) ?? [],
    })),
  ];
  const [first, ...others] = withoutRepeats(written, context);
  // The port is one for all, and the first backend speaks of it.
  const named = first === undefined ? [] : [{ ...first, items: [...first.items, ...(from.port ?? [])] }, ...others];
  const found = named.map(({ backend, items }) => ({
    backend,
    items,
    ...resolvePorts(originated, backend, items, context),
  }));
  const all = named.flatMap(({ items }) => items);
  if (route.to.weight + route.alternateBackends.reduce((sum, { weight }) => sum + weight, 0) === 0)
    return { ok: false, why: 'all weights are 0, so the router answers 503', from: all };
  const missing = found.filter((one) => one.why !== undefined);
  const usable = found.filter((one) => one.why === undefined);
  const reasons = missing.flatMap(({ why }) => why ?? []).join('; ');
  if (usable.every(({ backend }) => backend.weight === 0))
    return { ok: false, why: `${reasons}, so the router answers 503`, from: all };
  for (const { items, why } of missing)
    context.ledger.sayAll(items, {
      verdict: 'approximated',
      code: 'RS2121',
      severity: 'warning',
      message: `${why}: the router sends its share to the other backends of the Route, and so does the output`,
      next: 'Correct the target port, or remove the backend.',
    });
  const split = splitOf(usable);
  if (split === undefined) return { ok: false, why: 'no backend is left, so the router answers 503', from: all };
  return { ok: true, split };
}

interface Written {
  readonly backend: RouteBackend;
  readonly items: readonly ItemId[];
}

/** A Service that is named twice counts once, with the last of its weights. */
function withoutRepeats(written: readonly Written[], { ledger }: Context): Written[] {
  return written.filter(({ backend, items }, index) => {
    const later = written.slice(index + 1).some((other) => other.backend.service === backend.service);
    if (!later) return true;
    ledger.sayAll(items, {
      verdict: 'redundant',
      code: 'RS2123',
      message: `Service ${backend.service} is named again, and the last weight counts`,
      next: 'Name every Service once.',
    });
    return false;
  });
}

interface Resolved extends Written {
  readonly ports: readonly Backend[];
  readonly why?: string | undefined;
}

/** Weights of Services spread over their ports, so that every port of a Service gets the same part. */
function splitOf(usable: readonly Resolved[]): Split | undefined {
  const active = usable.filter(({ ports }) => ports.length > 0);
  const [first] = active;
  const primary = first?.ports[0];
  if (primary === undefined) return undefined;
  if (active.length === 1 && first?.ports.length === 1) return { primary };
  const factor = active.reduce((product, { ports }) => leastCommonMultiple(product, ports.length), 1);
  const shares: Share[] = active.flatMap(({ backend, ports }) =>
    ports.map((port) => ({ backend: port, weight: (backend.weight * factor) / ports.length })),
  );
  const tooMany = shares.length > MOST_BACKENDS || shares.some(({ weight }) => weight > MOST_WEIGHT);
  const portUnknown = `more than ${MOST_BACKENDS} ports for one Route`;
  return tooMany ? { primary: { ...primary, port: undefined, portUnknown } } : { primary, shares };
}

function leastCommonMultiple(a: number, b: number): number {
  let [x, y] = [a, b];
  while (y !== 0) [x, y] = [y, x % y];
  return (a * b) / x;
}

function resolvePorts(
  originated: OriginatedRoute,
  { service: name }: RouteBackend,
  items: readonly ItemId[],
  context: Context,
): { readonly ports: readonly Backend[]; readonly why?: string | undefined } {
  const { route, owner } = originated;
  const { targetPort } = route;
  const service = context.serviceOf(owner.namespace ?? 'default', name);
  const base = { namespace: owner.namespace, service: name, writtenPort: String(targetPort ?? 'any'), from: items };
  if (service === undefined) {
    // An Ingress gives the number of the Service port itself.
    const number = originated.servicePort?.number;
    if (number !== undefined) return { ports: [{ ...base, port: number, writtenPort: String(number) }] };
    return { ports: [guess(base, targetPort, context)] };
  }
  const external = service.type === 'ExternalName' ? { externalName: service.externalName ?? '' } : {};
  const of = ({ port, name: portName, appProtocol }: ServicePortSpec): Backend => ({
    ...base,
    ...external,
    port,
    ...(portName === undefined ? {} : { portName }),
    ...(appProtocol === undefined ? {} : { appProtocol }),
  });
  const ports = service.ports.filter(({ protocol }) => protocol === undefined);
  if (route.tls === undefined || route.tls.termination === 'edge') sayHttp2(name, ports, items, context);
  if (ports.length === 0) return { ports: [{ ...base, ...external, port: undefined, portUnknown: portless(service) }] };
  if (targetPort === undefined) {
    if (ports.length > 1) saySpread(name, ports, items, context);
    return { ports: ports.map(of) };
  }
  if (typeof targetPort === 'string') {
    const match = ports.find((port) => port.name === targetPort);
    if (match !== undefined) return { ports: [of(match)] };
    if (isOpen(targetPort)) {
      // The pods' port is a number then, and the same on both sides.
      const alike = ports.find((port) => port.targetPort === targetPort);
      const portUnknown = `of which ${targetPort} will name one once the parameter has a value`;
      return { ports: [alike === undefined ? { ...base, ...external, port: undefined, portUnknown } : of(alike)] };
    }
    const container = ports.find((port) => port.targetPort === targetPort);
    const hint =
      container === undefined
        ? ''
        : ` (it is the name of a container port; the Service calls it ${container.name ?? container.port})`;
    return { ports: [], why: `Service ${name} has no port called ${targetPort}${hint}` };
  }
  const match = ports.find((port) => port.targetPort === String(targetPort));
  if (match !== undefined) return { ports: [of(match)] };
  const byName = ports.filter((port) => !/^\d+$/.test(port.targetPort ?? ''));
  const [named] = byName;
  if (named !== undefined) {
    const names = byName.map((port) => port.targetPort).join(', ');
    const portUnknown = `whose target ports have names (${names}), so that only the pods tell which is ${targetPort}`;
    if (byName.length > 1) return { ports: [{ ...base, port: undefined, portUnknown }] };
    const message = `a target port of Service ${name} has a name (${names}): its pods are assumed to call port ${targetPort} so`;
    sayNamed(message, items, context);
    return { ports: [of(named)] };
  }
  const same = ports.some(({ port }) => port === targetPort);
  const hint = same ? ` (${targetPort} is the port of the Service, and the router compares ports of pods)` : '';
  return { ports: [], why: `no port of Service ${name} leads to port ${targetPort} of its pods${hint}` };
}

/** The router takes two spellings for HTTP/2 without TLS, Gateway API one (GEP-1911). */
function sayHttp2(
  name: string,
  ports: readonly ServicePortSpec[],
  items: readonly ItemId[],
  { ledger }: Context,
): void {
  const port = ports.find(({ appProtocol }) => appProtocol === 'h2c');
  if (port === undefined) return;
  ledger.sayAll(items.slice(0, 1), {
    verdict: 'approximated',
    code: 'RS1607',
    severity: 'warning',
    message: `the router speaks HTTP/2 to port ${port.port} of Service ${name} for its appProtocol h2c; gateways look for kubernetes.io/h2c`,
    next: `Set appProtocol: kubernetes.io/h2c on the port of Service ${name}.`,
  });
}

/** Were it another port of the pods, the router would answer 503, and nobody would have kept the Route. */
function sayNamed(message: string, items: readonly ItemId[], { ledger }: Context): void {
  const next = 'Name the port of the Service instead (spec.port.targetPort).';
  ledger.sayAll(items, { verdict: 'approximated', code: 'RS2122', severity: 'warning', message, next });
}

/** Whether a target port depends on a parameter of a Template that has no value; as a whole value it stays as written. */
function isOpen(targetPort: string): boolean {
  return holdsStandIn(targetPort) || /^\$\{\{[a-zA-Z0-9_]+\}\}$/.test(targetPort);
}

function portless({ meta }: Service): string {
  return `whose manifest names no TCP port (${meta.name})`;
}

/** Without the Service, a number can only be hoped to be the same on both sides; a name says nothing. */
function guess(base: Omit<Backend, 'port'>, targetPort: string | number | undefined, { ledger }: Context): Backend {
  if (typeof targetPort !== 'number') return { ...base, port: undefined };
  ledger.sayAll(base.from, {
    verdict: 'approximated',
    code: 'RS2122',
    severity: 'warning',
    message: `Service ${base.service} is not in the input: its port is assumed to have the number ${targetPort} of the pods' port`,
    next: `Add the manifest of Service ${base.service} to the input.`,
  });
  return { ...base, port: targetPort };
}

function saySpread(
  name: string,
  ports: readonly ServicePortSpec[],
  items: readonly ItemId[],
  { ledger }: Context,
): void {
  const list = ports.map((port) => (port.name === undefined ? String(port.port) : `${port.name}:${port.port}`));
  ledger.sayAll(items.slice(0, 1), {
    verdict: 'approximated',
    code: 'RS2124',
    severity: 'warning',
    message: `the Route names no port, so the router spreads its requests over all ports of Service ${name} (${list.join(', ')}); the output does the same`,
    next: 'Name the port that is meant (spec.port.targetPort); a metrics or admin port is hardly meant to be public.',
  });
}
