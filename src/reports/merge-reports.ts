import type { Conversion, Target, VerificationSummary, WithheldRule } from '../conversion.js';
import { compareText } from '../kubernetes/compare-text.js';
import type { ObjectRef } from '../kubernetes/object.js';
import { joinItems } from '../ledger/join-items.js';
import type { Item } from '../ledger/verdict.js';
import { summarize, waysOut } from '../totals.js';
import type { ReadReport } from './read-report.js';
import { targetName } from './wording.js';

/** One of the reports that are merged. */
export interface NamedReport {
  readonly report: ReadReport;
  /** What its files are called by, besides their own names; absent: nothing, as for the parts of one tree. */
  readonly name?: string | undefined;
}

export interface MergedReports {
  readonly conversion: Conversion;
  /** What a reader of the numbers has to know. */
  readonly remarks: readonly string[];
}

/**
 * Several reports as one. What two of them say of one place of one file counts once, with everything that either says; the
 * numbers are counted again, but for inputs, objects and requests, which are added up. The same reports in any order give
 * the same result.
 *
 * @param reports at least one
 */
export function mergeReports(reports: readonly NamedReport[]): MergedReports {
  const parts = reports.map(({ report, name }) => (name === undefined ? report : renamed(report, name)));
  const asOne = oneObjectEach();
  const items = joinItems(parts.map((part) => part.items)).map((item) => asOne(item));
  const withheld = joinWithheld(parts.map((part) => part.withheld)).map((rule) => asOne(rule));
  const sum = (count: (part: ReadReport) => number) => parts.reduce((total, part) => total + count(part), 0);
  const [objects, inputs] = [sum((part) => part.objects), sum((part) => part.inputs)];
  const targets = [...new Map(parts.map(({ target }) => [targetName(target), target])).entries()].sort(byName);
  const verification = addVerifications(parts);
  return {
    conversion: {
      target: targets[0]?.[1] ?? NO_TARGET,
      emitted: [],
      closingComments: [],
      items,
      withheld,
      waysOut: waysOut(withheld),
      summary: summarize(items, inputs, objects, withheld.length),
      ...(verification === undefined ? {} : { verification }),
    },
    remarks: remarksOn(
      parts,
      items,
      targets.map(([name]) => name),
    ),
  };
}

const NO_TARGET: Target = { api: 'gateway-api', version: '', channel: '' };

function remarksOn(parts: readonly ReadReport[], items: readonly Item[], targets: readonly string[]): string[] {
  const remarks: string[] = [];
  const repeated = parts.reduce((total, part) => total + part.items.length, 0) - items.length;
  if (repeated > 0) {
    remarks.push(
      `${repeated} of the rows stand in several reports and count once; give reports of different repositories names (NAME=FILE)`,
    );
  }
  if (targets.length > 1)
    remarks.push(`the reports are of several targets (${targets.join(', ')}); the merged one names the first`);
  const unverified = parts.filter(({ verification }) => verification === undefined).length;
  if (unverified > 0 && unverified < parts.length)
    remarks.push(
      `${unverified} of ${parts.length} reports are not verified; the numbers of requests are those of the others`,
    );
  return remarks;
}

/** The report with its files below a folder of that name; what stands in no file, such as `(options)`, is told apart, too. */
function renamed(report: ReadReport, name: string): ReadReport {
  const place = <T extends Pick<Item, 'source'>>(row: T): T => {
    const { file } = row.source;
    const isNone = /^\([^/]*\)$/.test(file);
    const renamedFile = isNone
      ? `(${name.replaceAll('/', ':')} ${file.slice(1)}`
      : `${name}/${file.replace(/^\/+/, '')}`;
    return { ...row, source: { ...row.source, file: renamedFile } };
  };
  return { ...report, items: report.items.map(place), withheld: report.withheld.map(place) };
}

/** Two reports name the same object by two values; groups and withheld rules need one. */
function oneObjectEach(): <T extends Pick<Item, 'object' | 'source'>>(row: T) => T {
  const known = new Map<string, ObjectRef>();
  return (row) => {
    const { object, source } = row;
    if (object === undefined) return row;
    const key = JSON.stringify([source.file, object.apiVersion, object.kind, object.namespace ?? null, object.name]);
    const first = known.get(key);
    if (first === undefined) known.set(key, object);
    return first === undefined || first === object ? row : { ...row, object: first };
  };
}

/** A rule that several reports have counts as often as in the one that has it most. */
function joinWithheld(lists: readonly (readonly WithheldRule[])[]): WithheldRule[] {
  const known = new Map<string, WithheldRule>();
  for (const list of lists) {
    const seen = new Map<string, number>();
    for (const rule of list) {
      const { object, source, field, hostname, path, blockedBy } = rule;
      const ref = [object.apiVersion, object.kind, object.namespace ?? null, object.name];
      const key = JSON.stringify([source.file, source.line, source.column, field, hostname, path, ref, blockedBy]);
      const nth = seen.get(key) ?? 0;
      seen.set(key, nth + 1);
      known.set(`${key}\n${nth}`, rule);
    }
  }
  return [...known].sort(byPlace).map(([, rule]) => rule);
}

function byPlace([x, a]: readonly [string, WithheldRule], [y, b]: readonly [string, WithheldRule]): number {
  return (
    compareText(a.source.file, b.source.file) ||
    a.source.line - b.source.line ||
    a.source.column - b.source.column ||
    compareText(x, y)
  );
}

function addVerifications(parts: readonly ReadReport[]): VerificationSummary | undefined {
  const all = parts.flatMap(({ verification }) => verification ?? []);
  if (all.length === 0) return undefined;
  const sum = (key: keyof VerificationSummary) => all.reduce((total, one) => total + one[key], 0);
  return { probes: sum('probes'), agree: sum('agree'), explained: sum('explained'), unexplained: sum('unexplained') };
}

function byName([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number {
  return compareText(a, b);
}
