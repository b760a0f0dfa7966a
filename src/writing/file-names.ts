import { createHash } from 'node:crypto';
import type { KubernetesObject } from '../conversion.js';

/** Common file systems allow 255 bytes; the rest is left for the extension, a hash and the temporary name. */
const LONGEST = 200;

/**
 * A file name for each object: `<kind>-<namespace>-<name>.yaml` in lower case, `<kind>-<name>.yaml` without a namespace.
 * Where that would be ambiguous (`a-b`/`c` and `a`/`b-c`), unsafe or too long, a hash of the identity is appended. Names
 * differ even on file systems that ignore case, and hold no separator: they cannot leave the directory. A parameter of a
 * Template that has no value, `${NAME}`, goes by its name in lower case.
 */
export function fileNames(objects: readonly KubernetesObject[]): string[] {
  const stems = objects.map(plainStem);
  const uses = new Map<string, number>();
  for (const stem of stems) uses.set(stem, (uses.get(stem) ?? 0) + 1);
  const taken = new Set<string>(stems.filter((stem, i) => uses.get(stem) === 1 && isFaithful(stem, objects[i])));
  return objects.map((object, i) => {
    const stem = stems[i] ?? '';
    if (uses.get(stem) === 1 && isFaithful(stem, object)) return `${stem}.yaml`;
    const hashed = `${stem}-${identityHash(object)}`;
    let name = hashed;
    // Two objects of one identity (or a name that looks like a hashed one): number them in their order.
    for (let n = 2; taken.has(name); n++) name = `${hashed}-${n}`;
    taken.add(name);
    return `${name}.yaml`;
  });
}

function plainStem(object: KubernetesObject): string {
  return rawStem(object)
    .toLowerCase()
    .replace(/[^a-z0-9.-]/g, '_')
    .slice(0, LONGEST);
}

/** Whether nothing of the identity got lost on the way to the stem. */
function isFaithful(stem: string, object: KubernetesObject | undefined): boolean {
  if (object === undefined) return false;
  const { namespace, name } = object.metadata;
  const parts = [object.kind.toLowerCase(), namespace, name].filter((part) => part !== undefined);
  return stem === parts.join('-').replace(REFERENCE, (_written, parameter: string) => parameter.toLowerCase());
}

const REFERENCE = /\$\{([a-zA-Z0-9_]+)\}/g;

function rawStem(object: KubernetesObject): string {
  const { namespace, name } = object.metadata;
  const stem = namespace === undefined ? `${object.kind}-${name}` : `${object.kind}-${namespace}-${name}`;
  return stem.replace(REFERENCE, '$1');
}

function identityHash(object: KubernetesObject): string {
  const { namespace, name } = object.metadata;
  const identity = JSON.stringify([object.apiVersion, object.kind, namespace ?? null, name]);
  return createHash('sha256').update(identity).digest('hex').slice(0, 10);
}
