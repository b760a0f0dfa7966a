import type { UnderstoodShare } from '../convert-share.js';
import type { Route } from '../kubernetes/route.js';
import { hasGuard, isGuard } from '../model/guards.js';
import { formatHost, type HostPattern } from '../model/host-pattern.js';
import type { VirtualHost } from '../model/traffic.js';

/** How any host is written. */
export const ANY = '*';

/** A host as one share serves it. */
interface ServedHost {
  readonly name: string;
  readonly isGuarded: boolean;
  readonly namespaces: readonly string[];
}

interface Claim {
  /** In the order in which they come. */
  readonly holders: Map<UnderstoodShare, Set<string>>;
  isGuarded: boolean;
}

/** Who serves which host, and who else. */
export class HostClaims {
  readonly #claims = new Map<string, Claim>();
  /** The exact names below a domain. */
  readonly #below = new Map<string, Set<string>>();
  readonly #order: readonly UnderstoodShare[];

  constructor(shares: readonly UnderstoodShare[]) {
    this.#order = shares;
    for (const share of shares) for (const host of hostsOf(share)) this.#add(host, share);
  }

  /** Another share that serves a host, or whose hosts a router does not admit beside it. */
  rivalOf(pattern: HostPattern, share: UnderstoodShare): UnderstoodShare | undefined {
    // No Route is written for any host, so nobody has a claim on them.
    if (pattern.kind === 'any' && isRouter(share)) return undefined;
    return this.holderOf(formatHost(pattern), share) ?? this.#inOtherNamespace(pattern, share);
  }

  /** The share to which a host is lost. */
  winnerOver(pattern: HostPattern, share: UnderstoodShare): UnderstoodShare | undefined {
    const keeper = this.keeperOf(pattern);
    if (keeper !== share || this.isGuarded(pattern)) {
      const rival = pattern.kind === 'any' && isRouter(share) ? undefined : this.holderOf(formatHost(pattern), share);
      if (rival !== undefined) return rival;
    }
    const other = this.#inOtherNamespace(pattern, share);
    return other !== undefined && this.#order.indexOf(other) < this.#order.indexOf(share) ? other : undefined;
  }

  /** A share other than this one that serves a host by this very name. */
  holderOf(name: string, share: UnderstoodShare): UnderstoodShare | undefined {
    return [...(this.#claims.get(name)?.holders.keys() ?? [])].find((holder) => holder.ledger !== share.ledger);
  }

  /** The first of those that serve a host. */
  keeperOf(pattern: HostPattern): UnderstoodShare | undefined {
    return this.#claims.get(formatHost(pattern))?.holders.keys().next().value;
  }

  isGuarded(pattern: HostPattern): boolean {
    return this.#claims.get(formatHost(pattern))?.isGuarded === true;
  }

  /** Another share that serves a name or, if none does, a wider one; and which. */
  answering(names: readonly string[], share: UnderstoodShare): { name: string; holder: UnderstoodShare } | undefined {
    for (const name of names) {
      const holder = name === ANY && isRouter(share) ? undefined : this.holderOf(name, share);
      if (holder !== undefined) return { name, holder };
    }
    return undefined;
  }

  #add({ name, isGuarded, namespaces }: ServedHost, share: UnderstoodShare): void {
    const claim = this.#claims.get(name) ?? { holders: new Map(), isGuarded: false };
    this.#claims.set(name, claim);
    const known = claim.holders.get(share) ?? new Set();
    claim.holders.set(share, known);
    for (const namespace of namespaces) known.add(namespace);
    claim.isGuarded ||= isGuarded;
    if (!name.startsWith(ANY)) put(this.#below, domainOf(name), name);
  }

  /** A router that is strict about namespaces admits a wildcard Route and the hosts below it from one namespace only. */
  #inOtherNamespace(pattern: HostPattern, share: UnderstoodShare): UnderstoodShare | undefined {
    if (!isRouter(share) || pattern.kind === 'any') return undefined;
    if (share.inventory.router.namespaceOwnership === 'InterNamespaceAllowed') return undefined;
    const own = this.#claims.get(formatHost(pattern))?.holders.get(share) ?? new Set();
    const related =
      pattern.kind === 'exact' ? [`*.${domainOf(pattern.name)}`] : [...(this.#below.get(pattern.suffix) ?? [])];
    const found = related.flatMap((name) => [...(this.#claims.get(name)?.holders ?? [])]);
    const others = found
      .filter(
        ([holder, namespaces]) =>
          holder !== share && [...namespaces, ...own].some((one) => !own.has(one) || !namespaces.has(one)),
      )
      .map(([holder]) => holder);
    return this.#order.find((holder) => others.includes(holder));
  }
}

/** The wider names that take a host, the narrowest first. */
export function namesAround(host: string): string[] {
  const labels = host.split('.');
  return [...labels.map((_, index) => `*.${labels.slice(index + 1).join('.')}`), ANY];
}

function isRouter({ options }: UnderstoodShare): boolean {
  return options.to === 'openshift-route';
}

function domainOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

/** The hosts that a share serves, as they are written. Routes that stay Routes guard themselves, as they did before. */
export function hostsOf({ understanding: { model, routes }, options }: UnderstoodShare): ServedHost[] {
  const ofModel = [
    ...model.hosts.flatMap((one) => {
      const isGuarded = one.rules.some(isGuard);
      const namespaces = one.rules.map(({ owner }) => owner.namespace ?? 'default');
      return namesOf(one).map((pattern) => ({ name: formatHost(pattern), isGuarded, namespaces }));
    }),
    ...model.passthroughs.map(({ host, policies, owner }) => ({
      name: formatHost(host),
      isGuarded: hasGuard(policies),
      namespaces: [owner.namespace ?? 'default'],
    })),
  ];
  if (options.to !== 'openshift-route' || routes === undefined) return ofModel;
  return routes.map(({ route, owner }) => ({
    name: formatHost(hostOfRoute(route)),
    isGuarded: false,
    namespaces: [owner.namespace ?? 'default'],
  }));
}

/** The host of a Route, or all of its domain. */
export function hostOfRoute(route: Route): HostPattern {
  const name = route.host.toLowerCase();
  return route.wildcardPolicy === 'Subdomain'
    ? { kind: 'wildcard', suffix: domainOf(name), labels: 'one' }
    : { kind: 'exact', name };
}

function namesOf({ host, aliases }: VirtualHost): HostPattern[] {
  return [host, ...aliases.map(({ value }) => value)];
}

function put(map: Map<string, Set<string>>, key: string, value: string): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, new Set([value]));
  else known.add(value);
}
