import type { Request } from '../behaviour/outcome.js';
import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { RunOptions } from '../options.js';
import { type ConvertedPart, serversAmong } from './converted-parts.js';
import type { Replay, Side } from './replay.js';
import { replayedRequests } from './replayed-requests.js';
import { type Run, runsFor, runsOf } from './runs.js';
import { withShortWords } from './short-words.js';
import type { Difference, ExpectedRequest, Trace, Unmet, Verification } from './verification.js';

/**
 * Replays requests through both data planes: those that can tell the two configurations apart, and the user's own. Pure;
 * never throws. The same input gives the same answer, in whatever order.
 *
 * @param conversion what came of converting exactly these manifests with these options
 * @param only the hosts whose requests are replayed; the others are somebody else's part of the work
 */
export function verify(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: RunOptions,
  own: readonly ExpectedRequest[] = [],
  only: (host: string) => boolean = everyHost,
): Verification {
  const short = withShortWords(manifests, conversion);
  if (short === undefined) return verifyObjects(manifests, conversion, options, own, only);
  const { restored, replaced } = short;
  return restored(verifyObjects(short.manifests, short.conversion, options, replaced(own), only));
}

function everyHost(): boolean {
  return true;
}

function verifyObjects(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: RunOptions,
  own: readonly ExpectedRequest[],
  only: (host: string) => boolean,
): Verification {
  const runs = runsOf(manifests, conversion, options);
  return addVerifications(runs.map((run) => verifyRun(run, runs, own, only)));
}

function verifyRun(
  run: Run,
  runs: readonly Run[],
  own: readonly ExpectedRequest[],
  only: (host: string) => boolean,
): Verification {
  const { replay, conversion } = run;
  const { requests, own: mine, leftOut } = replayedRequests(run, runs, own, only);
  const differences: Difference[] = [];
  let agree = 0;
  let unexplained = 0;
  for (const request of requests) {
    const found = replay.differences(request);
    if (found.length === 0) agree++;
    else if (found.some(isUnexplained)) unexplained++;
    differences.push(...found);
  }
  return {
    probes: requests.length,
    agree,
    explained: requests.length - agree - unexplained,
    unexplained,
    differences,
    leftOut,
    unmet: mine.flatMap((one) => unmetBy(replay, one)),
    unmodelled: [...replay.source.unmodelled, ...tcpPorts(conversion)],
    problems: replay.target.problems,
  };
}

/** Connections of TCP and packets of UDP are no requests that could be replayed. */
export function tcpPorts({ emitted }: Pick<Conversion, 'emitted'>): string[] {
  return emitted.flatMap(({ object: { kind, metadata } }) => {
    if (kind !== 'TCPRoute' && kind !== 'UDPRoute') return [];
    const { name, namespace } = metadata;
    const what = kind === 'TCPRoute' ? 'TCP connections' : 'UDP packets';
    return [`${kind} ${namespace === undefined ? name : `${namespace}/${name}`}: ${what} are not replayed`];
  });
}

/** One verification of all: numbers are added, and what several say of one target is said once. */
export function addVerifications(all: readonly Verification[]): Verification {
  const [only, ...others] = all;
  if (only !== undefined && others.length === 0) return only;
  const sum = (field: 'probes' | 'agree' | 'explained' | 'unexplained'): number =>
    all.reduce((total, one) => total + one[field], 0);
  const hosts = new Map<string, number>();
  for (const { host, count } of all.flatMap(({ leftOut }) => leftOut)) hosts.set(host, (hosts.get(host) ?? 0) + count);
  const problems = new Map(all.flatMap((one) => one.problems).map((problem) => [JSON.stringify(problem), problem]));
  return {
    probes: sum('probes'),
    agree: sum('agree'),
    explained: sum('explained'),
    unexplained: sum('unexplained'),
    differences: all.flatMap(({ differences }) => differences),
    leftOut: [...hosts].map(([host, count]) => ({ host, count })),
    unmet: all.flatMap(({ unmet }) => unmet),
    unmodelled: [...new Set(all.flatMap(({ unmodelled }) => unmodelled))],
    problems: [...problems.values()],
  };
}

/** How requests are handled before and after the conversion. */
export function trace(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: RunOptions,
  requests: readonly Request[],
  side: Side = 'both',
): Trace[] {
  return tracesOf({ manifests, conversion, options }, requests, side).flat();
}

/**
 * How requests are handled before and after several conversions that have nothing to do with each other: each by those that
 * serve its host.
 */
export function traceParts(parts: readonly TracedPart[], requests: readonly Request[], side: Side = 'both'): Trace[] {
  const servers = serversAmong(parts);
  const asked = requests.map(({ host }) => servers(host));
  const answers = new Map<Request, Trace[]>(requests.map((request) => [request, []]));
  for (const part of parts) {
    const mine = requests.filter((_, index) => asked[index]?.includes(part) === true);
    for (const [index, traces] of tracesOf(part, mine, side).entries()) {
      const request = mine[index];
      const list = request === undefined ? undefined : answers.get(request);
      for (const one of traces) list?.push({ ...one, overrides: part.overrides });
    }
  }
  return requests.flatMap((request) => answers.get(request) ?? []);
}

/** One of several conversions, and what tells it from the others. */
export interface TracedPart extends ConvertedPart {
  readonly overrides: readonly string[];
}

/** The traces of each request, one for each controller that serves its host. */
function tracesOf(
  { manifests, conversion, options }: ConvertedPart,
  requests: readonly Request[],
  side: Side,
): Trace[][] {
  const short = withShortWords(manifests, conversion);
  if (short === undefined) return traceObjects(manifests, conversion, options, requests, side);
  const { restored, replaced } = short;
  return restored(traceObjects(short.manifests, short.conversion, options, replaced(requests), side));
}

function traceObjects(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: RunOptions,
  requests: readonly Request[],
  side: Side,
): Trace[][] {
  const runs = runsOf(manifests, conversion, options);
  return requests.map((request) =>
    runsFor(request.host, runs).map(({ controllers, replay }) => ({
      ...replay.trace(request, side),
      ...(controllers === undefined ? {} : { controllers }),
    })),
  );
}

/** Whether no finding tells a difference. */
export function isUnexplained(difference: Difference): boolean {
  return difference.codes.includes('RS9001');
}

function unmetBy(replay: Replay, { request, expect }: ExpectedRequest): Unmet[] {
  const outcome = replay.target.answer(request) as unknown as Readonly<Record<string, unknown>>;
  return Object.entries(expect ?? {})
    .filter(([field, expected]) => JSON.stringify(outcome[field] ?? null) !== JSON.stringify(expected))
    .map(([field, expected]) => ({ request, field, expected, target: outcome[field] ?? null }));
}
