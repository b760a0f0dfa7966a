import type { KubernetesObject, Origin } from '../conversion.js';
import { formatPlace } from '../kubernetes/cluster-place.js';
import { formatRef } from '../kubernetes/object.js';
import type { Owner, Rule } from '../model/traffic.js';
import { keptAnnotations } from './kept-annotations.js';

const lines = new WeakMap<Owner, string>();

/** `file:line Ingress shop/web`, the line that names a source. Asked for many times for one object. */
export function sourceLine(owner: Owner): string {
  const known = lines.get(owner);
  if (known !== undefined) return known;
  const { name, kind } = owner.ref;
  const { namespace, source } = owner;
  const line = `${formatPlace(source)} ${kind} ${namespace === undefined ? name : `${namespace}/${name}`}`;
  lines.set(owner, line);
  return line;
}

const origins = new WeakMap<Owner, Origin>();

/** What an emitted object tells of its sources, each once. Asked for many times for one object. */
export function originsOf(owners: Iterable<Owner>): Origin[] {
  const found: Origin[] = [];
  for (const owner of new Set(owners)) {
    const known = origins.get(owner) ?? { ref: owner.ref, source: owner.source };
    origins.set(owner, known);
    found.push(known);
  }
  return found;
}

/** The comment of a rule that no path of its object names, such as the `/` that a host gets by itself; none for others. */
export function originComments({ label, owner }: Rule): string[] {
  if (label === 'spec' || label.startsWith('spec.')) return [];
  // A flag of the source belongs to no object.
  const of = label.startsWith('--') ? '' : ` of ${formatRef(owner.ref)}`;
  return [`comes from ${label}${of}, not from a path of its rules`];
}

/** Labels that an API server accepts; others could not have been on a stored object. */
export function validLabels(labels: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const kept = Object.entries(labels).filter(([key, value]) => {
    const [prefix, name] = key.includes('/') ? key.split('/', 2) : [undefined, key];
    const named = /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name ?? '');
    const prefixed =
      prefix === undefined ||
      (/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(prefix) && prefix.length <= 253);
    return (
      named &&
      prefixed &&
      key.split('/').length <= 2 &&
      (value === '' || /^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(value))
    );
  });
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

/** Metadata of an object that belongs to one source. */
export function metadata(name: string, owner: Owner): KubernetesObject['metadata'] {
  const labels = validLabels(owner.labels);
  const annotations = owner.annotations === undefined ? {} : keptAnnotations(owner);
  return {
    name,
    ...(owner.namespace === undefined ? {} : { namespace: owner.namespace }),
    ...(labels === undefined ? {} : { labels }),
    ...(Object.keys(annotations).length === 0 ? {} : { annotations }),
  };
}
