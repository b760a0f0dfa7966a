import type { KubernetesObject } from '../conversion.js';
import type { ObjectRef } from '../kubernetes/object.js';
import { type FieldChange, fieldChanges } from './field-changes.js';
import { shownValue } from './shown-values.js';

/** An object of a converted result, with what it was made of. */
export interface ConvertedObject {
  readonly object: KubernetesObject;
  /** `file:line Kind namespace/name` of each source, or the file that it was read from. */
  readonly sources: readonly string[];
}

/** An object that only one of two results has. */
export interface LoneObject {
  readonly ref: ObjectRef;
  readonly sources: readonly string[];
  /** The object as it may be shown. */
  readonly object: unknown;
  /** A file that could not be read on the other side: the object may be missing there for no other reason. */
  readonly unread?: string | undefined;
}

export interface ChangedObject {
  readonly ref: ObjectRef;
  readonly sources: readonly string[];
  readonly fields: readonly FieldChange[];
}

/** How the objects of two results differ. Each list is in the order of kinds, namespaces and names. */
export interface ObjectChanges {
  readonly added: readonly LoneObject[];
  readonly removed: readonly LoneObject[];
  readonly changed: readonly ChangedObject[];
}

/** Compares objects by apiVersion, kind, namespace and name; of two with one name, the later counts, as when applied. */
export function objectChanges(before: readonly ConvertedObject[], after: readonly ConvertedObject[]): ObjectChanges {
  const [old, now] = [byName(before), byName(after)];
  const names = [...new Set([...old.keys(), ...now.keys()])].sort();
  const added: LoneObject[] = [];
  const removed: LoneObject[] = [];
  const changed: ChangedObject[] = [];
  for (const name of names) {
    const [a, b] = [old.get(name), now.get(name)];
    if (b === undefined) {
      if (a !== undefined) removed.push(lone(a));
    } else if (a === undefined) added.push(lone(b));
    else {
      const fields = fieldChanges(b.object.kind, a.object, b.object);
      if (fields.length > 0) changed.push({ ref: refOf(b.object), sources: b.sources, fields });
    }
  }
  return { added, removed, changed };
}

/** Whether two results have the same objects. */
export function isUnchanged({ added, removed, changed }: ObjectChanges): boolean {
  return added.length + removed.length + changed.length === 0;
}

/** How objects are told apart. */
export function nameOf({ apiVersion, kind, metadata }: KubernetesObject): string {
  return JSON.stringify([kind, metadata.namespace ?? '', metadata.name, apiVersion]);
}

function byName(objects: readonly ConvertedObject[]): Map<string, ConvertedObject> {
  return new Map(objects.map((one) => [nameOf(one.object), one]));
}

function lone({ object, sources }: ConvertedObject): LoneObject {
  return { ref: refOf(object), sources, object: shownValue(object.kind, [], object) };
}

function refOf({ apiVersion, kind, metadata: { namespace, name } }: KubernetesObject): ObjectRef {
  return namespace === undefined ? { apiVersion, kind, name } : { apiVersion, kind, namespace, name };
}
