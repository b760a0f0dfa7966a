import type { Verification } from '../verification/verification.js';
import { csvRows } from './csv-rows.js';
import { requestText, valueText } from './request-text.js';

const COLUMNS = ['request', 'host', 'field', 'before', 'after', 'codes', 'always'];

/** The differences of a verification as rows of CSV, in pieces, with a header. */
export function* verificationCsv({ differences }: Verification): Generator<string> {
  yield* csvRows([COLUMNS]);
  const rows = function* () {
    for (const { request, field, source, target, codes, always } of differences) {
      yield [
        requestText(request),
        request.host,
        field,
        valueText(source),
        valueText(target),
        codes.join(' '),
        String(always),
      ];
    }
  };
  yield* csvRows(rows());
}
