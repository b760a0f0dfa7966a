import { Command, Option } from 'commander';
import type { Shard } from '../sharding/shard.js';
import type { Verification } from '../verification/verification.js';
import { addClusterOptions } from './cluster-options.js';
import { EXIT, type ExitCode, unreadableCode } from './exit-codes.js';
import { addLiveOptions, type LiveFlags, liveSettings } from './live-flags.js';
import { addConversionOptions, type ConvertFlags } from './options.js';
import { progressOf } from './progress.js';
import { type ReportFlag, reportOption } from './report-flags.js';
import { shardOption, shareOf } from './shard-flag.js';
import type { Streams } from './streams.js';
import { writeReportsTo } from './write-reports.js';

/** Differences belong to requests and stand in no line of a file: formats that need one are not among these. */
const FORMATS = ['text', 'markdown', 'json', 'junit', 'csv'] as const;
type Format = (typeof FORMATS)[number];

interface Flags extends ConvertFlags, LiveFlags {
  readonly report?: readonly ReportFlag<Format>[];
  readonly probes?: string;
  readonly shard?: Shard;
}

const NOTES = `
The requests are derived from both configurations: every host, path and condition, and what lies just beside them.
With --live they are sent to two entry points, with the Host and the server name of the rule: --old and --new each are
an address (10.0.0.1, ports 80 and 443) or the URL of one scheme (http://10.0.0.1:8080). Nothing else is contacted.

Exit status:
  0  done; every difference is told by a finding of the conversion
  1  wrong usage, or an internal error; with --live also: nothing could be compared
  2  done; there are unexplained differences, expectations that are not met, or addresses that are not reached
  4  done; some inputs could not be read
  130  with --live: stopped by Ctrl-C; nothing unexplained until then

Examples:
  routeshift verify manifests/
  routeshift verify --cluster -A
  routeshift verify manifests/ --report json=verification.json --probes requests.yaml
  routeshift verify manifests/ --live --old 10.0.0.1 --new 10.0.0.2
`;

/** `routeshift verify PATH…` */
export function verifyCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('verify')
    .description('replay requests through models of both data planes, and pair each difference with its finding')
    .argument('[path...]', 'files, directories, globs, or - for standard input')
    .addOption(reportOption(FORMATS))
    .addOption(shardOption())
    .addOption(
      new Option('--probes <file>', 'YAML list of more requests: {scheme, host, method, path, headers, expect}'),
    );
  addLiveOptions(command);
  addClusterOptions(command);
  addConversionOptions(command);
  return command.addHelpText('after', NOTES).action(async (paths: string[], flags: Flags) => {
    finish(await verifyPaths(paths, flags, streams));
  });
}

async function verifyPaths(paths: readonly string[], flags: Flags, streams: Streams): Promise<ExitCode> {
  const [
    { convert, mergeConversions },
    { addVerifications, verify },
    { serversAmong },
    { readParts },
    { readRequests },
  ] = await Promise.all([
    import('../index.js'),
    import('../verification/verify.js'),
    import('../verification/converted-parts.js'),
    import('./parts.js'),
    import('./requests.js'),
  ]);
  const live = flags.live === true ? liveSettings(flags) : undefined;
  const own = flags.probes === undefined ? [] : await readRequests(flags.probes);
  const progress = progressOf(streams, false);
  const parts = await readParts(paths, flags, undefined, progress.onProgress).finally(progress.stop);
  const share =
    flags.shard === undefined
      ? undefined
      : await shareOf(
          flags.shard,
          parts.flatMap(({ input }) => input.manifests),
        );
  const converted = parts.map(({ input, options }) => ({
    manifests: input.manifests,
    options,
    conversion: convert(input, options),
  }));
  const servers = own.length === 0 ? () => converted : serversAmong(converted);
  const requestsOf = (part: (typeof converted)[number]) =>
    own.filter(({ request }) => servers(request.host).includes(part));
  const wanted = flags.report ?? [{ format: 'text' } as const];
  const whenClean = () => {
    const whole = mergeConversions(converted.map(({ conversion }) => conversion));
    return unreadableCode((share?.conversion(whole) ?? whole).items) ?? EXIT.done;
  };
  if (live !== undefined) {
    const { foresee } = await import('../verification/foresight.js');
    const foresights = converted.map((part) => {
      const { manifests, options, conversion } = part;
      const foresight = foresee(manifests, conversion, options, requestsOf(part), share?.hasHost);
      return share?.verification(foresight) ?? foresight;
    });
    return (await import('./verify-live.js')).verifyLive(foresights, live, wanted, streams, whenClean());
  }
  const verified = converted.map((part) => {
    const { manifests, options, conversion } = part;
    const mine = requestsOf(part);
    const asked = verify(manifests, conversion, options, mine, share?.hasHost);
    return share?.verification(asked) ?? asked;
  });
  const verification = addVerifications(verified);
  await writeReportsTo(wanted, { write: streams.out, isTerminal: streams.outIsTerminal }, (format, style) =>
    renderVerification(format, verification, style),
  );
  if (verification.unexplained > 0 || verification.unmet.length > 0) return EXIT.findings;
  return whenClean();
}

/** The verification in the wanted format, in pieces. */
async function renderVerification(
  format: Format,
  verification: Verification,
  style: { readonly colour: boolean },
): Promise<Iterable<string>> {
  switch (format) {
    case 'text':
      return (await import('../reports/verification-text.js')).verificationText(verification, style);
    case 'markdown':
      return (await import('../reports/verification-markdown.js')).verificationMarkdown(verification);
    case 'json':
      return (await import('../reports/verification-json.js')).verificationJson(verification);
    case 'junit':
      return (await import('../reports/verification-junit.js')).verificationJunit(verification);
    case 'csv':
      return (await import('../reports/verification-csv.js')).verificationCsv(verification);
  }
}
