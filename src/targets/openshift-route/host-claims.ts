import type { Route } from '../../kubernetes/route.js';
import type { RouterSettings } from '../../kubernetes/router-settings.js';
import type { Ledger } from '../../ledger/ledger.js';
import { guardKeys } from '../../mappings/openshift.js';
import { withoutFinalSlashes } from '../../model/final-slashes.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

/**
 * Says where Routes that are written exclude each other: the router gives a host and path to the oldest, and a whole host to
 * the namespace of its oldest Route unless it is told otherwise (reference §2.3, §2.10).
 */
export function sayClaims(routes: readonly OriginatedRoute[], router: RouterSettings, ledger: Ledger): void {
  // A wildcard Route that is not admitted claims nothing.
  const claims = ({ route }: OriginatedRoute): boolean =>
    route.host !== '' && !(isWild(route) && router.wildcardPolicy === 'WildcardsDisallowed');
  const named = routes.filter(claims);
  const domains = groups(named, ({ route }) => [domainOf(route)]);
  const inDomain = new Map(domains.flatMap((all) => all.slice(0, 1).map(({ route }) => [domainOf(route), all])));
  const beside = (route: Route): readonly OriginatedRoute[] => inDomain.get(domainOf(route)) ?? [];
  for (const all of groups(named, ({ route }) => [route.host, route.path]))
    if (all.length > 1) sayTwins(all, beside, ledger);
  const wild = named.filter(({ route }) => isWild(route));
  for (const all of groups(wild, ({ route }) => [domainOf(route), route.path]))
    if (new Set(all.map(({ route }) => route.host)).size > 1) sayTwins(all, beside, ledger);
  for (const all of groups(named, ({ route }) => [isWild(route) ? `*.${domainOf(route)}` : route.host]))
    sayWholeHost(all, ledger);
  // The text of spec.host is the key of a claim, also of a wildcard.
  for (const all of groups(named, ({ route }) => [route.host])) sayPassthrough(all, beside, ledger);
  if (router.namespaceOwnership === 'InterNamespaceAllowed') return;
  for (const all of domains) sayNamespaces(all, router, ledger);
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

type Beside = (route: Route) => readonly OriginatedRoute[];

/** Routes that may take the requests of one that is refused: of its host or of the wildcard above it, with a wider path. */
function widerThan({ host, path }: Route, others: readonly OriginatedRoute[]): OriginatedRoute[] {
  return others.filter(({ route }) => {
    if (isWild(route)) return isWithin(path, route.path) || isWithin(route.path, path);
    return route.host === host && isWithin(path, route.path);
  });
}

function isWithin(path: string, outer: string): boolean {
  const [inner, wide] = [path, outer].map(withoutFinalSlashes);
  return wide === '' || inner === wide || inner?.startsWith(`${wide}/`) === true;
}

function sayTwins(all: readonly OriginatedRoute[], beside: Beside, ledger: Ledger): void {
  const [first] = all;
  if (first === undefined) return;
  const { host, path } = first.route;
  // Over http or https, the one that wins may leave requests to others that the other one takes.
  const sameKind = new Set(all.map(({ route: { tls } }) => `${tls?.termination} ${tls?.insecure}`)).size === 1;
  const rivals = sameKind ? all : [...all, ...widerThan(first.route, beside(first.route))];
  say(all, rivals, ledger, {
    message: `${all.length} Routes claim ${host}${path}: ${namesOf(all)}; the router serves the oldest, and of those made in one second the one with the lower UID`,
    next: 'Leave out those that are not meant.',
  });
}

/** Words about protections that some have and others lack; undefined where all are protected alike. */
function unevenGuards(all: readonly OriginatedRoute[]): string | undefined {
  const uneven = guardKeys().filter((key) => new Set(all.map(({ route }) => route.meta.annotations[key])).size > 1);
  if (uneven.length === 0) return undefined;
  return `. The Routes that may take these requests are not protected alike (${uneven.join(', ')}), and it is not certain which of them does`;
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

function sayPassthrough(all: readonly OriginatedRoute[], beside: Beside, ledger: Ledger): void {
  const secure = all.filter(({ route }) => route.tls !== undefined);
  const [first] = secure;
  if (first === undefined || secure.length < 2) return;
  if (!secure.some(({ route }) => route.tls?.termination === 'passthrough')) return;
  const rivals = beside(first.route).filter(({ route }) => isWild(route) || route.host === first.route.host);
  say(secure, rivals, ledger, {
    message: `a passthrough Route and other Routes with TLS claim ${first.route.host}: ${namesOf(secure)}; they exclude each other whatever their paths, and the oldest is served`,
    next: 'Give the passthrough Route a host of its own.',
  });
}

/** One host in two namespaces, or a wildcard in one and a host that it covers in another. */
function sayNamespaces(all: readonly OriginatedRoute[], { name }: RouterSettings, ledger: Ledger): void {
  const everywhere = new Set(all.map(namespaceOf));
  if (everywhere.size < 2) return;
  const ofWildcards = new Set(all.filter(({ route }) => isWild(route)).map(namespaceOf));
  const ofHost = new Map<string, Set<string>>();
  for (const one of all) ofHost.set(one.route.host, (ofHost.get(one.route.host) ?? new Set()).add(namespaceOf(one)));
  const sharing = all.filter((one) => {
    const own = namespaceOf(one);
    const rivals = [isWild(one.route) ? everywhere : ofWildcards, ofHost.get(one.route.host) ?? new Set<string>()];
    return rivals.some((namespaces) => namespaces.size > (namespaces.has(own) ? 1 : 0));
  });
  const hosts = new Set(sharing.map(({ route }) => route.host));
  const rivals = all.filter(({ route }) => isWild(route) || hosts.has(route.host));
  const namespaces = listed([...new Set(sharing.map(namespaceOf))].sort());
  for (const same of groups(sharing, ({ route }) => [route.host, route.wildcardPolicy])) {
    const [first] = same;
    if (first === undefined) continue;
    const { host } = first.route;
    say(same, rivals, ledger, {
      message: `Routes of the namespaces ${namespaces} share ${isWild(first.route) ? `*.${domainOf(first.route)}` : host}; ${name === undefined ? 'unless the IngressController has namespaceOwnership: InterNamespaceAllowed, ' : `${name} is strict about namespaces, so that `}only the namespace of the oldest is served`,
      next:
        name === undefined
          ? 'Check that the IngressController allows it, or that one namespace has all paths of the host.'
          : 'Give all paths of the host to one namespace, or set spec.routeAdmission.namespaceOwnership: InterNamespaceAllowed.',
    });
  }
}

/** @param rivals those that may take the requests in question */
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

function namesOf(all: readonly OriginatedRoute[]): string {
  return listed(all.map(({ route }) => route.meta.name).sort());
}

function listed(names: readonly string[]): string {
  const more = names.length - MOST_NAMES;
  return more <= 0 ? names.join(', ') : `${names.slice(0, MOST_NAMES).join(', ')} and ${more} more`;
}
