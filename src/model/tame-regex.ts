/** Longer ones JavaScript's engine may refuse when it first runs them, or read for minutes. */
const MAX_LENGTH = 2048;

/**
 * An expression that is anchored at the start, ready to be run; undefined for what is none, and for what could take for
 * ever: expressions come from files and may be built to backtrack.
 */
export function tameRegex(pattern: string, cased: boolean): RegExp | undefined {
  if (pattern.length > MAX_LENGTH || /\)[*+{]/.test(pattern)) return undefined;
  if ((pattern.match(/[*+]|\{\d*,\}/g)?.length ?? 0) > 3) return undefined;
  try {
    // As sources write it: with alternatives, ^ binds to the first one only.
    return new RegExp(`^${pattern.replace(/^\^/, '')}`, cased ? '' : 'i');
  } catch {
    return undefined;
  }
}
