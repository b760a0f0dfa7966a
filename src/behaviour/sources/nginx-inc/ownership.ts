import { isPlainObject, objectAt, stringAt } from '../../values/plain-object.js';
import { byKey, type IngressObject, keeps, readSeniority, type Seniority } from './ingress-objects.js';
import type { IgnoredIngress, LostClaim } from './input.js';
import { isMaster, isMinion } from './spec-checks.js';

/** A VirtualServer or TransportServer: it takes its host, and what it does with requests is another story. */
export interface ForeignServer extends Seniority {
  /** Such as `VirtualServer shop/cafe`. */
  readonly label: string;
  readonly key: string;
  readonly host: string;
}

/** A minion and those of its paths, by their text, that no older minion of the host has. */
export interface Minion {
  readonly ingress: IngressObject;
  readonly paths: ReadonlySet<string>;
}

/** An Ingress that serves hosts, or a master with the minions of its host. */
export interface ServingIngress {
  readonly ingress: IngressObject;
  readonly hosts: ReadonlySet<string>;
  /** Undefined for an ordinary Ingress. In the order in which their locations are written. */
  readonly minions: readonly Minion[] | undefined;
}

export interface Ownership {
  readonly serving: readonly ServingIngress[];
  readonly foreign: readonly ForeignServer[];
  readonly ignored: readonly IgnoredIngress[];
  readonly lost: readonly LostClaim[];
}

type Holder = { readonly label: string } & Seniority;

/** VirtualServers, and TransportServers where TLS is passed through, of this controller's classes. */
export function readForeignServers(
  objects: readonly unknown[],
  classes: ReadonlySet<string>,
  passthrough: boolean,
): ForeignServer[] {
  return objects.flatMap((object): ForeignServer[] => {
    const kind = stringAt(object, 'kind');
    const metadata = objectAt(object, 'metadata');
    const spec = objectAt(object, 'spec');
    const name = stringAt(metadata, 'name');
    const host = stringAt(spec, 'host');
    const className = stringAt(spec, 'ingressClassName') ?? '';
    if (!isPlainObject(object) || name === undefined || host === undefined) return [];
    if (className !== '' && !classes.has(className)) return [];
    const listener = objectAt(spec, 'listener');
    const passes =
      stringAt(listener, 'name') === 'tls-passthrough' || stringAt(listener, 'protocol') === 'TLS_PASSTHROUGH';
    if (kind !== 'VirtualServer' && !(kind === 'TransportServer' && passthrough && passes)) return [];
    const key = `${stringAt(metadata, 'namespace') || 'default'}/${name}`;
    return [{ label: `${kind} ${key}`, key, host, ...readSeniority(object) }];
  });
}

/**
 * Every host has one owner, the oldest object that claims it; a later one loses the host with all paths. Minions add their
 * paths to the master that owns their host (buildHostsAndResources in internal/k8s/configuration.go).
 */
export function assignHosts(ingresses: readonly IngressObject[], foreign: readonly ForeignServer[]): Ownership {
  const sorted = [...ingresses].sort(byKey);
  const holders = new Map<string, Holder>();
  const claim = (host: string, claimant: Holder): void => {
    const holder = holders.get(host);
    if (holder === undefined || !keeps(holder, claimant)) holders.set(host, claimant);
  };
  const labels = new Map(sorted.map((ingress) => [ingress, { ...ingress, label: `Ingress ${ingress.key}` }]));
  for (const [ingress, holder] of labels) {
    if (!isMinion(ingress)) for (const { host } of ingress.rules) claim(host, holder);
  }
  const virtualServers = foreign.filter(({ label }) => label.startsWith('VirtualServer')).sort(byKey);
  const others = foreign.filter((one) => !virtualServers.includes(one)).sort(byKey);
  for (const server of [...virtualServers, ...others]) claim(server.host, server);

  const lost: LostClaim[] = [];
  const ignored: IgnoredIngress[] = [];
  const serving: ServingIngress[] = [];
  const served = new Map<IngressObject, Minion>();
  for (const [ingress, holder] of labels) {
    if (isMinion(ingress)) continue;
    const hosts = new Set<string>();
    for (const { host } of ingress.rules) {
      const owner = holders.get(host);
      if (owner === holder) hosts.add(host);
      else lost.push({ ingress: holder.label, host, owner: owner?.label ?? '' });
    }
    if (hosts.size === 0) {
      ignored.push({ namespace: ingress.namespace, name: ingress.name, reason: 'all hosts belong to other objects' });
      continue;
    }
    const minions = isMaster(ingress) ? minionsOf([...hosts][0] ?? '', sorted, lost) : undefined;
    for (const minion of minions ?? []) served.set(minion.ingress, minion);
    serving.push({ ingress, hosts, minions });
  }
  for (const minion of sorted.filter(isMinion)) {
    if (served.has(minion)) continue;
    ignored.push({ namespace: minion.namespace, name: minion.name, reason: 'the host of the minion has no master' });
  }
  const owned = foreign.filter((server) => holders.get(server.host) === server);
  return { serving, foreign: owned, ignored, lost };
}

/**
 * The minions of a host with the paths that are theirs (buildMinionConfigs). Paths are compared as texts, whatever their
 * type. A minion that has one text twice contests itself and loses both.
 */
function minionsOf(host: string, sorted: readonly IngressObject[], lost: LostClaim[]): Minion[] {
  const minions = sorted
    .filter((ingress) => isMinion(ingress) && ingress.rules[0]?.host === host)
    .map((ingress) => ({ ingress, paths: new Set<string>() }));
  const holders = new Map<string, (typeof minions)[number]>();
  for (const minion of minions) {
    for (const { path } of minion.ingress.rules[0]?.paths ?? []) {
      const holder = holders.get(path);
      if (holder !== undefined && keeps(holder.ingress, minion.ingress)) {
        lost.push(lostPath(minion.ingress, holder.ingress, host, path));
        continue;
      }
      holders.set(path, minion);
      minion.paths.add(path);
      if (holder === undefined) continue;
      holder.paths.delete(path);
      lost.push(lostPath(holder.ingress, minion.ingress, host, path));
    }
  }
  return minions;
}

function lostPath(loser: IngressObject, owner: IngressObject, host: string, path: string): LostClaim {
  return { ingress: `Ingress ${loser.key}`, host, path, owner: `Ingress ${owner.key}` };
}
