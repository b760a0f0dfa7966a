import type { Candidate } from './outcome.js';

/** More candidates than these explain nothing. */
const MOST = 3;

/** A candidate with what tells how near it came. */
export interface Considered extends Candidate {
  /** It takes such requests too, but another comes before it. */
  readonly matches: boolean;
  /** The path that it asks for, as far as that is a text. */
  readonly path: string;
}

/** The candidates that came nearest to a path: those that match too, then those with the longest common beginning. */
export function nearest(considered: readonly Considered[], path: string): Candidate[] {
  const ranked = considered
    .map((one, order) => ({ one, order, common: commonLength(one.path, path) }))
    .sort((a, b) => Number(b.one.matches) - Number(a.one.matches) || b.common - a.common || a.order - b.order);
  return ranked.slice(0, MOST).map(({ one: { rule, asks, why } }) => ({ rule, asks, why }));
}

function commonLength(a: string, b: string): number {
  let length = 0;
  while (length < a.length && length < b.length && a[length] === b[length]) length++;
  return length;
}
