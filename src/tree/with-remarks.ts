import type { Conversion } from '../conversion.js';
import { compareItems } from '../ledger/item-order.js';
import { type Item, SEVERITIES, type Severity, VERDICTS, type Verdict } from '../ledger/verdict.js';

/** A conversion together with what there is to say about writing it into a tree. */
export function withRemarks(conversion: Conversion, items: readonly Item[]): Conversion {
  if (items.length === 0) return conversion;
  const { summary } = conversion;
  const verdicts = Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, summary.verdicts[verdict] + items.filter((i) => i.verdict === verdict).length]),
  ) as Record<Verdict, number>;
  const findings = Object.fromEntries(
    SEVERITIES.map((severity) => [
      severity,
      summary.findings[severity] + items.filter((i) => i.severity === severity).length,
    ]),
  ) as Record<Severity, number>;
  return {
    ...conversion,
    items: [...conversion.items, ...items].sort(compareItems),
    summary: { ...summary, verdicts, findings },
  };
}
