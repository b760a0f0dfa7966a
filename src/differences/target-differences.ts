import { compareOutcomes, type OutcomeDifference } from '../behaviour/compare.js';
import type { Outcome, Request } from '../behaviour/outcome.js';

/** A field in which two converted results treat a request differently. */
export interface TargetDifference extends OutcomeDifference {
  /** False when only some implementations of Gateway API show it. */
  readonly always: boolean;
}

/**
 * Compares all that implementations may do with a request before and after; of each, the first outcome is the usual one.
 * Nothing differs when the usual outcomes are alike and every other one is among those of the other side.
 */
export function targetDifferences(
  request: Request,
  before: readonly Outcome[],
  after: readonly Outcome[],
): TargetDifference[] {
  const table = before.map((old) => after.map((now) => compareOutcomes(request, old, now)));
  const all = table.flat();
  const usual = table[0]?.[0] ?? [];
  if (usual.length > 0) {
    return usual.map((difference) => ({
      ...difference,
      always: all.every((cell) => cell.some(({ field }) => field === difference.field)),
    }));
  }
  const gone = table.filter((row) => !row.some(isAlike)).map((row) => row[0] ?? []);
  const come = after.flatMap((_outcome, j) => (table.some((row) => isAlike(row[j])) ? [] : [table[0]?.[j] ?? []]));
  const byField = new Map<string, TargetDifference>();
  for (const difference of [...gone, ...come].flat())
    if (!byField.has(difference.field)) byField.set(difference.field, { ...difference, always: false });
  return [...byField.values()];
}

function isAlike(cell: readonly OutcomeDifference[] | undefined): boolean {
  return cell?.length === 0;
}
