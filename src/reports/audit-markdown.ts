import type { Audit } from '../audit/audit.js';
import { type AuditTable, auditInputs, auditSummary, auditTables, READINESS_WORDS } from './audit-tables.js';
import { cell } from './markdown-text.js';
import type { Tool } from './tool.js';

const MOST_ROWS = 50;

/** An audit as a Markdown page. */
export function* auditMarkdown(audit: Audit, tool: Tool): Generator<string> {
  yield `# Audit\n\n${cell(auditSummary(audit))}. ${auditInputs(audit)} (${tool.name} ${tool.version}).\n\n`;
  for (const [name, words] of Object.entries(READINESS_WORDS)) yield `- ${name}: ${words}\n`;
  for (const table of auditTables(audit, MOST_ROWS)) yield tableText(table);
}

function tableText({ title, head, rows, more }: AuditTable): string {
  const rule = head.map((_, at) => (typeof rows[0]?.[at] === 'number' ? '---:' : '---'));
  const body = rows.map((row) => `| ${row.map((one) => cell(String(one))).join(' | ')} |\n`).join('');
  const rest = more === undefined ? '' : `\n${more}\n`;
  return `\n## ${cell(title)}\n\n| ${head.map(cell).join(' | ')} |\n|${rule.join('|')}|\n${body}${rest}`;
}
