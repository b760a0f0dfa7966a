interface Named {
  readonly meta: { readonly name: string; readonly namespace?: string | undefined };
}

/**
 * Finds companions by namespace and name. A manifest without namespace goes wherever it is applied: it fits any namespace as
 * long as the name is unique.
 *
 * @param fallback the namespace of manifests that have none
 */
export function lookup<T extends Named>(
  objects: readonly T[],
  fallback: string | undefined,
): (namespaceKey: string, name: string) => T | undefined {
  const byKey = new Map<string, T>();
  const loose = new Map<string, T | undefined>();
  for (const object of objects) {
    const { namespace, name } = object.meta;
    const key = `${namespace ?? fallback ?? 'default'}/${name}`;
    if (!byKey.has(key)) byKey.set(key, object);
    if (namespace === undefined) loose.set(name, loose.has(name) ? undefined : object);
  }
  return (namespaceKey, name) => byKey.get(`${namespaceKey}/${name}`) ?? loose.get(name);
}
