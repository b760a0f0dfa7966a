import { answerKind, isAbsent } from '../behaviour/compare.js';
import type { Outcome } from '../behaviour/outcome.js';
import type { FindingCode } from '../ledger/catalogue.js';
import { annotationExplains } from './annotation-explanations.js';
import { envoyGatewayCodes } from './envoy-gateway-explanations.js';
import type { Finding } from './findings.js';
import { haproxyIngressCodes } from './haproxy-ingress-explanations.js';
import { haproxytechCodes } from './haproxytech-explanations.js';
import { istioCodes } from './istio-explanations.js';
import { kgatewayCodes } from './kgateway-explanations.js';
import { nginxGatewayFabricCodes } from './nginx-gateway-fabric-explanations.js';
import { nginxIncCodes } from './nginx-inc-explanations.js';
import { openshiftIngressCodes } from './openshift-ingress-explanations.js';
import { openshiftRouteCodes } from './openshift-route-explanations.js';
import { routeTargetCodes } from './route-target-explanations.js';
import { settingExplains } from './setting-explanations.js';
import {
  becameRule,
  dependsOnCertificate,
  isBelowNamedWildcard,
  isBelowWildcard,
  isClosed,
  isHangUp,
  isNamed,
  isNoCallOfItsRule,
  isOddlySpelt,
  isOfExpression,
  isOfHostNamed,
  isOfUnpublishedHost,
  isRefusal,
  isSameTarget,
  isShareUnserved,
  isUnpublished,
  isUnserved,
  isWithheld,
  noLongerServed,
  nowServed,
  type Situation,
  takenBefore,
} from './situation.js';
import { snippetCodes } from './snippet-explanations.js';
import { traefikCodes } from './traefik-explanations.js';

/** @param all every finding that has a say in the request */
export type Explains = (situation: Situation, finding: Finding, all: readonly Finding[]) => boolean;

/** What each code says of requests. Codes that are not here promise that nothing changes. */
export const byCode: Partial<Readonly<Record<FindingCode, Explains>>> = {
  RS0207: (s) => s.difference.field === 'status' && answerKind(s.target) === 'forward',
  RS0213: (s, f) => isOfHostNamed(s.request.host, f.message),
  RS0214: (s, f) =>
    isOfHostNamed(s.request.host, f.message) &&
    (!isAbsent(s.target) || isAbsent(s.source)) &&
    !becameRule(f.item, s.target.rule),
  RS0305: (s) => s.difference.field === 'status' && answerKind(s.source) === 'reply' && isUnserved(s.target),
  // What nothing serves is redirected without more ado.
  RS0314: (s, f) => answerKind(s.target) !== 'forward' && annotationExplains(s, f.annotation ?? ''),
  RS0319: (s, f) => settingExplains(s, f.setting ?? ''),
  RS0320: (s, f) => annotationExplains(s, f.annotation ?? ''),
  RS0321: (s, f) => annotationExplains(s, f.annotation ?? ''),
  RS0324: (s, f) => annotationExplains(s, f.annotation ?? ''),
  RS1004: (s, f) => !s.usual || takenBefore(s, f),
  RS1005: (s, f, all) => !s.usual || isAmongExpressions(s, f, all) || isTakenByPrefix(s, f),
  RS1006: noLongerServed,
  RS1008: (s) => isBelowWildcard(s) || nowServed(s) || !s.usual,
  // What is served is an older configuration; what it said there is not known, neither paths nor checks.
  RS1009: (s, f) => !becameRule(f.item, s.target.rule),
  RS1011: takenBefore,
  RS1013: noLongerServed,
  RS1014: (s) => s.difference.field === 'status' || !s.usual,
  RS1015: (s) => s.difference.field === 'status' && answerKind(s.source) === 'reply' && isUnserved(s.target),
  RS1017: (s, f) => nowServed(s) || becameRule(f.item, s.target.rule),
  // What nothing of it takes may fall to a wildcard above it.
  RS1018: (s, f) => isUnpublished(s) || isOfUnpublishedHost(s, f),
  RS1021: (s) => isOddlySpelt(s.request.path),
  RS1101: (s) => s.difference.field === 'location' && isSameTarget(s, { query: true, port: true }),
  RS1102: (s) =>
    s.difference.field === 'status' && answerKind(s.source) === 'redirect' && answerKind(s.target) === 'redirect',
  RS1103: noLongerServed,
  RS1104: noLongerServed,
  // Escapes; and a path without its first slash, which no gateway can send.
  RS1105: (s) =>
    s.difference.field === 'path' && (isOddlySpelt(s.request.path) || s.source.path?.startsWith('/') === false),
  RS1106: (s) => s.difference.field === 'location' && isSameTarget(s, { query: false, port: true }),
  RS1108: (s, f) => isOfExpression(s.request.host, f.message),
  RS1109: (s, f) => isNamed(s.request.host, f.message) && takenBefore(s, f),
  RS1110: (s, f) => dependsOnCertificate(s) || (!s.usual && isBelowNamedWildcard(s.request.host, f.message)),
  RS1111: anyOf('path'),
  RS1112: (s) => s.difference.field === 'status' && s.source.status === 500,
  RS1207: (s) => answerKind(s.target) === 'redirect' && s.difference.field.startsWith('responseHeaders.'),
  RS1209: (s) => s.difference.field === 'location' && isSameTarget(s, { query: false, port: false }),
  // Plain HTTP was redirected to where nothing answers.
  RS1210: (s) => s.request.scheme === 'https' || (answerKind(s.source) === 'redirect' && isUnserved(s.target)),
  RS1211: (s) => s.request.scheme === 'https',
  RS1212: (s) => s.difference.field === 'certificate' || s.request.host !== s.request.host.toLowerCase(),
  RS1213: anyOf('certificate'),
  RS1214: anyOf('certificate'),
  // Without a listener of its own, the name may fall to that of a wildcard.
  RS1216: (s) => s.request.scheme === 'https' && (s.source.certificate === 'default' || isAbsent(s.target)),
  RS1217: dependsOnCertificate,
  RS1303: (s) => s.difference.field === 'status' && answerKind(s.source) === 'reply' && isAbsent(s.target),
  RS1306: anyOf('backend', 'status', 'path'),
  RS1401: (s) =>
    s.difference.field.startsWith('responseHeaders.access-control-') ||
    s.difference.field === 'responseHeaders.vary' ||
    (s.difference.field.startsWith('responseHeaders.') && s.request.method === 'OPTIONS') ||
    (s.difference.field === 'status' && s.request.method === 'OPTIONS' && [s.source, s.target].some(isPreflightAnswer)),
  RS1403: (s) => s.difference.field.startsWith('responseHeaders.access-control-'),
  RS1404: (s) =>
    s.difference.field.startsWith('responseHeaders.access-control-') ||
    (s.difference.field === 'status' && s.request.method === 'OPTIONS' && s.source.status === 204),
  RS1406: (s) => answerKind(s.source) === 'redirect' && s.difference.field.startsWith('responseHeaders.'),
  RS1407: anyOf('requestHeaders', 'responseHeaders'),
  RS1408: (s, f) => noLongerServed(s, f) || s.difference.field === 'host',
  RS1501: anyOf('timeouts'),
  RS1505: anyOf('guards.affinity', 'backend'),
  RS1506: anyOf('guards.affinity', 'backend'),
  RS1507: anyOf('guards.affinity', 'backend'),
  RS1602: (s, f) => noLongerServed(s, f) || isShareUnserved(s, f),
  RS1606: noLongerServed,
  RS1611: (s) => (s.difference.field === 'status' && isAbsent(s.target)) || isNoCallOfItsRule(s),
  RS1700: (s, f) =>
    (s.difference.field === 'status' && isAbsent(s.target)) || isOfUnpublishedHost(s, f) || isHeaderOfWithheld(s, f),
  RS1701: isWithheld,
  RS1702: (s, f) =>
    s.difference.field.startsWith('guards.') ||
    (s.difference.field === 'status' && (isRefusal(s.source) || isHangUp(s.source))) ||
    annotationExplains(s, f.annotation ?? ''),
  RS1706: (s, f) =>
    s.difference.field === 'status' && (isClosed(s.target) || !s.usual || f.message.includes('has no form here')),
  RS1711: isWithheldGuard,
  RS1712: isWithheldGuard,
  RS1713: isWithheldGuard,
  RS1714: isWithheldGuard,
  RS1715: isWithheldGuard,
  RS1716: isWithheld,
  RS1805: (s) => s.difference.field === 'status' && isAbsent(s.target),
  // Where manifests without a namespace end up, nobody said.
  RS1806: (s) => s.difference.field === 'certificate' || s.difference.field === 'backend' || s.target.status === 500,
  RS1901: () => true,
  ...snippetCodes,
  ...haproxyIngressCodes,
  ...openshiftIngressCodes,
  ...openshiftRouteCodes,
  ...routeTargetCodes,
  ...nginxIncCodes,
  ...haproxytechCodes,
  ...istioCodes,
  ...kgatewayCodes,
  ...traefikCodes,
  ...envoyGatewayCodes,
  ...nginxGatewayFabricCodes,
};

