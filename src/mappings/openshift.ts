import read from '../../mappings/openshift.yaml';
import type { Mapping } from './mapping.js';
import { indexLater, type MappingIndex } from './mapping-index.js';

/**
 * The annotations of OpenShift: those that its router reads on Routes, and those that its ingress-to-route controller reads
 * on Ingresses. Keys are whole names. test/mappings puts the file through `checkMapping`.
 */
export const openshift: MappingIndex = indexLater(() => read() as Mapping);

/** Annotations of Routes that keep somebody out, under all their names. */
export function guardKeys(): readonly string[] {
  return openshift.mapping.annotations.flatMap(({ key, aliases, protects }) =>
    protects === true ? [key, ...(aliases ?? [])] : [],
  );
}
