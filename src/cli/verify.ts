import { Command, InvalidArgumentError, Option } from 'commander';
import type { Verification } from '../verification/verification.js';
import { EXIT, type ExitCode, unreadableCode } from './exit-codes.js';
import { addConversionOptions, type ConvertFlags, convertOptions, gather } from './options.js';
import { progressOf } from './progress.js';
import { parseReportFlag, type ReportFlag, type ReportFormat } from './report-flags.js';
import type { Streams } from './streams.js';

interface Flags extends ConvertFlags {
  readonly report?: readonly ReportFlag[];
  readonly probes?: string;
}

const NOTES = `
The requests are derived from both configurations: every host, path and condition, and what lies just beside them.

Exit status:
  0  done; every difference is told by a finding of the conversion
  1  wrong usage, or an internal error
  2  done; there are unexplained differences, or expectations that are not met
  4  done; some inputs could not be read

Examples:
  routeshift verify manifests/
  routeshift verify manifests/ --report json=verification.json --probes requests.yaml
`;

/** `routeshift verify PATH…` */
export function verifyCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('verify')
    .description('replay requests through models of both data planes, and pair each difference with its finding')
    .argument('<path...>', 'files, directories, globs, or - for standard input')
    .addOption(
      new Option('--report <format[=file]>', 'text, markdown or json; repeatable (default: text)').argParser(
        gather(reportFlag),
      ),
    )
    .addOption(
      new Option('--probes <file>', 'YAML list of more requests: {scheme, host, method, path, headers, expect}'),
    );
  addConversionOptions(command);
  return command.addHelpText('after', NOTES).action(async (paths: string[], flags: Flags) => {
    finish(await verifyPaths(paths, flags, streams));
  });
}

async function verifyPaths(paths: readonly string[], flags: Flags, streams: Streams): Promise<ExitCode> {
  const [{ convert }, { verify }, { readControllerConfig, readManifests }, { readRequests }] = await Promise.all([
    import('../index.js'),
    import('../verification/verify.js'),
    import('./inputs.js'),
    import('./requests.js'),
  ]);
  const config = flags.controllerConfig === undefined ? undefined : await readControllerConfig(flags.controllerConfig);
  const own = flags.probes === undefined ? [] : await readRequests(flags.probes);
  const options = convertOptions(flags, config);
  const progress = progressOf(streams, false);
  const input = await readManifests(paths, flags, progress.onProgress).finally(progress.stop);
  const conversion = convert(input, options);
  const verification = verify(input.manifests, conversion, options, own);
  for (const { format, file } of flags.report ?? [{ format: 'text' } as const]) {
    const pieces = await renderVerification(format, verification, file === undefined && streams.outIsTerminal);
    if (file === undefined) for (const piece of pieces) await streams.out(piece);
    else (await import('./write-pieces.js')).writePieces(file, pieces);
  }
  if (verification.unexplained > 0 || verification.unmet.length > 0) return EXIT.findings;
  return unreadableCode(conversion.items) ?? EXIT.done;
}

/** The verification in the wanted format, in pieces. */
export async function renderVerification(
  format: ReportFormat,
  verification: Verification,
  isTerminal: boolean,
): Promise<Iterable<string>> {
  switch (format) {
    case 'text': {
      const colour = isTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
      return (await import('../reports/verification-text.js')).verificationText(verification, { colour });
    }
    case 'markdown':
      return (await import('../reports/verification-markdown.js')).verificationMarkdown(verification);
    case 'json':
      return (await import('../reports/verification-json.js')).verificationJson(verification);
  }
}

function reportFlag(value: string): ReportFlag {
  const flag = parseReportFlag(value);
  if ('problem' in flag) throw new InvalidArgumentError(flag.problem);
  return flag;
}
