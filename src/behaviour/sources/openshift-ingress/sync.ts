import { type FieldError, routeErrors } from '../../targets/openshift-router.js';
import { parseGoBool } from '../../values/go-values.js';
import { type DesiredSpec, desiredRoute, routeHost } from './desired-route.js';
import type { ExistingRoute } from './existing-route.js';
import type { IngressObject, IngressPath, IngressRule } from './ingress-objects.js';
import { compareRoute, preserve } from './route-comparison.js';
import type { RouteNaming } from './route-naming.js';
import type { Surroundings } from './surroundings.js';

/** An event that the controller writes about an Ingress. */
export interface IngressEvent {
  readonly type: 'Normal' | 'Warning';
  readonly reason: 'IncompleteIngressToRouteRules' | 'FailedIngressToRouteConversion' | 'InvalidAnnotationValue';
  readonly details: readonly string[];
}

/** A Route of an Ingress, and the path that it stands for. */
export interface GeneratedRoute {
  /** As it is sent to the API server, or found there. */
  readonly object: object;
  /** `namespace/name`. */
  readonly key: string;
  /** `Ingress namespace/name spec.rules[i].http.paths[j]`. */
  readonly rule: string;
  /** `namespace/name` of the Secret whose key pair was copied into it. */
  readonly secret: string | undefined;
}

/** What an update replaces in a Route. */
export interface RoutePatch extends GeneratedRoute {
  readonly name: string;
  readonly spec: DesiredSpec;
  readonly annotations: Readonly<Record<string, string>> | undefined;
  readonly ownerReferences: readonly object[];
  /** Only under the flag; undefined for none, too. */
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** Why the API server refuses the patch; the Route then stays as it is. */
  readonly refused: readonly FieldError[];
}

export interface Sync {
  readonly creates: readonly GeneratedRoute[];
  readonly updates: readonly RoutePatch[];
  /** Routes that are as they should be. */
  readonly matches: readonly GeneratedRoute[];
  readonly deletes: readonly ExistingRoute[];
  readonly events: readonly IngressEvent[];
  /** Hostnames for the status of the Ingress; undefined if they stay as they are. */
  readonly hostnames: readonly string[] | undefined;
}

const labelsFlag = 'route.openshift.io/reconcile-labels';

/**
 * One pass of the controller over an Ingress that it manages (reference §1.2 to §1.9).
 *
 * @param owned the Routes of this Ingress that there are
 */
