import { domainOf } from './host-names.js';
import type { RouteObject } from './route-object.js';

export type Ownership = 'Strict' | 'InterNamespaceAllowed';

/** Claims on wildcards, as the HostAdmitter of a router that allows them keeps them (reference §2.3 and §2.10). */
export class WildcardClaims {
  private readonly hosts = new Map<string, RouteObject[]>();
  private readonly wildcards = new Map<string, RouteObject[]>();
  private readonly below = new Map<string, RouteObject[]>();
  private readonly ownership: Ownership;

  constructor(ownership: Ownership) {
    this.ownership = ownership;
  }

  /** Claims what a Route is about, if no older one forbids it: that one is returned. Ask the oldest first. */
  claim(route: RouteObject): RouteObject | undefined {
    const isWildcard = route.wildcardPolicy === 'Subdomain';
    const domain = domainOf(route.host);
    const owner =
      this.hosts.get(route.host)?.find((other) => this.excludes(other, route, !isWildcard)) ??
      this.wildcards.get(domain)?.find((other) => this.excludes(other, route, isWildcard)) ??
      (isWildcard ? this.below.get(domain)?.find((other) => this.excludes(other, route, false)) : undefined);
    if (owner !== undefined) return owner;
    if (isWildcard) push(this.wildcards, domain, route);
    else {
      push(this.hosts, route.host, route);
      push(this.below, domain, route);
    }
    return undefined;
  }

  /** Another namespace excludes always; the own one only the same path of the same kind. */
  private excludes(older: RouteObject, younger: RouteObject, sameKind: boolean): boolean {
    if (this.ownership === 'Strict' && older.namespace !== younger.namespace) return true;
    return sameKind && older.path === younger.path;
  }
}

/** Claims on hosts, as UniqueHost keeps them: the text of `spec.host` is the key, of wildcard Routes too. */
export class HostClaims {
  private readonly holders = new Map<string, RouteObject[]>();
  private readonly ownership: Ownership;

  constructor(ownership: Ownership) {
    this.ownership = ownership;
  }

  /** As {@link WildcardClaims.claim}. */
  claim(route: RouteObject): RouteObject | undefined {
    const holders = this.holders.get(route.host) ?? [];
    const [oldest] = holders;
    if (this.ownership === 'Strict' && oldest !== undefined && oldest.namespace !== route.namespace) return oldest;
    const owner = holders.find((other) => other.path === route.path || passthroughBeside(other, route));
    if (owner === undefined) push(this.holders, route.host, route);
    return owner;
  }
}

/** A connection that is passed through has no path that could tell it from that of another TLS Route. */
function passthroughBeside(a: RouteObject, b: RouteObject): boolean {
  if (a.tls === undefined || b.tls === undefined) return false;
  return a.tls.termination === 'passthrough' || b.tls.termination === 'passthrough';
}

function push(index: Map<string, RouteObject[]>, key: string, route: RouteObject): void {
  const known = index.get(key);
  if (known === undefined) index.set(key, [route]);
  else known.push(route);
}
