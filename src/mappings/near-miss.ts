import { distance } from 'fastest-levenshtein';

/** Longer texts are no typing slip of any key. */
const LONGEST_KEY = 100;

/** How many typing slips still count as the same word: one in a short word, two in a longer one. */
function tolerance(word: string): number {
  if (word.length < 4) return 0;
  return word.length < 8 ? 1 : 2;
}

/** `rewriteTarget`, `Rewrite_Target`, `target-rewrite` and `rewrite-target` all become the same text. */
function wordBag(key: string): string {
  return key
    .replace(/([a-z0-9])([A-Z])/g, '$1-$2')
    .toLowerCase()
    .split(/[-_. ]+/)
    .filter((word) => word !== '')
    .sort()
    .join('-');
}

/**
 * Answers which of the known keys a misspelt one most probably means: another spelling of the same words, or at most
 * two typing slips away (one in keys under eight characters). The answer is undefined when nothing is that close. Of
 * two equally close keys the earlier one wins, so that answers depend on nothing but the list.
 */
export function nearMissFinder(known: readonly string[]): (key: string) => string | undefined {
  let bags: Map<string, string> | undefined;
  return (key) => {
    if (key.length > LONGEST_KEY) return undefined;
    // Built on the first miss: most inputs have none.
    bags ??= new Map(known.toReversed().map((candidate) => [wordBag(candidate), candidate]));
    const respelt = bags.get(wordBag(key));
    if (respelt !== undefined) return respelt;
    let best: string | undefined;
    let bestDistance = tolerance(key) + 1;
    for (const candidate of known) {
      // The difference in length is a lower bound of the distance, and spares comparing most of the list.
      if (Math.abs(candidate.length - key.length) >= bestDistance) continue;
      const steps = distance(key, candidate);
      if (steps < bestDistance) {
        best = candidate;
        bestDistance = steps;
      }
    }
    return best;
  };
}
