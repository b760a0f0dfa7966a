import type { FieldPath, Manifest, ObjectRef, SourcePosition } from '../kubernetes/object.js';
import type { EmittedRef, Remark } from './verdict.js';

/** A place that no path leads to, and its name: a line of an annotation's value, or what no manifest holds. */
export interface NamedPlace {
  readonly source: SourcePosition;
  readonly field: string;
}

/** An item on its way. One object for each, because there are many, and all of them are kept until the end. */
export interface OpenItem {
  readonly object: ObjectRef | undefined;
  readonly annotation: string | undefined;
  readonly value: string | undefined;
  /** What it stands in; undefined for what no manifest holds. */
  readonly manifest: Manifest | undefined;
  /** Where it stands there; undefined for annotations, which their key leads to. */
  readonly path: FieldPath | undefined;
  readonly named: NamedPlace | undefined;
  /** Most items are spoken of once: the first remark needs no list. */
  first: Remark | undefined;
  /** Where the first remark stands in the output. */
  emitted: readonly EmittedRef[];
  others: GatheredRemark[] | undefined;
  /** What holds where nobody speaks. */
  otherwise: Remark | undefined;
}

export interface GatheredRemark {
  readonly remark: Remark;
  emitted: readonly EmittedRef[];
}
