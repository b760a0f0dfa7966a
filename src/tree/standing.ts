import type { EmittedObject } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { Item } from '../ledger/verdict.js';
import type { SourceObject, SourceObjects } from './source-objects.js';

/** Why an object stays. */
export type Reason =
  /** Nothing was made of it: it is another controller's, or serves nothing. Nobody expects it to go. */
  | { readonly kind: 'nothing' }
  /** Nothing was made of it because others serve what it names; without them it would be served. */
  | { readonly kind: 'rivals'; readonly by: Item }
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
 * something that was made of them, all are replaced or none is.
 */
export function keptObjects(
  objects: SourceObjects,
  isPatched: (object: SourceObject) => boolean,
): Map<SourceObject, Reason> {
  const all = objects.all();
  const groups = new Groups(all);
  for (const object of all) {
    const { ref } = object.manifest;
    groups.join(object, `name ${ref.kind} ${ref.namespace ?? ''}/${ref.name}`);
    for (const host of hostsOf(object.manifest)) groups.join(object, `host ${host}`);
    for (const [index, emitted] of object.emitted.entries()) {
      if (isShared(emitted)) continue;
      const { kind, metadata } = emitted.object;
      groups.join(object, `made ${kind} ${metadata.namespace ?? ''}/${metadata.name}`);
      if (index > MOST_MADE) break;
    }
  }
  const kept = new Map<SourceObject, Reason>();
  const blockers = new Map<SourceObject, SourceObject>();
  for (const object of all) {
    const reason = ownReason(object, isPatched);
    if (reason === undefined) continue;
    kept.set(object, reason);
    if (reason.kind === 'nothing') continue;
    const group = groups.of(object);
    if (!blockers.has(group)) blockers.set(group, object);
  }
  for (const [owner, withheld] of ownersAbove(all)) {
    const group = groups.of(owner);
    if (!blockers.has(group)) blockers.set(group, withheld);
  }
  for (const object of all) {
    const blocker = blockers.get(groups.of(object));
    if (blocker !== undefined && !kept.has(object)) kept.set(object, { kind: 'neighbour', of: blocker });
  }
  return kept;
}

/**
 * The owners of wildcards and of any host, where rules below them are withheld. What keeps such requests from a wildcard is
 * only written while the wildcard is known: without its source the next run would leave them to its routes.
 */
function ownersAbove(objects: readonly SourceObject[]): [SourceObject, SourceObject][] {
  // Who owns a host together is of one group: one of them stands for all.
  const owners = new Map<string, SourceObject>();
  for (const object of objects)
    for (const host of hostsOf(object.manifest))
      if ((host === '' || host.startsWith('*.')) && !owners.has(host)) owners.set(host, object);
  if (owners.size === 0) return [];
  return objects
    .filter(({ withheld }) => withheld)
    .flatMap((object) =>
      [...hostsOf(object.manifest)]
        .flatMap(namesAbove)
        .flatMap((name) => owners.get(name) ?? [])
        .map((owner): [SourceObject, SourceObject] => [owner, object]),
    );
}

/** `*.b.c`, `*.c` and any host for `a.b.c`. */
function namesAbove(host: string): string[] {
  if (host === '') return [];
  const labels = host.split('.').slice(1, 128);
  return [...labels.map((_, index) => `*.${labels.slice(index).join('.')}`).filter((name) => name !== host), ''];
}

/** What one object becomes always shares its hosts, so that it need not be walked to its end. */
const MOST_MADE = 10_000;

function ownReason(object: SourceObject, isPatched: (object: SourceObject) => boolean): Reason | undefined {
  if (object.withheld) return { kind: 'withheld' };
  if (object.error !== undefined) return { kind: 'error' };
  if (object.emitted.every(isShared))
    return object.rivals === undefined ? { kind: 'nothing' } : { kind: 'rivals', by: object.rivals };
  if (object.certificate !== undefined) return { kind: 'certificate' };
  if (object.whole === undefined) return { kind: 'shape' };
  return isPatched(object) ? { kind: 'patched' } : undefined;
}

/** Annotations by which an Ingress takes hosts that no other one names: who goes leaves them to it. */
const ALIASES = '/server-alias';
const WWW = '/from-to-www-redirect';

/** The hosts that an Ingress or Route names; '' for any. */
function hostsOf({ content }: Manifest): Set<string> {
  const hosts = new Set<string>();
  const spec = asRecord(content.spec);
  if (Array.isArray(spec?.rules)) for (const rule of spec.rules) hosts.add(textOf(asRecord(rule)?.host));
  if (spec?.host !== undefined) hosts.add(textOf(spec.host));
  if (spec?.defaultBackend !== undefined || spec?.backend !== undefined) hosts.add('');
  for (const [key, value] of Object.entries(asRecord(asRecord(content.metadata)?.annotations) ?? {})) {
    if (key.endsWith(ALIASES)) for (const name of textOf(value).split(/[\s,]+/)) if (name !== '') hosts.add(name);
    if (key.endsWith(WWW) && value === 'true')
      for (const host of [...hosts]) hosts.add(host.startsWith('www.') ? host.slice(4) : `www.${host}`);
  }
  return hosts;
}

function textOf(value: unknown): string {
  return typeof value === 'string' ? value.toLowerCase() : '';
}

function asRecord(value: unknown): Readonly<Record<string, unknown>> | undefined {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>) : undefined;
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
