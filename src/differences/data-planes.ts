import type { Outcome, Request } from '../behaviour/outcome.js';
import { type Run, runsFor, runsOf } from '../verification/runs.js';
import { withShortWords } from '../verification/short-words.js';
import type { ConvertedSide } from './converted-side.js';

/** What answers before and after a conversion, or several of one cluster, whichever controllers it was for. */
export interface SidePlanes {
  /** What the controller that serves the host does. */
  source(request: Request): Outcome;
  /** Every outcome that implementations may have; the first is the most common. */
  target(request: Request): readonly Outcome[];
  readonly sources: readonly unknown[];
  readonly emitted: readonly object[];
  /** What the models cannot evaluate. */
  readonly unmodelled: readonly string[];
}

/** The planes of two runs, and the way from their words back to those that people write. */
export interface Planes {
  readonly before: SidePlanes;
  readonly after: SidePlanes;
  restored<T>(data: T): T;
}

/** Parameters of Templates that have no value go by one word on both sides, whichever Templates each side has. */
export function planesOf(before: readonly ConvertedSide[], after: readonly ConvertedSide[]): Planes {
  const sides = [...before, ...after];
  const all = sides.flatMap(({ manifests }) => manifests);
  let restored: Planes['restored'] = (data) => data;
  let from = 0;
  const worded = sides.map((side): ConvertedSide => {
    const begin = from;
    from += side.manifests.length;
    const short = withShortWords(all, side.conversion);
    if (short === undefined) return side;
    restored = short.restored;
    return { ...side, manifests: short.manifests.slice(begin, from), conversion: short.conversion };
  });
  return { before: planes(worded.slice(0, before.length)), after: planes(worded.slice(before.length)), restored };
}

/** Of a host that no object names, and that no controller is left to answer for. */
const NOBODY: Outcome = {
  status: 0,
  reason: 'nothing is served',
  backend: null,
  backends: [],
  path: null,
  host: null,
  certificate: null,
  requestHeaders: { set: {}, added: {}, removed: [] },
  responseHeaders: { set: {}, added: {}, removed: [] },
  guards: [],
  timeouts: {},
  rule: 'nothing',
};

function planes(sides: readonly ConvertedSide[]): SidePlanes {
  const runs = sides.flatMap(({ manifests, conversion, options }) => runsOf(manifests, conversion, options));
  const chosen = new Map<string, Run | undefined>();
  // Of several that name a host, one counts, as DNS leads a name to one address.
  const runOf = ({ host }: Request): Run | undefined => {
    if (!chosen.has(host)) chosen.set(host, runsFor(host, runs)[0]);
    return chosen.get(host);
  };
  return {
    source: (request) => runOf(request)?.replay.source.answer(request) ?? NOBODY,
    target: (request) => runOf(request)?.replay.target.permitted(request) ?? [NOBODY],
    sources: runs.flatMap(({ replay }) => replay.objects),
    emitted: sides.flatMap(({ conversion }) => conversion.emitted.map(({ object }) => object)),
    unmodelled: [...new Set(runs.flatMap(({ replay }) => replay.source.unmodelled))],
  };
}
