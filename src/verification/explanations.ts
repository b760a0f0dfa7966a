import { answerKind } from '../behaviour/compare.js';
import type { FindingCode } from '../ledger/catalogue.js';
import { byCode } from './code-explanations.js';
import type { Finding } from './findings.js';
import { becameRule, isClosed, opens, type Situation } from './situation.js';

/** The findings that say of a difference that it is there. Where several do, those that speak of it most precisely. */
export function explanations(situation: Situation, findings: readonly Finding[]): readonly Finding[] {
  const all = findings.filter((finding) => explains(situation, finding, findings));
  const { field } = situation.difference;
  const spelling = all.filter(({ code }) => code === 'RS1021');
  // Who cannot read the path finds another rule, whatever there is to say of that rule.
  if (spelling.length > 0 && ['status', 'backend', 'backends', 'path', 'location'].includes(field)) return spelling;
  const own = all.filter(({ code }) => !GENERAL.has(code));
  return own.length > 0 ? own : all;
}

/** Codes that speak of the whole controller. */
const GENERAL: ReadonlySet<string> = new Set(['RS0319', 'RS1021', 'RS1806', 'RS2190']);

/** Whether a finding says that this difference is there: its code speaks of such differences, and of this host or path. */
function explains(situation: Situation, finding: Finding, all: readonly Finding[]): boolean {
  const test = byCode[finding.code as FindingCode];
  if (test === undefined || !isAbout(situation, finding)) return false;
  if (opens(situation) && situation.usual && !MAY_OPEN.has(finding.code)) return false;
  return test(situation, finding, all);
}

/**
 * A finding about one path speaks of the requests that this path took, or that what became of it takes; one about an
 * annotation, of those that its Ingress handled, unless the annotation acts on the whole host or on a Service.
 */
function isAbout({ request, source, target }: Situation, finding: Finding): boolean {
  const { code, item, owner, annotation, isOfMaster } = finding;
  // A Route is one path; what it says of its host and its certificate is for every Route of the host.
  if (owner?.startsWith('Route ') && code !== 'RS2154' && ONE_ROUTE.test(item.field))
    return !isOwned(source.rule) || isOf(source.rule, owner) || becameRule(item, target.rule);
  // A closed path without its final slash was another rule's at the source.
  if (isClosed(target) && (WITHHOLD.has(item.code) || code === 'RS2161')) return true;
  const isWide =
    BEYOND_ITS_INGRESS.has(code) ||
    annotation === 'affinity-canary-behavior' ||
    annotation === 'server-snippet' ||
    annotation?.startsWith('auth-tls-') === true ||
    actsOnOthers(item.annotation) ||
    isOfMaster;
  if (annotation !== undefined && !isWide && owner !== undefined)
    return !isOwned(source.rule) || isOf(source.rule, owner);
  // One of a Service speaks of every path that leads there.
  if (annotation !== undefined && !isWide) return true;
  // Of every host, or of a whole one, although it may stand at a path.
  if (OF_WHOLE_HOSTS.has(code)) return true;
  const path = /^spec\.rules\[\d+\]\.http\.paths\[\d+\]/.exec(item.field)?.[0];
  if (path === undefined || owner === undefined) return true;
  // The redirect to https stands in a route of its own, which names no path of the Ingress.
  if (code === 'RS2215' && answerKind(target) === 'redirect' && !isOwned(source.rule))
    return isBelow(request.path, item.value ?? '');
  if (source.rule.startsWith(`${owner} ${path}`)) return true;
  return becameRule(item, target.rule);
}

/** Whether a request asks for a path or below it, whatever their final slash. */
function isBelow(asked: string, path: string): boolean {
  return asked.toLowerCase().startsWith(path.replace(/\/$/, '').toLowerCase());
}

const ONE_ROUTE = /^spec\.(?:path|to|port|alternateBackends|httpHeaders|tls\.insecureEdgeTerminationPolicy)\b/;

/** HAProxy Ingress reads many keys for a whole host or Service port, some of them on Services. */
function actsOnOthers(annotation: string | undefined): boolean {
  return /^(?:haproxy-)?ingress\.(?:github|kubernetes)\.io\//.test(annotation ?? '');
}

/** Whether a rule is one of an object; a Route is one rule. */
function isOf(rule: string, owner: string | undefined): boolean {
  return rule === owner || rule.startsWith(`${owner} `);
}

const OF_WHOLE_HOSTS: ReadonlySet<string> = new Set([
  'RS0213',
  'RS0214',
  'RS1014',
  'RS2149',
  'RS2154',
  'RS2202',
  'RS2217',
  'RS2218',
]);

/** Whether a rule is that of an object, and no default of the controller. */
function isOwned(rule: string): boolean {
  return /^(?:Ingress|Route) /.test(rule);
}

/** Codes of annotations that act on other Ingresses, too: hosts, Services, canaries. */
const BEYOND_ITS_INGRESS: ReadonlySet<string> = new Set([
  ...['RS0305', 'RS1108', 'RS1109', 'RS1110', 'RS1210', 'RS1211', 'RS1212', 'RS1302', 'RS1303', 'RS1304'],
  ...[
    'RS1305',
    'RS1306',
    'RS1307',
    'RS1505',
    'RS1506',
    'RS1507',
    'RS1700',
    'RS1713',
    'RS2162',
    'RS2172',
    'RS2173',
    'RS2175',
    'RS2184',
    'RS2185',
    'RS2186',
  ],
  // What implementations say of a Service.
  ...['RS2470', 'RS2612', 'RS2613', 'RS2614', 'RS2644', 'RS2645', 'RS2659', 'RS2690'],
]);

/** Codes with which a path is withheld. */
const WITHHOLD: ReadonlySet<string> = new Set([
  ...['RS1711', 'RS1712', 'RS1713', 'RS1714', 'RS1715', 'RS1716', 'RS1901', 'RS2260', 'RS2266'],
  ...['RS0305', 'RS1006', 'RS1013', 'RS1103', 'RS1104', 'RS1108', 'RS1408', 'RS1606', 'RS1701', 'RS1706'],
]);

const MAY_OPEN: ReadonlySet<string> = new Set([
  'RS0207',
  'RS0213',
  'RS0214',
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
  'RS1706',
  'RS1901',
  'RS2154',
  'RS2190',
  'RS2202',
  'RS2204',
  'RS2205',
  'RS2208',
  'RS2215',
  'RS2218',
  'RS2666',
]);
