import type { RouterSettings } from '../../kubernetes/router-settings.js';
import type { Owner } from '../../model/traffic.js';
import type { Cells } from './path-cells.js';
import type { Point } from './path-points.js';
import { isOpen, type Note, type Standing } from './standing.js';

const NEXT =
  'Keep the paths of the host in one namespace, or set spec.routeAdmission.namespaceOwnership: InterNamespaceAllowed on the IngressController.';

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
  cells: Cells,
  { namespaceOwnership, name }: RouterSettings,
): void {
  if (namespaceOwnership === 'InterNamespaceAllowed') return;
  const router = name === undefined ? 'by default the router' : `the router of ${name}`;
  holdBackAlone(cells, router);
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
      next: NEXT,
      acceptable: true,
    });
  }
}

/**
 * An exact path is one Route, and what lies below it another one. Where that is of another namespace and has a guard, the
 * first one alone would take its requests as well.
 */
function holdBackAlone(cells: Cells, router: string): void {
  for (const [literal, { bare, below }] of cells) {
    const [alone, guarded] = [bare?.standing, below?.standing];
    if (alone === undefined || guarded === undefined || !isOpen(alone) || !isOpen(guarded)) continue;
    if (guarded.guard === '' || guarded.guard === alone.guard || !isElsewhere(alone, guarded)) continue;
    alone.holding.push({
      code: 'RS2186',
      items: alone.reader.rule.from,
      details: [],
      verdict: 'manual',
      what: `${literal} apart from what lies below it, which namespace ${nameOf(guarded)} guards: ${router} admits one namespace for a host, and this Route would take both without the guard if it is ${nameOf(alone)}`,
      next: NEXT,
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
  besides: readonly Owner[],
): ReadonlyMap<string | undefined, Owner> {
  const owners = new Map<string | undefined, Owner>();
  const standings = [...points.flatMap(({ open }) => open ?? []), ...above];
  for (const owner of [...standings.map(({ reader }) => reader.rule.owner), ...besides]) {
    if (!owners.has(owner.namespace)) owners.set(owner.namespace, owner);
  }
  return owners;
}

/** What there is to say of a host whose requests Routes of several namespaces may take. */
export function severalNamespaces(
  host: string,
  namespaces: ReadonlySet<string | undefined>,
  { namespaceOwnership, name }: RouterSettings,
): Note {
  const names = [...namespaces].map((namespace) => namespace ?? 'none').sort();
  const routes = `the Routes that take requests for ${host} are in several namespaces (${names.join(', ')})`;
  if (namespaceOwnership === 'InterNamespaceAllowed') {
    return {
      verdict: 'converted',
      code: 'RS2185',
      severity: 'info',
      message: `${routes}, all of which ${name} admits`,
    };
  }
  const who = name === undefined ? 'by default the router' : `the router of ${name}`;
  return {
    verdict: 'approximated',
    code: 'RS2186',
    severity: 'warning',
    message: `${routes}: ${who} admits those of the oldest Route's namespace only`,
    next: 'Set spec.routeAdmission.namespaceOwnership: InterNamespaceAllowed on the IngressController.',
  };
}
