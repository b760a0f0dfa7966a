import picocolors from 'picocolors';
import type { Audit } from '../audit/audit.js';
import { type AuditTable, auditInputs, auditSummary, auditTables, READINESS_WORDS } from './audit-tables.js';
import { printable } from './wording.js';

const MOST_ROWS = 15;

/** An audit for people: the numbers first, then who has what to do. */
export function* auditText(audit: Audit, style: { readonly colour: boolean }): Generator<string> {
  const c = picocolors.createColors(style.colour);
  yield `${c.bold(printable(auditSummary(audit)))}\n  ${auditInputs(audit)}\n`;
  for (const [name, words] of Object.entries(READINESS_WORDS)) yield `  ${c.dim(`${name}: ${words}`)}\n`;
  for (const table of auditTables(audit, MOST_ROWS)) {
    yield `\n${c.bold(table.title)}\n`;
    const [head = '', ...rows] = lines(table);
    yield c.dim(head);
    yield* rows;
    if (table.more !== undefined) yield `  ${table.more}\n`;
  }
}

/** Aligned columns, the head first: words at the left, numbers at the right. */
function lines({ head, rows }: AuditTable): string[] {
  const cells = [head, ...rows].map((row) => row.map((cell) => printable(String(cell))));
  const widths = head.map((_, at) => Math.max(...cells.map((row) => row[at]?.length ?? 0)));
  const isNumber = head.map((_, at) => typeof rows[0]?.[at] === 'number');
  return cells.map((row) => {
    const padded = row.map((cell, at) =>
      isNumber[at] === true ? cell.padStart(widths[at] ?? 0) : cell.padEnd(widths[at] ?? 0),
    );
    return `  ${padded.join('  ').trimEnd()}\n`;
  });
}
