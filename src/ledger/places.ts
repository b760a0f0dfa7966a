import { compareText } from '../kubernetes/compare-text.js';
import type { EmittedRef } from './verdict.js';

/** The places of an item, each once, in the order of reports. */
export function withoutRepeats(refs: readonly EmittedRef[]): readonly EmittedRef[] {
  if (isInOrder(refs)) return refs;
  const sorted = [...refs].sort(compareRefs);
  return sorted.filter((ref, index) => {
    const next = sorted[index + 1];
    return next === undefined || compareRefs(ref, next) !== 0;
  });
}

/** Whether there is nothing to do, as for most: texts to sort by would be made for each place. */
function isInOrder(refs: readonly EmittedRef[]): boolean {
  let last: EmittedRef | undefined;
  for (const ref of refs) {
    if (last !== undefined && compareRefs(last, ref) >= 0) return false;
    last = ref;
  }
  return true;
}

function compareRefs(a: EmittedRef, b: EmittedRef): number {
  return (
    compareText(a.kind, b.kind) ||
    compareText(a.namespace ?? '', b.namespace ?? '') ||
    compareText(a.name, b.name) ||
    compareText(a.path ?? '', b.path ?? '')
  );
}
