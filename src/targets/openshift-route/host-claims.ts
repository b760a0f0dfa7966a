import type { Route } from '../../kubernetes/route.js';
import type { Ledger } from '../../ledger/ledger.js';
import { openshift } from '../../mappings/openshift.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

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

function sayTwins(all: readonly OriginatedRoute[], ledger: Ledger): void {
  const [first] = all;
  if (first === undefined) return;
  const { host, path } = first.route;
  say(all, all, ledger, {
    message: `${all.length} Routes claim ${host}${path}: ${namesOf(all)}; the router serves the oldest, and of those made in one second the one with the lower UID`,
    next: 'Leave out those that are not meant.',
  });
}

/** Words about protections that some have and others lack; undefined where all are protected alike. */
function unevenGuards(all: readonly OriginatedRoute[]): string | undefined {
  const uneven = GUARDS.filter((key) => new Set(all.map(({ route }) => route.meta.annotations[key])).size > 1);
  if (uneven.length === 0) return undefined;
  return `. They are not protected alike (${uneven.join(', ')}), and it is not certain which of them is served`;
}

/** Paths of nothing but slashes are different claims and take the same requests (reference §2.1). */
function sayWholeHost(all: readonly OriginatedRoute[], ledger: Ledger): void {
  const whole = all.filter(({ route }) => /^\/*$/.test(route.path) && route.tls?.termination !== 'passthrough');
  const [first] = whole;
  if (first === undefined || new Set(whole.map(({ route }) => route.path)).size < 2) return;
  const { host } = first.route;
  say(whole, whole, ledger, {
    message: `${whole.length} Routes take every path of ${host}, with paths ${listed([...new Set(whole.map(({ route }) => `"${route.path}"`))].sort())}: ${namesOf(whole)}; all are admitted, and the kind of TLS and the letters of their names decide which is asked`,
    next: 'Keep one of them.',
  });
}

function sayPassthrough(all: readonly OriginatedRoute[], ledger: Ledger): void {
  const secure = all.filter(({ route }) => route.tls !== undefined);
  const [first] = secure;
  if (first === undefined || secure.length < 2) return;
  if (!secure.some(({ route }) => route.tls?.termination === 'passthrough')) return;
  say(secure, secure, ledger, {
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
    say([one], sharing, ledger, {
      message: `Routes of the namespaces ${listed(namespaces)} share ${isWild(one.route) ? `*.${domainOf(one.route)}` : host}; unless the IngressController has namespaceOwnership: InterNamespaceAllowed, only the namespace of the oldest is served`,
      next: 'Check that the IngressController allows it, or that one namespace has all paths of the host.',
    });
  }
}

/** @param rivals those of which some may be served and others not */
function say(
  all: readonly OriginatedRoute[],
  rivals: readonly OriginatedRoute[],
  ledger: Ledger,
  words: { readonly message: string; readonly next: string },
): void {
  const guards = unevenGuards(rivals);
  const remark = {
    verdict: 'converted',
    code: 'RS2154',
    ...(guards === undefined ? {} : { severity: 'error' as const }),
    message: `${words.message}${guards ?? ''}`,
    next:
      guards === undefined ? words.next : `Settle it before anything is applied, or protect all of them. ${words.next}`,
  } as const;
  for (const { from } of all) ledger.sayAll(from.to ?? [], remark);
}

function namespaceOf({ owner }: OriginatedRoute): string {
  return owner.namespace ?? 'default';
}

const MOST_NAMES = 5;

/** Annotations whose loss lets somebody in. */
const GUARDS = openshift.mapping.annotations.flatMap(({ key, aliases, protects }) =>
  protects === true ? [key, ...(aliases ?? [])] : [],
);

function namesOf(all: readonly OriginatedRoute[]): string {
  return listed(all.map(({ route }) => route.meta.name).sort());
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more <= 0 ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more`;
}
