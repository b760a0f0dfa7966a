import type { Notification, Result, Suppression as SarifSuppression } from 'sarif';
import type { Conversion } from '../conversion.js';
import type { Suppression } from '../ledger/suppression.js';
import { SEVERITIES } from '../ledger/verdict.js';
import { type Finding, findingsOf, isInFile, isProblem, sentence } from './findings.js';
import { jsonRows } from './json-rows.js';
import { ROOT, sarifLocation } from './sarif-location.js';
import { levelOf, sarifRules } from './sarif-rules.js';
import type { Tool } from './tool.js';
import { count, suppressionText } from './wording.js';

/** GitHub refuses a run with more results (docs.github.com, "SARIF results exceed one or more limits"). */
export const MOST_RESULTS = 25_000;

/** Which findings a report for tools holds. */
export interface FindingChoice {
  /** Also what arrived as it was, and what had no effect before. */
  readonly all?: boolean | undefined;
}

/**
 * The findings as a SARIF 2.1.0 log, in pieces. What stands in no file (defaults of the controller, options, requests that
 * differ) is a notification: a result needs a place. So is what the limit on results leaves out, the least grave first.
 */
export function* sarifReport(
  { items, verification }: Conversion,
  tool: Tool,
  { all = false }: FindingChoice = {},
): Generator<string> {
  const chosen = [...findingsOf(items)].filter((finding) => all || isProblem(finding));
  const located = chosen.filter(isInFile);
  const kept = gravest(located, MOST_RESULTS);
  const left = located.length === kept.length ? [] : leftOut(located, kept);
  const notifications = [...chosen.filter((finding) => !isInFile(finding)).map(notificationOf), ...left];
  const codes = [...new Set(chosen.map(({ code }) => code))].sort();
  const ruleIndex = new Map(codes.map((code, index) => [code, index]));
  const hasSuppressions = kept.some(({ suppressed }) => suppressed !== undefined);
  const run = {
    tool: {
      driver: { name: tool.name, version: tool.version, semanticVersion: tool.version, rules: sarifRules(codes) },
    },
    invocations: [{ executionSuccessful: true, toolExecutionNotifications: notifications }],
    originalUriBaseIds: { [ROOT]: { description: { text: 'The folder in which routeshift ran.' } } },
    columnKind: 'utf16CodeUnits',
    ...(verification === undefined ? {} : { properties: { verification } }),
  } as const;
  yield '{\n  "$schema": "https://json.schemastore.org/sarif-2.1.0.json",\n  "version": "2.1.0",\n  "runs": [';
  yield `${JSON.stringify(run).slice(0, -1)},\n  "results": `;
  yield* jsonRows(kept, (finding) => JSON.stringify(resultOf(finding, ruleIndex, hasSuppressions)));
  yield '\n  }]\n}\n';
}

function resultOf(finding: Finding, ruleIndex: ReadonlyMap<string, number>, hasSuppressions: boolean): Result {
  const { item, code, severity, suppressed, fingerprint } = finding;
  return {
    ruleId: code,
    ruleIndex: ruleIndex.get(code) ?? -1,
    level: levelOf(severity),
    message: { text: plain(sentence(finding)) },
    locations: [sarifLocation(item)],
    partialFingerprints: { 'routeshiftFinding/v1': fingerprint },
    // Where one result has the property, all have (SARIF 2.1.0, section 3.27.23).
    ...(hasSuppressions ? { suppressions: suppressed === undefined ? [] : [suppressionOf(suppressed)] } : {}),
    properties: { verdict: item.verdict, ...(item.annotation === undefined ? {} : { annotation: item.annotation }) },
  };
}

function suppressionOf({ kind, reason, until }: Suppression): SarifSuppression {
  return {
    kind: kind === 'object' ? 'inSource' : 'external',
    status: 'accepted',
    justification: until === undefined ? reason : `${reason} (until ${until})`,
  };
}

function notificationOf(finding: Finding): Notification {
  const { item, code, severity, suppressed } = finding;
  const name = item.field === '' ? '' : `${item.field}: `;
  const why = suppressed === undefined ? '' : `\n${suppressionText(suppressed)}`;
  return {
    associatedRule: { id: code },
    // A notification knows no suppressions: it is one more thing to know.
    level: suppressed === undefined ? levelOf(severity) : 'note',
    message: { text: plain(`${name}${sentence(finding)}${why}`) },
  };
}

/** Square brackets before parentheses would be a link (SARIF 2.1.0, section 3.11.6). */
function plain(text: string): string {
  return text.replace(/\[[^[\]]*\](?=\()/g, (link) => link.replace(/[[\]]/g, '\\$&'));
}

/** As many findings as there may be, the gravest, in the order of the report; what is suppressed goes first. */
function gravest(findings: readonly Finding[], most: number): readonly Finding[] {
  if (findings.length <= most) return findings;
  const rank = ({ severity, suppressed }: Finding) =>
    SEVERITIES.indexOf(severity) + (suppressed === undefined ? 0 : SEVERITIES.length);
  const ranked = findings.map((finding, at) => ({ finding, at }));
  ranked.sort((a, b) => rank(a.finding) - rank(b.finding) || a.at - b.at);
  return ranked
    .slice(0, most)
    .sort((a, b) => a.at - b.at)
    .map(({ finding }) => finding);
}

function leftOut(all: readonly Finding[], kept: readonly Finding[]): Notification[] {
  const has = new Set(kept);
  const missing = all.filter((finding) => !has.has(finding));
  const counts = SEVERITIES.map(
    (severity) => `${missing.filter((finding) => finding.severity === severity).length} ${severity}`,
  );
  const text =
    `${count(missing.length, 'finding')} of ${all.length} are left out, since a run may hold ${kept.length} results: ` +
    `${counts.join(', ')}. The JSON report has all.`;
  return [{ level: 'warning', message: { text } }];
}
