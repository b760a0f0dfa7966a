import { setTimeout as pause } from 'node:timers/promises';
import type { OutcomeDifference } from '../behaviour/compare.js';
import type { Request } from '../behaviour/outcome.js';
import type { Answers } from './foretold.js';

/** What became of asking both sides, once or several times. */
export type Asked =
  | { readonly kind: 'alike'; readonly answers: Answers }
  | { readonly kind: 'different'; readonly answers: Answers; readonly differences: readonly OutcomeDifference[] }
  /** At some time one side answered as the other did. */
  | { readonly kind: 'varying'; readonly all: readonly Answers[] };

/** How both sides are asked, and how their answers are compared. */
export interface Asking {
  readonly ask: (request: Request) => Promise<Answers>;
  readonly compare: (answers: Answers) => readonly OutcomeDifference[];
  readonly retries: number;
  readonly signal: AbortSignal;
}

const FIRST_PAUSE_MS = 100;

/** Asks both sides, and again where they differ: what is different at every time is no accident. */
export async function askBoth(request: Request, { ask, compare, retries, signal }: Asking): Promise<Asked> {
  const first = await ask(request);
  let differences = compare(first);
  if (differences.length === 0) return { kind: 'alike', answers: first };
  const all = [first];
  for (let retry = 0; retry < retries; retry++) {
    await pause(FIRST_PAUSE_MS * 2 ** Math.min(retry, 5), undefined, { signal });
    const answers = await ask(request);
    all.push(answers);
    differences = compare(answers);
    // Also when one of them answers now as the other one did before.
    if (all.some((a) => all.some((b) => compare({ old: a.old, new: b.new }).length === 0)))
      return { kind: 'varying', all };
  }
  return { kind: 'different', answers: all.at(-1) ?? first, differences };
}
