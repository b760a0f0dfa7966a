import type { Request } from '../behaviour/outcome.js';
import { deriveProbes } from '../behaviour/probes.js';
import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { ConvertOptions } from '../options.js';
import { isNobody } from './admitted.js';
import { Replay, type Side } from './replay.js';
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
  options: ConvertOptions,
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
  options: ConvertOptions,
  own: readonly ExpectedRequest[],
  only: (host: string) => boolean,
): Verification {
  const replay = new Replay(manifests, conversion, options);
  const { probes, leftOut } = deriveProbes(
    replay.objects,
    conversion.emitted.map(({ object }) => object),
    { annotationPrefix: options.annotationPrefix, only },
  );
  const differences: Difference[] = [];
  let agree = 0;
  let unexplained = 0;
  const wanted = own.filter(({ request }) => only(request.host));
  const requests = [...probes, ...wanted].map(({ request }) => request).filter(({ host }) => !isNobody(host));
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
    unmet: wanted.flatMap((one) => unmetBy(replay, one)),
    unmodelled: replay.source.unmodelled,
    problems: replay.target.problems,
  };
}

/** How requests are handled before and after the conversion. */
export function trace(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: ConvertOptions,
  requests: readonly Request[],
  side: Side = 'both',
): Trace[] {
  const short = withShortWords(manifests, conversion);
  if (short === undefined) return traceObjects(manifests, conversion, options, requests, side);
  const { restored, replaced } = short;
  return restored(traceObjects(short.manifests, short.conversion, options, replaced(requests), side));
}

function traceObjects(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: ConvertOptions,
  requests: readonly Request[],
  side: Side,
): Trace[] {
  const replay = new Replay(manifests, conversion, options);
  return requests.map((request) => replay.trace(request, side));
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
