import { answerKind, isAbsent, type OutcomeDifference } from '../behaviour/compare.js';
import type { Outcome, Request } from '../behaviour/outcome.js';
import { compilePcre } from '../behaviour/regex/pcre.js';
import type { FindingCode } from '../ledger/catalogue.js';
import type { Item } from '../ledger/verdict.js';
import { annotationExplains } from './annotation-explanations.js';
import type { Finding } from './findings.js';
import { settingExplains } from './setting-explanations.js';

/** A difference with what is known about its request. */
export interface Situation {
  readonly request: Request;
  readonly source: Outcome;
  readonly target: Outcome;
  readonly difference: OutcomeDifference;
  /** Whether it is the outcome at an implementation that decides what it may decide in the most common way. */
  readonly usual: boolean;
}

type Explains = (situation: Situation, finding: Finding) => boolean;

/** The findings that say of a difference that it is there. Where several do, those that speak of it most precisely. */
export function explanations(situation: Situation, findings: readonly Finding[]): readonly Finding[] {
  const all = findings.filter((finding) => explains(situation, finding));
  const { field } = situation.difference;
  const spelling = all.filter(({ code }) => code === 'RS1021');
  // Who cannot read the path finds another rule, whatever there is to say of that rule.
  if (spelling.length > 0 && ['status', 'backend', 'backends', 'path', 'location'].includes(field)) return spelling;
  const own = all.filter(({ code }) => !GENERAL.has(code));
  return own.length > 0 ? own : all;
}

/** Codes that speak of the whole controller. */
const GENERAL: ReadonlySet<string> = new Set(['RS0319', 'RS1021', 'RS1806']);

/** Whether a finding says that this difference is there: its code speaks of such differences, and of this host or path. */
function explains(situation: Situation, finding: Finding): boolean {
  const test = table[finding.code as FindingCode];
  if (test === undefined || !isAbout(situation, finding)) return false;
  if (opens(situation) && situation.usual && !MAY_OPEN.has(finding.code)) return false;
  return test(situation, finding);
}

/**
 * A finding about one path speaks of the requests that this path took, or that what became of it takes; one about an
 * annotation, of those that its Ingress handled, unless the annotation acts on the whole host or on a Service.
 */
function isAbout({ source, target }: Situation, { code, item, ingress, annotation }: Finding): boolean {
  if (isClosed(target) && WITHHOLD.has(item.code)) return true;
  const isWide = BEYOND_ITS_INGRESS.has(code) || annotation?.startsWith('auth-tls-') === true;
  if (annotation !== undefined && !isWide)
    return !source.rule.startsWith('Ingress ') || source.rule.startsWith(`Ingress ${ingress} `);
  // Of every host, although it may stand at a path.
  if (code === 'RS1014') return true;
  const path = /^spec\.rules\[\d+\]\.http\.paths\[\d+\]/.exec(item.field)?.[0];
  if (path === undefined || ingress === undefined) return true;
  if (source.rule.startsWith(`Ingress ${ingress} ${path}`)) return true;
  return becameRule(item, target.rule);
}

/** A rule without backends stands in the place of a path that was not published (and of no other). */
function isClosed(target: Outcome): boolean {
  return target.status === 500 && target.backends.length === 0;
}

function isUnserved(target: Outcome): boolean {
  return isAbsent(target) || isClosed(target);
}

/** Codes of annotations that act on other Ingresses, too: hosts, Services, canaries. */
const BEYOND_ITS_INGRESS: ReadonlySet<string> = new Set([
  ...['RS0305', 'RS1108', 'RS1109', 'RS1110', 'RS1210', 'RS1211', 'RS1212', 'RS1302', 'RS1303', 'RS1304'],
  ...['RS1305', 'RS1306', 'RS1307', 'RS1505', 'RS1506', 'RS1507', 'RS1700', 'RS1713'],
]);

/** Codes with which a path is withheld. */
const WITHHOLD: ReadonlySet<string> = new Set([
  ...['RS1711', 'RS1712', 'RS1713', 'RS1714', 'RS1715', 'RS1716', 'RS1901'],
  ...['RS0305', 'RS1006', 'RS1013', 'RS1103', 'RS1104', 'RS1108', 'RS1408', 'RS1606', 'RS1701', 'RS1706'],
]);

/** The answer of a check that a request did not pass. */
function isRefusal({ status }: Outcome): boolean {
  return [400, 401, 403, 429, 503].includes(status);
}

/** Requests that were refused and now reach a backend: only what is told as such may explain that. */
function opens({ source, target, difference }: Situation): boolean {
  if (difference.field.startsWith('guards.'))
    return difference.target === null && !/affinity|body-size/.test(difference.field);
  return (
    difference.field === 'status' &&
    answerKind(source) === 'reply' &&
    !isAbsent(source) &&
    source.status >= 400 &&
    source.status < 500 &&
    answerKind(target) === 'forward'
  );
}

