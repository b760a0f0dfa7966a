import { compareText } from './compare-text.js';
import type { ObjectRef, SourcePosition } from './object.js';

/** What can be wrong with an input before anything is converted. The catalogue of codes has a page for each. */
export type InputProblemCode =
  /** The file cannot be read (permissions, I/O). */
  | 'RS0101'
  /** The file is not text. */
  | 'RS0102'
  /** The file is larger than `MAX_INPUT_LENGTH`. */
  | 'RS0103'
  /** The text is not YAML. */
  | 'RS0104'
  /** The text is a template (Helm, Jinja, …) that has to be rendered first. */
  | 'RS0105'
  /** The document is nested too deeply, or its aliases expand to too much. */
  | 'RS0106'
  /** The document is meant to be a Kubernetes object but lacks what makes it one. */
  | 'RS0107'
  /** A field of an object has the wrong shape or a value that the API server rejects. */
  | 'RS0108'
  /** The text is not JSON. */
  | 'RS0109'
  /** A mapping has the same key twice. */
  | 'RS0110'
  /** A path that does not exist, or a glob that matches nothing. */
  | 'RS0111'
  /** A parameter of a Template has no value. */
  | 'RS2101'
  /** A value was given for a parameter that no Template has. */
  | 'RS2102'
  /** A namespace that goes when the Template is processed. */
  | 'RS2192'
  /** A configuration of routeshift that does not count for the run. */
  | 'RS2339'
  /** The templates of a Helm chart. */
  | 'RS2310'
  | ClusterProblemCode;

/** What there is to say about the reading of a cluster: src/ledger/catalogue/clusters.ts. */
export type ClusterProblemCode =
  | 'RS2500'
  | 'RS2501'
  | 'RS2502'
  | 'RS2503'
  | 'RS2504'
  | 'RS2505'
  | 'RS2506'
  | 'RS2507'
  | 'RS2508'
  | 'RS2509'
  | 'RS2510';

/** A finding about an input. Its words never quote the input: the text could be a Secret's. */
export interface InputProblem {
  readonly code: InputProblemCode;
  readonly severity: 'error' | 'warning' | 'info';
  readonly source: SourcePosition;
  readonly message: string;
  /** What to do. */
  readonly next: string;
  /** The object, when there is one. */
  readonly object?: ObjectRef | undefined;
  /** The field, such as `spec.rules[0].host`, when the problem is about one. */
  readonly field?: string | undefined;
}

/** Largest input that is read, in bytes (and in UTF-16 code units once decoded): 64 MiB. */
export const MAX_INPUT_LENGTH = 64 * 1024 * 1024;

/** Order of problems in every output: by place, then by what they say. */
export function compareProblems(a: InputProblem, b: InputProblem): number {
  return (
    compareText(a.source.file, b.source.file) ||
    a.source.line - b.source.line ||
    a.source.column - b.source.column ||
    compareText(a.code, b.code) ||
    compareText(a.message, b.message)
  );
}
