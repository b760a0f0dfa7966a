import { type Command, InvalidArgumentError, Option } from 'commander';
import { type Address, type EntryPoint, parseEntryPoint, SCHEMES } from '../live/entry-point.js';
import { LIVE_DEFAULTS, type LiveSettings } from '../live/settings.js';
import { gather, nonEmpty } from './option-values.js';
import { UsageError } from './usage-error.js';

/** The flags of `verify --live`, as commander hands them over. */
export interface LiveFlags {
  readonly live?: boolean;
  readonly old?: readonly string[];
  readonly new?: readonly string[];
  readonly methods?: readonly string[];
  readonly rate?: number;
  readonly maxProbes?: number;
  readonly concurrency?: number;
  readonly timeout?: number;
  readonly retries?: number;
  readonly compareHeader?: readonly string[];
  readonly compareBody?: boolean;
  readonly header?: readonly string[];
}

const TOKEN = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;

function liveOptions(): Option[] {
  const { methods, rate, maxProbes, concurrency, timeoutSeconds, retries } = LIVE_DEFAULTS;
  return [
    new Option(
      '--old <address>',
      'with --live: the entry point that serves now; repeatable, one for each scheme',
    ).argParser(gather(nonEmpty)),
    new Option('--new <address>', 'with --live: the entry point that is to serve; repeatable').argParser(
      gather(nonEmpty),
    ),
    new Option('--methods <list>', `with --live: methods that may be sent (default: ${methods.join(',')})`).argParser(
      methodList,
    ),
    new Option('--rate <n>', `with --live: requests to each side in a second (default: ${rate})`).argParser(
      between(0.1, 10_000),
    ),
    new Option('--max-probes <n>', `with --live: requests that are sent at most (default: ${maxProbes})`).argParser(
      whole(1, 10_000_000),
    ),
    new Option('--concurrency <n>', `with --live: requests under way at a time (default: ${concurrency})`).argParser(
      whole(1, 256),
    ),
    new Option('--timeout <seconds>', `with --live: for one answer (default: ${timeoutSeconds})`).argParser(
      between(0.1, 600),
    ),
    new Option('--retries <n>', `with --live: times that a difference is asked again (default: ${retries})`).argParser(
      whole(0, 20),
    ),
    new Option(
      '--compare-header <name>',
      'with --live: compare this header instead of the usual ones; repeatable',
    ).argParser(gather(headerName)),
    new Option('--compare-body', 'with --live: compare bodies, too'),
    new Option('--header <line>', "with --live: 'Name: value' for every request, shown nowhere; repeatable").argParser(
      gather((line) => line),
    ),
  ];
}

/** The flags of a comparison over the network. */
export function addLiveOptions(command: Command): void {
  command.option('--live', 'send the requests to two entry points, and compare what they answer');
  for (const option of liveOptions()) command.addOption(option);
  command.hook('preAction', () => {
    if (command.opts<LiveFlags>().live === true) return;
    const odd = liveOptions().find((option) => command.getOptionValueSource(option.attributeName()) === 'cli');
    if (odd !== undefined) throw new UsageError(`${odd.long ?? odd.flags} is about --live`);
  });
}

/** @throws UsageError where a side is missing, or both are the same */
export function liveSettings(flags: LiveFlags): LiveSettings {
  const sides = { old: entryOf('--old', flags.old), new: entryOf('--new', flags.new) };
  const same = SCHEMES.find((scheme) => isSame(sides.old[scheme], sides.new[scheme]));
  if (same !== undefined)
    throw new UsageError(`--old and --new name the same address for ${same}, which answers like itself`);
  return {
    ...sides,
    methods: new Set(flags.methods ?? LIVE_DEFAULTS.methods),
    rate: flags.rate ?? LIVE_DEFAULTS.rate,
    concurrency: flags.concurrency ?? LIVE_DEFAULTS.concurrency,
    maxProbes: flags.maxProbes ?? LIVE_DEFAULTS.maxProbes,
    retries: flags.retries ?? LIVE_DEFAULTS.retries,
    timeoutMs: (flags.timeout ?? LIVE_DEFAULTS.timeoutSeconds) * 1000,
    comparing: { headers: flags.compareHeader, bodies: flags.compareBody === true },
    headers: (flags.header ?? []).map(headerLine),
  };
}

function isSame(one: Address | undefined, other: Address | undefined): boolean {
  return one !== undefined && one.host === other?.host && one.port === other.port;
}

function entryOf(flag: string, named: readonly string[] | undefined): EntryPoint {
  if (named === undefined) throw new UsageError(`--live needs ${flag}, such as ${flag} 10.0.0.1`);
  let whole: EntryPoint = {};
  for (const entry of named.map(parseEntryPoint)) {
    if ('problem' in entry) throw new UsageError(`${flag}: ${entry.problem}`);
    const twice = SCHEMES.find((scheme) => whole[scheme] !== undefined && entry[scheme] !== undefined);
    if (twice !== undefined) throw new UsageError(`${flag} names more than one address for ${twice}`);
    whole = { ...whole, ...entry };
  }
  return whole;
}

function methodList(value: string): readonly string[] {
  const methods = value.split(',').map((method) => method.trim().toUpperCase());
  if (!methods.every((method) => TOKEN.test(method) && method !== 'CONNECT'))
    throw new InvalidArgumentError('It has to be methods between commas, such as GET,POST; CONNECT is never sent.');
  return methods;
}

function headerName(value: string): string {
  if (!TOKEN.test(value)) throw new InvalidArgumentError('It is no name of a header.');
  return value.toLowerCase();
}

/** Headers that say what is asked, or are about the connection. */
const RESERVED = /^(?:host|connection|content-length|transfer-encoding|upgrade|expect|te|trailer)$/i;

/** The line is a secret, so what is wrong with it is said without it. */
function headerLine(line: string): readonly [string, string] {
  const [, name = '', value = ''] = /^([^:]+):[ \t]*([\t\x20-\x7e]*)$/.exec(line) ?? [];
  if (!TOKEN.test(name)) throw new UsageError("--header has to be 'Name: value' in ASCII");
  if (RESERVED.test(name)) throw new UsageError(`--header cannot set ${name}`);
  return [name, value.trim()];
}

function between(least: number, most: number): (value: string) => number {
  return (value) => {
    const number = Number(value);
    if (!(number >= least && number <= most) || value.trim() === '')
      throw new InvalidArgumentError(`It has to be a number from ${least} to ${most}.`);
    return number;
  };
}

function whole(least: number, most: number): (value: string) => number {
  const read = between(least, most);
  return (value) => {
    const number = read(value);
    if (!Number.isInteger(number)) throw new InvalidArgumentError('It has to be a whole number.');
    return number;
  };
}
