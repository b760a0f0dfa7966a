import { draftTexts } from './regex-drafts.js';
import { regexStructure } from './regex-structure.js';

/** A text made to match a pattern, or just not to. */
export interface RegexSample {
  /** One character per byte. */
  readonly text: string;
  /** Tried on the pattern; undefined where the pattern cannot be evaluated. */
  readonly matches: boolean | undefined;
  /** 0 for what tells most. */
  readonly rank: number;
}

export interface RegexSubject {
  readonly pattern: string;
  /** nginx's `~*`. */
  readonly caseless: boolean;
  /** Whether a match has to cover the whole text. */
  readonly whole: boolean;
  /** Paths get text around them that keeps them paths. */
  readonly kind: 'path' | 'value';
}

/** Longer patterns are not taken apart: a path match of an HTTPRoute holds no more, and time stays bounded. */
const longestPattern = 1024;

/**
 * Samples of a pattern, matching and nearly matching: those of its structure, and the first of them with text before and
 * after, cut short, and in other letter case, which shows how the pattern is anchored and compared. Of each rank
 * matching ones come first, so the first sample is a good example of the pattern.
 */
export function regexSamples(subject: RegexSubject): readonly RegexSample[] {
  const { pattern, caseless, whole, kind } = subject;
  const structure = pattern.length > longestPattern ? undefined : regexStructure(pattern, caseless);
  const judge = structure?.regex;
  // In Gateway API a pattern covers the whole text; nginx searches.
  const tested = judge === undefined || !whole ? judge : new RegExp(`^(?:${judge.source})$`, judge.flags);
  const drafts =
    structure === undefined ? [{ text: literalStart(pattern), rank: 0 }] : draftTexts(structure.tree, structure.flags);
  const samples = new Map<string, RegexSample>();
  const add = (draft: string, rank: number) => {
    const text = kind === 'path' && !draft.startsWith('/') ? `/${draft}` : draft;
    if (!samples.has(text)) samples.set(text, { text, matches: tested?.test(text), rank });
  };
  for (const { text, rank } of drafts) add(text, rank);
  const made = [...samples.values()];
  const shapes = made.filter((sample) => sample.rank === 0 && sample.matches !== false);
  const example = (shapes[0] ?? made[0])?.text ?? '';
  for (const around of kind === 'path' ? [`${example}/x`, `/x${example}`] : [`x${example}`]) add(around, 0);
  add(example.toUpperCase() === example ? example.toLowerCase() : example.toUpperCase(), 0);
  if (example.length > 1) add(example.slice(0, -1), 1);
  // Where a part is left out, what follows meets what came before: `/api(/|$)(.*)` takes /api and /api/x, not /apix.
  for (const { text } of shapes) add(`${text}x`, 1);
  return [...samples.values()].sort(
    (a, b) => a.rank - b.rank || Number(b.matches === true) - Number(a.matches === true),
  );
}

/** What a sample was made for, in words. */
export function sampleKind(sample: RegexSample): string {
  if (sample.matches === undefined) return 'sample';
  return sample.matches ? 'matching' : 'nearly matching';
}

/** The text before the first character that has a meaning in a pattern. */
function literalStart(pattern: string): string {
  return /^\^?([^\\^$.|?*+()[\]{}]*)/.exec(pattern)?.[1]?.slice(0, 1024) ?? '';
}
