import type { Problem } from '../../attachment.js';
import { byAge, type KubeObject } from '../../objects.js';
import type { Place } from '../../plane.js';
import { type Fields, fields, items, optionalFields, text, texts } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';
import { targetsOf } from '../policies/targets.js';

export const nginxGroup = 'gateway.nginx.org';

/** What the policies of a kind say at a place together, or on a Service. */
export interface MergedPolicies {
  at(place: Place): Fields;
  on(label: string): Fields;
}

export const nothingMerged: MergedPolicies = { at: () => ({}), on: () => ({}) };

/**
 * Policies of NGINX Gateway Fabric: those on a Gateway are inherited field by field, those of a route come first. On one
 * target several may set different fields; of two that set the same the older stays (implementation-policies.md §1.2).
 */
export function mergePolicies(
  kind: string,
  kinds: readonly string[],
  context: PlaneContext,
  problems: Problem[],
): MergedPolicies {
  const merged = new Map<string, Fields>();
  const neighbours = indexPaths(context);
  for (const policy of [...context.objects.all(nginxGroup, kind)].sort(byAge)) {
    const { targets, faults } = targetsOf(policy, context, { kinds, sections: false });
    for (const reason of faults) problems.push({ object: policy.label, reason });
    const routes = targets.map(({ object }) => object).filter((object) => object.kind.endsWith('Route'));
    const shared = sharedPath(routes, neighbours);
    const own = settingsOf(policy);
    const conflict = targets.find(({ object }) => overlaps(merged.get(object.label) ?? {}, own));
    const mixed = routes.length > 0 && routes.length < targets.length;
    const reason = mixed
      ? 'not attached: it names Gateways beside routes'
      : shared !== undefined
        ? `TargetConflict: ${shared}`
        : conflict && `Conflicted: an older policy sets the same on ${conflict.object.label}`;
    if (reason !== undefined) {
      problems.push({ object: policy.label, reason });
      continue;
    }
    for (const { object } of targets) merged.set(object.label, layered(merged.get(object.label) ?? {}, own));
  }
  return {
    at: ({ route, listener }) =>
      layered(merged.get(`Gateway ${listener.gateway}`) ?? {}, merged.get(route.label) ?? {}),
    on: (label) => merged.get(label) ?? {},
  };
}

function settingsOf({ spec }: KubeObject): Fields {
  const { targetRef, targetRefs, ...settings } = spec;
  return settings;
}

function layered(below: Fields, above: Fields): Fields {
  const result: Record<string, unknown> = { ...below };
  for (const [name, value] of Object.entries(above)) {
    const [a, b] = [optionalFields(result[name]), optionalFields(value)];
    result[name] = a !== undefined && b !== undefined ? layered(a, b) : value;
  }
  return result;
}

function overlaps(a: Fields, b: Fields): boolean {
  return Object.entries(b).some(([name, value]) => {
    const [before, now] = [optionalFields(a[name]), optionalFields(value)];
    if (before !== undefined && now !== undefined) return overlaps(before, now);
    return a[name] !== undefined;
  });
}

/** Labels of the routes by Gateway, hostname and path. */
function indexPaths({ routes }: PlaneContext): ReadonlyMap<string, readonly string[]> {
  const index = new Map<string, string[]>();
  for (const route of routes) {
    for (const { key } of placesOf(route)) {
      const known = index.get(key);
      if (known === undefined) index.set(key, [route.label]);
      else known.push(route.label);
    }
  }
  return index;
}

/** A route that shares Gateway, hostname and path with one of the targets and is none itself; policies must name both. */
function sharedPath(targets: readonly KubeObject[], index: ReadonlyMap<string, readonly string[]>): string | undefined {
  const own = new Set(targets.map(({ label }) => label));
  for (const target of targets) {
    for (const { key, path } of placesOf(target)) {
      const other = index.get(key)?.find((label) => !own.has(label));
      if (other !== undefined) return `${other} has ${path} too`;
    }
  }
  return undefined;
}

function placesOf(route: KubeObject): readonly { readonly key: string; readonly path: string }[] {
  return parentsOf(route).flatMap((parent) =>
    hostsOf(route).flatMap((host) =>
      pathsOf(route).map((path) => ({ key: JSON.stringify([route.kind, parent, host, path]), path })),
    ),
  );
}

function parentsOf({ spec, namespace }: KubeObject): readonly string[] {
  return items(spec.parentRefs).map(
    (parent) => `${text(parent.namespace) ?? namespace}/${text(parent.name)} ${text(parent.sectionName) ?? ''}`,
  );
}

export function hostsOf({ spec }: KubeObject): readonly string[] {
  const hosts = texts(spec.hostnames);
  return hosts.length === 0 ? [''] : hosts;
}

function pathsOf({ spec }: KubeObject): readonly string[] {
  return items(spec.rules).flatMap((rule) => {
    const matches = items(rule.matches);
    return (matches.length === 0 ? [{}] : matches).map((match) => {
      const path = fields(fields(match).path);
      return `${text(path.type) ?? 'PathPrefix'} ${text(path.value) ?? '/'}`;
    });
  });
}
