import { InvalidArgumentError, Option } from 'commander';
import type { Conversion } from '../conversion.js';
import type { Tool } from '../reports/tool.js';
import { gather } from './option-values.js';

export const REPORT_FORMATS = ['text', 'markdown', 'json', 'sarif', 'junit', 'gitlab', 'github', 'csv'] as const;
export type ReportFormat = (typeof REPORT_FORMATS)[number];

/** One `--report FORMAT[=FILE]`. Without a file the report goes to a stream of the command. */
export interface ReportFlag<Format extends string = ReportFormat> {
  readonly format: Format;
  readonly file?: string | undefined;
}

/** Reads the value of `--report`, or answers what is wrong with it. */
export function parseReportFlag<Format extends string>(
  value: string,
  formats: readonly Format[],
): ReportFlag<Format> | { readonly problem: string } {
  const equals = value.indexOf('=');
  const name = equals === -1 ? value : value.slice(0, equals);
  const format = formats.find((known) => known === name);
  if (format === undefined) return { problem: `'${name}' is no report format here; there are ${formats.join(', ')}` };
  if (equals === -1) return { format };
  const file = value.slice(equals + 1);
  return file === '' ? { problem: `'${value}' names no file` } : { format, file };
}

/** The flag `--report` of a command that knows these formats. */
export function reportOption<Format extends string>(formats: readonly Format[]): Option {
  const read = (value: string): ReportFlag<Format> => {
    const flag = parseReportFlag(value, formats);
    if ('problem' in flag) throw new InvalidArgumentError(flag.problem);
    return flag;
  };
  const names = `${formats.slice(0, -1).join(', ')} or ${formats.at(-1)}`;
  const add = gather(read);
  return new Option('--report <format[=file]>', `${names}; repeatable (default: text)`).argParser(
    (value: string, previous: readonly ReportFlag<Format>[] | undefined) => {
      const flags = add(value, previous);
      const file = flags.at(-1)?.file;
      if (file !== undefined && !isStream(file) && previous?.some((one) => one.file === file))
        throw new InvalidArgumentError(`another report goes to '${file}' already`);
      return flags;
    },
  );
}

/** Streams take one report after the other; a file would keep the last. */
function isStream(file: string): boolean {
  return file.startsWith('/dev/');
}

/** The flag `--report-all` of commands whose reports are made of findings. */
export function reportAllOption(): Option {
  return new Option('--report-all', 'sarif, junit, gitlab and github also show what arrived as it was');
}

/** How reports are written. */
export interface ReportStyle {
  /** ANSI colours: for terminals only. */
  readonly colour: boolean;
  /** Findings that are no problem, too, in the formats that leave them out. */
  readonly all?: boolean | undefined;
}

/** The report in the wanted format, in pieces. Formats are loaded when they are asked for. */
export async function renderReport(
  format: ReportFormat,
  conversion: Conversion,
  tool: Tool,
  style: ReportStyle,
): Promise<Iterable<string>> {
  switch (format) {
    case 'text':
      return (await import('../reports/text.js')).textReport(conversion, style);
    case 'markdown':
      return (await import('../reports/markdown.js')).markdownReport(conversion, tool);
    case 'json':
      return (await import('../reports/json.js')).jsonReport(conversion, tool);
    case 'sarif':
      return (await import('../reports/sarif.js')).sarifReport(conversion, tool, style);
    case 'junit':
      return (await import('../reports/junit.js')).junitReport(conversion, style);
    case 'gitlab':
      return (await import('../reports/gitlab.js')).gitlabReport(conversion, style);
    case 'github':
      return (await import('../reports/github.js')).githubReport(conversion, style);
    case 'csv':
      return (await import('../reports/csv.js')).csvReport(conversion);
  }
}
