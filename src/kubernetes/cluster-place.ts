import type { ObjectRef, SourcePosition } from './object.js';

/** What the names of places in a cluster begin with. */
const CLUSTER = 'cluster:';

/** The place of an object of a cluster, or of the cluster as a whole: `cluster:prod/Ingress/shop/web`. */
export function placeOfCluster(context: string, ref?: ObjectRef): SourcePosition {
  const steps = ref === undefined ? [] : [ref.kind, ...(ref.namespace === undefined ? [] : [ref.namespace]), ref.name];
  return { file: [`${CLUSTER}${context}`, ...steps].join('/'), line: 1, column: 1 };
}

/** Whether a place is in a cluster: it then has no lines. */
export function isInCluster(file: string): boolean {
  return file.startsWith(CLUSTER);
}

/** A place with its line, as `file:line`; of a cluster, what names it. */
export function formatPlace({ file, line }: Pick<SourcePosition, 'file' | 'line'>): string {
  return isInCluster(file) ? file : `${file}:${line}`;
}
