import type { Audit } from '../audit/audit.js';
import { jsonRows } from './json-rows.js';
import type { Tool } from './tool.js';

/** Raised when a field is removed or changes its meaning. */
const SCHEMA_VERSION = 1;

/** An audit as JSON, in pieces, one object and one annotation per line. */
export function* auditJson(audit: Audit, tool: Tool): Generator<string> {
  const { inputs, unreadable, target, grouping, total, controllers, groups, targets, comparedTargets } = audit;
  const head = {
    schemaVersion: SCHEMA_VERSION,
    tool: { name: tool.name, version: tool.version },
    ...{ inputs, unreadable, target, grouping, total, targets, controllers, groups },
  };
  yield JSON.stringify(head, null, 2).slice(0, -2);
  yield ',\n  "annotations": ';
  yield* jsonRows(audit.annotations, ({ annotation, uses, verdicts }) => {
    const byTarget = Object.fromEntries(comparedTargets.map((name, at) => [name, verdicts[at]]));
    return JSON.stringify({ annotation, uses, verdicts: byTarget });
  });
  yield ',\n  "objects": ';
  yield* jsonRows(audit.objects, ({ object, source, controller, group, readiness, withheld, findings, verdicts }) => {
    const { apiVersion, kind, namespace, name } = object;
    return JSON.stringify({
      object: { apiVersion, kind, namespace: namespace ?? null, name },
      source: { file: source.file, line: source.line, column: source.column },
      ...{ controller, group, readiness, withheld, findings, verdicts },
    });
  });
  yield '\n}\n';
}
