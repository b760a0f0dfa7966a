import { answerKind, isAbsent, type OutcomeDifference } from '../behaviour/compare.js';
import type { Outcome } from '../behaviour/outcome.js';
import type { Foreseen, Prediction } from '../verification/foresight.js';
import type { Difference } from '../verification/verification.js';
import { isUnexplained } from '../verification/verify.js';
import { saysNothingIsThere } from './compare-answers.js';
import { statusOf, type WireAnswer } from './wire-answer.js';

/** The code of a difference that nothing foretold. */
export const UNFORETOLD = 'RS2540';

/** Both answers to one request. */
export interface Answers {
  readonly old: WireAnswer;
  readonly new: WireAnswer;
}

/** The codes of the findings that foretold a difference on the wire; `RS2540` alone when none did. */
export function foretellers(
  foreseen: Foreseen,
  prediction: Prediction,
  difference: OutcomeDifference,
  answers: Answers,
): readonly string[] {
  const predicted = prediction.differences.filter((one) => !isUnexplained(one) && mayShowAs(one, difference, answers));
  const codes = predicted.flatMap((one) => one.codes);
  if (codes.length > 0) return [...new Set(codes)].sort();
  const told = foreseen.told(difference, asAnswered(prediction.source, answers));
  return told.length > 0 ? told : [UNFORETOLD];
}

/** Whether a difference that the models have may show as one on the wire. */
function mayShowAs(predicted: Difference, { field: seen }: OutcomeDifference, answers: Answers): boolean {
  const { field } = predicted;
  if (field === 'status')
    return seen !== 'certificate' && isAsSaid(predicted.source, answers.old) && isAsSaid(predicted.target, answers.new);
  // Another backend, or the same one asked something else, answers as it pleases.
  if (/^(?:backends?|path|host|requestHeaders\..*)$/.test(field)) return seen !== 'certificate';
  if (field === 'guards.affinity') return seen === 'responseHeaders.set-cookie';
  if (field.startsWith('guards.'))
    return seen === 'responseHeaders.www-authenticate' || (seen === 'status' && hasRefusal(answers));
  if (field === 'timeouts') return seen === 'body' || (seen === 'status' && hasRunOut(answers));
  return field === seen;
}

/** Whether an answer is what a model's status means: 200 stands for whatever the backend says, 0 for a refused connection. */
function isAsSaid(said: unknown, answer: WireAnswer): boolean {
  // Two answers of one status, told apart by their reasons.
  if (typeof said !== 'number' || said === 200) return true;
  if (said === 0) return answer.kind === 'failure' || saysNothingIsThere(answer);
  if (said === 404 || said === 503) return saysNothingIsThere(answer);
  return answer.kind === 'answer' && answer.status === said;
}

/** Redirects to a page for signing in, refusals of requests, and nginx's own for client certificates. */
const REFUSALS: ReadonlySet<number> = new Set([302, 303, 307, 400, 401, 403, 413, 429, 431, 495, 496, 503]);

function hasRefusal({ old, new: now }: Answers): boolean {
  return [old, now].some((answer) =>
    answer.kind === 'answer'
      ? REFUSALS.has(answer.status)
      : answer.failure === 'handshake' || answer.failure === 'closed',
  );
}

const RUN_OUT: ReadonlySet<number> = new Set([408, 499, 502, 504]);

function hasRunOut({ old, new: now }: Answers): boolean {
  return [old, now].some((answer) =>
    answer.kind === 'answer' ? RUN_OUT.has(answer.status) : answer.failure === 'late' || answer.failure === 'closed',
  );
}

/** What the old side did, for the rule that only few findings may tell that something was opened. */
function asAnswered(source: Outcome, { old, new: now }: Answers): Outcome {
  const isRefusal = (answer: WireAnswer) => answer.kind === 'answer' && [401, 403, 429].includes(answer.status);
  if (old.kind === 'failure' || !isRefusal(old) || isRefusal(now)) return source;
  return { ...source, status: old.status, backend: null, backends: [] };
}

/** Which sides do something else than their models say. Of a request that is passed on, a model says nothing that shows. */
export function departing({ source, target }: Prediction, answers: Answers): readonly ('old' | 'new')[] {
  const found: ('old' | 'new')[] = [];
  if (!isAsModelled(source, answers.old)) found.push('old');
  if (!isAsModelled(target, answers.new)) found.push('new');
  return found;
}

function isAsModelled(outcome: Outcome, answer: WireAnswer): boolean {
  if (isAbsent(outcome)) return saysNothingIsThere(answer);
  switch (answerKind(outcome)) {
    case 'forward':
      return answer.kind === 'answer';
    case 'refused':
      return answer.kind === 'failure';
    case 'redirect':
    case 'reply':
      return statusOf(answer) === outcome.status;
  }
}
