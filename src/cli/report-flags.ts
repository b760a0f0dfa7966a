import type { Conversion } from '../conversion.js';
import type { Tool } from '../reports/tool.js';

export const REPORT_FORMATS = ['text', 'markdown', 'json'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** One `--report FORMAT[=FILE]`. Without a file the report goes to standard error. */
export interface ReportFlag {
  readonly format: ReportFormat;
  readonly file?: string | undefined;
}

/** Reads the value of `--report`, or answers what is wrong with it. */
export function parseReportFlag(value: string): ReportFlag | { readonly problem: string } {
  const equals = value.indexOf('=');
  const name = equals === -1 ? value : value.slice(0, equals);
  const format = REPORT_FORMATS.find((known) => known === name);
  if (format === undefined) return { problem: `'${name}' is no report format; there are ${REPORT_FORMATS.join(', ')}` };
  if (equals === -1) return { format };
  const file = value.slice(equals + 1);
  return file === '' ? { problem: `'${value}' names no file` } : { format, file };
}

/** The report in the wanted format, in pieces. Formats are loaded when they are asked for. */
export async function renderReport(
  format: ReportFormat,
  conversion: Conversion,
  tool: Tool,
  style: { readonly colour: boolean },
): Promise<Iterable<string>> {
  switch (format) {
    case 'text':
      return (await import('../reports/text.js')).textReport(conversion, style);
    case 'markdown':
      return (await import('../reports/markdown.js')).markdownReport(conversion, tool);
    case 'json':
      return (await import('../reports/json.js')).jsonReport(conversion, tool);
  }
}
