import type { LiveVerification } from '../live/live-verification.js';
import { csvRows } from './csv-rows.js';
import { liveRemarks } from './live-remarks.js';
import { requestText, valueText } from './request-text.js';

const COLUMNS = ['request', 'host', 'field', 'old', 'new', 'codes', 'remark'];

/** The differences as rows of CSV, in pieces, with a header; then what else is to be said, one row for each. */
export function* liveCsv(live: LiveVerification): Generator<string> {
  yield* csvRows([COLUMNS]);
  const rows = function* () {
    for (const { request, field, source, target, codes } of live.differences)
      yield [requestText(request), request.host, field, valueText(source), valueText(target), codes.join(' '), ''];
    for (const { code, message } of liveRemarks(live)) yield ['', '', '', '', '', code, message];
  };
  yield* csvRows(rows());
}
