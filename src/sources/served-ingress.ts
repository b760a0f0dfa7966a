import type { Ingress } from '../kubernetes/ingress.js';
import type { CarriedAnnotation } from '../model/carried-annotation.js';
import type { Owner } from '../model/traffic.js';
import type { ConvertOptions } from '../options.js';
import type { FieldItems } from './ingress-fields.js';

/** An Ingress that a controller serves, with the items of its fields. */
export interface Served<Annotations> extends Identity {
  readonly ingress: Ingress;
  readonly annotations: Annotations;
  readonly fields: FieldItems;
}

/** Who an Ingress is, to the controller and in what is written. */
export interface Identity {
  readonly owner: Owner;
  /** `namespace/name`, the controller's key; a missing namespace is `default`. */
  readonly key: string;
  readonly namespaceKey: string;
}

/**
 * @param labels those that the new objects keep
 * @param annotations those that the new objects get
 */
export function identityOf(
  { meta, manifest }: Ingress,
  options: ConvertOptions,
  className: string,
  labels: Readonly<Record<string, string>>,
  annotations: readonly CarriedAnnotation[],
): Identity {
  const namespace = meta.namespace ?? options.namespace;
  const namespaceKey = namespace ?? 'default';
  const owner: Owner = { ref: manifest.ref, namespace, labels, source: manifest.source, className };
  return {
    owner: annotations.length === 0 ? owner : { ...owner, annotations },
    key: `${namespaceKey}/${meta.name}`,
    namespaceKey,
  };
}

/** The name by which a controller knows an Ingress. */
export function keyOf({ meta }: Pick<Ingress, 'meta'>, options: ConvertOptions): string {
  return `${meta.namespace ?? options.namespace ?? 'default'}/${meta.name}`;
}

/** The field of an owner, which most do without. */
export function carrying(annotations: readonly CarriedAnnotation[]): Pick<Owner, 'annotations'> {
  return annotations.length === 0 ? {} : { annotations };
}

/** The objects of which the new objects get annotations. */
export function carriersAmong(served: readonly { readonly owner: Owner }[]): Owner[] {
  const carriers = new Set<Owner>();
  for (const { owner } of served) if (owner.annotations !== undefined) carriers.add(owner);
  return [...carriers];
}

/** `shop/web`, or `web` where the manifest has no namespace. */
export function displayName({ ingress: { meta } }: { readonly ingress: Pick<Ingress, 'meta'> }): string {
  return meta.namespace === undefined ? meta.name : `${meta.namespace}/${meta.name}`;
}

/** The class whose Gateway gets ports that no Ingress opens: the first by name of those that are served. */
export function classOfPorts(
  served: readonly { readonly owner: Owner }[],
  wanted: readonly string[],
  customary: string,
): string {
  let first: string | undefined;
  for (const { owner } of served) if (first === undefined || owner.className < first) first = owner.className;
  return first ?? wanted[0] ?? customary;
}
