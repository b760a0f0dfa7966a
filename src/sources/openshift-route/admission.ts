import { compareText } from '../../kubernetes/compare-text.js';
import { formatRef } from '../../kubernetes/object.js';
import type { RouterSettings } from '../../kubernetes/router-settings.js';
import { leastLength } from '../../kubernetes/stand-ins.js';
import type { HostPattern } from '../../model/host-pattern.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

/** A Route with the host under which routers would publish it. */
export interface Candidate {
  readonly originated: OriginatedRoute;
  readonly hostname: string;
  readonly host: HostPattern & { readonly kind: 'exact' | 'wildcard' };
}

export interface Rejection {
  readonly candidate: Candidate;
  /** The Route that has the claim; absent where the status of the Route says that it is refused. */
  readonly winner?: Candidate | undefined;
  readonly why: string;
  /** What to do, where it is not the status that tells. */
  readonly next?: string | undefined;
}

export interface Admission {
  readonly admitted: readonly Candidate[];
  readonly rejected: readonly Rejection[];
}

/**
 * Who gets which host and path, in the order of the router's plugins (reference §2.10): the oldest Route of a host, and of a
 * domain with a wildcard, decides which namespace owns it, unless namespaces may share hosts; of two Routes for one host and
 * path the older is served; a passthrough and another TLS Route exclude each other. A Route that is refused for its
 * certificates holds its host all the same, one that is refused for its wildcard holds nothing. Manifests without a time
 * are not in the cluster yet: they count as younger than those with one.
 */
export function admit(candidates: readonly Candidate[], router: RouterSettings): Admission {
  const claims = new Claims(router);
  const admitted: Candidate[] = [];
  const rejected: Rejection[] = [];
  for (const candidate of [...candidates].sort(compareAge)) {
    const { admitted: states, tls } = candidate.originated.route;
    if (states.length > 0 && states.every((state) => !state.admitted)) {
      const routers = states.map(({ router }) => router || 'the router').join(', ');
      rejected.push({ candidate, why: `its status says that it is not admitted (${routers})` });
      continue;
    }
    if (refusesWildcards(router) && candidate.originated.route.wildcardPolicy === 'Subdomain') {
      const served = isServed(candidate) ? ', although it was admitted when its status was written' : '';
      rejected.push({
        candidate,
        why: `${router.name} does not admit wildcard Routes${served}`,
        next: ALLOW_WILDCARDS,
      });
      continue;
    }
    const conflict = claims.claim(candidate);
    if (conflict !== undefined) rejected.push({ candidate, winner: conflict.winner, why: conflict.why });
    else if (tls?.refused !== undefined)
      rejected.push({ candidate, why: tls.refused, next: 'Correct its certificate.' });
    else if (candidate.hostname.split('.').some((label) => leastLength(label) > LONGEST_LABEL))
      rejected.push({ candidate, why: `its host has a label of more than ${LONGEST_LABEL} characters` });
    else admitted.push(candidate);
  }
  return { admitted, rejected };
}

const LONGEST_LABEL = 63;
const ALLOW_WILDCARDS =
  'Set spec.routeAdmission.wildcardPolicy: WildcardsAllowed if it is meant to be served, or remove it.';

function refusesWildcards({ wildcardPolicy }: RouterSettings): boolean {
  return wildcardPolicy === 'WildcardsDisallowed';
}

interface Conflict {
  readonly winner: Candidate;
  readonly why: string;
}

class Claims {
  /** By the text of `spec.host`, as the router keys them. */
  readonly #hosts = new Map<string, Candidate[]>();
  /** Specific hosts as the plugin before that keeps them, by name; and, with wildcards, by the domain above them. */
  readonly #specific = new Map<string, Candidate[]>();
  readonly #below = new Map<string, Candidate[]>();
  readonly #wildcards = new Map<string, Candidate[]>();
  /** Whether another namespace excludes on its own; where it does not, only the same path does. */
  readonly #isStrict: boolean;
  /** Domains are claimed where wildcards are admitted. */
  readonly #hasDomains: boolean;

  constructor(router: RouterSettings) {
    this.#isStrict = router.namespaceOwnership !== 'InterNamespaceAllowed';
    this.#hasDomains = !refusesWildcards(router);
  }

