import { formatRef } from '../../kubernetes/object.js';
import type { Route } from '../../kubernetes/route.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

/** A Route that is not written, and the older one of the same namespace, host and path that is. */
export interface Outlived {
  readonly one: OriginatedRoute;
  readonly by: OriginatedRoute;
}

/**
 * Which Routes of Ingresses an older one keeps from being served (reference §2.10). Explicit Routes are born anew and
 * together, so writing both would leave to chance which of them is served. Routes that were explicit before keep their age.
 */
export function outlivedRoutes(routes: readonly OriginatedRoute[]): Outlived[] {
  return [...groups(routes, ({ route, owner }) => [owner.namespace ?? null, route.host, route.path])].flatMap((all) => {
    const [first] = all;
    // A passthrough Route beside them may keep the older one out and the younger one in.
    if (first === undefined || all.length < 2 || routes.some((other) => passesOnHostOf(other, first))) return [];
    const known = all.map(({ route }) => route.meta.creationTimestamp);
    const oldest = Math.min(...known.map((created) => created ?? Number.NEGATIVE_INFINITY));
    const winners = all.filter((_one, index) => known[index] === oldest);
    const [by] = winners;
    if (by === undefined) return [];
    return all.filter((one) => !winners.includes(one) && one.owner.ref.kind === 'Ingress').map((one) => ({ one, by }));
  });
}

export function sayOutlived({ one, by }: Outlived, ledger: Ledger): void {
  const { host, path } = one.route;
  ledger.sayAll(one.from.to ?? [], {
    verdict: 'redundant',
    code: 'RS2154',
    message: `not written: the Route of ${formatRef(by.owner.ref)} ${by.label} is older and holds ${host}${path}, so this one is not served today`,
    next: 'Remove this path, or the other one if this is meant.',
  });
}

/**
 * Says where Routes that are written exclude each other: the router gives a host and path to the oldest, and a whole host to
 * the namespace of its oldest Route unless it is told otherwise (reference §2.3, §2.10).
 */
export function sayClaims(routes: readonly OriginatedRoute[], ledger: Ledger): void {
  const named = routes.filter(({ route }) => route.host !== '');
  for (const all of groups(named, ({ route }) => [route.host, route.path])) if (all.length > 1) sayTwins(all, ledger);
  const wild = named.filter(({ route }) => isWild(route));
  for (const all of groups(wild, ({ route }) => [domainOf(route), route.path]))
    if (new Set(all.map(({ route }) => route.host)).size > 1) sayTwins(all, ledger);
  for (const all of groups(named, ({ route }) => [isWild(route) ? `*.${domainOf(route)}` : route.host]))
    sayWholeHost(all, ledger);
  // The text of spec.host is the key of a claim, also of a wildcard.
  for (const all of groups(named, ({ route }) => [route.host])) sayPassthrough(all, ledger);
  for (const all of groups(named, ({ route }) => [domainOf(route)])) sayNamespaces(all, ledger);
}

function groups(routes: readonly OriginatedRoute[], keyOf: (one: OriginatedRoute) => unknown[]): OriginatedRoute[][] {
  const found = new Map<string, OriginatedRoute[]>();
  for (const one of routes) {
    const key = JSON.stringify(keyOf(one));
    const known = found.get(key);
    if (known === undefined) found.set(key, [one]);
    else known.push(one);
  }
  return [...found.values()];
}

function isWild({ wildcardPolicy }: Route): boolean {
  return wildcardPolicy === 'Subdomain';
}

function domainOf({ host }: Route): string {
  return host.slice(host.indexOf('.') + 1);
}

function passesOnHostOf({ route }: OriginatedRoute, { route: other }: OriginatedRoute): boolean {
  return route.tls?.termination === 'passthrough' && route.host === other.host;
}

function sayTwins(all: readonly OriginatedRoute[], ledger: Ledger): void {
  const [first] = all;
  if (first === undefined) return;
  const { host, path } = first.route;
  say(all, ledger, {
    message: `${all.length} Routes claim ${host}${path}: ${namesOf(all)}; the router serves the oldest, and of those made in one second the one with the lower UID`,
    next: 'Leave out those that are not meant.',
  });
}

/** Paths of nothing but slashes are different claims and take the same requests (reference §2.1). */
function sayWholeHost(all: readonly OriginatedRoute[], ledger: Ledger): void {
  const whole = all.filter(({ route }) => /^\/*$/.test(route.path) && route.tls?.termination !== 'passthrough');
  const [first] = whole;
  if (first === undefined || new Set(whole.map(({ route }) => route.path)).size < 2) return;
  const { host } = first.route;
  say(whole, ledger, {
    message: `${whole.length} Routes take every path of ${host}, with paths ${listed([...new Set(whole.map(({ route }) => `"${route.path}"`))].sort())}: ${namesOf(whole)}; all are admitted, and the kind of TLS and the letters of their names decide which is asked`,
    next: 'Keep one of them.',
  });
}

function sayPassthrough(all: readonly OriginatedRoute[], ledger: Ledger): void {
  const secure = all.filter(({ route }) => route.tls !== undefined);
  const [first] = secure;
  if (first === undefined || secure.length < 2) return;
  if (!secure.some(({ route }) => route.tls?.termination === 'passthrough')) return;
  say(secure, ledger, {
    message: `a passthrough Route and other Routes with TLS claim ${first.route.host}: ${namesOf(secure)}; they exclude each other whatever their paths, and the oldest is served`,
    next: 'Give the passthrough Route a host of its own.',
  });
}

/** One host in two namespaces, or a wildcard in one and a host that it covers in another. */
function sayNamespaces(all: readonly OriginatedRoute[], ledger: Ledger): void {
  const wild = all.filter(({ route }) => isWild(route));
  const sharing = all.filter((one) =>
    [...(isWild(one.route) ? all : wild), ...all.filter(({ route }) => route.host === one.route.host)].some(
      (other) => namespaceOf(other) !== namespaceOf(one),
    ),
  );
  for (const one of sharing) {
    const { host } = one.route;
    const namespaces = [...new Set(sharing.map(namespaceOf))].sort();
    ledger.sayAll(one.from.to ?? [], {
      verdict: 'converted',
      code: 'RS2154',
      message: `Routes of the namespaces ${listed(namespaces)} share ${isWild(one.route) ? `*.${domainOf(one.route)}` : host}; unless the IngressController has namespaceOwnership: InterNamespaceAllowed, only the namespace of the oldest is served`,
      next: 'Check that the IngressController allows it, or that one namespace has all paths of the host.',
    });
  }
}

function say(
  all: readonly OriginatedRoute[],
  ledger: Ledger,
  words: { readonly message: string; readonly next: string },
): void {
  for (const { from } of all) ledger.sayAll(from.to ?? [], { verdict: 'converted', code: 'RS2154', ...words });
}

function namespaceOf({ owner }: OriginatedRoute): string {
  return owner.namespace ?? 'default';
}

const MOST_NAMES = 5;

function namesOf(all: readonly OriginatedRoute[]): string {
  return listed(all.map(({ route }) => route.meta.name).sort());
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more <= 0 ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more`;
}
