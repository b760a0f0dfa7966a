import type { RouterSettings } from '../../kubernetes/router-settings.js';
import type { Owner } from '../../model/traffic.js';
import type { Point } from './path-points.js';
import { isOpen, type Standing } from './standing.js';

/**
 * By default the router admits the Routes of one namespace for a host, and for the hosts below a wildcard: those of the
 * oldest (openshift-semantics 2.10). Which these are is not known before they are created, so that a Route with a guard may
 * be turned down while a broader one of another namespace takes its requests without the guard. Such a rule is held back.
 *
 * @param above rules whose wildcard Routes take what is not found on the host
 */
export function holdBackAcrossNamespaces(
  standings: readonly Standing[],
  above: readonly Standing[],
  { namespaceOwnership, name }: RouterSettings,
): void {
  if (namespaceOwnership === 'InterNamespaceAllowed') return;
  const router = name === undefined ? 'by default the router' : `the router of ${name}`;
  for (const guarded of standings) {
    if (guarded.guard === '' || !isOpen(guarded)) continue;
    const others = [...standings, ...above].filter(
      (other) =>
        isOpen(other) && other.guard !== guarded.guard && isElsewhere(other, guarded) && covers(other, guarded),
    );
    const namespaces = [...new Set(others.map((other) => nameOf(other)))].sort();
    if (namespaces.length === 0) continue;
    guarded.holding.push({
      code: 'RS2186',
      items: guarded.reader.rule.from,
      details: [],
      verdict: 'manual',
      what: `a guard beside Routes of namespace ${namespaces.join(', ')}: ${router} admits one namespace for a host, and these Routes would take the path without the guard if it is not ${nameOf(guarded)}`,
      next: 'Keep the paths of the host in one namespace, or set spec.routeAdmission.namespaceOwnership: InterNamespaceAllowed on the IngressController.',
      acceptable: true,
    });
  }
}

function isElsewhere(a: Standing, b: Standing): boolean {
  return a.reader.rule.owner.namespace !== b.reader.rule.owner.namespace;
}

function covers({ reader: { literal } }: Standing, { reader }: Standing): boolean {
  return literal === reader.literal || reader.literal.startsWith(`${literal}/`);
}

function nameOf({ reader }: Standing): string {
  return reader.rule.owner.namespace ?? 'of the manifests that name none';
}

/** For each namespace with Routes that pass requests on, at a host or above it: an owner of such a Route. */
export function ownersByNamespace(
  points: readonly Point[],
  above: readonly Standing[],
): ReadonlyMap<string | undefined, Owner> {
  const owners = new Map<string | undefined, Owner>();
  for (const standing of [...points.flatMap(({ open }) => open ?? []), ...above]) {
    const { owner } = standing.reader.rule;
    if (!owners.has(owner.namespace)) owners.set(owner.namespace, owner);
  }
  return owners;
}
