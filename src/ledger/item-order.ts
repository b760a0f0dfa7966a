import { compareText } from '../kubernetes/compare-text.js';
import type { Item, Severity, Verdict } from './verdict.js';

/** The worse verdict decides: an annotation that one rule keeps and another loses is lost. */
const RANK: Readonly<Record<Verdict, number>> = {
  redundant: 0,
  converted: 1,
  approximated: 2,
  invalid: 3,
  manual: 4,
  unsupported: 5,
};

const SEVERITY_RANK: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 };

/** Of two verdicts of one item, the one that decides. */
export function worseOf(a: Verdict | undefined, b: Verdict): Verdict {
  return a === undefined || RANK[b] > RANK[a] ? b : a;
}

/** Of several sentences about one item, the heaviest decides its verdict. */
export function weightOf({ verdict, severity }: Pick<Item, 'verdict' | 'severity'>): number {
  return RANK[verdict] * 4 + SEVERITY_RANK[severity];
}

/** The order of every report. */
export function compareItems(a: Item, b: Item): number {
  return (
    compareText(a.source.file, b.source.file) ||
    a.source.line - b.source.line ||
    a.source.column - b.source.column ||
    compareText(a.field, b.field) ||
    compareText(a.annotation ?? '', b.annotation ?? '') ||
    compareText(a.object?.name ?? '', b.object?.name ?? '') ||
    compareText(a.message, b.message)
  );
}
