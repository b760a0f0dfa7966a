import { answerKind, isAbsent } from '../behaviour/compare.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Finding } from './findings.js';
import { isNamed, isSameTarget, opens, type Situation } from './situation.js';

type Explains = (situation: Situation, finding: Finding) => boolean;

/** What the codes about HAProxy Ingress say of requests. */
export const haproxyIngressCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  RS2200: (s, { item: { field } }) => {
    if (field === 'controller.ports')
      return s.difference.field === 'location' && isSameTarget(s, { query: false, port: true });
    return (
      s.difference.field === (field === 'controller.hsts' ? 'responseHeaders.strict-transport-security' : 'timeouts')
    );
  },
  // Their requests go to the rules without headers, whatever these do.
  RS2202: (s, { owner, message }) =>
    (owner !== undefined && s.source.rule.startsWith(`${owner} `)) ||
    Object.keys(s.request.headers ?? {}).some((name) => message.toLowerCase().includes(`${name.toLowerCase()}:`)),
  // Its certificate and settings are those of the host.
  RS2204: (s, { message }) => isNamed(s.request.host, message),
  RS2205: (s, { message }) => isNamed(s.request.host, message) || message.includes('*.'),
  RS2207: (s, { message }) =>
    isNamed(s.request.host, message) &&
    (s.difference.field === 'location' || answerKind(s.target) === 'redirect' || isAbsent(s.target)),
  RS2213: (s) => /^responseHeaders\.(vary|access-control-.*)$/.test(s.difference.field) || isPreflight(s),
  RS2214: (s) =>
    (s.difference.field === 'location' && (isSameTarget(s, { query: true, port: true }) || isCompleted(s))) ||
    isChallenge(s),
  RS2215: takesOtherwise,
  RS2208: ({ source }, { message }) => source.status === 404 && message.includes('a rule without host'),
  RS2211: (s) => s.request.scheme === 'http' && answerKind(s.source) === 'forward' && isAbsent(s.target),
  RS2212: (s, { message }) =>
    (answerKind(s.source) === 'redirect' || s.request.scheme === 'https') &&
    (isNamed(s.request.host, message) || /\*\.|unknown hosts/.test(message)),
  RS2216: ({ request: { path } }) => /[A-Z]/.test(path),
  RS2218: ({ request }) => request.scheme === 'https',
  RS2217: ({ request, source, target, difference }, { message }) =>
    (request.scheme === 'https' || message.startsWith('of two paths')) &&
    difference.field !== 'timeouts' &&
    (source.backend === target.backend ||
      source.status === 401 ||
      source.status === 403 ||
      // Which of the two redirects to https is such a setting, too.
      (message.startsWith('of two paths') && request.scheme === 'http' && answerKind(target) === 'redirect')),
};

/** Requests for paths that merely begin with the path, which is open then, or for the path without its final slash. */
function takesOtherwise(situation: Situation, { message }: Finding): boolean {
  const asked = situation.request.path.replace(/\?.*$/s, '');
  const isLike = (path: string): boolean => asked.toLowerCase().startsWith(path.toLowerCase()) && !opens(situation);
  const [, bare] = /^the controller does not take (\S+) without the final slash/.exec(message) ?? [];
  const isOfAnyCase = message.includes('in other letter case');
  if (bare !== undefined) return asked === bare || (isOfAnyCase && !asked.startsWith(bare) && isLike(`${bare}/`));
  const [, beginning = ''] = /^the controller also takes paths that merely begin with (\S+?)[,;]/.exec(message) ?? [];
  return isLike(beginning) && asked !== beginning && !asked.startsWith(`${beginning}/`);
}

/** The controller answers every OPTIONS request itself, without asking for a password. */
function isPreflight({ request, difference, source }: Situation): boolean {
  return request.method === 'OPTIONS' && difference.field === 'status' && source.status === 204;
}

/** A path became a whole address, perhaps with the query of the request. */
function isCompleted({ difference: { source, target } }: Situation): boolean {
  if (typeof source !== 'string' || typeof target !== 'string' || !source.startsWith('/')) return false;
  return URL.parse(target)?.pathname === source.replace(/[?#].*$/s, '');
}

/** The controller redirects no path of the ACME challenge. */
function isChallenge({ request: { path }, target }: Situation): boolean {
  return path.startsWith('/.well-known/acme-challenge') && answerKind(target) === 'redirect';
}
