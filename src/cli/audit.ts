import { Command, InvalidArgumentError, Option } from 'commander';
import type { Audit } from '../audit/audit.js';
import type { Grouping } from '../audit/groups.js';
import type { Shard } from '../sharding/shard.js';
import { addClusterOptions } from './cluster-options.js';
import { EXIT, type ExitCode } from './exit-codes.js';
import { addConversionOptions, type ConvertFlags } from './options.js';
import { type ReportFlag, reportOption } from './report-flags.js';
import { shardOption, shareOf } from './shard-flag.js';
import type { Streams } from './streams.js';
import { tool } from './version.js';
import { writeReportsTo } from './write-reports.js';

const FORMATS = ['text', 'markdown', 'json', 'csv'] as const;
type Format = (typeof FORMATS)[number];

interface Flags extends ConvertFlags {
  readonly report?: readonly ReportFlag<Format>[];
  readonly by: Grouping;
  readonly shard?: Shard;
}

const NOTES = `
Nothing is written but the report. Readiness is about the target that the flags name; every other one is compared with it.

Exit status:
  0  done
  1  wrong usage, or an internal error
  4  done; some inputs could not be read

Examples:
  routeshift audit .
  kubectl get ingress,ingressclass -A -o yaml | routeshift audit - --by namespace
  routeshift audit --cluster -A
  routeshift audit repos/ --by label=team --report csv=estate.csv --report markdown=estate.md
`;

/** `routeshift audit PATH…` */
export function auditCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('audit')
    .description('take the inventory of an estate: how ready its Ingresses and Routes are, and for which target')
    .argument('[path...]', 'files, directories, globs, or - for standard input')
    .addOption(
      new Option('--by <group>', 'folder, namespace or label=KEY')
        .argParser(grouping)
        .default({ by: 'folder' }, 'folder'),
    )
    .addOption(reportOption(FORMATS))
    .addOption(shardOption());
  addClusterOptions(command);
  addConversionOptions(command);
  readsForAll(command);
  return command.addHelpText('after', NOTES).action(async (paths: string[], flags: Flags) => {
    // Objects of a cluster lie in no folders.
    const isOpen = flags.clusterFlags?.cluster === true && command.getOptionValueSource('by') === 'default';
    finish(await auditPaths(paths, isOpen ? { ...flags, by: { by: 'namespace' } } : flags, streams));
  });
}

/** An estate is of several controllers: where a run can read for whichever serves an object, an audit does. */
function readsForAll(command: Command): void {
  const from = command.options.find(({ long }) => long === '--from');
  if (from?.argChoices?.includes('auto') === true) command.setOptionValueWithSource('from', 'auto', 'default');
}

async function auditPaths(paths: readonly string[], flags: Flags, streams: Streams): Promise<ExitCode> {
  const [{ audit }, { readParts }, { readingOf }] = await Promise.all([
    import('../audit/audit.js'),
    import('./parts.js'),
    import('./inputs.js'),
  ]);
  // Routes are among the targets, whatever the flags name: what they need is read.
  const parts = await readParts(paths, flags, (own) => readingOf({ ...own, to: 'openshift-route' }));
  const manifests = parts.flatMap(({ input }) => input.manifests);
  const share = flags.shard === undefined ? undefined : await shareOf(flags.shard, manifests);
  const result = audit(parts, flags.by, share);
  const wanted = flags.report ?? [{ format: 'text' } as const];
  await writeReportsTo(wanted, { write: streams.out, isTerminal: streams.outIsTerminal }, (format, style) =>
    renderAudit(format, result, style),
  );
  return result.unreadable > 0 ? EXIT.unreadable : EXIT.done;
}

async function renderAudit(
  format: Format,
  audit: Audit,
  style: { readonly colour: boolean },
): Promise<Iterable<string>> {
  switch (format) {
    case 'text':
      return (await import('../reports/audit-text.js')).auditText(audit, style);
    case 'markdown':
      return (await import('../reports/audit-markdown.js')).auditMarkdown(audit, tool);
    case 'json':
      return (await import('../reports/audit-json.js')).auditJson(audit, tool);
    case 'csv':
      return (await import('../reports/audit-csv.js')).auditCsv(audit);
  }
}

function grouping(value: string): Grouping {
  if (value === 'folder' || value === 'namespace') return { by: value };
  const key = /^label=(.+)$/.exec(value)?.[1];
  if (key === undefined) throw new InvalidArgumentError('It has to be folder, namespace or label=KEY.');
  return { by: 'label', key };
}
