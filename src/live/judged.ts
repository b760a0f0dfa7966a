import { isAbsent } from '../behaviour/compare.js';
import type { Request } from '../behaviour/outcome.js';
import type { Foreseen, Prediction } from '../verification/foresight.js';
import type { Difference, Unmet } from '../verification/verification.js';
import type { Asked } from './ask-both.js';
import { type Answers, departing, foretellers } from './foretold.js';
import type { LiveDifference, Unanswered, UnlikeModels, Varying } from './live-verification.js';
import { answerWords, outcomeWords } from './outcome-words.js';
import { headerOf } from './wire-answer.js';

const SIDES = 2;

/** What is to be said of one request. */
export interface Judged {
  readonly request: Request;
  readonly foreseen: Foreseen;
  readonly prediction: Prediction;
  /** The answers that count; none where they varied. */
  readonly answers?: Answers | undefined;
  readonly differences: readonly LiveDifference[];
  readonly unseen: readonly Difference[];
  readonly unlikeModels?: UnlikeModels | undefined;
  readonly varying?: Varying | undefined;
  readonly unanswered?: Unanswered | undefined;
  readonly unmet: readonly Unmet[];
}

/** Joins what both sides answered with what was foretold. */
export function judged(foreseen: Foreseen, prediction: Prediction, asked: Asked): Judged {
  const { request } = foreseen;
  const nothing = { request, foreseen, prediction, differences: [], unseen: [], unmet: [] };
  switch (asked.kind) {
    case 'varying':
      return { ...nothing, varying: varyingOf(request, prediction, asked.all) };
    case 'different': {
      const { answers } = asked;
      const differences = asked.differences.map((difference) =>
        liveDifference(foreseen, prediction, difference, answers),
      );
      return { ...nothing, answers, differences, unmet: unmetBy(foreseen, prediction, answers) };
    }
    case 'alike': {
      const { answers } = asked;
      const unmet = unmetBy(foreseen, prediction, answers);
      if (isUnanswered(prediction, answers)) {
        const { old, new: now } = answers;
        return { ...nothing, unmet, unanswered: { request, old: answerWords(old), new: answerWords(now) } };
      }
      if (departing(prediction, answers).length === SIDES) {
        const unlikeModels = { request, answer: answerWords(answers.old), models: modelWords(prediction) };
        return { ...nothing, answers, unmet, unlikeModels };
      }
      return { ...nothing, answers, unmet, unseen: prediction.differences.filter(showsByItself) };
    }
  }
}

/** A difference on the wire with what was known before. */
export function liveDifference(
  foreseen: Foreseen,
  prediction: Prediction,
  difference: Parameters<typeof foretellers>[2],
  answers: Answers,
): LiveDifference {
  return {
    request: foreseen.request,
    ...difference,
    codes: foretellers(foreseen, prediction, difference, answers),
    always: true,
    models: modelWords(prediction),
    departing: departing(prediction, answers),
  };
}

function modelWords({ source, target }: Prediction): LiveDifference['models'] {
  return { old: outcomeWords(source), new: outcomeWords(target) };
}

/** Where no model says that nothing is there, silence on both sides says nothing about either. */
function isUnanswered({ source, target }: Prediction, { old, new: now }: Answers): boolean {
  const isForeseen = isAbsent(source) && isAbsent(target);
  return old.kind === 'failure' && now.kind === 'failure' && !isForeseen;
}

/** Differences of the models that a client would see whatever the backends do. */
function showsByItself({ field, always }: Difference): boolean {
  return always && (field === 'status' || field === 'location' || field.startsWith('responseHeaders.'));
}

function varyingOf(request: Request, { source, target }: Prediction, all: readonly Answers[]): Varying {
  const words = (side: 'old' | 'new') => [...new Set(all.map((answers) => answerWords(answers[side])))];
  return {
    request,
    old: words('old'),
    new: words('new'),
    isShared: source.backends.length > 1 || target.backends.length > 1,
  };
}

/** What a client sees is held against the answer; of the rest, the model of the new side has to do. */
function unmetBy({ request, expect }: Foreseen, { target }: Prediction, { new: now }: Answers): readonly Unmet[] {
  const seen: Readonly<Record<string, unknown>> = {
    ...target,
    status: now.kind === 'answer' ? now.status : 0,
    location: headerOf(now, 'location'),
  };
  return Object.entries(expect ?? {})
    .filter(([field, expected]) => JSON.stringify(seen[field] ?? null) !== JSON.stringify(expected))
    .map(([field, expected]) => ({ request, field, expected, target: seen[field] ?? null }));
}
