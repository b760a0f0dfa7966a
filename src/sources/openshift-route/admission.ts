import { formatRef } from '../../kubernetes/object.js';
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
}

export interface Admission {
  readonly admitted: readonly Candidate[];
  readonly rejected: readonly Rejection[];
}

/**
 * Who gets which host and path, with the default policy of namespaces (Strict): the oldest Route of a host decides which
 * namespace owns it; of two Routes for one host and path the older is served; a passthrough and another TLS Route exclude
 * each other (reference §2.10). Manifests without a time count as created together.
 */
export function admit(candidates: readonly Candidate[]): Admission {
  const claims = new Claims();
  const admitted: Candidate[] = [];
  const rejected: Rejection[] = [];
  for (const candidate of [...candidates].sort(compareAge)) {
    const { admitted: states } = candidate.originated.route;
    if (states.length > 0 && states.every((state) => !state.admitted)) {
      const routers = states.map(({ router }) => router || 'the router').join(', ');
      rejected.push({ candidate, why: `its status says that it is not admitted (${routers})` });
      continue;
    }
    const conflict = claims.conflictOf(candidate);
    if (conflict !== undefined) {
      rejected.push({ candidate, winner: conflict.winner, why: conflict.why });
      continue;
    }
    claims.add(candidate);
    admitted.push(candidate);
  }
  return { admitted, rejected };
}

interface Conflict {
  readonly winner: Candidate;
  readonly why: string;
}

class Claims {
  /** By the text of `spec.host`, as the router keys them. */
  readonly #byName = new Map<string, Candidate[]>();
  /** First specific host, and first wildcard, of each namespace in a domain. */
  readonly #specific = new Map<string, Candidate[]>();
  readonly #wildcards = new Map<string, Candidate[]>();

  add(candidate: Candidate): void {
    push(this.#byName, candidate.hostname, candidate);
    push(candidate.host.kind === 'wildcard' ? this.#wildcards : this.#specific, domainOf(candidate), candidate);
  }

  conflictOf(candidate: Candidate): Conflict | undefined {
    const { route } = candidate.originated;
    const sameHost = this.#byName.get(candidate.hostname) ?? [];
    for (const winner of sameHost) {
      if (namespaceOf(winner) !== namespaceOf(candidate))
        return { winner, why: `namespace ${namespaceOf(winner)} owns the host ${candidate.hostname}` };
    }
    for (const winner of sameHost) {
      const other = winner.originated.route;
      if (other.path === route.path)
        return { winner, why: `host ${candidate.hostname} and path "${route.path}" are taken` };
      const passes = [route, other].filter(({ tls }) => tls?.termination === 'passthrough').length;
      if (passes > 0 && route.tls !== undefined && other.tls !== undefined)
        return { winner, why: 'a passthrough Route and another TLS Route cannot share a host' };
    }
    // Under the policy Strict a domain with a wildcard belongs to one namespace.
    const others =
      (candidate.host.kind === 'wildcard' ? this.#specific : this.#wildcards).get(domainOf(candidate)) ?? [];
    const winner = others.find((other) => namespaceOf(other) !== namespaceOf(candidate));
    return winner === undefined
      ? undefined
      : { winner, why: `namespace ${namespaceOf(winner)} holds a host of *.${domainOf(candidate)}` };
  }
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
    (x.route.meta.creationTimestamp ?? 0) - (y.route.meta.creationTimestamp ?? 0) ||
    compareText(uidOf(x), uidOf(y)) ||
    compareText(`${namespaceOf(a)}/${x.route.meta.name}`, `${namespaceOf(b)}/${y.route.meta.name}`) ||
    compareText(x.owner.source.file, y.owner.source.file) ||
    x.owner.source.line - y.owner.source.line ||
    x.owner.source.column - y.owner.source.column ||
    compareText(x.label, y.label)
  );
}

/** A router that admitted a Route has decided already. */
function isServed({ originated }: Candidate): boolean {
  return originated.route.admitted.some(({ admitted }) => admitted);
}

function uidOf({ route }: OriginatedRoute): string {
  const { metadata } = route.manifest.content;
  const uid = typeof metadata === 'object' && metadata !== null ? (metadata as { uid?: unknown }).uid : undefined;
  return typeof uid === 'string' ? uid : '';
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}

/** The words that follow a decision by age: how sure it is. */
export function ageAssumption({ originated: a }: Candidate, { originated: b }: Candidate): string {
  const [x, y] = [a.route.meta.creationTimestamp, b.route.meta.creationTimestamp];
  if ((x !== undefined && y !== undefined && x !== y) || isServed({ originated: a } as Candidate)) return '';
  const [first, second] = [formatRef(a.owner.ref), formatRef(b.owner.ref)];
  return first === second
    ? `. Both objects are called ${first}: the cluster can hold only one of them`
    : `. The manifests do not tell which is older; ${first} is assumed to be (smaller namespace and name first)`;
}
