import type { Audit } from '../audit/audit.js';
import { VERDICTS } from '../ledger/verdict.js';
import { csvRows } from './csv-rows.js';

const COLUMNS = [
  ...['file', 'line', 'api_version', 'kind', 'namespace', 'name', 'controller', 'group', 'readiness'],
  ...['withheld', 'errors', 'warnings', 'info', ...VERDICTS],
];

/** The objects of an audit as rows of CSV, in pieces, with a header, the worst first. */
export function* auditCsv({ objects }: Audit): Generator<string> {
  yield* csvRows([COLUMNS]);
  yield* csvRows(
    objects.map(({ object, source, controller, group, readiness, withheld, findings, verdicts }) => [
      ...[source.file, source.line, object.apiVersion, object.kind, object.namespace, object.name],
      ...[controller, group, readiness, withheld, findings.error, findings.warning, findings.info],
      ...VERDICTS.map((verdict) => verdicts[verdict]),
    ]),
  );
}
