import { createOpenshiftRouterModel, type RouteNames } from '../targets/openshift-router.js';
import { type ExistingRoute, readExistingRoute } from './openshift-ingress/existing-route.js';
import { type IngressObject, readIngress } from './openshift-ingress/ingress-objects.js';
import type { OpenshiftIngressInput, OpenshiftIngressModel } from './openshift-ingress/input.js';
import { RouteNaming } from './openshift-ingress/route-naming.js';
import { readSurroundings } from './openshift-ingress/surroundings.js';
import { type GeneratedRoute, type Sync, syncIngress } from './openshift-ingress/sync.js';

export type { OpenshiftIngressInput, OpenshiftIngressModel } from './openshift-ingress/input.js';
export type { GeneratedRoute, IngressEvent, RoutePatch, Sync } from './openshift-ingress/sync.js';

/** What the ingress-to-route controller does about one Ingress; null if it is none of its business. */
export interface ControllerPass {
  /** `namespace/name`. */
  readonly ingress: string;
  readonly sync: Sync | null;
}

/**
 * One pass of OpenShift's ingress-to-route controller over all Ingresses, by `namespace/name`. Never throws, whatever the
 * objects look like.
 */
export function runIngressToRoute(input: OpenshiftIngressInput): readonly ControllerPass[] {
  return pass(input, readExistingRoutes(input));
}

/**
 * An OpenShift cluster as a model: raw Ingress objects become Routes by the ingress-to-route controller's rules, and the
 * router's model answers for them and for the Routes that are there besides. Never throws.
 */
export function createOpenshiftIngressModel(input: OpenshiftIngressInput): OpenshiftIngressModel {
  const existing = readExistingRoutes(input);
  const passes = pass(input, existing);
  const syncs = passes.flatMap(({ sync }) => (sync === null ? [] : [sync]));
  const generated = syncs.flatMap(({ creates, updates, matches }) => [...creates, ...updates, ...matches]);
  const replaced = new Set(
    [...generated, ...syncs.flatMap(({ deletes }) => deletes)].map(({ key }: { readonly key: string }) => key),
  );
  const others = existing.filter(({ key }) => !replaced.has(key)).map(({ object }) => object);
  const model = createOpenshiftRouterModel({
    ...input,
    routes: [...others, ...generated.map(({ object }) => object)],
    names: namesOf(generated),
  });
  return {
    ...model,
    routes: generated,
    events: passes.flatMap(({ ingress, sync }) => (sync?.events ?? []).map((event) => ({ ingress, ...event }))),
    ignoredIngresses: passes.filter(({ sync }) => sync === null).map(({ ingress }) => ingress),
  };
}

function pass(input: OpenshiftIngressInput, existing: readonly ExistingRoute[]): readonly ControllerPass[] {
  const surroundings = readSurroundings(input);
  const naming = new RouteNaming(existing.map(({ key }) => key));
  const owned = new Map<string, ExistingRoute[]>();
  for (const route of existing.filter(({ owner }) => owner !== undefined)) {
    const owner = `${route.namespace}/${route.owner}`;
    const known = owned.get(owner);
    if (known === undefined) owned.set(owner, [route]);
    else known.push(route);
  }
  return readIngresses(input).map((ingress) => ({
    ingress: ingress.key,
    sync: surroundings.manages(ingress)
      ? syncIngress(ingress, owned.get(ingress.key) ?? [], surroundings, naming)
      : null,
  }));
}

/** A cluster has one object of a name: what is applied later replaces it. */
function readIngresses({ ingresses }: OpenshiftIngressInput): readonly IngressObject[] {
  const found = new Map<string, IngressObject>();
  for (const value of ingresses) {
    const ingress = readIngress(value);
    if (ingress !== undefined) found.set(ingress.key, ingress);
  }
  return [...found.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

function readExistingRoutes({ routes }: OpenshiftIngressInput): readonly ExistingRoute[] {
  const found = new Map<string, ExistingRoute>();
  for (const value of routes ?? []) {
    const route = readExistingRoute(value);
    if (route !== undefined) found.set(route.key, route);
  }
  return [...found.values()];
}

function namesOf(generated: readonly GeneratedRoute[]): ReadonlyMap<string, RouteNames> {
  return new Map(generated.map(({ key, rule, secret }) => [key, { rule, certificate: secret }]));
}
