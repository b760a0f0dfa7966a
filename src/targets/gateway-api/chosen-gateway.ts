import { formatHost, type HostPattern } from '../../model/host-pattern.js';
import type { Owner, Passthrough } from '../../model/traffic.js';
import type { ConvertOptions, GatewayChoice, NamespacedName } from '../../options.js';
import type { HostPlan } from './host-plan.js';
import { ANY } from './listener-drafts.js';

/** The Gateway that exists and that the routes of a host attach to; undefined where one is emitted for it. */
export function gatewayOfPlan(plan: HostPlan, options: ConvertOptions): GatewayChoice | undefined {
  return chosenGateway(plan.host.host, plan.owners[0]?.className, options);
}

/** The same for connections that are passed through. */
function gatewayOfPassthrough({ host, owner }: Passthrough, options: ConvertOptions): GatewayChoice | undefined {
  return chosenGateway(host, owner.className, options);
}

/** The same for what carries any host, or none. */
export function gatewayOfOwner({ className }: Owner, options: ConvertOptions): GatewayChoice | undefined {
  return chosenGateway(ANY, className, options);
}

/** A host decides before the class of its first rule, and both before the Gateway for everything. */
function chosenGateway(
  host: HostPattern,
  className: string | undefined,
  { gateways, gateway, httpListener, httpsListener }: ConvertOptions,
): GatewayChoice | undefined {
  const hosts = gateways?.hosts;
  if (hosts !== undefined) for (const name of namesAround(host)) if (Object.hasOwn(hosts, name)) return hosts[name];
  const classes = gateways?.classes;
  if (classes !== undefined && className !== undefined && Object.hasOwn(classes, className)) return classes[className];
  return gateway === undefined ? undefined : { gateway, httpListener, httpsListener };
}

/** The names that include a host, the most specific first: itself, `*.` and each of its suffixes, `*`. */
function namesAround(host: HostPattern): string[] {
  const own = formatHost(host);
  if (host.kind === 'any') return [own];
  const labels = (host.kind === 'wildcard' ? host.suffix : host.name).split('.');
  const suffixes = labels.slice(1).map((_, index) => `*.${labels.slice(index + 1).join('.')}`);
  return [own, ...suffixes, '*'];
}

interface Share {
  readonly plans: HostPlan[];
  readonly passthroughs: Passthrough[];
}

/** What attaches to a Gateway that exists. */
export interface ChosenShare extends Share {
  readonly choice: GatewayChoice;
}

/** Sorts hosts by the Gateways that they attach to. What is passed through goes with the rules of its host. */
export function shareOut(
  plans: readonly HostPlan[],
  passthroughs: readonly Passthrough[],
  options: ConvertOptions,
): { readonly chosen: readonly ChosenShare[]; readonly rest: Share } {
  const chosen = new Map<string, ChosenShare>();
  const rest: Share = { plans: [], passthroughs: [] };
  const byHost = new Map<string, GatewayChoice | undefined>();
  const shareOf = (choice: GatewayChoice | undefined): Share => {
    if (choice === undefined) return rest;
    const { gateway, httpListener = '', httpsListener = '' } = choice;
    const key = [nameOf(gateway), httpListener, httpsListener].join(' ');
    const share = chosen.get(key) ?? { choice, plans: [], passthroughs: [] };
    chosen.set(key, share);
    return share;
  };
  for (const plan of plans) {
    const choice = gatewayOfPlan(plan, options);
    if (passthroughs.length > 0) byHost.set(formatHost(plan.host.host), choice);
    shareOf(choice).plans.push(plan);
  }
  for (const passthrough of passthroughs) {
    const host = formatHost(passthrough.host);
    const choice = byHost.has(host) ? byHost.get(host) : gatewayOfPassthrough(passthrough, options);
    shareOf(choice).passthroughs.push(passthrough);
  }
  return { chosen: [...chosen.values()], rest };
}

/** The name as text. */
export function nameOf({ namespace, name }: NamespacedName): string {
  return `${namespace}/${name}`;
}
