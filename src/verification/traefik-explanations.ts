import { answerKind, isAbsent } from '../behaviour/compare.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Finding } from './findings.js';
import { concerns, isClosed, isOddlySpelt, type Situation, takenBefore } from './situation.js';

type Explains = (situation: Situation, finding: Finding) => boolean;

/** What the codes about Traefik say of requests. */
export const traefikCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  // One configuration of a Service for all.
  RS2470: concerns('guards.affinity', 'timeouts', 'backend'),
  RS2650: concerns('guards.basic-auth', 'guards.digest-auth', 'requestHeaders.authorization'),
  RS2651: concerns('guards.external-auth', 'requestHeaders'),
  RS2653: concerns('guards.rate-limit', 'guards.connection-limit'),
  RS2654: concerns('guards.body-size'),
  RS2655: (s) =>
    s.difference.field.startsWith('responseHeaders.access-control-') ||
    s.difference.field === 'responseHeaders.vary' ||
    (s.request.method === 'OPTIONS' &&
      (s.difference.field.startsWith('responseHeaders.') ||
        s.difference.field.startsWith('guards.') ||
        s.difference.field === 'status')),
  RS2656: (s) => s.difference.field === 'path' && isOddlySpelt(s.request.path),
  RS2659: concerns('guards.affinity', 'backend'),
  RS2661: concerns('timeouts'),
  RS2663: concerns('mirrors'),
  RS2664: (s) => answerKind(s.source) === 'forward' && isAbsent(s.target),
  // Addresses that nothing limited are limited; what is left out limits nobody.
  RS2665: concerns('guards.rate-limit', 'guards.connection-limit', 'guards.affinity', 'timeouts'),
  // What a wider host would take is closed, or taken.
  RS2666: (s, f) =>
    f.message.includes('is closed here')
      ? s.difference.field === 'status' && isClosed(s.target)
      : f.message.includes('past this one') && (takenBefore(s, f) || s.difference.field.startsWith('guards.')),
};
