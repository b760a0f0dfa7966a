import { realpath } from 'node:fs/promises';
import path from 'node:path';
import { Command, InvalidArgumentError, Option } from 'commander';
import type { Conversion } from '../conversion.js';
import type { Differences } from '../differences/differences.js';
import type { DiffContext } from '../reports/diff-wording.js';
import { shellWord } from '../reports/shell-word.js';
import { WRITE_MODES, type WriteMode } from '../tree/file-change.js';
import type { ReadSide } from './base-inputs.js';
import { addClusterOptions } from './cluster-options.js';
import { EXIT, type ExitCode, unreadableCode } from './exit-codes.js';
import { flagWords } from './flag-words.js';
import { nonEmpty } from './option-values.js';
import { addConversionOptions, type ConvertFlags } from './options.js';
import type { EarlierText } from './read-own-files.js';
import { type ReportFlag, reportOption } from './report-flags.js';
import type { Streams } from './streams.js';
import { traceCommand } from './trace.js';
import { UsageError } from './usage-error.js';
import { tool } from './version.js';

const FORMATS = ['text', 'markdown', 'json'] as const;
type Format = (typeof FORMATS)[number];

interface Flags extends ConvertFlags {
  readonly base?: string;
  readonly mergeBase?: boolean;
  readonly against?: string;
  readonly report?: readonly ReportFlag<Format>[];
  readonly check?: boolean;
  readonly maxSize: number;
  readonly write?: WriteMode;
  readonly output?: string;
  readonly force?: boolean;
  readonly comments: boolean;
}

/** The longest comment that GitHub takes, in characters. */
const GITHUB_COMMENT = 65_536;
/** Headline, folds and the words about what was left out need some room. */
const LEAST_SIZE = 2000;

const NOTES = `
Without --base and --against it prints, as a patch for git apply, what convert --write would do to the files of a directory.
--base REV converts the files as they are at a Git revision and as they are in the work tree, and compares the results:
objects, findings, withheld rules, and which requests are answered differently. --against PATH compares the conversion with
manifests that were converted earlier, or with a cluster's: comments, and fields and defaults that the API server writes, do
not count. --cluster shows what applying the result would change on the API server, which is asked with a dry run; without
paths the cluster is what is converted, too.

Exit status:
  0  no difference
  1  wrong usage (no such revision, no repository), or an internal error
  3  there are differences
  4  no difference, but some inputs could not be read

Examples:
  routeshift diff --base origin/main manifests/
  routeshift diff --base HEAD~1 apps/ --report markdown=comment.md --check
  routeshift diff --against gateway/ manifests/
  kubectl get gateway,httproute -A -o yaml | routeshift diff --against - manifests/
  routeshift diff --cluster manifests/                 what would kubectl apply --server-side change
  routeshift diff --write replace manifests/ > conversion.patch
`;

/** `routeshift diff PATH…` */
export function diffCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('diff')
    .description('show what writing the result would change, or how it differs from a revision or an earlier run')
    .argument('[path...]', 'files, directories, globs; with --against also - for standard input')
    .addOption(
      new Option('--base <revision>', 'compare with what the files of this Git revision convert to').argParser(
        nonEmpty,
      ),
    )
    .addOption(new Option('--merge-base', 'with --base: the commit where this branch left the revision'))
    .addOption(
      new Option('--against <path>', 'compare with the manifests in this file or directory')
        .argParser(nonEmpty)
        .conflicts('base'),
    )
    .addOption(reportOption(FORMATS))
    .addOption(
      new Option('--write <mode>', 'what convert --write would change (default: beside)')
        .choices(WRITE_MODES)
        .conflicts(['base', 'against']),
    )
    .addOption(new Option('-o, --output <dir>', 'with --write mirror: the directory of the mirror'))
    .addOption(new Option('--force', 'as for convert --write'))
    .addOption(new Option('--no-comments', 'as for convert --write'))
    .addOption(new Option('--check', 'for CI: one line on standard error instead of the text report'))
    .addOption(
      new Option('--max-size <characters>', 'longest Markdown report; what does not fit is counted')
        .argParser(size)
        .default(GITHUB_COMMENT),
    );
  addClusterOptions(command, true);
  addConversionOptions(command);
  return command.addHelpText('after', NOTES).action(async (paths: string[], flags: Flags) => {
    finish(await diffPaths(paths, flags, streams, command));
  });
}

