import { isAbsent } from '../behaviour/compare.js';
import type { Request } from '../behaviour/outcome.js';
import { deriveProbes, type ProbeSet } from '../behaviour/probes.js';
import { isNobody } from './admitted.js';
import { hasOneFront, type Run, runsFor } from './runs.js';
import type { ExpectedRequest } from './verification.js';

/** The requests that are replayed of one run. */
export interface ReplayedRequests {
  readonly requests: readonly Request[];
  /** Those of the user among them. */
  readonly own: readonly ExpectedRequest[];
  readonly leftOut: ProbeSet['leftOut'];
}

/** The requests that tell the two sides of a run apart, and those of the user that it serves. */
export function replayedRequests(
  run: Run,
  runs: readonly Run[],
  own: readonly ExpectedRequest[],
  only: (host: string) => boolean,
): ReplayedRequests {
  const { replay, conversion, options } = run;
  const { probes, leftOut } = deriveProbes(
    replay.objects,
    conversion.emitted.map(({ object }) => object),
    { annotationPrefix: options.annotationPrefix, only },
  );
  const mine = own.filter(({ request }) => only(request.host) && runsFor(request.host, runs).includes(run));
  const requests = [...probes, ...mine]
    .map(({ request }) => request)
    .filter((request) => !isNobody(request.host) && !isOfOthers(request, run, runs));
  return { requests, own: mine, leftOut };
}

/** At an address that serves everybody: whether a host is rather that of another controller, which is asked for it. */
function isOfOthers(request: Request, run: Run, runs: readonly Run[]): boolean {
  if (runs.length < 2 || !hasOneFront(run.options)) return false;
  const { host } = request;
  if (!runsFor(host, runs).includes(run)) return true;
  // Who serves any host may still have no answer for this one.
  if (run.replay.serves(host) === 'by name' || !isAbsent(run.replay.source.answer(request))) return false;
  return runs.some(({ replay }) => replay !== run.replay && replay.serves(host) !== undefined);
}
