import type { EmittedObject } from '../conversion.js';
import type { Item } from '../ledger/verdict.js';
import { actingHosts, claimedServices, MOST_MADE, namesAbove, servicesOf } from './acting-hosts.js';
import type { SourceObject, SourceObjects } from './source-objects.js';

/** Why an object stays. */
export type Reason =
  /** Nothing was made of it: it is another controller's, or serves nothing. Nobody expects it to go. */
  | { readonly kind: 'nothing' }
  /**
   * Nothing was made of it while others act on its hosts; without them it may be served. The finding that says so, if any: a
   * host whose TLS is passed on has no other path, and of two objects of one name there is one.
   */
  | { readonly kind: 'rivals'; readonly by: Item | undefined }
  | { readonly kind: 'withheld' }
  | { readonly kind: 'error' }
  /** It holds a certificate that would be gone with it. */
  | { readonly kind: 'certificate' }
  /** Its document is a List, a Template or JSON, or its file cannot be edited. */
  | { readonly kind: 'shape' }
  /** A kustomization changes it in a way that was not seen. */
  | { readonly kind: 'patched' }
  /** It acts together with an object that stays. */
  | { readonly kind: 'neighbour'; readonly of: SourceObject };

/**
 * Kinds that whoever is converted shares, wherever it acts. They join nothing, and live in files of their own where sources
 * are replaced: the next run knows nothing of what is gone, and adds to them.
 */
const SHARED: ReadonlySet<string> = new Set(['Gateway', 'ListenerSet', 'ReferenceGrant', 'Role', 'RoleBinding']);

export function isShared({ object }: EmittedObject): boolean {
  return SHARED.has(object.kind);
}

/**
 * Which objects cannot be replaced, and why. A host is served by one data plane: of objects that share a host, or a name, or
 * something that was made of them, all are replaced or none is. Where some stay, wildcards above their hosts do as well.
 */
export function keptObjects(
  objects: SourceObjects,
  isPatched: (object: SourceObject) => boolean,
): Map<SourceObject, Reason> {
  const all = objects.all();
  const groups = new Groups(all);
  const hosts = new Map<SourceObject, ReadonlySet<string>>();
  for (const object of all) {
    const { ref } = object.manifest;
    groups.join(object, `name ${ref.kind} ${ref.namespace ?? ''}/${ref.name}`);
    const acting = actingHosts(object);
    hosts.set(object, acting);
    for (const host of acting) groups.join(object, `host ${host}`);
    for (const [index, emitted] of object.emitted.entries()) {
      if (isShared(emitted)) continue;
      const { kind, metadata } = emitted.object;
      groups.join(object, `made ${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
      if (index > MOST_MADE) break;
    }
  }
  const claimed = new Set(all.flatMap((object) => [...claimedServices(object)]));
  if (claimed.size > 0)
    for (const object of all)
      for (const service of servicesOf(object)) if (claimed.has(service)) groups.join(object, `service ${service}`);
  const served = new Set(all.filter(({ emitted }) => !emitted.every(isShared)).map((object) => groups.of(object)));
  const kept = new Map<SourceObject, Reason>();
  const blockers = new Map<SourceObject, SourceObject>();
  for (const object of all) {
    const reason = ownReason(object, isPatched, served.has(groups.of(object)));
    if (reason === undefined) continue;
    kept.set(object, reason);
    if (reason.kind === 'nothing') continue;
    const group = groups.of(object);
    if (!blockers.has(group)) blockers.set(group, object);
  }
  blockAbove(hosts, groups, blockers);
  for (const object of all) {
    const blocker = blockers.get(groups.of(object));
    if (blocker !== undefined && !kept.has(object)) kept.set(object, { kind: 'neighbour', of: blocker });
  }
  return kept;
}

/**
 * Blocks the owners of wildcards, and of any host, above the hosts of whoever stays. What keeps requests from a wildcard (rules
 * that answer 500, a listener for https) is only written while the wildcard is known: without its source the next run would
 * leave them to its routes.
 */
function blockAbove(
  hosts: ReadonlyMap<SourceObject, ReadonlySet<string>>,
  groups: Groups,
  blockers: Map<SourceObject, SourceObject>,
): void {
  // Who acts on a host together is of one group: one of them stands for all.
  const owners = new Map<string, SourceObject>();
  const below = new Map<SourceObject, Set<string>>();
  for (const [object, names] of hosts) {
    const group = groups.of(object);
    const known = below.get(group) ?? new Set();
    below.set(group, known);
    for (const host of names) {
      if (host === '' || host.startsWith('*.')) owners.set(host, group);
      for (const above of namesAbove(host)) known.add(above);
    }
  }
  if (owners.size === 0) return;
  // Groups that are blocked on the way come behind the others.
  for (const [group, blocker] of blockers)
    for (const name of below.get(group) ?? []) {
      const owner = owners.get(name);
      if (owner !== undefined && !blockers.has(owner)) blockers.set(owner, blocker);
    }
}

/** @param isServed whether something was made of an object that acts together with it */
function ownReason(
  object: SourceObject,
  isPatched: (object: SourceObject) => boolean,
  isServed: boolean,
): Reason | undefined {
  if (object.withheld) return { kind: 'withheld' };
  if (object.error !== undefined) return { kind: 'error' };
  if (object.emitted.every(isShared)) {
    if (object.isLeftOut || (object.rivals === undefined && !isServed)) return { kind: 'nothing' };
    return { kind: 'rivals', by: object.rivals };
  }
  if (object.certificate !== undefined) return { kind: 'certificate' };
  if (object.whole === undefined) return { kind: 'shape' };
  return isPatched(object) ? { kind: 'patched' } : undefined;
}

/** Sets of objects that grow together (union and find). */
class Groups {
  readonly #parents: Map<SourceObject, SourceObject>;
  readonly #first = new Map<string, SourceObject>();

  constructor(objects: readonly SourceObject[]) {
    this.#parents = new Map(objects.map((object) => [object, object]));
  }

  /** Joins an object with all others of a key. */
  join(object: SourceObject, key: string): void {
    const first = this.#first.get(key);
    if (first === undefined) this.#first.set(key, object);
    else this.#parents.set(this.of(object), this.of(first));
  }

  of(object: SourceObject): SourceObject {
    let root = object;
    for (let up = this.#parents.get(root); up !== undefined && up !== root; up = this.#parents.get(root)) root = up;
    // The way up is cut short for the next question.
    for (let at = object; at !== root; ) {
      const up = this.#parents.get(at) ?? root;
      this.#parents.set(at, root);
      at = up;
    }
    return root;
  }
}
