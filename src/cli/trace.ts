import { Command, Option } from 'commander';
import { EXIT, type ExitCode, unreadableCode } from './exit-codes.js';
import { gather, nonEmpty } from './option-values.js';
import { addConversionOptions, type ConvertFlags } from './options.js';
import type { Streams } from './streams.js';
import { UsageError } from './usage-error.js';

interface Flags extends ConvertFlags {
  readonly header?: readonly string[];
  readonly side: 'source' | 'target' | 'both';
  readonly report: 'text' | 'json';
  readonly requests?: string;
}

const NOTES = `
The request is written as METHOD URL; without a method it is a GET. The paths are those of routeshift convert. Gateway API
objects that are among them count as applied, too.

Exit status:
  0  done
  1  wrong usage, or an internal error
  4  done; some inputs could not be read

Examples:
  routeshift trace 'GET https://shop.example.com/cart' manifests/
  routeshift trace 'GET http://shop.example.com/' manifests/ -H 'X-Canary: always' --side source
  routeshift trace --requests requests.yaml manifests/ --report json
`;

/** `routeshift trace 'METHOD URL' PATH…` */
export function traceCommand(streams: Streams, finish: (code: ExitCode) => void): Command {
  const command = new Command('trace')
    .description('show how a request is handled before and after the conversion, and why')
    .usage("[options] 'METHOD URL' <path...>")
    .argument('<request>', "such as 'GET https://shop.example.com/cart'; none with --requests")
    .argument('[path...]', 'files, directories, globs, or - for standard input')
    .addOption(new Option('-H, --header <name:value>', 'header of the request; repeatable').argParser(gather(nonEmpty)))
    .addOption(
      new Option('--side <side>', 'before the conversion, after it, or both')
        .choices(['source', 'target', 'both'])
        .default('both'),
    )
    .addOption(new Option('--report <format>', 'form of the answer').choices(['text', 'json']).default('text'))
    .addOption(new Option('--requests <file>', 'YAML list of {scheme, host, method, path, headers}, instead of one'));
  addConversionOptions(command, ({ processedArgs }) => {
    const [first, others = []] = processedArgs as [string, string[]?];
    return command.opts<Flags>().requests === undefined ? others : [first, ...others];
  });
  return command.addHelpText('after', NOTES).action(async (first: string, others: string[], flags: Flags) => {
    finish(await tracePaths(first, others, flags, streams));
  });
}

async function tracePaths(first: string, others: readonly string[], flags: Flags, streams: Streams): Promise<ExitCode> {
  const { parseRequest, readRequests } = await import('./requests.js');
  const isOne = flags.requests === undefined;
  const requests =
    flags.requests === undefined
      ? [parseRequest(first, flags.header ?? [])]
      : (await readRequests(flags.requests)).map(({ request }) => request);
  const paths = isOne ? others : [first, ...others];
  if (paths.length === 0) throw new UsageError('name the files or directories that hold the manifests');
  if (!isOne && flags.header !== undefined) throw new UsageError('with --requests, headers belong into the file');
  const [{ convert }, { trace, traceParts }, { readParts }] = await Promise.all([
    import('../index.js'),
    import('../verification/verify.js'),
    import('./parts.js'),
  ]);
  const parts = (await readParts(paths, flags)).map(({ overrides, input, options }) => ({
    overrides,
    manifests: input.manifests,
    options,
    conversion: convert(input, options),
  }));
  const [only, ...rest] = parts;
  const traces =
    only !== undefined && rest.length === 0
      ? trace(only.manifests, only.conversion, only.options, requests, flags.side)
      : traceParts(parts, requests, flags.side);
  if (flags.report === 'json') {
    const { traceJson, traceListJson } = await import('../reports/trace-json.js');
    const [one] = traces;
    await streams.out(isOne && one !== undefined && traces.length === 1 ? traceJson(one) : traceListJson(traces));
  } else {
    const { traceText } = await import('../reports/trace-text.js');
    const colour = streams.outIsTerminal && !process.env.NO_COLOR && process.env.TERM !== 'dumb';
    await streams.out(traces.map((one) => traceText(one, { colour })).join('\n'));
  }
  return unreadableCode(parts.flatMap(({ conversion }) => conversion.items)) ?? EXIT.done;
}
