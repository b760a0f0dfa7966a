import type { ObjectRef, SourcePosition } from '../kubernetes/object.js';
import { catalogue, type FindingCode } from '../ledger/catalogue.js';
import type { Item, Severity, Verdict } from '../ledger/verdict.js';

/** A finding about writing into a tree. */
export interface TreeRemark {
  readonly code: FindingCode;
  readonly source: SourcePosition;
  readonly message: string;
  readonly object?: ObjectRef | undefined;
  readonly field?: string | undefined;
  readonly next?: string | undefined;
  readonly severity?: Severity | undefined;
  readonly verdict?: Verdict | undefined;
}

/** The finding as a row of the report. What is not said of its severity and the next step, the catalogue says. */
export function itemOf(remark: TreeRemark): Item {
  const entry = catalogue[remark.code];
  const severity = remark.severity ?? entry.severity;
  return {
    object: remark.object,
    source: remark.source,
    field: remark.field ?? '',
    verdict: remark.verdict ?? (severity === 'info' ? 'converted' : 'manual'),
    code: remark.code,
    severity,
    message: remark.message,
    next: remark.next ?? (severity === 'info' ? undefined : entry.fix),
    emitted: [],
    also: [],
  };
}

/** The beginning of a file. */
export function startOf(file: string): SourcePosition {
  return { file, line: 1, column: 1 };
}
