import { readFile } from 'node:fs/promises';
import { Command, Option } from 'commander';
import type { NamedReport } from '../reports/merge-reports.js';
import { EXIT, type ExitCode, exitCodeOf, FAIL_ON, type FailOn } from './exit-codes.js';
import { REPORT_FORMATS, type ReportFlag, renderReport, reportAllOption, reportOption } from './report-flags.js';
import type { Streams } from './streams.js';
import { isSystemError, systemReason, UsageError } from './usage-error.js';
import { tool } from './version.js';
import { writeReportsTo } from './write-reports.js';

interface Flags {
  readonly report?: readonly ReportFlag[];
  readonly reportAll?: boolean;
  readonly strict?: boolean;
  readonly failOn: FailOn;
}

const NOTES = `
Reports are those of routeshift convert --report json. What several of them say of one place counts once. Reports of
different repositories get names, NAME=FILE, which stand before the names of their files.

Exit status:
  0  done
  1  wrong usage, no report that could be read, or with --strict one that could not
  2  done; findings reach the --fail-on level
  4  done; some reports could not be read and are left out

Examples:
  routeshift report merge shard-*.json
  routeshift report merge shop=shop.json pay=pay.json --report markdown=all.md --report csv=all.csv
  routeshift report merge shard-*.json --report sarif=all.sarif --fail-on error
`;

/** `routeshift report merge FILE…` */
export function reportCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const merge = new Command('merge')
    .description('join JSON reports of several repositories or shards into one')
    .argument('<file...>', 'JSON reports, as FILE or NAME=FILE')
    .addOption(reportOption(REPORT_FORMATS))
    .addOption(reportAllOption())
    .addOption(new Option('--strict', 'a report that cannot be read is an error, and nothing is written'))
    .addOption(
      new Option('--fail-on <level>', 'findings that make the exit status 2').choices(FAIL_ON).default('never'),
    )
    .addHelpText('after', NOTES)
    .action(async (files: string[], flags: Flags) => finish(await mergeFiles(files, flags, streams)));
  return new Command('report').description('work with reports of earlier runs').helpCommand(false).addCommand(merge);
}

async function mergeFiles(files: readonly string[], flags: Flags, streams: Streams): Promise<ExitCode> {
  const { mergeReports } = await import('../reports/merge-reports.js');
  const reports: NamedReport[] = [];
  const faults: string[] = [];
  for (const argument of new Set(files)) {
    const read = await readNamed(argument);
    if (typeof read === 'string') faults.push(read);
    else reports.push(read);
  }
  const words = faults.join('; ');
  if (flags.strict === true && faults.length > 0) throw new UsageError(words);
  if (reports.length === 0) throw new UsageError(words);
  const { conversion, remarks } = mergeReports(reports);
  for (const fault of faults) await streams.err(`left out: ${fault}\n`);
  for (const remark of remarks) await streams.err(`note: ${remark}\n`);
  const wanted = flags.report ?? [{ format: 'text' } as const];
  await writeReportsTo(wanted, { write: streams.out, isTerminal: streams.outIsTerminal }, (format, style) =>
    renderReport(format, conversion, tool, { ...style, all: flags.reportAll }),
  );
  const code = exitCodeOf(conversion.items, flags.failOn);
  if (code === EXIT.findings) return code;
  return faults.length > 0 ? EXIT.unreadable : EXIT.done;
}

/** The report that an argument names, or what is wrong with it. */
async function readNamed(argument: string): Promise<NamedReport | string> {
  const { readReport } = await import('../reports/read-report.js');
  const equals = argument.indexOf('=');
  const name = equals <= 0 ? undefined : argument.slice(0, equals).replace(/\/+$/, '');
  const file = name === undefined ? argument : argument.slice(equals + 1);
  try {
    const report = readReport(await readFile(file, 'utf8'));
    return 'fault' in report ? `${file}: ${report.fault}` : { report, name };
  } catch (error) {
    if (isSystemError(error)) return `${file}: ${systemReason(error)}`;
    throw error;
  }
}