  /** What forbids a Route its host; if nothing does, it has it. What only the host forbids leaves the domain claimed. */
  claim(candidate: Candidate): Conflict | undefined {
    const conflict = this.#hasDomains ? this.#inDomain(candidate) : undefined;
    if (conflict !== undefined) return conflict;
    if (candidate.host.kind === 'wildcard') push(this.#wildcards, domainOf(candidate), candidate);
    else {
      push(this.#specific, candidate.hostname, candidate);
      push(this.#below, domainOf(candidate), candidate);
    }
    const other = this.#onHost(candidate);
    if (other === undefined) push(this.#hosts, candidate.hostname, candidate);
    return other;
  }

  #inDomain(candidate: Candidate): Conflict | undefined {
    const domain = domainOf(candidate);
    const isWildcard = candidate.host.kind === 'wildcard';
    const onHost = this.#specific.get(candidate.hostname) ?? [];
    const owner =
      this.#foreignTo(candidate, onHost) ?? (isWildcard ? undefined : onHost.find((one) => isSamePath(one, candidate)));
    if (owner !== undefined) return taken(candidate, owner);
    const wildcards = this.#wildcards.get(domain) ?? [];
    const holders = isWildcard ? [...wildcards, ...(this.#below.get(domain) ?? [])] : wildcards;
    const foreign = this.#foreignTo(candidate, holders);
    if (foreign !== undefined)
      return { winner: foreign, why: `namespace ${namespaceOf(foreign)} holds a host of *.${domain}` };
    const same = isWildcard ? wildcards.find((other) => isSamePath(other, candidate)) : undefined;
    return same === undefined
      ? undefined
      : { winner: same, why: `the hosts of *.${domain} with path "${pathOf(candidate)}" are taken` };
  }

  #onHost(candidate: Candidate): Conflict | undefined {
    const holders = this.#hosts.get(candidate.hostname) ?? [];
    const owner = this.#foreignTo(candidate, holders);
    if (owner !== undefined) return taken(candidate, owner);
    for (const winner of holders) {
      if (isSamePath(winner, candidate)) return taken(candidate, winner);
      const both = [winner, candidate].map(({ originated }) => originated.route.tls?.termination);
      if (both.includes('passthrough') && !both.includes(undefined))
        return { winner, why: 'a passthrough Route and another TLS Route cannot share a host' };
    }
    return undefined;
  }

  #foreignTo(candidate: Candidate, holders: readonly Candidate[]): Candidate | undefined {
    if (!this.#isStrict) return undefined;
    return holders.find((other) => namespaceOf(other) !== namespaceOf(candidate));
  }
}

function isSamePath(a: Candidate, b: Candidate): boolean {
  return pathOf(a) === pathOf(b);
}

function taken(candidate: Candidate, winner: Candidate): Conflict {
  const { hostname } = candidate;
  return isSamePath(candidate, winner)
    ? { winner, why: `host ${hostname} and path "${pathOf(candidate)}" are taken` }
    : { winner, why: `namespace ${namespaceOf(winner)} owns the host ${hostname}` };
}

function pathOf({ originated }: Candidate): string {
  return originated.route.path;
}

function push(map: Map<string, Candidate[]>, key: string, candidate: Candidate): void {
  const known = map.get(key);
  if (known === undefined) map.set(key, [candidate]);
  else known.push(candidate);
}

function domainOf({ hostname }: Candidate): string {
  return hostname.slice(hostname.indexOf('.') + 1);
}

function namespaceOf({ originated }: Candidate): string {
  return originated.owner.namespace ?? 'default';
}

/** Older first; of two of one age the one with the lower UID, then by name, then by place. */
function compareAge(a: Candidate, b: Candidate): number {
  const [x, y] = [a.originated, b.originated];
  return (
    Number(isServed(b)) - Number(isServed(a)) ||
    ageOf(x) - ageOf(y) ||
    compareText(uidOf(x), uidOf(y)) ||
    compareText(`${namespaceOf(a)}/${x.owner.ref.name}`, `${namespaceOf(b)}/${y.owner.ref.name}`) ||
    compareText(x.owner.source.file, y.owner.source.file) ||
    x.owner.source.line - y.owner.source.line ||
    x.owner.source.column - y.owner.source.column
    // The Routes of one Ingress stay in the order of its paths.
  );
}

function ageOf({ route }: OriginatedRoute): number {
  return route.meta.creationTimestamp ?? Number.MAX_VALUE;
}

/** A router that admitted a Route has decided already. */
function isServed({ originated }: Candidate): boolean {
  return originated.route.admitted.some(({ admitted }) => admitted);
}

/** '' for a Route that an Ingress made: its own is not known. */
function uidOf({ route, owner }: OriginatedRoute): string {
  const metadata = owner.ref.kind === 'Ingress' ? undefined : route.manifest.content.metadata;
  const uid = typeof metadata === 'object' && metadata !== null ? (metadata as { uid?: unknown }).uid : undefined;
  return typeof uid === 'string' ? uid : '';
}

/** The words that follow a decision by age: how sure it is. */
export function ageAssumption(winner: Candidate, loser: Candidate): string {
  const [a, b] = [winner.originated, loser.originated];
  const [x, y] = [a.route.meta.creationTimestamp, b.route.meta.creationTimestamp];
  if (isServed(winner)) return '. Its status says that a router has admitted it';
  if (x !== undefined && y !== undefined && x !== y) return '';
  const [first, second] = [formatRef(a.owner.ref), formatRef(b.owner.ref)];
  if (a.owner === b.owner)
    return `. ${first} makes both of them at once; the one of ${a.label} is assumed to be the older`;
  if (first === second) return `. Both objects are called ${first}: the cluster can hold only one of them`;
  if (x !== undefined && y === undefined)
    return `. Only ${first} has a creationTimestamp, so that it is assumed to be older`;
  return `. The manifests do not tell which is older; ${first} is assumed to be (smaller namespace and name first)`;
}
