import { answerKind, isAbsent } from '../behaviour/compare.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Finding } from './findings.js';
import {
  dependsOnCertificate,
  isClosed,
  isOddlySpelt,
  isSameTarget,
  isUnserved,
  noLongerServed,
  type Situation,
  takenBefore,
} from './situation.js';

type Explains = (situation: Situation, finding: Finding) => boolean;

/** What the codes about Routes that are made of other objects say of requests. */
export const routeTargetCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  // The page of the router has neither the headers nor the certificate that the controller has there.
  RS2161: (s, f) => (answerKind(s.source) === 'reply' || isClosedAlong(s, f)) && isUnavailable(s),
  RS2162: isUnavailable,
  // What is withheld is closed; a final slash that cannot be parted from what lies below goes with that.
  RS2163: (s, f) => isUnavailable(s) || (!f.message.startsWith('withheld') && takenBefore(s, f)),
  RS2164: noLongerServed,
  RS2165: isUnavailable,
  RS2166: (s) => answerKind(s.source) === 'redirect',
  RS2167: (s) =>
    (s.difference.field === 'status' && answerKind(s.source) === 'redirect' && answerKind(s.target) === 'redirect') ||
    (s.difference.field === 'location' && isSameTarget(s, { query: true, port: true })),
  RS2168: (s, f) =>
    presentsDefault(s) ||
    (s.difference.field === 'certificate' && f.message.startsWith('has no certificate of its own')),
  RS2169: presentsDefault,
  RS2171: isWithheldHere,
  RS2172: (s) => s.difference.field === 'backends',
  RS2173: (s) => s.difference.field === 'backend' || s.difference.field === 'backends',
  RS2174: (s) => s.difference.field === 'timeouts',
  RS2175: (s) =>
    (s.difference.field === 'guards.affinity' && hasSameCookie(s)) ||
    (hasCookie(s) && ['requestHeaders.cookie', 'backend', 'backends'].includes(s.difference.field)),
  // Other clients, even if another check would have been enough at the source; redirects come before the list.
  RS2177: (s) =>
    (s.target.status === 0 && s.source.guards.some(({ kind }) => kind === 'allow-list')) ||
    (s.source.status === 403 &&
      (s.target.status === 0 || (s.request.scheme === 'http' && answerKind(s.target) === 'redirect'))),
  RS2178: (s) => /^guards\.(?:rate-limit|connection-limit)$/.test(s.difference.field),
  RS2179: (s, f) =>
    s.difference.field === 'responseHeaders.strict-transport-security' &&
    (s.request.scheme === 'http' || f.item.verdict === 'unsupported'),
  RS2180: (s, f) =>
    isHeaderThatIsNotSet(s, f) ||
    (s.difference.field.startsWith('responseHeaders.') &&
      /in place of what the backend sends|is not set|is not taken away/.test(f.message)) ||
    (s.difference.field.startsWith('requestHeaders.') && f.message.includes('in place of what the client sends')),
  RS2181: (s, f) => s.difference.field === 'host' || isWithheldHere(s, f),
  RS2182: (s, f) =>
    s.difference.field === 'path' &&
    (/comes out otherwise|that the target lacks|begin with two slashes/.test(f.message) ||
      isOddlySpelt(s.request.path)),
  RS2183: isWithheldHere,
  RS2184: (s) => s.difference.field === 'status' && isAbsent(s.target),
  RS2185: (s, f) => f.message.startsWith('an alias of ') && dependsOnCertificate(s),
  // Which namespace is admitted decides whose Route takes a request, if any.
  RS2186: (s) => isUnavailable(s) || namespaceOf(s.source.rule) !== namespaceOf(s.target.rule),
  RS2187: (s) =>
    s.difference.field.startsWith('responseHeaders.access-control-') ||
    s.difference.field === 'responseHeaders.vary' ||
    (s.request.method === 'OPTIONS' && s.source.status === 204),
  // Where something is closed or guarded, that such spellings get past it is said.
  RS2190: (s, f) =>
    isOddlySpelt(s.request.path) &&
    (answerKind(s.source) !== 'reply' || isAbsent(s.source) || f.message.includes('closed or guarded')),
  RS2191: (s) => s.difference.field === 'status' && isUnavailable(s) && (isAbsent(s.source) || isOfNobody(s)),
  RS2193: takenBefore,
  RS2194: (s) => s.difference.field === 'timeouts',
  RS2195: isWithheldHere,
  RS2196: (s) => isAbsent(s.target) && s.target.reason?.endsWith(' is not served over https') === true,
  RS2197: isWithheldHere,
  RS2198: (s) => s.source.status === 301 && addsSlash(s),
  // A default backend goes with a path of the same Service that is withheld.
  RS2199: (s, f) =>
    isUnavailable(s) ||
    (isUnserved(s.target) && s.source.rule.endsWith('spec.defaultBackend') && f.item.field === 'spec.defaultBackend'),
};

/** No Route takes the request, or one without backend: the answer is 503. */
function isUnavailable({ target }: Situation): boolean {
  // A connection that is closed is the work of a guard.
  return target.status !== 0 && (isAbsent(target) || isClosed(target));
}

/** The finding names the header of the difference as one that no Route sets. */
function isHeaderThatIsNotSet({ difference }: Situation, { message }: Finding): boolean {
  const [, side = '', name = ''] = /^the (request|response) header (\S+) is not set/.exec(message) ?? [];
  return difference.field === `${side}Headers.${name.toLowerCase()}`;
}

/** The finding says that the path without its final slash is closed, too. */
function isClosedAlong({ request }: Situation, { message }: Finding): boolean {
  const path = request.path.replace(/\?.*$/s, '');
  return message.includes(`; ${path} without a final slash is closed with it`);
}

/** The finding says that a rule is withheld. */
function isWithheldHere(situation: Situation, { message }: Finding): boolean {
  return message.startsWith('withheld') && isUnavailable(situation);
}

/** Plain HTTP of paths that no rule names is redirected by the controller before it answers 404. */
function isOfNobody({ source }: Situation): boolean {
  return answerKind(source) === 'redirect' && source.rule.includes(' implicit / of ');
}

/** The router presents its own default certificate. */
function presentsDefault({ difference, target }: Situation): boolean {
  return difference.field === 'certificate' && target.certificate === 'default';
}

/** Sent to the same path with a final slash. */
function addsSlash({ request, source }: Situation): boolean {
  const [path = ''] = request.path.split('?', 1);
  const [target = ''] = (source.location ?? '').split('?', 1);
  return !path.endsWith('/') && target.endsWith('/');
}

/** The name of the cookie is the one thing of it that is kept. */
function hasSameCookie({ source, target }: Situation): boolean {
  return cookieOf(source) === cookieOf(target);
}

function cookieOf({ guards }: Situation['source']): unknown {
  return guards.find(({ kind }) => kind === 'affinity')?.parameters?.cookie;
}

function hasCookie({ request }: Situation): boolean {
  return Object.keys(request.headers ?? {}).some((name) => name.toLowerCase() === 'cookie');
}

function namespaceOf(rule: string): string | undefined {
  return /^(?:Ingress|Route) ([^/ ]+)\//.exec(rule)?.[1];
}
