import type { Conversion, WithheldRule } from '../conversion.js';
import type { ObjectRef } from '../kubernetes/object.js';
import { countSuppressed } from './grouping.js';
import { JsonItems } from './json-items.js';
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
  const texts = new JsonItems();
  yield* jsonRows(conversion.items, (item) => texts.textOf(item));
  yield ',\n  "withheld": ';
  yield* jsonRows(conversion.withheld, (rule) => JSON.stringify(withheldRow(rule)));
  yield ',\n  "waysOut": ';
  yield* jsonRows(conversion.waysOut, ({ accept, publishes }) => JSON.stringify({ accept, publishes }));
  yield '\n}\n';
}

function objectRow(ref: ObjectRef) {
  return { apiVersion: ref.apiVersion, kind: ref.kind, namespace: ref.namespace ?? null, name: ref.name };
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