const MAY_OPEN: ReadonlySet<string> = new Set([
  'RS0207',
  'RS0319',
  'RS0320',
  'RS1008',
  'RS1009',
  'RS1014',
  'RS1017',
  'RS1018',
  'RS1021',
  'RS1108',
  'RS1401',
  'RS1700',
  'RS1702',
  'RS1901',
]);

/** What each code says of requests. Codes that are not here promise that nothing changes. */
const table: Partial<Readonly<Record<FindingCode, Explains>>> = {
  RS0207: (s) => s.difference.field === 'status' && answerKind(s.target) === 'forward',
  RS0305: (s) => s.difference.field === 'status' && answerKind(s.source) === 'reply' && isUnserved(s.target),
  RS0319: (s, f) => settingExplains(s, f.setting ?? ''),
  RS0320: (s, f) => annotationExplains(s, f.annotation ?? ''),
  RS0321: (s, f) => annotationExplains(s, f.annotation ?? ''),
  RS0324: (s, f) => annotationExplains(s, f.annotation ?? ''),
  RS1004: (s, f) => !s.usual || takenBefore(s, f),
  RS1005: (s) => !s.usual,
  RS1006: noLongerServed,
  RS1008: (s) => isBelowWildcard(s) || nowServed(s) || !s.usual,
  // What is served is an older configuration; what it said there is not known.
  RS1009: takenBefore,
  RS1011: takenBefore,
  RS1013: noLongerServed,
  RS1014: (s) => s.difference.field === 'status' || !s.usual,
  RS1015: (s) => s.difference.field === 'status' && answerKind(s.source) === 'reply' && isAbsent(s.target),
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
  RS1111: anyOf('path'),
  RS1209: (s) => s.difference.field === 'location' && isSameTarget(s, { query: false, port: false }),
  // What nothing serves is redirected without more ado.
  RS0314: (s, f) => answerKind(s.target) !== 'forward' && annotationExplains(s, f.annotation ?? ''),
  RS1109: (s, f) => isNamed(s.request.host, f.message) && takenBefore(s, f),
  RS1207: (s) => answerKind(s.target) === 'redirect' && s.difference.field.startsWith('responseHeaders.'),
  RS1606: noLongerServed,
  RS1408: (s, f) => noLongerServed(s, f) || s.difference.field === 'host',
  RS1406: (s) => answerKind(s.source) === 'redirect' && s.difference.field.startsWith('responseHeaders.'),
  RS1110: dependsOnCertificate,
  RS1210: (s) => s.request.scheme === 'https',
  RS1211: (s) => s.request.scheme === 'https',
  RS1212: (s) => s.difference.field === 'certificate' || s.request.host !== s.request.host.toLowerCase(),
  RS1213: anyOf('certificate'),
  RS1214: anyOf('certificate'),
  RS1217: dependsOnCertificate,
  // Without a listener of its own, the name may fall to that of a wildcard.
  RS1216: (s) => s.request.scheme === 'https' && (s.source.certificate === 'default' || isAbsent(s.target)),
  RS1303: (s) => s.difference.field === 'status' && answerKind(s.source) === 'reply' && isAbsent(s.target),
  RS1306: anyOf('backend', 'status', 'path'),
  RS1401: (s) =>
    s.difference.field.startsWith('responseHeaders.access-control-') ||
    (s.difference.field.startsWith('responseHeaders.') && s.request.method === 'OPTIONS') ||
    (s.difference.field === 'status' &&
      s.request.method === 'OPTIONS' &&
      (s.source.status === 204 || s.target.status === 204)),
  RS1403: (s) => s.difference.field.startsWith('responseHeaders.access-control-'),
  RS1404: (s) =>
    s.difference.field.startsWith('responseHeaders.access-control-') ||
    (s.difference.field === 'status' && s.request.method === 'OPTIONS' && s.source.status === 204),
  RS1407: anyOf('requestHeaders', 'responseHeaders'),
  RS1501: anyOf('timeouts'),
  RS1505: anyOf('guards.affinity', 'backend'),
  RS1506: anyOf('guards.affinity', 'backend'),
  RS1507: anyOf('guards.affinity', 'backend'),
  RS1602: noLongerServed,
  // Requests that are no gRPC; and all of them where the GRPCRoute has to give way to an HTTPRoute.
  RS1611: (s) => (s.difference.field === 'status' && isAbsent(s.target)) || s.target.rule.startsWith('HTTPRoute '),
  RS1700: (s, f) => (s.difference.field === 'status' && isAbsent(s.target)) || isOfUnpublishedHost(s, f),
  RS1701: isWithheld,
  RS1711: isWithheld,
  RS1712: isWithheld,
  RS1713: isWithheld,
  RS1714: isWithheld,
  RS1715: isWithheld,
  RS1716: isWithheld,
  RS1805: (s) => s.difference.field === 'status' && isAbsent(s.target),
  RS1901: () => true,
  RS1702: (s, f) =>
    s.difference.field.startsWith('guards.') ||
    (s.difference.field === 'status' && isRefusal(s.source)) ||
    annotationExplains(s, f.annotation ?? ''),
  // Where manifests without a namespace end up, nobody said.
  RS1806: (s) => s.difference.field === 'certificate' || s.difference.field === 'backend' || s.target.status === 500,
  RS1706: (s) => s.difference.field === 'status' && (isClosed(s.target) || !s.usual),
};

