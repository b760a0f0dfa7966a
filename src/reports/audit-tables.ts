import type { Audit } from '../audit/audit.js';
import { READINESS, type Readiness } from '../audit/audited-object.js';
import type { Group } from '../audit/groups.js';
import { formatPlace } from '../kubernetes/cluster-place.js';
import { formatRef } from '../kubernetes/object.js';
import { VERDICTS, type Verdict } from '../ledger/verdict.js';
import { count } from './wording.js';

/** One table of an audit; cells that are numbers stand at the right. */
export interface AuditTable {
  readonly title: string;
  readonly head: readonly string[];
  readonly rows: readonly (readonly (string | number)[])[];
  /** Said below, where rows are left out. */
  readonly more?: string | undefined;
}

const COUNTS = ['objects', ...READINESS, 'withheld', 'errors', 'warnings'];

/** The tables of an audit in the order in which they are read; `most` rows of those that grow with the input. */
export function auditTables(audit: Audit, most: number): AuditTable[] {
  return [
    { title: 'By controller', head: ['controller', ...COUNTS], rows: audit.controllers.map(groupRow) },
    cut(
      { title: `By ${groupingName(audit)}`, head: [groupingName(audit), ...COUNTS], rows: audit.groups.map(groupRow) },
      most,
    ),
    targetsTable(audit),
    cut(annotationsTable(audit), most),
    cut(objectsTable(audit), most),
  ].filter(({ rows }) => rows.length > 0);
}

/** `12 objects for Gateway API 1.5 standard: 3 ready, 5 to check, 4 blocked, 0 elsewhere` */
export function auditSummary({ total, target }: Audit): string {
  const { ready, check, blocked, elsewhere } = total.readiness;
  return `${count(total.objects, 'object')} for ${target}: ${ready} ready, ${check} to check, ${blocked} blocked, ${elsewhere} elsewhere`;
}

/** How much was read, and how much could not be. */
export function auditInputs({ inputs, unreadable }: Audit): string {
  const rest = unreadable === 0 ? '' : `, without ${count(unreadable, 'part')} that could not be read`;
  return `${count(inputs, 'input')} read${rest}`;
}

export const READINESS_WORDS: Readonly<Record<Readiness, string>> = {
  ready: 'nothing is in the way',
  check: 'warnings to look at',
  blocked: 'errors, or rules that are withheld',
  elsewhere: 'served by a controller that is not read, or by none',
};

function groupingName({ grouping }: Audit): string {
  return grouping.by === 'label' ? `label ${grouping.key}` : grouping.by;
}

function groupRow({ name, objects, readiness, withheld, errors, warnings }: Group): (string | number)[] {
  return [name, objects, ...READINESS.map((one) => readiness[one]), withheld, errors, warnings];
}

function targetsTable({ targets }: Audit): AuditTable {
  const head = ['target', ...READINESS, 'withheld', 'errors', 'warnings', 'unsupported', 'manual', 'approximated'];
  const rows = targets.map(({ name, readiness, withheld, findings, verdicts }) => [
    name,
    ...READINESS.map((one) => readiness[one]),
    ...[withheld, findings.error, findings.warning, verdicts.unsupported, verdicts.manual, verdicts.approximated],
  ]);
  return { title: 'Targets, the least loss first', head, rows };
}

function annotationsTable({ annotations, comparedTargets }: Audit): AuditTable {
  return {
    title: 'Annotations',
    head: ['annotation', 'uses', ...comparedTargets],
    rows: annotations.map(({ annotation, uses, verdicts }) => [annotation, uses, ...verdicts.map(verdictWords)]),
  };
}

function objectsTable({ objects }: Audit): AuditTable {
  const worst = objects.filter(({ readiness }) => readiness === 'blocked' || readiness === 'check');
  return {
    title: 'The worst objects',
    head: ['object', 'place', 'readiness', 'withheld', 'errors', 'warnings'],
    rows: worst.map(({ object, source, readiness, withheld, findings }) => [
      formatRef(object),
      formatPlace(source),
      readiness,
      ...[withheld, findings.error, findings.warning],
    ]),
  };
}

/** `converted`, or `2 converted, 1 unsupported` where it depends. */
function verdictWords(counts: Readonly<Record<Verdict, number>>): string {
  const used = VERDICTS.filter((verdict) => counts[verdict] > 0);
  if (used.length === 0) return '-';
  if (used.length === 1) return used[0] ?? '';
  return used.map((verdict) => `${counts[verdict]} ${verdict}`).join(', ');
}

function cut(table: AuditTable, most: number): AuditTable {
  const left = table.rows.length - most;
  if (left <= 0) return table;
  return { ...table, rows: table.rows.slice(0, most), more: `and ${left} more (--report json or csv lists all)` };
}
