import { answerKind } from '../behaviour/compare.js';
import type { Outcome } from '../behaviour/outcome.js';
import { failureText, headerOf, type WireAnswer } from './wire-answer.js';

/** What a model says becomes of a request, in few words. */
export function outcomeWords(outcome: Outcome): string {
  switch (answerKind(outcome)) {
    case 'forward':
      return `passed on to ${outcome.backends.map(({ backend }) => backend).join(', ')}`;
    case 'redirect':
      return `${outcome.status} to ${outcome.location ?? 'nowhere'}`;
    case 'reply':
      return String(outcome.status);
    case 'refused':
      return 'no connection';
  }
}

/** An answer in few words, with what led to a failure. */
export function answerWords(answer: WireAnswer): string {
  if (answer.kind === 'failure') return `${failureText(answer.failure)} (${answer.detail})`;
  const location = headerOf(answer, 'location');
  return location === undefined ? String(answer.status) : `${answer.status} to ${location}`;
}