/** A difference in one of these fields (or a part of it). */
function anyOf(...fields: readonly string[]): Explains {
  return ({ difference }) =>
    fields.some(
      (field) =>
        difference.field === field || difference.field.startsWith(`${field}.`) || difference.field === `${field}s`,
    );
}

/** Whether a certificate covers a host decides what is presented, and whether plain HTTP is redirected. */
function dependsOnCertificate({ difference, source, target }: Situation): boolean {
  if (difference.field === 'certificate' || difference.field === 'location') return true;
  if (difference.field !== 'status') return false;
  return answerKind(source) === 'redirect' || answerKind(target) === 'redirect' || isAbsent(target);
}

/** A message about an alias names it, or speaks of every name that no Ingress names. */
function isNamed(host: string, message: string): boolean {
  const name = host.toLowerCase().replace(/:\d*$/, '');
  return message.includes(` ${name} `) || /^(rules without a host|www\. before the host)/.test(message);
}

/** Whether the alias of a message, an expression of nginx, takes a host. */
function isOfExpression(host: string, message: string): boolean {
  const [, expression] = /^the alias ~(\S+) is/.exec(message) ?? [];
  const compiled = compilePcre(expression ?? '', true);
  return compiled.kind !== 'compiled' || compiled.regex.test(host.toLowerCase().replace(/:\d*$/, ''));
}

/** Taken by a path before that is not published: nothing takes the request, or a wider path of the host. */
function noLongerServed(situation: Situation, finding: Finding): boolean {
  return takenBefore(situation, finding) || (situation.difference.field === 'status' && isUnserved(situation.target));
}

/** Taken by a path before, and now by another rule or by none, from which everything else follows. */
function takenBefore({ difference, target }: Situation, { item }: Finding): boolean {
  return !difference.field.startsWith('guards.') && !becameRule(item, target.rule);
}

/** Whether a rule of the target is what became of an item. */
function becameRule(item: Item, rule: string): boolean {
  return item.emitted.some(
    (ref) =>
      ref.path !== undefined &&
      `${ref.kind} ${ref.namespace ?? 'default'}/${ref.name} ${ref.path}.`.startsWith(`${rule}.`),
  );
}

/** Nothing of the host is published, so that what the controller answered there by itself is gone, too. */
function isUnpublished({ difference, source, target }: Situation): boolean {
  return difference.field === 'status' && answerKind(source) !== 'forward' && isAbsent(target);
}

/** The finding names the host of the request as one of which nothing is published. */
function isOfUnpublishedHost({ request }: Situation, { message }: Finding): boolean {
  const [, name = ''] = /^nothing is published for ([^;]+);/.exec(message) ?? [];
  const host = request.host.toLowerCase().replace(/:\d*$/, '');
  if (name === 'unknown hosts') return true;
  return name.startsWith('*.') ? host.endsWith(name.slice(1)) : name === host;
}

/** Not found before, and now something answers. */
function nowServed({ difference, source }: Situation): boolean {
  return difference.field === 'status' && isAbsent(source);
}

/** Two targets that are the same but for a final slash of the path, and what else may differ. */
function isSameTarget({ difference }: Situation, may: { readonly query: boolean; readonly port: boolean }): boolean {
  const [before, after] = [difference.source, difference.target].map((location) =>
    typeof location === 'string' ? URL.parse(location) : null,
  );
  if (before == null || after == null) return false;
  const pathOf = (url: URL): string => url.pathname.replace(/\/$/, '');
  const queryOf = (url: URL): string => (may.query ? '' : url.search.replace(/\/$/, ''));
  const hostOf = (url: URL): string => (may.port ? url.hostname : url.host);
  return (
    before.protocol === after.protocol &&
    hostOf(before) === hostOf(after) &&
    pathOf(before) === pathOf(after) &&
    queryOf(before) === queryOf(after)
  );
}

/**
 * A path that is withheld answers "not found" or 500. Where it is an expression, some implementations prefer a prefix of
 * another path; the finding says so.
 */
function isWithheld(situation: Situation, finding: Finding): boolean {
  const { difference, target, usual } = situation;
  if (!usual) return true;
  if (difference.field === 'status' && (isUnserved(target) || answerKind(target) === 'redirect')) return true;
  return takenBefore(situation, finding);
}

/** A path that has another spelling once it is decoded and its doubled slashes and dots are resolved. */
function isOddlySpelt(target: string): boolean {
  const path = target.replace(/\?.*$/s, '');
  return /\/\/|\/\.{1,2}(?:\/|$)|%[0-9a-f]{2}/i.test(path);
}

/** A name that a wildcard of Gateway API covers and one of an Ingress does not: more than one label below it. */
function isBelowWildcard({ request }: Situation): boolean {
  return request.host.split('.').length > 3;
}
