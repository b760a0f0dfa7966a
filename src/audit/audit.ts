import type { Conversion, Summary } from '../conversion.js';
import { convert } from '../convert.js';
import { compareText } from '../kubernetes/compare-text.js';
import { referencesIn } from '../kubernetes/template-references.js';
import { UNREADABLE } from '../ledger/unreadable.js';
import type { Item } from '../ledger/verdict.js';
import { mergeConversions } from '../merge-conversions.js';
import { type AnnotationUse, annotationUses } from './annotation-use.js';
import { type AuditedObject, auditObjects, type Readiness } from './audited-object.js';
import { type AuditedInput, candidatesFor } from './candidates.js';
import { type Group, type Grouping, groupBy, groupNames, groupOf } from './groups.js';
import { serversOf } from './servers.js';

/** What of each conversion is counted, and which objects. */
export interface AuditPart {
  conversion(whole: Conversion): Conversion;
  has(object: AuditedObject): boolean;
}

/** What would be lost with one target. */
export interface TargetLosses {
  readonly name: string;
  readonly withheld: number;
  readonly findings: Summary['findings'];
  readonly verdicts: Summary['verdicts'];
  readonly readiness: Readonly<Record<Readiness, number>>;
}

/** An inventory of the Ingresses and Routes of an input: how ready they are for a target, and what stands in the way. */
export interface Audit {
  readonly inputs: number;
  /** Findings about files or documents that could not be read: what they hold is not in the numbers. */
  readonly unreadable: number;
  /** What readiness and numbers are about. */
  readonly target: string;
  readonly grouping: Grouping;
  readonly total: Group;
  /** The worst first; of each: controllers, groups, objects. */
  readonly controllers: readonly Group[];
  readonly groups: readonly Group[];
  readonly objects: readonly (AuditedObject & { readonly group: string })[];
  /** The most used first. Their verdicts are those for `comparedTargets`. */
  readonly annotations: readonly AnnotationUse[];
  readonly comparedTargets: readonly string[];
  /** The target with the least losses first. */
  readonly targets: readonly TargetLosses[];
}

/**
 * Takes the inventory of what was read, each input with its own options: converts it for every target that could be meant,
 * and counts. Pure, and never throws; the same input in whatever order gives the same answer.
 *
 * @param part where the work is shared: what of it is counted
 */
export function audit(inputs: readonly AuditedInput[], grouping: Grouping, part?: AuditPart): Audit {
  const manifests = inputs.flatMap(({ input }) => input.manifests);
  const serverOf = serversOf(inputs);
  const compared = candidatesFor(inputs).map(({ name, optionsFor, inDetail }) => {
    const whole = mergeConversions(inputs.map(({ input, options }) => convert(input, optionsFor(options))));
    const { items, withheld, summary } = part?.conversion(whole) ?? whole;
    const all = auditObjects(manifests, { items, withheld }, serverOf);
    const objects = part === undefined ? all : all.filter((object) => part.has(object));
    const { readiness } = groupOf(name, objects);
    const losses: TargetLosses = {
      name,
      withheld: summary.withheld,
      findings: summary.findings,
      verdicts: summary.verdicts,
      readiness,
    };
    return { name, all, items, objects, losses, inDetail, inputs: summary.inputs };
  });
  const [first] = compared;
  const detailed = compared.filter(({ inDetail }) => inDetail);
  const objects = first?.objects ?? [];
  const nameOf = groupNames(first?.all ?? [], grouping);
  const result: Audit = {
    inputs: first?.inputs ?? 0,
    unreadable: (first?.items ?? []).filter(isUnreadable).length,
    target: first?.name ?? '',
    grouping,
    total: groupOf('all', objects),
    controllers: groupBy(objects, ({ controller }) => controller),
    groups: groupBy(objects, nameOf),
    objects: objects.map((object) => ({ ...object, group: nameOf(object) })).sort(worstFirst),
    annotations: annotationUses(detailed.map(({ items }) => items)),
    comparedTargets: detailed.map(({ name }) => name),
    targets: compared.map(({ losses }) => losses).sort(leastLossFirst),
  };
  return referencesIn(manifests)?.restored(result) ?? result;
}

function isUnreadable({ code, suppressed }: Item): boolean {
  return suppressed === undefined && UNREADABLE.has(code);
}

/** What is not published weighs more than what is published otherwise; among equals, the order in which they were compared. */
function leastLossFirst(a: TargetLosses, b: TargetLosses): number {
  const lost = ({ verdicts }: TargetLosses) => verdicts.unsupported + verdicts.manual;
  return (
    a.withheld - b.withheld ||
    a.findings.error - b.findings.error ||
    lost(a) - lost(b) ||
    a.findings.warning - b.findings.warning ||
    a.verdicts.approximated - b.verdicts.approximated
  );
}

function worstFirst(a: AuditedObject, b: AuditedObject): number {
  return (
    rank(a) - rank(b) ||
    b.withheld - a.withheld ||
    b.findings.error - a.findings.error ||
    b.findings.warning - a.findings.warning ||
    compareText(a.source.file, b.source.file) ||
    a.source.line - b.source.line ||
    a.source.column - b.source.column
  );
}

const ORDER: readonly Readiness[] = ['blocked', 'check', 'elsewhere', 'ready'];

function rank({ readiness }: AuditedObject): number {
  return ORDER.indexOf(readiness);
}
