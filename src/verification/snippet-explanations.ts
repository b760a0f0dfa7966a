import { answerKind } from '../behaviour/compare.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Explains } from './code-explanations.js';

/** What the findings of single directives say of requests. */
export const snippetCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  // What a directive does that is not translated is told by its name.
  RS2401: ({ difference: { field }, source }, { message }) => {
    if (/^(?:request|response)Headers\b/.test(field)) return true;
    const answers = /^(?:return|rewrite|if|location) |whether it acts/.test(message);
    return answers && answerKind(source) !== 'forward';
  },
  RS2402: ({ difference: { field } }, { message }) =>
    message.includes('query') ? field === 'location' : field.startsWith('responseHeaders.'),
};
