import { answerKind, isAbsent } from '../behaviour/compare.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Finding } from './findings.js';
import { becameRule, isClosed, isSameTarget, isUnserved, isWithheld, type Situation } from './situation.js';

type Explains = (situation: Situation, finding: Finding) => boolean;

/** What the codes about F5's NGINX Ingress Controller say of requests. */
export const nginxIncCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  // A Policy that is not there closes the whole host at the controller.
  RS2260: (s, f) =>
    isWithheld(s, f) || (s.source.status === 500 && isUnserved(s.target) && f.message.includes('not in the input')),
  // Plain HTTP is redirected before a path is looked for.
  RS2262: (s) =>
    s.request.scheme === 'http' &&
    answerKind(s.source) === 'redirect' &&
    (s.difference.field === 'location'
      ? isSameTarget(s, { query: false, port: false })
      : isAbsent(s.target) || (isClosed(s.target) && s.target.rule.startsWith('Route '))),
  // Nothing of it is there, so that a wildcard above it takes its requests.
  RS2261: (s, f) => isAbsent(s.source) && f.message.includes('fall to routes of'),
  RS2263: (s) => answerKind(s.source) !== 'forward' && isUnserved(s.target),
  // What is served is an older configuration; what it said there is not known.
  RS2266: (s, f) => isClosed(s.target) || !becameRule(f.item, s.target.rule),
  RS2267: (s) => s.difference.field === 'host' && sameHost(s.difference.source, s.difference.target),
  RS2269: (s) => s.difference.field.startsWith('responseHeaders.') && answerKind(s.source) !== 'forward',
};

function sameHost(before: unknown, after: unknown): boolean {
  return typeof before === 'string' && typeof after === 'string' && after.replace(/:\d*$/, '') === before;
}

/** Whether the loss of an annotation of this controller (its key without prefix) can make this difference. */
export function nginxIncAnnotationExplains({ difference, request, source }: Situation, annotation: string): boolean {
  const { field } = difference;
  switch (annotation) {
    case 'client-max-body-size':
      return field === 'guards.body-size';
    case 'sticky-cookie-services':
      return field === 'guards.affinity';
    case 'redirect-to-https':
      return field === 'status' && answerKind(source) === 'redirect' && hasForwardedProto(request);
    case 'hsts-behind-proxy':
      return field === 'responseHeaders.strict-transport-security';
    case 'server-snippets':
    case 'location-snippets':
      return field.startsWith('responseHeaders.') || field.startsWith('requestHeaders.');
    default:
      return false;
  }
}

function hasForwardedProto({ headers = {} }: Situation['request']): boolean {
  return Object.keys(headers).some((name) => name.toLowerCase() === 'x-forwarded-proto');
}
