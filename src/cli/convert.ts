import { Command, InvalidArgumentError, Option } from 'commander';
import type { Conversion } from '../conversion.js';
import type { ConvertInput } from '../convert.js';
import type { ConvertOptions } from '../options.js';
import { count } from '../reports/wording.js';
import { WRITE_MODES, type WriteMode } from '../tree/file-change.js';
import { type ExitCode, exitCodeOf, FAIL_ON, type FailOn } from './exit-codes.js';
import { addConversionOptions, type ConvertFlags, convertOptions, gather } from './options.js';
import { progressOf } from './progress.js';
import { parseReportFlag, type ReportFlag, renderReport } from './report-flags.js';
import type { Streams } from './streams.js';
import { UsageError } from './usage-error.js';
import { tool } from './version.js';

interface Flags extends ConvertFlags {
  readonly report?: readonly ReportFlag[];
  readonly output?: string;
  readonly force?: boolean;
  readonly failOn: FailOn;
  readonly quiet?: boolean;
  readonly comments: boolean;
  readonly verify?: boolean;
  readonly write?: WriteMode;
  readonly allowDirty?: boolean;
}

const NOTES = `
Manifests go to standard output, or to files with -o; the report goes to standard error, or to FILE.

Exit status:
  0  done
  1  wrong usage, or an internal error
  2  done; findings reach the --fail-on level
  4  done; some inputs could not be read

Examples:
  routeshift convert web.yaml > gateway.yaml
  routeshift convert manifests/ 'teams/*/ingress.yaml' -o gateway/ --report markdown=report.md
  kubectl get ingress,service -A -o yaml | routeshift convert - --fail-on warning
  routeshift convert manifests/ --gateway infra/public --https-listener https
  routeshift convert manifests/ --verify
  routeshift convert manifests/ --accept auth-type   publish rules without their basic authentication
`;

/** `routeshift convert PATH…` */
export function convertCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('convert')
    .description('convert Ingress manifests to Gateway API manifests')
    .argument('<path...>', 'files, directories, globs, or - for standard input')
    .addOption(new Option('-o, --output <dir>', 'write one file per object into this directory instead of stdout'))
    .addOption(new Option('--force', 'with -o or --write: also replace files that routeshift did not write'))
    .addOption(
      new Option(
        '--write <mode>',
        'write into the tree: beside its files, in place of what was converted, or -o DIR',
      ).choices(WRITE_MODES),
    )
    .addOption(new Option('--allow-dirty', 'with --write: also where Git has changes that are not committed'))
    .addOption(
      new Option('--report <format[=file]>', 'text, markdown or json; repeatable (default: text)').argParser(
        gather(reportFlag),
      ),
    )
    .addOption(
      new Option('--fail-on <level>', 'findings that make the exit status 2').choices(FAIL_ON).default('error'),
    )
    .addOption(new Option('-q, --quiet', 'no report on standard error unless --report asks for it'))
    .addOption(new Option('--verify', 'replay requests before and after, as routeshift verify does'))
    .addOption(new Option('--no-comments', 'leave comments out of the manifests'));
  addConversionOptions(command);
  return command.addHelpText('after', NOTES).action(async (paths: string[], flags: Flags) => {
    finish(await convertPaths(paths, flags, streams));
  });
}

async function convertPaths(paths: readonly string[], flags: Flags, streams: Streams): Promise<ExitCode> {
  if (flags.gateway === undefined && (flags.httpListener ?? flags.httpsListener) !== undefined) {
    throw new UsageError('--http-listener and --https-listener name listeners of an existing Gateway: add --gateway');
  }
  const [{ convert }, { readControllerConfig, readManifests }] = await Promise.all([
    import('../index.js'),
    import('./inputs.js'),
  ]);
  const config = flags.controllerConfig === undefined ? undefined : await readControllerConfig(flags.controllerConfig);
  const options = convertOptions(flags, config);
  const converted = async (input: ConvertInput) => {
    const conversion = convert(input, options);
    return flags.verify === true ? await verified(input, conversion, options) : conversion;
  };
  const { write } = flags;
  if (write !== undefined) return await convertTree(paths, { ...flags, write }, converted, streams);
  const progress = progressOf(streams, flags.quiet === true);
  const input = await readManifests(paths, flags, progress.onProgress).finally(progress.stop);
  const conversion = await converted(input);
  await writeManifests(conversion, flags, streams);
  await writeReports(conversion, flags, streams);
  return exitCodeOf(conversion.items, flags.failOn);
}

/** Converts a directory and writes the result into it, or into its mirror. */
async function convertTree(
  paths: readonly string[],
  flags: Flags & { readonly write: WriteMode },
  converted: (input: ConvertInput) => Promise<Conversion>,
  streams: Streams,
): Promise<ExitCode> {
  const { planTree, writeTree } = await import('./write-tree.js');
  const progress = progressOf(streams, flags.quiet === true);
  const planned = await planTree(paths, flags, converted, progress.onProgress).finally(progress.stop);
  const written = await writeTree(planned, flags);
  await writeReports(planned.conversion, flags, streams);
  if (flags.quiet !== true) await streams.err(`routeshift: ${written}\n`);
  return exitCodeOf(planned.conversion.items, flags.failOn);
}

/** The conversion with the outcome of its verification; the models are loaded only where they are asked for. */
async function verified(input: ConvertInput, conversion: Conversion, options: ConvertOptions): Promise<Conversion> {
  const [{ verify }, { withVerification }] = await Promise.all([
    import('../verification/verify.js'),
    import('./with-verification.js'),
  ]);
  return withVerification(conversion, verify(input.manifests, conversion, options));
}

async function writeManifests(conversion: Conversion, flags: Flags, streams: Streams): Promise<void> {
  const noComments = !flags.comments;
  if (flags.output === undefined) {
    const { yamlStream } = await import('../writing/write-yaml.js');
    for (const piece of yamlStream(conversion, { noComments })) await streams.out(piece);
    return;
  }
  const { ForeignFiles, writeFiles } = await import('../writing/write-files.js');
  try {
    await writeFiles(conversion, flags.output, { noComments, force: flags.force === true });
  } catch (error) {
    if (!(error instanceof ForeignFiles)) throw error;
    const [first, ...others] = error.files;
    const more = others.length > 0 ? ` and ${count(others.length, 'other file')}` : '';
    throw new UsageError(`routeshift did not write ${first}${more}; nothing was written (--force replaces files)`);
  }
}

async function writeReports(conversion: Conversion, flags: Flags, streams: Streams): Promise<void> {
  const colour = streams.errIsTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
  const wanted = flags.report ?? (flags.quiet === true ? [] : [{ format: 'text' } as const]);
  for (const { format, file } of wanted) {
    if (file === undefined) {
      for (const piece of await renderReport(format, conversion, tool, { colour })) await streams.err(piece);
    } else {
      const { writePieces } = await import('./write-pieces.js');
      writePieces(file, await renderReport(format, conversion, tool, { colour: false }));
    }
  }
  // Whoever sends every report to a file still sees how it went.
  if (flags.quiet !== true && wanted.every(({ file }) => file !== undefined)) await streams.err(oneLine(conversion));
}

function oneLine({ summary }: Conversion): string {
  const { error, warning } = summary.findings;
  const findings = `${count(error, 'error')}, ${count(warning, 'warning')}`;
  return `routeshift: ${count(summary.objects, 'object')}, ${count(summary.withheld, 'rule')} withheld, ${findings}\n`;
}

function reportFlag(value: string): ReportFlag {
  const flag = parseReportFlag(value);
  if ('problem' in flag) throw new InvalidArgumentError(flag.problem);
  return flag;
}
