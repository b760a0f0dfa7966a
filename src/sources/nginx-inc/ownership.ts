import type { Manifest } from '../../kubernetes/object.js';
import type { Seniority, ServedIngress } from './context.js';

/** A VirtualServer: it takes its host from Ingresses, and what it does there is not converted. */
export interface ForeignServer extends Seniority {
  /** Such as `VirtualServer shop/cafe`. */
  readonly label: string;
  readonly key: string;
  readonly host: string;
  readonly manifest: Manifest;
}

/** A minion and those of its paths, by their text, that no older minion of the host has. */
export interface Minion {
  readonly served: ServedIngress;
  readonly paths: ReadonlySet<string>;
}

/** A path or host that another object has. */
export interface LostClaim {
  readonly loser: ServedIngress;
  readonly host: string;
  /** Absent: the whole host. */
  readonly path?: string | undefined;
  /** Such as `Ingress shop/cafe`. */
  readonly owner: string;
  /** Whether ages decided, and not names. */
  readonly known: boolean;
}

export interface Ownership {
  /** Each with the hosts that are its own, and the minions of a master in the order in which their paths are written. */
  readonly serving: readonly {
    readonly served: ServedIngress;
    readonly hosts: ReadonlySet<string>;
    readonly minions: readonly Minion[] | undefined;
  }[];
  readonly lost: readonly LostClaim[];
  /** Minions whose host has no master. */
  readonly orphans: readonly ServedIngress[];
}

/** The age and UID of an object as its manifest tells them. */
export function seniorityOf({ content }: Manifest): Seniority {
  const { metadata } = content;
  const fields: Readonly<Record<string, unknown>> = isRecord(metadata) ? metadata : {};
  const { creationTimestamp: raw, uid } = fields;
  const time = raw instanceof Date ? raw.getTime() : typeof raw === 'string' ? Date.parse(raw) : Number.NaN;
  return { created: Number.isNaN(time) ? 0 : Math.floor(time / 1000), uid: typeof uid === 'string' ? uid : '' };
}

export function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** The VirtualServers of these classes, in the order in which the controller walks them. */
export function foreignServers(
  others: readonly Manifest[],
  own: ReadonlySet<string>,
  defaultNamespace: string | undefined,
): ForeignServer[] {
  return others
    .flatMap((manifest): ForeignServer[] => {
      const { kind, namespace = defaultNamespace ?? 'default', name } = manifest.ref;
      const { spec } = manifest.content;
      if (kind !== 'VirtualServer' || !isRecord(spec) || typeof spec.host !== 'string') return [];
      const className = typeof spec.ingressClassName === 'string' ? spec.ingressClassName : '';
      if (className !== '' && !own.has(className)) return [];
      const key = `${namespace}/${name}`;
      return [{ label: `${kind} ${key}`, key, host: spec.host, manifest, ...seniorityOf(manifest) }];
    })
    .sort(byKey);
}

/**
 * Every host has one owner, the oldest object that names it; a later one loses the host with all paths. Minions add their
 * paths to the master that owns their host (semantics 3.1, 3.2; buildHostsAndResources in internal/k8s/configuration.go).
 */
export function assignHosts(all: readonly ServedIngress[], foreign: readonly ForeignServer[]): Ownership {
  const sorted = [...all].sort(byKey);
  const holders = new Map<string, ServedIngress | ForeignServer>();
  const claim = (host: string, claimant: ServedIngress | ForeignServer): void => {
    const holder = holders.get(host);
    if (holder === undefined || !keeps(holder, claimant)) holders.set(host, claimant);
  };
  for (const one of sorted) if (one.annotations.role !== 'minion') for (const host of hostsOf(one)) claim(host, one);
  for (const server of foreign) claim(server.host, server);
  const lost: LostClaim[] = [];
  const serving: Ownership['serving'][number][] = [];
  const taken = new Set<ServedIngress>();
  for (const one of sorted) {
    if (one.annotations.role === 'minion') continue;
    const hosts = new Set<string>();
    for (const host of hostsOf(one)) {
      const holder = holders.get(host);
      if (holder === one) hosts.add(host);
      else if (holder !== undefined) lost.push(lostTo(holder, one, host));
    }
    const [host] = hosts;
    if (host === undefined) continue;
    const minions = one.annotations.role === 'master' ? minionsOf(host, sorted, lost) : undefined;
    for (const { served } of minions ?? []) taken.add(served);
    serving.push({ served: one, hosts, minions });
  }
  const orphans = sorted.filter((one) => one.annotations.role === 'minion' && !taken.has(one));
  return { serving, lost, orphans };
}

/** Paths are compared as texts. A minion that has one text twice contests itself and loses both (buildMinionConfigs). */
function minionsOf(host: string, sorted: readonly ServedIngress[], lost: LostClaim[]): Minion[] {
  const minions = sorted
    .filter((one) => one.annotations.role === 'minion' && hostsOf(one)[0] === host)
    .map((served) => ({ served, paths: new Set<string>() }));
  const holders = new Map<string, (typeof minions)[number]>();
  for (const minion of minions) {
    for (const path of minion.served.ingress.rules[0]?.paths ?? []) {
      if (path === undefined) continue;
      const text = path.path ?? '';
      const holder = holders.get(text);
      if (holder !== undefined && keeps(holder.served, minion.served)) {
        lost.push({ ...lostTo(holder.served, minion.served, host), path: text });
        continue;
      }
      holders.set(text, minion);
      minion.paths.add(text);
      if (holder === undefined) continue;
      holder.paths.delete(text);
      lost.push({ ...lostTo(minion.served, holder.served, host), path: text });
    }
  }
  return minions;
}

function lostTo(winner: ServedIngress | ForeignServer, loser: ServedIngress, host: string): LostClaim {
  const owner = 'label' in winner ? winner.label : `Ingress ${winner.key}`;
  const known = winner.created !== loser.created && winner.created > 0 && loser.created > 0;
  return { loser, host, owner, known };
}

function hostsOf({ ingress }: ServedIngress): string[] {
  return ingress.rules.flatMap((rule) => (rule?.host === undefined ? [] : [rule.host]));
}

/** Older, or of the same second and of the greater UID. Of equals neither keeps it: the later one by key takes it. */
function keeps(holder: Seniority, other: Seniority): boolean {
  return holder.created === other.created ? holder.uid > other.uid : holder.created < other.created;
}

function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}
