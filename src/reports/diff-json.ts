import type { WithheldRule } from '../conversion.js';
import type { BehaviourGroup } from '../differences/behaviour-groups.js';
import type { ConversionDifferences } from '../differences/compare-conversions.js';
import { type Differences, isDifferent } from '../differences/differences.js';
import type { LoneFinding } from '../differences/finding-changes.js';
import type { ObjectChanges } from '../differences/object-changes.js';
import { lineCounts, type TextChange, unifiedDiff } from '../differences/unified-diff.js';
import type { ObjectRef } from '../kubernetes/object.js';
import { changeWord, type DiffContext, headline, holdsSecret, traceCommandOf } from './diff-wording.js';

/** Raised when a field is removed or changes its meaning; fields may be added without. See diff.schema.json. */
export const DIFF_SCHEMA_VERSION = 1;

/** Differences as JSON after diff.schema.json. What was not compared is null. */
export function* diffJson(differences: Differences, context: DiffContext): Generator<string> {
  const { tool } = context;
  const head = {
    schemaVersion: DIFF_SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    mode: differences.mode,
    differs: isDifferent(differences),
    headline: headline(differences),
  };
  yield `${JSON.stringify({ ...head, ...body(differences, context) }, null, 2)}\n`;
}

function body(differences: Differences, context: DiffContext) {
  switch (differences.mode) {
    case 'revision': {
      const { revision, result } = differences;
      return {
        revision: { name: revision.name, commit: revision.commit },
        configuration: differences.configuration ?? null,
        against: null,
        objects: objectsRow(result.objects),
        ...conversionRows(result, context),
        drift: null,
        write: null,
      };
    }
    case 'against': {
      const { objects, compared, leftOut, problems } = differences.result;
      return {
        revision: null,
        configuration: null,
        against: differences.against,
        objects: objectsRow(objects),
        findings: null,
        withheld: null,
        behaviour: null,
        unread: null,
        drift: { compared, leftOut, problems },
        write: null,
      };
    }
    case 'write':
      return {
        revision: null,
        configuration: null,
        against: null,
        objects: null,
        findings: null,
        withheld: null,
        behaviour: null,
        unread: null,
        drift: null,
        write: { mode: differences.write, files: differences.result.changes.map(fileRow) },
      };
  }
}

function fileRow(change: TextChange) {
  const patch = unifiedDiff(change);
  return {
    file: change.file,
    change: changeWord(change),
    ...lineCounts(patch),
    patch: holdsSecret(change) ? null : patch,
  };
}

function conversionRows(result: ConversionDifferences, context: DiffContext) {
  const { findings, withheld, behaviour, unread } = result;
  const { probes, differing, unfollowed, groups, leftOut, unmodelled } = behaviour;
  return {
    findings: { appeared: findings.appeared.map(findingRow), vanished: findings.vanished.map(findingRow) },
    withheld: {
      appeared: withheld.appeared.map(ruleRow),
      vanished: withheld.vanished.map(ruleRow),
      changed: withheld.changed.map(({ before, after }) => ({ before: ruleRow(before), after: ruleRow(after) })),
    },
    behaviour: {
      probes,
      differing,
      unfollowed,
      groups: groups.map((group) => groupRow(group, context)),
      leftOut,
      unmodelled,
    },
    unread: { before: unread.before, after: unread.after },
  };
}

function objectsRow({ added, removed, changed }: ObjectChanges) {
  const lone = [added, removed].map((list) =>
    list.map(({ ref, sources, object, unread }) => ({ ...refRow(ref), sources, object, unread: unread ?? null })),
  );
  return {
    added: lone[0] ?? [],
    removed: lone[1] ?? [],
    changed: changed.map(({ ref, sources, fields }) => ({
      ...refRow(ref),
      sources,
      fields: fields.map(({ path, about, change, before, after }) => ({
        path,
        about: about ?? null,
        change,
        before,
        after,
      })),
    })),
  };
}

function refRow({ apiVersion, kind, namespace, name }: ObjectRef) {
  return { apiVersion, kind, namespace: namespace ?? null, name };
}

function findingRow({ fingerprint, finding, item }: LoneFinding) {
  return {
    fingerprint,
    code: finding.code,
    severity: finding.severity,
    suppressed: finding.suppressed !== undefined,
    object: item.object === undefined ? null : refRow(item.object),
    source: { file: item.source.file, line: item.source.line, column: item.source.column },
    field: item.field,
    annotation: item.annotation ?? null,
    value: item.value ?? null,
    message: finding.message,
    next: finding.next ?? null,
  };
}

function ruleRow({ object, source, field, hostname, path, blockedBy }: WithheldRule) {
  const { file, line, column } = source;
  return { object: refRow(object), source: { file, line, column }, field, hostname, path, blockedBy };
}

function groupRow(group: BehaviourGroup, context: DiffContext) {
  const { host, field, before, after, always, controller, rules, requests, example } = group;
  const trace = traceCommandOf(group, context) ?? null;
  const overrides = group.overrides === undefined ? {} : { overrides: group.overrides };
  return { host, ...overrides, field, before, after, always, controller, rules, requests, example, trace };
}
