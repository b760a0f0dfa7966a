import type { Summary, WayOut, WithheldRule } from './conversion.js';
import { type Item, type Note, SEVERITIES, type Severity, VERDICTS, type Verdict } from './ledger/verdict.js';

/** The numbers that a report begins with. */
export function summarize(items: readonly Item[], inputs: number, objects: number, withheld: number): Summary {
  const verdicts = Object.fromEntries(VERDICTS.map((v) => [v, 0])) as Record<Verdict, number>;
  const findings = Object.fromEntries(SEVERITIES.map((s) => [s, 0])) as Record<Severity, number>;
  let suppressed = 0;
  const count = (finding: Item | Note): void => {
    if (finding.suppressed === undefined) findings[finding.severity] += 1;
    else suppressed += 1;
  };
  for (const item of items) {
    verdicts[item.verdict] += 1;
    count(item);
    for (const note of item.also) count(note);
  }
  return { inputs, objects, verdicts, findings, withheld, ...(suppressed === 0 ? {} : { suppressed }) };
}

/** Which words would publish how many withheld rules; the most useful first. */
export function waysOut(withheld: readonly WithheldRule[]): WayOut[] {
  const counts = new Map<string, WayOut>();
  for (const rule of withheld) {
    if (rule.blockedBy.length === 0) continue;
    const accept = [...rule.blockedBy].sort();
    const key = accept.join('\n');
    counts.set(key, { accept, publishes: (counts.get(key)?.publishes ?? 0) + 1 });
  }
  return [...counts.values()].sort((a, b) => b.publishes - a.publishes || (a.accept.join() < b.accept.join() ? -1 : 1));
}