export function syncIngress(
  ingress: IngressObject,
  owned: readonly ExistingRoute[],
  surroundings: Surroundings,
  naming: RouteNaming,
): Sync {
  const left = [...owned];
  const flag = ingress.annotations.get(labelsFlag);
  const withLabels = flag !== undefined && parseGoBool(flag.trim()) === true;
  const creates: GeneratedRoute[] = [];
  const updates: RoutePatch[] = [];
  const matched: { readonly route: ExistingRoute; readonly generated: GeneratedRoute }[] = [];
  const undone: ExistingRoute[] = [];
  const skipped: string[] = [];

  const visit = (rule: IngressRule, path: IngressPath, place: readonly [number, number]): void => {
    const [i, j] = place;
    const { service } = path;
    if (service === undefined || service.name === '' || path.isExact) {
      skipped.push(`${whySkipped(path)} in rule at index ${i}, path index ${j}`);
      return;
    }
    const at = left.findIndex((route) => route.host === routeHost(rule.host) && route.path === path.path);
    const [route] = at < 0 ? [] : left.splice(at, 1);
    const label = `Ingress ${ingress.key} spec.rules[${i}].http.paths[${j}]`;
    const complain = (text: string): number => skipped.push(`${text} at index ${i}, path index ${j}`);
    if (route !== undefined) {
      const compared = compareRoute(route, ingress, rule, path, service, surroundings, withLabels);
      if (compared.complaint !== undefined) complain(compared.complaint);
      if (compared.matches) {
        const wanted = desiredRoute(ingress, rule, path, service, surroundings);
        const secret = typeof wanted === 'string' ? undefined : wanted.secret;
        matched.push({ route, generated: { object: route.object, key: route.key, rule: label, secret } });
        return;
      }
    }
    const desired = desiredRoute(ingress, rule, path, service, surroundings);
    if (typeof desired === 'string') {
      complain(desired);
      // What cannot be worked out is deleted, with all that was changed by hand.
      if (route !== undefined) undone.push(route);
    } else if (route === undefined) {
      const name = naming.next(ingress);
      const object = routeObject(ingress, name, desired.spec);
      creates.push({ object, key: `${ingress.namespace}/${name}`, rule: label, secret: desired.secret });
    } else {
      const spec = preserve(desired.spec, route, ingress);
      updates.push({ ...patch(ingress, route, spec, withLabels), rule: label, secret: desired.secret });
    }
  };

  for (const [i, rule] of ingress.rules.entries()) {
    if (rule.paths === undefined) skipped.push(`Missing http field in rule at index ${i}`);
    else if (rule.host === '') skipped.push(`Missing host field in rule at index ${i}`);
    else for (const [j, path] of rule.paths.entries()) visit(rule, path, [i, j]);
  }
  const deletes = [...left, ...undone];
  const failures = [
    ...creates.map(({ key, object }) => ({ key, errors: routeErrors(object) })),
    ...updates.map(({ key, refused }) => ({ key, errors: refused })),
  ].flatMap(({ key, errors }) => errors.map(({ field, message }) => `Route ${key}: ${field}: ${message}`));
  const events: IngressEvent[] = [];
  if (flag !== undefined && parseGoBool(flag.trim()) === undefined) {
    events.push({ type: 'Normal', reason: 'InvalidAnnotationValue', details: [`${labelsFlag} is no boolean`] });
  }
  // What was skipped is told only if nothing failed.
  if (failures.length > 0)
    events.push({ type: 'Warning', reason: 'FailedIngressToRouteConversion', details: failures });
  else if (skipped.length > 0) {
    events.push({ type: 'Normal', reason: 'IncompleteIngressToRouteRules', details: skipped });
  }
  return {
    creates,
    updates,
    matches: matched.map(({ generated }) => generated),
    deletes,
    events,
    hostnames: publishedHostnames(
      ingress,
      matched.map(({ route }) => route),
      deletes,
    ),
  };
}

function whySkipped({ service }: IngressPath): string {
  if (service === undefined) return 'Missing backend service field';
  return service.name === '' ? 'Missing backend service name' : 'Unsupported exact path type';
}

function ownerOf({ name, uid }: IngressObject): object {
  return { apiVersion: 'networking.k8s.io/v1', kind: 'Ingress', controller: true, name, ...(uid && { uid }) };
}

function recordOf(map: ReadonlyMap<string, string>): Readonly<Record<string, string>> | undefined {
  return map.size === 0 ? undefined : Object.fromEntries(map);
}

/** A new Route; it is about as old as its Ingress. */
function routeObject(ingress: IngressObject, name: string, spec: DesiredSpec): object {
  const { namespace, creationTimestamp, labels, annotations } = ingress;
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: {
      namespace,
      name,
      creationTimestamp,
      labels: recordOf(labels),
      annotations: recordOf(annotations),
      ownerReferences: [ownerOf(ingress)],
    },
    spec,
  };
}

function patch(
  ingress: IngressObject,
  { object, name, key }: ExistingRoute,
  spec: DesiredSpec,
  withLabels: boolean,
): Omit<RoutePatch, 'rule' | 'secret'> {
  const annotations = recordOf(ingress.annotations);
  const ownerReferences = [ownerOf(ingress)];
  const labels = withLabels ? recordOf(ingress.labels) : undefined;
  const metadata = { ...(object.metadata as object), annotations, ownerReferences, ...(withLabels && { labels }) };
  const patched = { ...object, metadata, spec };
  const refused = routeErrors(patched);
  return {
    object: refused.length === 0 ? patched : object,
    key,
    name,
    spec,
    annotations,
    ownerReferences,
    labels,
    refused,
  };
}

function publishedHostnames(
  { hostnames }: IngressObject,
  matches: readonly ExistingRoute[],
  deletes: readonly ExistingRoute[],
): readonly string[] | undefined {
  const before = new Set(hostnames);
  const after = new Set(hostnames);
  for (const hostname of deletes.flatMap(({ admittedBy }) => admittedBy)) after.delete(hostname);
  for (const hostname of matches.flatMap(({ admittedBy }) => admittedBy)) after.add(hostname);
  const unchanged = after.size === before.size && [...after].every((hostname) => before.has(hostname));
  return unchanged ? undefined : [...after].sort();
}
