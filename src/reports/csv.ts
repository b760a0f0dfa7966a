import type { Conversion } from '../conversion.js';
import { csvRows } from './csv-rows.js';
import { type Finding, findingsOf } from './findings.js';

const COLUMNS = [
  ...['file', 'line', 'column', 'api_version', 'kind', 'namespace', 'name', 'annotation', 'field', 'value'],
  ...['verdict', 'code', 'severity', 'message', 'next', 'suppressed', 'fingerprint'],
];

/** Every finding as a row of CSV, in pieces, with a header. */
export function* csvReport({ items }: Conversion): Generator<string> {
  yield* csvRows([COLUMNS]);
  yield* csvRows(rows(findingsOf(items)));
}

function* rows(findings: Iterable<Finding>): Generator<readonly (string | number | undefined)[]> {
  for (const { item, code, severity, message, next, suppressed, fingerprint } of findings) {
    const { source, object, annotation, field, value, verdict } = item;
    yield [
      ...[source.file, source.line, source.column],
      ...[object?.apiVersion, object?.kind, object?.namespace, object?.name],
      ...[annotation, field, value, verdict, code, severity, message, next],
      ...[suppressed === undefined ? undefined : `${suppressed.kind}: ${suppressed.reason}`, fingerprint],
    ];
  }
}
