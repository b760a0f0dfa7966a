import type { Conversion, WithheldRule } from '../conversion.js';
import type { ObjectRef } from '../kubernetes/object.js';
import { fingerprints } from '../ledger/fingerprint.js';
import type { Suppression } from '../ledger/suppression.js';
import type { EmittedRef, Item, Note } from '../ledger/verdict.js';
import { countSuppressed } from './grouping.js';
import { jsonRows } from './json-rows.js';
import type { Tool } from './tool.js';

/** Raised when a field is removed or changes its meaning; fields may be added without. See report.schema.json. */
export const SCHEMA_VERSION = 1;

/**
 * The report as JSON after report.schema.json, in pieces, one item per line. What is unknown is `null`; only `annotation`,
 * `value` and `suppressed` are absent where they do not apply.
 */
export function* jsonReport(conversion: Conversion, tool: Tool): Generator<string> {
  const { target, summary } = conversion;
  const head = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    target: { api: target.api, version: target.version, channel: target.channel },
    summary: {
      inputs: summary.inputs,
      objects: summary.objects,
      verdicts: summary.verdicts,
      findings: summary.findings,
      suppressed: countSuppressed(conversion.items),
      withheld: summary.withheld,
    },
    verification: conversion.verification,
  };
  yield JSON.stringify(head, null, 2).slice(0, -2);
  yield ',\n  "items": ';
  const names = fingerprints(conversion.items);
  yield* jsonRows(conversion.items, (item) => itemText(item, names));
  yield ',\n  "withheld": ';
  yield* jsonRows(conversion.withheld, (rule) => JSON.stringify(withheldRow(rule)));
  yield ',\n  "waysOut": ';
  yield* jsonRows(conversion.waysOut, ({ accept, publishes }) => JSON.stringify({ accept, publishes }));
  yield '\n}\n';
}

type Fingerprints = ReadonlyMap<Item | Note, string>;

function itemText(item: Item, names: Fingerprints): string {
  return JSON.stringify({
    object: item.object === undefined ? null : objectRow(item.object),
    source: { file: item.source.file, line: item.source.line, column: item.source.column },
    field: item.field,
    annotation: item.annotation,
    value: item.value,
    verdict: item.verdict,
    code: item.code,
    severity: item.severity,
    message: item.message,
    next: item.next ?? null,
    emitted: item.emitted.map(emittedRow),
    also: item.also.map((note) => noteRow(note, names)),
    fingerprint: names.get(item),
    suppressed: suppressionRow(item.suppressed),
  });
}

function objectRow(ref: ObjectRef) {
  return { apiVersion: ref.apiVersion, kind: ref.kind, namespace: ref.namespace ?? null, name: ref.name };
}

function emittedRow(ref: EmittedRef) {
  return { ...objectRow(ref), path: ref.path ?? null };
}

function noteRow(note: Note, names: Fingerprints) {
  return {
    code: note.code,
    severity: note.severity,
    message: note.message,
    next: note.next ?? null,
    fingerprint: names.get(note),
    suppressed: suppressionRow(note.suppressed),
  };
}

function suppressionRow(suppressed: Suppression | undefined) {
  if (suppressed === undefined) return undefined;
  return { kind: suppressed.kind, reason: suppressed.reason, until: suppressed.until };
}

function withheldRow(rule: WithheldRule) {
  return {
    object: objectRow(rule.object),
    source: { file: rule.source.file, line: rule.source.line, column: rule.source.column },
    field: rule.field,
    hostname: rule.hostname,
    path: rule.path,
    blockedBy: rule.blockedBy,
  };
}
