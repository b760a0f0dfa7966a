import { stringify } from 'csv-stringify/sync';

type Cell = string | number | undefined;

const TOGETHER = 1000;

/**
 * Rows as CSV (RFC 4180), in pieces. A cell that a spreadsheet would take for a formula, since it begins with = + - @, a
 * tab or a carriage return, begins with an apostrophe instead.
 */
export function* csvRows(rows: Iterable<readonly Cell[]>): Generator<string> {
  let some: (readonly Cell[])[] = [];
  for (const row of rows) {
    some.push(row);
    if (some.length < TOGETHER) continue;
    yield csvText(some);
    some = [];
  }
  yield csvText(some);
}

function csvText(rows: (readonly Cell[])[]): string {
  return stringify(rows as Cell[][], { escape_formulas: true, record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
}
