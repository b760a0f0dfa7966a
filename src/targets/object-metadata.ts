import type { EmittedObject, KubernetesObject, Origin } from '../conversion.js';
import { formatPlace } from '../kubernetes/cluster-place.js';
import { formatRef } from '../kubernetes/object.js';
import type { Owner, Rule } from '../model/traffic.js';
import { keptAnnotations } from './kept-annotations.js';

/** What is told of the objects behind an emitted one. */
export type Authors = Pick<EmittedObject, 'sources' | 'origins'>;

/** What emitted objects tell of an object of the input: the same for all of them. */
interface Told {
  readonly line: string;
  readonly origin: Origin;
  readonly labels: Readonly<Record<string, string>> | undefined;
  /** For those that have no other author. */
  readonly alone: Authors;
}

const told = new WeakMap<Owner, Told>();

function toldOf(owner: Owner): Told {
  const known = told.get(owner);
  if (known !== undefined) return known;
  const { ref, namespace, source } = owner;
  const line = `${formatPlace(source)} ${ref.kind} ${namespace === undefined ? ref.name : `${namespace}/${ref.name}`}`;
  const origin = { ref, source };
  const made = { line, origin, labels: validLabels(owner.labels), alone: { sources: [line], origins: [origin] } };
  told.set(owner, made);
  return made;
}

/** `file:line Ingress shop/web`, the line that names a source. */
export function sourceLine(owner: Owner): string {
  return toldOf(owner).line;
}

/** What an emitted object tells of its sources, each once. */
export function originsOf(owners: Iterable<Owner>): Origin[] {
  return Array.from(new Set(owners), (owner) => toldOf(owner).origin);
}

/** Both for an emitted object that comes of one object of the input. */
export function soleAuthor(owner: Owner): Authors {
  return toldOf(owner).alone;
}

/** The comment of a rule that no path of its object names, such as the `/` that a host gets by itself; none for others. */
export function originComments({ label, owner }: Rule): string[] {
  if (label === 'spec' || label.startsWith('spec.')) return [];
  // A flag of the source belongs to no object.
  const of = label.startsWith('--') ? '' : ` of ${formatRef(owner.ref)}`;
  return [`comes from ${label}${of}, not from a path of its rules`];
}

/** Labels that an API server accepts; others could not have been on a stored object. */
export function validLabels(labels: Readonly<Record<string, string>>): Readonly<Record<string, string>> | undefined {
  const keys = Object.keys(labels);
  let valid = 0;
  for (const key of keys) if (isValidLabel(key, labels[key])) valid += 1;
  if (valid === 0) return undefined;
  return valid === keys.length
    ? labels
    : Object.fromEntries(Object.entries(labels).filter(([key, value]) => isValidLabel(key, value)));
}

const NAME = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/;
const PREFIX = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

function isValidLabel(key: string, value = ''): boolean {
  const slash = key.indexOf('/');
  if (!NAME.test(key.slice(slash + 1)) || (value !== '' && !NAME.test(value))) return false;
  return slash < 0 || (slash <= 253 && PREFIX.test(key.slice(0, slash)));
}

/** Metadata of an object that belongs to one source. */
export function metadata(name: string, owner: Owner): KubernetesObject['metadata'] {
  const { namespace } = owner;
  const { labels } = toldOf(owner);
  const named = namespace === undefined ? { name } : { name, namespace };
  const labelled = labels === undefined ? named : { ...named, labels };
  if (owner.annotations === undefined) return labelled;
  const annotations = keptAnnotations(owner);
  return Object.keys(annotations).length === 0 ? labelled : { ...labelled, annotations };
}