/** Some data planes answer a preflight with 204, others with 200. */
function isPreflightAnswer(outcome: Outcome): boolean {
  return answerKind(outcome) === 'reply' && (outcome.status === 200 || outcome.status === 204);
}

/** As of any withheld path; another rule takes requests of it only where something guarded them. */
function isWithheldGuard(situation: Situation, finding: Finding): boolean {
  const { difference, source, usual } = situation;
  const isElsewhere = difference.field === 'backend' || difference.field === 'backends';
  const isGuarded = source.guards.some(({ kind }) => kind !== 'affinity' && kind !== 'body-size');
  return isWithheld(situation, finding) && (!usual || !isElsewhere || isGuarded);
}

/** Taken by one expression before and by another one now: which of two comes first is up to the implementation. */
function isAmongExpressions({ source, target }: Situation, { item }: Finding, all: readonly Finding[]): boolean {
  const isOfSource = (other: Finding) =>
    other.code === 'RS1005' && `${source.rule}.`.startsWith(`${other.owner} ${other.item.field}.`);
  return becameRule(item, target.rule) && all.some((other) => other.item !== item && isOfSource(other));
}

/** The finding says that prefixes come first: one that is longer than the beginning of the expression takes its requests. */
function isTakenByPrefix(situation: Situation, finding: Finding): boolean {
  return finding.message.includes('tries after all prefixes') && takenBefore(situation, finding);
}

/** Headers that an annotation also adds to answers of the controller itself, on a host whose paths are withheld. */
function isHeaderOfWithheld({ difference, source }: Situation, { annotation, message }: Finding): boolean {
  if (!message.startsWith('belongs to paths that are withheld')) return false;
  if (annotation === 'enable-cors') return difference.field.startsWith('responseHeaders.access-control-');
  const isSnippet = /-snippets?$/.test(annotation ?? '');
  return isSnippet && answerKind(source) !== 'forward' && difference.field.startsWith('responseHeaders.');
}

/** A difference in one of these fields (or a part of it). */
function anyOf(...fields: readonly string[]): Explains {
  return ({ difference }) =>
    fields.some(
      (field) =>
        difference.field === field || difference.field.startsWith(`${field}.`) || difference.field === `${field}s`,
    );
}
