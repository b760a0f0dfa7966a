import type { EmittedObject, KubernetesObject } from '../conversion.js';

/** By what an object of the output is known in a cluster. */
export function nameKey({ kind, metadata }: KubernetesObject): string {
  return `${kind}\n${metadata.namespace ?? ''}\n${metadata.name}`;
}

/**
 * Objects whose names follow from their place alone, so that two controllers may come to the same: grants, to which nothing
 * refers, get another name; the Role for the router is one that lets it read the Secrets of both.
 *
 * @param taken what other shares emit; a Role among it is replaced
 */
export function namesApart(
  emitted: readonly EmittedObject[],
  taken: Map<string, EmittedObject>,
  suffix: string,
): EmittedObject[] {
  return emitted.map((one) => {
    const other = taken.get(nameKey(one.object));
    if (other === undefined || JSON.stringify(other.object) === JSON.stringify(one.object)) return one;
    const { kind, metadata } = one.object;
    if (kind === 'ReferenceGrant')
      return { ...one, object: { ...one.object, metadata: { ...metadata, name: `${metadata.name}-${suffix}` } } };
    return one;
  });
}
