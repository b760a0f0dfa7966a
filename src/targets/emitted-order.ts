import type { EmittedObject } from '../conversion.js';

/** Sorts what is written: by kind in the order given, then by namespace and name, by code units, so that no locale has a say. */
export function byKind(kinds: readonly string[]): (a: EmittedObject, b: EmittedObject) => number {
  return (a, b) => {
    const difference = kinds.indexOf(a.object.kind) - kinds.indexOf(b.object.kind);
    if (difference !== 0) return difference;
    const [x, y] = [a.object.metadata, b.object.metadata];
    return compareText(x.namespace ?? '', y.namespace ?? '') || compareText(x.name, y.name);
  };
}

function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
