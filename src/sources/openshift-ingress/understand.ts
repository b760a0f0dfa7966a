import { byName } from '../../kubernetes/by-name.js';
import type { IngressClass, Secret, Service } from '../../kubernetes/companions.js';
import type { Ingress } from '../../kubernetes/ingress.js';
import type { Inventory } from '../../kubernetes/inventory.js';
import { splitLabels } from '../../kubernetes/ownership-labels.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { TrafficModel } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import { openFields, sayLabels } from '../ingress-fields.js';
import { carriedOf, originate } from '../openshift-route/originate.js';
import { routeTraffic } from '../openshift-route/traffic.js';
import { sayUnknownFields } from '../openshift-route/unknown-fields.js';
import { carriersAmong, carrying } from '../served-ingress.js';
import type { Understanding } from '../understanding.js';
import { safeAdditions } from './additions.js';
import { joinCanaries, type Made } from './alternate-backends.js';
import { readAnnotations } from './annotations.js';
import { sayChance } from './chance.js';
import { defaultBackendRoutes } from './default-backends.js';
import { generatedRoutes } from './generated-routes.js';
import { liveRoutes } from './live-routes.js';
import type { Context, ManagedIngress } from './managed-ingress.js';
import { RouteNames } from './route-names.js';
import { saySelection, select } from './selection.js';
import { sayWithoutEffect } from './without-effect.js';

/**
 * Reads the Ingresses of the input as OpenShift's ingress-to-route controller does: which it manages, what Routes it makes
 * of them, and of what it makes none.
 */
export function understandOpenshiftIngress(
  inventory: Inventory,
  options: ConvertOptions,
  ledger: Ledger,
): Understanding {
  const live = liveRoutes(inventory, options.namespace);
  const defaultNamespace = options.namespace ?? 'default';
  const context: Context = {
    ledger,
    names: new RouteNames(inventory.routes.map(({ meta }) => `${meta.namespace ?? defaultNamespace}/${meta.name}`)),
    serviceOf: byName<Service>(inventory.services, options.namespace),
    secretOf: byName<Secret>(inventory.secrets, options.namespace),
    liveOf: live.find,
    router: inventory.router,
    // Elsewhere there is nothing to add: the target can do what Routes cannot.
    added: new Map(),
    additions: new Set(options.to === 'openshift-route' ? options.add : []),
    inlineCertificates: options.to === 'openshift-route' && options.inlineCertificates === true,
  };
  const classes = new Map<string, IngressClass>(inventory.ingressClasses.map((c) => [c.meta.name, c]));
  const managed = inventory.ingresses.flatMap((ingress) => manage(ingress, classes, options, ledger));
  const made: Made[] = managed.flatMap((one) =>
    generatedRoutes(one, context).map((route) => ({ managed: one, route })),
  );
  const served = joinCanaries(made, context);
  const taken = new Set([...served, ...context.added.keys()].filter(({ route }) => takesAll(route.path)).map(hostOf));
  for (const one of managed)
    for (const route of defaultBackendRoutes(one, (host) => taken.has(hostKey(one.owner.namespace, host)), context))
      taken.add(hostOf(route));
  const besides = options.withRoutes === true ? live.besides(managed) : [];
  const explicit = besides.map((route) => originate(route, options, ledger));
  for (const { route } of explicit) sayUnknownFields(route, ledger);
  const routes = [...served, ...safeAdditions(served, context.added, ledger), ...explicit];
  const toRoutes = options.to === 'openshift-route';
  if (!toRoutes) sayChance(routes, ledger);
  return {
    model: toRoutes
      ? NO_TRAFFIC
      : { ...routeTraffic(routes, inventory, options, ledger), carriers: carriersAmong([...managed, ...routes]) },
    routes,
    declared: managed.flatMap(({ annotations }) => annotations.declared),
    sweep: () => {
      const owners = new Set(routes.map(({ owner }) => owner));
      for (const one of managed) sayWithoutEffect(one, owners.has(one.owner), context);
      live.say(managed, new Set(besides), ledger);
    },
  };
}

/** Routes that are written as Routes need no model of their traffic. */
const NO_TRAFFIC: TrafficModel = { hosts: [], passthroughs: [] };

/** `` and `/` are two claims of the router, and both take every path. */
function takesAll(path: string): boolean {
  return path === '' || path === '/';
}

function hostOf({ route, owner }: OriginatedRoute): string {
  return hostKey(owner.namespace, route.host);
}

function hostKey(namespace: string | undefined, host: string): string {
  return `${namespace ?? ''}/${host}`;
}

function manage(
  ingress: Ingress,
  classes: ReadonlyMap<string, IngressClass>,
  options: ConvertOptions,
  ledger: Ledger,
): ManagedIngress[] {
  const selection = select(ingress, classes, options);
  saySelection(ingress, selection, ledger);
  if (!selection.managed) return [];
  const labels = splitLabels(ingress.meta.labels);
  sayLabels(ingress, labels, ledger);
  const namespace = ingress.meta.namespace ?? options.namespace;
  const annotations = readAnnotations(ingress, ledger);
  return [
    {
      ingress,
      owner: {
        ref: ingress.manifest.ref,
        namespace,
        labels: labels.kept,
        source: ingress.manifest.source,
        className: selection.className,
        ...carrying(carriedOf(annotations.passedOn, ingress.meta.annotations, 'Ingress', options, ledger)),
      },
      namespace: namespace ?? 'default',
      fields: openFields(ingress, ledger),
      annotations,
    },
  ];
}
