import { answerKind, isAbsent } from '../behaviour/compare.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Finding } from './findings.js';
import { isHangUp, isRefusal, isSameTarget, noLongerServed, type Situation } from './situation.js';

type Explains = (situation: Situation, finding: Finding) => boolean;

/** What the codes about HAProxy Technologies' controller say of requests. */
export const haproxytechCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  RS2230: noLongerServed,
  RS2231: noLongerServed,
  RS2232: noLongerServed,
  RS2234: (s) => ['status', 'location'].includes(s.difference.field) && answerKind(s.target) === 'redirect',
  RS2235: (s) => s.difference.field === 'backend' || isAbsent(s.target),
  RS2237: (s) => s.difference.field === 'backend',
  RS2238: (s) => s.request.scheme === 'https' && s.source.status === 0,
  RS2239: (s) => s.request.scheme === 'http' && !s.difference.field.startsWith('guards.'),
  RS2240: (s) =>
    s.request.scheme === 'http' &&
    (isAbsent(s.source) ||
      s.source.rule.endsWith(' spec.defaultBackend') ||
      ((isRefusal(s.source) || answerKind(s.source) === 'redirect') &&
        (answerKind(s.target) === 'redirect' || isAbsent(s.target)))),
  RS2241: ({ request, target, difference }) =>
    request.scheme === 'https' &&
    (/^guards\.(?:allow|deny)-list/.test(difference.field) || isHangUp(target) || target.status === 403),
  RS2242: ({ request, difference }) =>
    Object.values(request.headers ?? {}).some((value) => /,|^\s*$/.test(String(value))) &&
    ['backend', 'backends', 'status'].includes(difference.field),
  RS2236: (s) => s.difference.field === 'location' && isSameTarget(s, { query: false, port: true }),
};
