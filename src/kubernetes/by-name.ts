/**
 * Finds objects by namespace and name. A manifest without namespace goes to the given one, or to `default`.
 */
export function byName<T extends { readonly meta: { readonly name: string; readonly namespace?: string | undefined } }>(
  objects: readonly T[],
  defaultNamespace: string | undefined,
): (namespace: string, name: string) => T | undefined {
  if (objects.length === 0) return () => undefined;
  const byNamespace = new Map<string, Map<string, T>>();
  const loose = new Map<string, T | undefined>();
  for (const object of objects) {
    const { namespace, name } = object.meta;
    const key = namespace ?? defaultNamespace ?? 'default';
    const named = byNamespace.get(key) ?? new Map<string, T>();
    byNamespace.set(key, named);
    if (!named.has(name)) named.set(name, object);
    // A manifest without namespace goes wherever it is applied: it fits any namespace as long as the name is unique.
    if (namespace === undefined) loose.set(name, loose.has(name) ? undefined : object);
  }
  return (namespace, name) => byNamespace.get(namespace)?.get(name) ?? loose.get(name);
}