async function diffPaths(
  paths: readonly string[],
  flags: Flags,
  streams: Streams,
  command: Command,
): Promise<ExitCode> {
  const [{ isDifferent }, { headline }] = await Promise.all([
    import('../differences/differences.js'),
    import('../reports/diff-wording.js'),
  ]);
  const { differences, conversion } = await compared(paths, flags, streams, command);
  const asked = flagWords(
    command,
    traceCommand(streams, () => {}),
  );
  const context: DiffContext = { tool, traceWords: [...paths.map(shellWord), ...asked].join(' ') };
  const reports = flags.report ?? (flags.check === true ? [] : [{ format: 'text' } as const]);
  for (const { format, file } of reports) {
    const isTerminal = file === undefined && streams.outIsTerminal;
    const pieces = await rendered(format, differences, context, flags, isTerminal);
    if (file === undefined) for (const piece of pieces) await streams.out(piece);
    else (await import('./write-pieces.js')).writePieces(file, pieces);
  }
  if (flags.check === true) await streams.err(`routeshift: ${headline(differences)}\n`);
  if (isDifferent(differences)) return EXIT.differences;
  return unreadableCode(conversion.items) ?? (hasProblems(differences) ? EXIT.unreadable : EXIT.done);
}

function compared(
  paths: readonly string[],
  flags: Flags,
  streams: Streams,
  command: Command,
): Promise<{ readonly differences: Differences; readonly conversion: Conversion }> {
  if (flags.clusterFlags !== undefined) return fromServer(paths, flags);
  if (flags.base !== undefined) return fromRevision(flags.base, paths, flags, streams, command);
  if (flags.mergeBase === true) throw new UsageError('--merge-base goes with --base REVISION');
  if (flags.against !== undefined) return fromEarlier(flags.against, paths, flags);
  return fromTree(flags.write ?? 'beside', paths, flags);
}

/** What `convert --write` would do. Nothing of it is done. */
async function fromTree(write: WriteMode, paths: readonly string[], flags: Flags) {
  const [{ convert }, { partsOf }, { mergedParts }, { planTree, refuseForeign }] = await Promise.all([
    import('../index.js'),
    import('./parts.js'),
    import('../merged-parts.js'),
    import('./write-tree.js'),
  ]);
  const { conversion, plan, folder } = await planTree(paths, { ...flags, write }, async (read, earlierGateways) =>
    mergedParts(
      (await partsOf(read, flags)).map(({ input, options }) => convert(input, { ...options, earlierGateways })),
    ),
  );
  refuseForeign(plan.foreign);
  const cwd = await realpath(process.cwd());
  const nameOf = (file: string) => path.relative(cwd, path.join(folder, file)).split(path.sep).join('/');
  const changes = plan.changes.map((change) => ({ ...change, file: nameOf(change.file) }));
  return { differences: { mode: 'write', write, result: { target: conversion.target, changes } } as const, conversion };
}

async function fromRevision(base: string, paths: readonly string[], flags: Flags, streams: Streams, command: Command) {
  const [{ convert }, { readBothSides }, { configurationChange }, { mergedParts }, { judged }, { compareParts }] =
    await Promise.all([
      import('../index.js'),
      import('./base-inputs.js'),
      import('./configuration-change.js'),
      import('../merged-parts.js'),
      import('./judged.js'),
      import('../differences/compare-conversions.js'),
    ]);
  const { revision, before, after } = await readBothSides(
    { name: base, isBranch: flags.mergeBase === true },
    paths,
    flags,
    (earlier) => flagsAt(earlier, paths, streams, command),
  );
  const sideOf = async ({ parts, flags: { setup } }: ReadSide) => {
    const converted = parts.map(({ overrides, input, options }) => ({
      overrides,
      manifests: input.manifests,
      options,
      conversion: convert(input, options),
    }));
    const merged = mergedParts(converted.map(({ conversion }) => conversion));
    return { parts: converted, conversion: await judged(merged, setup === undefined ? {} : { setup }, streams) };
  };
  const now = await sideOf(after);
  const result = compareParts(await sideOf(before), now);
  const configuration = configurationChange(before.flags, after.flags);
  return { differences: { mode: 'revision', revision, configuration, result } as const, conversion: now.conversion };
}

