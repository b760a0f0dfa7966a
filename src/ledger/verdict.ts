import type { ObjectRef, SourcePosition } from '../kubernetes/object.js';
import type { Suppression } from './suppression.js';

/** What became of an input item. See README, "Verdicts". */
export const VERDICTS = ['converted', 'approximated', 'redundant', 'manual', 'unsupported', 'invalid'] as const;
export type Verdict = (typeof VERDICTS)[number];

export const SEVERITIES = ['error', 'warning', 'info'] as const;
export type Severity = (typeof SEVERITIES)[number];

/** A field of an emitted object. */
export interface EmittedRef {
  readonly apiVersion: string;
  readonly kind: string;
  readonly namespace?: string | undefined;
  readonly name: string;
  /** Such as `spec.rules[0].filters[1].urlRewrite`; absent for the object as a whole. */
  readonly path?: string | undefined;
}

/**
 * A field of an emitted object that is known as a whole. Written out rather than spread: there are many, and V8 gives each
 * spread object with one more field a hidden class of its own.
 */
export function refAt({ apiVersion, kind, namespace, name }: EmittedRef, path: string): EmittedRef {
  return { apiVersion, kind, namespace, name, path };
}

/** One sentence about an input item: what became of it here. An item gathers as many as there are places it acts on. */
export interface Remark {
  readonly verdict: Verdict;
  /** A code of the catalogue. */
  readonly code: string;
  /** Overrides the severity that the catalogue gives the code. */
  readonly severity?: Severity | undefined;
  readonly message: string;
  /** What to do; absent when there is nothing to do, or when the catalogue's own words say it for a warning or an error. */
  readonly next?: string | undefined;
  readonly emitted?: readonly EmittedRef[] | undefined;
}

/** A remark besides the one that decided the verdict. */
export interface Note {
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly next?: string | undefined;
  /** Set where the finding does not count. */
  readonly suppressed?: Suppression | undefined;
}

/** A settled input item: one row of the report. */
export interface Item {
  /** Absent for findings about a file that holds no readable object, and for the controller's own defaults. */
  readonly object?: ObjectRef | undefined;
  readonly source: SourcePosition;
  /** `metadata.annotations`, `spec.rules[0].http.paths[1]`, … or '' for the object as a whole. */
  readonly field: string;
  /** The full annotation key, for annotation items. */
  readonly annotation?: string | undefined;
  /** The value as written; redacted when it looks like a secret. */
  readonly value?: string | undefined;
  readonly verdict: Verdict;
  readonly code: string;
  readonly severity: Severity;
  readonly message: string;
  readonly next?: string | undefined;
  readonly emitted: readonly EmittedRef[];
  readonly also: readonly Note[];
  /** Set where the finding that decided the verdict does not count; the notes have their own. */
  readonly suppressed?: Suppression | undefined;
}
