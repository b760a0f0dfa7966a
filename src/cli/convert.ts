import { Command, Option } from 'commander';
import type { Conversion, EmittedObject } from '../conversion.js';
import type { ConvertInput } from '../convert.js';
import type { NamespacedName } from '../options.js';
import { count } from '../reports/wording.js';
import type { Shard } from '../sharding/shard.js';
import { WRITE_MODES, type WriteMode } from '../tree/file-change.js';
import { addClusterOptions } from './cluster-options.js';
import { type ExitCode, exitCodeOf, FAIL_ON, type FailOn } from './exit-codes.js';
import { nonEmpty } from './option-values.js';
import { addConversionOptions, type ConvertFlags } from './options.js';
import type { Part } from './parts.js';
import { progressOf } from './progress.js';
import { REPORT_FORMATS, type ReportFlag, renderReport, reportAllOption, reportOption } from './report-flags.js';
import { type Share, shardOption, shareOf } from './shard-flag.js';
import type { Streams } from './streams.js';
import { UsageError } from './usage-error.js';
import { tool } from './version.js';
import { writeReportsTo } from './write-reports.js';

interface Flags extends ConvertFlags {
  readonly report?: readonly ReportFlag[];
  readonly reportAll?: boolean;
  readonly output?: string;
  readonly force?: boolean;
  readonly check?: boolean;
  readonly failOn: FailOn;
  readonly quiet?: boolean;
  readonly comments: boolean;
  readonly verify?: boolean;
  readonly baseline?: string;
  readonly writeBaseline?: string;
  readonly shard?: Shard;
  readonly write?: WriteMode;
  readonly allowDirty?: boolean;
  readonly serverDryRun?: boolean;
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
  routeshift convert --cluster -A -o gateway/                 what the cluster of the kubeconfig holds
  routeshift convert manifests/ --server-dry-run --check     would the cluster accept the result
  routeshift convert manifests/ --gateway infra/public --https-listener https
  routeshift convert manifests/ --verify --report sarif=routeshift.sarif --report github
  routeshift convert manifests/ --accept auth-type   publish rules without their basic authentication
`;

/** `routeshift convert PATH…` */
export function convertCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('convert')
    .description('convert Ingress manifests to Gateway API manifests')
    .argument('[path...]', 'files, directories, globs, or - for standard input');
  addClusterOptions(command);
  addConvertFlags(command);
  return command.addHelpText('after', NOTES).action(async (paths: string[], flags: Flags) => {
    finish(await convertPaths(paths, flags, streams));
  });
}

/** The flags of a conversion, and the configuration behind them. */
export function addConvertFlags(command: Command): Command {
  command
    .addOption(new Option('-o, --output <dir>', 'write one file per object into this directory instead of stdout'))
    .addOption(new Option('--force', 'with -o or --write: also replace files that routeshift did not write'))
    .addOption(
      new Option(
        '--write <mode>',
        'write into the tree: beside its files, in place of what was converted, or -o DIR',
      ).choices(WRITE_MODES),
    )
    .addOption(new Option('--allow-dirty', 'with --write: also where Git has changes that are not committed'))
    .addOption(reportOption(REPORT_FORMATS))
    .addOption(reportAllOption())
    .addOption(
      new Option('--fail-on <level>', 'findings that make the exit status 2').choices(FAIL_ON).default('error'),
    )
    .addOption(new Option('--baseline <file>', 'findings of an earlier run: they do not count').argParser(nonEmpty))
    .addOption(
      new Option('--write-baseline <file>', 'write the findings of this run as a baseline').argParser(nonEmpty),
    )
    .addOption(new Option('-q, --quiet', 'no report on standard error unless --report asks for it'))
    .addOption(new Option('--verify', 'replay requests before and after, as routeshift verify does'))
    .addOption(
      new Option(
        '--server-dry-run',
        'ask the API server whether it would accept each object; nothing is stored',
      ).conflicts(['write', 'shard']),
    )
    .addOption(shardOption())
    .addOption(new Option('--no-comments', 'leave comments out of the manifests'))
    .addOption(
      new Option('--check', 'for CI: no manifests, only the report and the exit status').conflicts(['output', 'write']),
    );
  addConversionOptions(command);
  return command;
}

async function convertPaths(paths: readonly string[], flags: Flags, streams: Streams): Promise<ExitCode> {
  if (flags.gateway === undefined && (flags.httpListener ?? flags.httpsListener) !== undefined) {
    throw new UsageError('--http-listener and --https-listener name listeners of an existing Gateway: add --gateway');
  }
  const { convertWith, judged, loadRepertoire, mergedParts, readParts } = await import('./conversion.js');
  const { write } = flags;
  if (write !== undefined) return await convertTree(paths, { ...flags, write }, streams);
  const progress = progressOf(streams, flags.quiet === true);
  const parts = await readParts(paths, flags, undefined, progress.onProgress).finally(progress.stop);
  const repertoire = await loadRepertoire(parts.map(({ options }) => options));
  const conversions = parts.map(({ input, options }) => convertWith(repertoire, input, options));
  // What counts is a matter of the whole: a shard does not know which suppressions others use.
  const merged = mergedParts(conversions);
  const whole = await judged(flags.serverDryRun === true ? await tried(merged, flags) : merged, flags, streams);
  const manifests = parts.flatMap(({ input }) => input.manifests);
  const share = flags.shard === undefined ? undefined : await shareOf(flags.shard, manifests);
  const converted = share?.conversion(whole) ?? whole;
  const conversion = flags.verify === true ? await verified(converted, parts, conversions, share) : converted;
  await writeManifests(conversion, whole.emitted, flags, streams);
  await writeReports(conversion, flags, streams);
  return exitCodeOf(conversion.items, flags.failOn);
}

/** The conversion with what the API server says of each object. */
async function tried(conversion: Conversion, flags: Flags): Promise<Conversion> {
  const [{ withCluster }, { dryRunItems }, { withRemarks }] = await Promise.all([
    import('./cluster-part.js'),
    import('../cluster/dry-run-items.js'),
    import('../tree/with-remarks.js'),
  ]);
  return withRemarks(conversion, await withCluster(flags, (client) => dryRunItems(client, conversion.emitted)));
}

/** Converts a directory and writes the result into it, or into its mirror. */
async function convertTree(
  paths: readonly string[],
  flags: Flags & { readonly write: WriteMode },
  streams: Streams,
): Promise<ExitCode> {
  if (flags.shard !== undefined)
    throw new UsageError('--write works on a whole directory: --shard does not go with it');
  const [{ convert }, { partsOf }, { mergedParts }, { judged }, { planTree, writeTree }] = await Promise.all([
    import('../index.js'),
    import('./parts.js'),
    import('../merged-parts.js'),
    import('./judged.js'),
    import('./write-tree.js'),
  ]);
  const converted = async (input: ConvertInput, earlierGateways: readonly NamespacedName[]) => {
    const parts = (await partsOf(input, flags)).map((part) => ({
      ...part,
      options: { ...part.options, earlierGateways },
    }));
    const conversions = parts.map((part) => convert(part.input, part.options));
    const whole = mergedParts(conversions);
    return flags.verify === true ? await verified(whole, parts, conversions, undefined) : whole;
  };
  const progress = progressOf(streams, flags.quiet === true);
  const planned = await planTree(paths, flags, converted, progress.onProgress).finally(progress.stop);
  const conversion = await judged(planned.conversion, flags, streams);
  const written = await writeTree(planned, flags);
  await writeReports(conversion, flags, streams);
  if (flags.quiet !== true) await streams.err(`routeshift: ${written}\n`);
  return exitCodeOf(conversion.items, flags.failOn);
}

/** The conversion with the outcome of its verification; the models are loaded only where they are asked for. */
async function verified(
  converted: Conversion,
  parts: readonly Part[],
  conversions: readonly Conversion[],
  share: Share | undefined,
): Promise<Conversion> {
  const [{ addVerifications, verify }, { withVerification }] = await Promise.all([
    import('../verification/verify.js'),
    import('./with-verification.js'),
  ]);
  // The findings of the whole explain differences of each shard.
  const verifications = parts.map(({ input, options }, index) =>
    verify(input.manifests, conversions[index] ?? converted, options, [], share?.hasHost),
  );
  return withVerification(converted, addVerifications(verifications));
}

async function writeManifests(
  conversion: Conversion,
  among: readonly EmittedObject[],
  flags: Flags,
  streams: Streams,
): Promise<void> {
  if (flags.check === true) return;
  const noComments = !flags.comments;
  if (flags.output === undefined) {
    const { yamlStream } = await import('./conversion.js');
    for (const piece of yamlStream(conversion, { noComments })) await streams.out(piece);
    return;
  }
  const { ForeignFiles, writeFiles } = await import('../writing/write-files.js');
  try {
    await writeFiles(conversion, flags.output, { noComments, force: flags.force === true, among });
  } catch (error) {
    if (!(error instanceof ForeignFiles)) throw error;
    const [first, ...others] = error.files;
    const more = others.length > 0 ? ` and ${count(others.length, 'other file')}` : '';
    throw new UsageError(`routeshift did not write ${first}${more}; nothing was written (--force replaces files)`);
  }
}

async function writeReports(conversion: Conversion, flags: Flags, streams: Streams): Promise<void> {
  const wanted = flags.report ?? (flags.quiet === true ? [] : [{ format: 'text' } as const]);
  await writeReportsTo(wanted, { write: streams.err, isTerminal: streams.errIsTerminal }, (format, style) =>
    renderReport(format, conversion, tool, { ...style, all: flags.reportAll }),
  );
  // Whoever sends every report to a file still sees how it went.
  if (flags.quiet !== true && wanted.every(({ file }) => file !== undefined)) await streams.err(oneLine(conversion));
}

function oneLine({ summary }: Conversion): string {
  const { error, warning } = summary.findings;
  const findings = `${count(error, 'error')}, ${count(warning, 'warning')}`;
  return `routeshift: ${count(summary.objects, 'object')}, ${count(summary.withheld, 'rule')} withheld, ${findings}\n`;
}
