import { compareText } from '../kubernetes/compare-text.js';
import { type Item, VERDICTS, type Verdict } from '../ledger/verdict.js';

/** How often an annotation is used, and what becomes of it for each target. */
export interface AnnotationUse {
  /** The full key. */
  readonly annotation: string;
  readonly uses: number;
  /** For each target, in the order in which they are told. */
  readonly verdicts: readonly Readonly<Record<Verdict, number>>[];
}

/** The annotations of all objects, the most used first. */
export function annotationUses(targets: readonly (readonly Item[])[]): AnnotationUse[] {
  const found = new Map<string, Record<Verdict, number>[]>();
  for (const [at, items] of targets.entries()) {
    for (const { annotation, verdict } of items) {
      if (annotation === undefined) continue;
      let counts = found.get(annotation);
      if (counts === undefined) {
        counts = targets.map(noVerdicts);
        found.set(annotation, counts);
      }
      const here = counts[at];
      if (here !== undefined) here[verdict] += 1;
    }
  }
  // A target may say more of one annotation than another does: of the rules that it makes.
  const uses = (verdicts: readonly Readonly<Record<Verdict, number>>[]) =>
    Math.max(0, ...verdicts.map((counts) => VERDICTS.reduce((sum, verdict) => sum + counts[verdict], 0)));
  return [...found]
    .map(([annotation, verdicts]) => ({ annotation, uses: uses(verdicts), verdicts }))
    .sort((a, b) => b.uses - a.uses || compareText(a.annotation, b.annotation));
}

function noVerdicts(): Record<Verdict, number> {
  return Object.fromEntries(VERDICTS.map((verdict) => [verdict, 0])) as Record<Verdict, number>;
}
