import { CONTROLLERS } from '../controllers.js';
import { controllingIngress } from '../kubernetes/controlling-ingress.js';
import type { Ingress } from '../kubernetes/ingress.js';
import type { Inventory } from '../kubernetes/inventory.js';
import type { Manifest } from '../kubernetes/object.js';
import type { Route } from '../kubernetes/route.js';
import { routerSettings } from '../kubernetes/router-settings.js';
import {
  type ConvertOptions,
  isOpenshift,
  type RunOptions,
  readsRouter,
  SOURCES,
  type SourceName,
} from '../options.js';
import { classNameOf, controllerOf, Servers, type Serving } from './serving.js';

/** What one controller serves of the input, with everything that stands beside it. */
export interface Share {
  /** Those whose objects it holds: two for a router that serves Routes and Ingresses. */
  readonly controllers: readonly SourceName[];
  readonly options: ConvertOptions;
  readonly inventory: Inventory;
  /** What of the input is not told to it: objects of others. */
  readonly leftOut: readonly Manifest[];
}

export interface SortedInput {
  /** In the order in which they come where only one of them can have its way. */
  readonly shares: readonly Share[];
  readonly servings: readonly { readonly ingress: Ingress; readonly serving: Serving }[];
}

/** OpenShift's router goes first: what it serves is there already. */
const ORDER: readonly SourceName[] = [...SOURCES].sort((a, b) => Number(isOpenshift(b)) - Number(isOpenshift(a)));

/** Sorts the Ingresses and Routes of an input by the controllers that serve them. */
export function sortInput(inventory: Inventory, options: RunOptions): SortedInput {
  const servers = new Servers(inventory, options);
  const servings = inventory.ingresses.map((ingress) => ({ ingress, serving: servers.of(ingress) }));
  const mine = (name: SourceName): Ingress[] =>
    servings.flatMap(({ ingress, serving }) => (serving.served && serving.controller === name ? [ingress] : []));
  const shares = ORDER.flatMap((name) => {
    const ingresses = mine(name);
    if (!isOpenshift(name)) return ingresses.length === 0 ? [] : [shareOf(name, ingresses, [], inventory, options)];
    // One router serves what comes of both.
    if (name !== 'openshift-ingress') return [];
    const { routes } = inventory;
    if (ingresses.length + routes.length === 0) return [];
    if (ingresses.length === 0) return [shareOf('openshift-route', [], routes, inventory, options)];
    return [shareOf(name, ingresses, routes, inventory, options)];
  });
  return { shares, servings };
}

function shareOf(
  from: SourceName,
  ingresses: readonly Ingress[],
  routes: readonly Route[],
  whole: Inventory,
  options: RunOptions,
): Share {
  const { classes, leftOut } = classesFor(from, whole);
  const router = readsRouter({ from, to: options.to }) ? whole.router : routerSettings([], []);
  const inventory: Inventory = { ...whole, ingresses, routes, ingressClasses: classes, router };
  const given: ConvertOptions = { ...options, from, ingressClasses: [] };
  const served = new Set<Ingress>(ingresses);
  const others = whole.ingresses.filter((one) => !served.has(one));
  const withRoutes = from === 'openshift-ingress' && !areAllMade(routes, ingresses, options);
  return {
    controllers: withRoutes ? ['openshift-ingress', 'openshift-route'] : [from],
    inventory,
    options: { ...takingAll(ingresses, inventory, given), ...(withRoutes ? { withRoutes } : {}) },
    leftOut: [...others, ...(routes.length === 0 ? whole.routes : []), ...leftOut].map(({ manifest }) => manifest),
  };
}

/** Several clusters may have a class of one name: a controller knows its own. */
function classesFor(from: SourceName, { ingressClasses }: Inventory) {
  const own = new Set(ingressClasses.filter((one) => controllerOf(one) === from).map(({ meta }) => meta.name));
  const isOfOther = (one: Inventory['ingressClasses'][number]): boolean =>
    own.has(one.meta.name) && controllerOf(one) !== from;
  return { classes: ingressClasses.filter((one) => !isOfOther(one)), leftOut: ingressClasses.filter(isOfOther) };
}

/** Whether these Ingresses made all of the Routes. */
function areAllMade(routes: readonly Route[], ingresses: readonly Ingress[], { namespace }: RunOptions): boolean {
  const keyOf = (home: string | undefined, name: string): string => `${home ?? namespace ?? 'default'}/${name}`;
  const makers = new Set(ingresses.map(({ meta }) => keyOf(meta.namespace, meta.name)));
  return routes.every(({ manifest, meta }) => makers.has(keyOf(meta.namespace, controllingIngress(manifest) ?? '')));
}

/**
 * The options with which the controller takes all of these Ingresses: those of a controller that nobody told anything, or
 * else one that was told the names of the classes, and to take Ingresses without a class.
 */
function takingAll(ingresses: readonly Ingress[], inventory: Inventory, given: ConvertOptions): ConvertOptions {
  const { takes, customaryClass } = CONTROLLERS[given.from];
  const names = [...new Set(ingresses.flatMap((one) => classNameOf(one) ?? []))].sort(
    (a, b) => Number(customaryClass.test(b)) - Number(customaryClass.test(a)) || (a < b ? -1 : 1),
  );
  const told: ConvertOptions = { ...given, ingressClasses: names };
  let best = given;
  let most = -1;
  for (const one of [
    given,
    told,
    { ...given, watchIngressWithoutClass: true },
    { ...told, watchIngressWithoutClass: true },
  ]) {
    const taken = ingresses.filter((ingress) => takes(ingress, inventory, one)).length;
    if (taken > most) [best, most] = [one, taken];
    if (most === ingresses.length) break;
  }
  return best;
}