/** The flags of the command line with the settings of another time. */
async function flagsAt(
  earlier: EarlierText,
  paths: readonly string[],
  streams: Streams,
  command: Command,
): Promise<Flags> {
  const again = diffCommand(streams, () => {});
  for (const [name, value] of Object.entries(command.opts<Readonly<Record<string, unknown>>>()))
    if (command.getOptionValueSource(name) === 'cli') again.setOptionValueWithSource(name, value, 'cli');
  const { configure } = await import('./configure.js');
  await configure(again, paths, earlier);
  return again.opts<Flags>();
}

async function fromEarlier(against: string, paths: readonly string[], flags: Flags) {
  const [{ convert }, { readParts }, { mergedParts }, { driftFrom }, { readEarlier }] = await Promise.all([
    import('../index.js'),
    import('./parts.js'),
    import('../merged-parts.js'),
    import('../differences/drift.js'),
    import('./earlier-manifests.js'),
  ]);
  if (against === '-' && paths.includes('-')) throw new UsageError('only one of the two can be standard input');
  const parts = await readParts(paths, flags);
  const conversion = mergedParts(parts.map(({ input, options }) => convert(input, options)));
  const { objects, problems } = await readEarlier(against);
  const result = driftFrom(objects, conversion, problems);
  return { differences: { mode: 'against', against, result } as const, conversion };
}

/** What applying the result would change on the API server. Nothing of it is done. */
async function fromServer(paths: readonly string[], flags: Flags) {
  const odd = (['base', 'against', 'write', 'output'] as const).find((name) => flags[name] !== undefined);
  if (odd !== undefined) throw new UsageError(`--${odd} and --cluster exclude each other`);
  const [{ convert }, { readParts }, { mergedParts }, { withCluster }, { serverDrift }] = await Promise.all([
    import('../index.js'),
    import('./parts.js'),
    import('../merged-parts.js'),
    import('./cluster-part.js'),
    import('../cluster/server-drift.js'),
  ]);
  const parts = await readParts(paths, flags);
  const conversion = mergedParts(parts.map(({ input, options }) => convert(input, options)));
  const { against, result } = await withCluster(flags, async (client) => ({
    against: `cluster:${client.context}`,
    result: await serverDrift(client, conversion, flags.clusterFlags?.readCertificates === true),
  }));
  return { differences: { mode: 'against', against, result } as const, conversion };
}

/** Whether manifests to compare with could not be read. */
function hasProblems(differences: Differences): boolean {
  return differences.mode === 'against' && differences.result.problems.length > 0;
}

async function rendered(
  format: Format,
  differences: Differences,
  context: DiffContext,
  { maxSize }: Flags,
  isTerminal: boolean,
): Promise<Iterable<string>> {
  switch (format) {
    case 'text': {
      const colour = isTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
      return (await import('../reports/diff-text.js')).diffText(differences, context, { colour, isTerminal });
    }
    case 'markdown':
      return [(await import('../reports/diff-markdown.js')).diffMarkdown(differences, context, maxSize)];
    case 'json':
      return (await import('../reports/diff-json.js')).diffJson(differences, context);
  }
}

function size(value: string): number {
  const number = Number(value);
  if (!Number.isInteger(number) || number < LEAST_SIZE) {
    throw new InvalidArgumentError(`It has to be a whole number from ${LEAST_SIZE}.`);
  }
  return number;
}
