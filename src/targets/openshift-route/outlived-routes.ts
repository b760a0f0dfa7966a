import { compareText } from '../../kubernetes/compare-text.js';
import { formatRef } from '../../kubernetes/object.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

/** A Route that is not written, and the older one that keeps it from being served. */
export interface Outlived {
  readonly one: OriginatedRoute;
  readonly by: OriginatedRoute;
}

/**
 * The Routes of Ingresses that no router serves because an older Route of the same namespace holds their host and path, or
 * because one of the two passes TLS through (reference §2.10). Explicit Routes are born anew and together, so with both of
 * them chance would decide. Other labels or another namespace may mean another router; explicit Routes keep their age.
 */
export function outlivedRoutes(routes: readonly OriginatedRoute[]): Outlived[] {
  const groups = new Map<string, OriginatedRoute[]>();
  const passing = new Map<string, Set<string>>();
  for (const one of routes) {
    const { route, owner } = one;
    if (owner.ref.kind !== 'Ingress') continue;
    const labels = Object.entries(owner.labels).sort(([a], [b]) => (a < b ? -1 : 1));
    const key = JSON.stringify([owner.namespace ?? null, labels, route.host]);
    const known = groups.get(key);
    if (known === undefined) groups.set(key, [one]);
    else known.push(one);
    if (passes(one)) passing.set(route.host, (passing.get(route.host) ?? new Set()).add(key));
  }
  return [...groups].flatMap(([key, all]) => {
    const [first] = all;
    // A passthrough Route of others may keep the older one out and let the younger one in.
    const others = [...(passing.get(first?.route.host ?? '') ?? [])].some((other) => other !== key);
    return others ? [] : outlivedOf(all);
  });
}

function outlivedOf(all: readonly OriginatedRoute[]): Outlived[] {
  const byPath = new Map<string, OriginatedRoute>();
  let passing: OriginatedRoute | undefined;
  let secure: OriginatedRoute | undefined;
  return [...all].sort(compareAge).flatMap((one) => {
    // A passthrough Route and another one with TLS exclude each other.
    const other = one.route.tls === undefined ? undefined : passes(one) ? secure : passing;
    const by = byPath.get(one.route.path) ?? other;
    if (by !== undefined) return [{ one, by }];
    byPath.set(one.route.path, one);
    if (one.route.tls !== undefined) secure ??= one;
    if (passes(one)) passing ??= one;
    return [];
  });
}

function passes({ route }: OriginatedRoute): boolean {
  return route.tls?.termination === 'passthrough';
}

/** What a router admitted first, then older first; what has no age comes last. Of two of one age, the smaller name. */
function compareAge(a: OriginatedRoute, b: OriginatedRoute): number {
  const [x, y] = [a.owner, b.owner];
  return (
    Number(isAdmitted(b)) - Number(isAdmitted(a)) ||
    ageOf(a) - ageOf(b) ||
    compareText(x.ref.name, y.ref.name) ||
    compareText(x.source.file, y.source.file) ||
    x.source.line - y.source.line ||
    x.source.column - y.source.column
    // The Routes of one Ingress stay in the order of its paths.
  );
}

function isAdmitted({ route }: OriginatedRoute): boolean {
  return route.admitted.some(({ admitted }) => admitted);
}

function ageOf({ route }: OriginatedRoute): number {
  return route.meta.creationTimestamp ?? Number.MAX_VALUE;
}

export function sayOutlived({ one, by }: Outlived, ledger: Ledger): void {
  const { host, path } = one.route;
  const held = passes(one) || passes(by) ? `${host} (a passthrough Route tolerates no other)` : `${host}${path}`;
  const known = certainty(one, by);
  ledger.sayAll(one.from.to ?? [], {
    verdict: known === undefined ? 'approximated' : 'redundant',
    code: 'RS2154',
    message: `not written: the Route of ${formatRef(by.owner.ref)} ${by.label} ${known ?? assumption(one, by)} and holds ${held}, so this one is not served`,
    next: 'Remove this path, or the other one if this is meant.',
  });
  for (const item of [...(one.from.host ?? []), ...one.annotations.values()]) {
    if (!ledger.isSilent(item)) continue;
    const message = 'no Route of it is written, because an older one holds the host and path';
    ledger.say(item, { verdict: 'redundant', code: 'RS2154', severity: 'info', message });
  }
}

function certainty(one: OriginatedRoute, by: OriginatedRoute): string | undefined {
  if (isAdmitted(by) && !isAdmitted(one)) return 'is admitted';
  return ageOf(by) < ageOf(one) && one.route.meta.creationTimestamp !== undefined ? 'is older' : undefined;
}

function assumption(one: OriginatedRoute, by: OriginatedRoute): string {
  return one.owner === by.owner
    ? 'is made at the same moment, is assumed to come first'
    : 'is assumed to be older, which the manifests do not tell,';
}
