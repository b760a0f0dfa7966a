import type { OutcomeDifference } from '../behaviour/compare.js';
import type { Outcome, Request } from '../behaviour/outcome.js';
import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { RunOptions } from '../options.js';
import type { Finding } from './findings.js';
import type { Replay } from './replay.js';
import { replayedRequests } from './replayed-requests.js';
import { runsOf } from './runs.js';
import { withShortWords } from './short-words.js';
import { opens } from './situation.js';
import type { Difference, Expectation, ExpectedRequest, Verification } from './verification.js';
import { tcpPorts } from './verify.js';

/** What the models say of a request before anybody sends it. */
export interface Prediction {
  readonly source: Outcome;
  readonly target: Outcome;
  readonly differences: readonly Difference[];
}

/** A request that could be sent, and what is known about it. */
export interface Foreseen {
  readonly request: Request;
  /** The user asked for it. */
  readonly isOwn: boolean;
  /** What they expect of the side after the conversion. */
  readonly expect?: Expectation | undefined;
  /** It names a parameter of a Template that has no value yet, so that nobody can ask for it. */
  readonly isUnfinished: boolean;
  /** Worked out when it is asked for: of many requests few are sent. */
  readonly prediction: () => Prediction;
  /**
   * Codes of the findings about what the models do not evaluate that tell a difference: lost snippets, annotations and
   * settings.
   */
  readonly told: (difference: OutcomeDifference, source: Outcome) => readonly string[];
}

/** The requests of a conversion, and what limits them. */
export interface Foresight extends Pick<Verification, 'leftOut' | 'unmodelled' | 'problems'> {
  readonly requests: readonly Foreseen[];
}

/**
 * The requests that `verify` replays, with what the models say of each. Pure; never throws.
 *
 * @param only the hosts that are asked; the others are somebody else's part of the work
 */
export function foresee(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: RunOptions,
  own: readonly ExpectedRequest[],
  only: (host: string) => boolean = () => true,
): Foresight {
  const short = withShortWords(manifests, conversion);
  if (short === undefined) return foreseeObjects(manifests, conversion, options, own, only);
  const { requests, ...rest } = foreseeObjects(short.manifests, short.conversion, options, short.replaced(own), only);
  return {
    ...short.restored(rest),
    requests: requests.map((one) => {
      const request = short.restored(one.request);
      return {
        ...one,
        request,
        isUnfinished: JSON.stringify(request) !== JSON.stringify(one.request),
        prediction: () => short.restored(one.prediction()),
        told: (difference, source) => one.told(short.replaced(difference), short.replaced(source)),
      };
    }),
  };
}

function foreseeObjects(
  manifests: readonly Manifest[],
  conversion: Conversion,
  options: RunOptions,
  own: readonly ExpectedRequest[],
  only: (host: string) => boolean,
): Foresight {
  const runs = runsOf(manifests, conversion, options);
  const all = runs.map((run) => {
    const { requests, own: mine, leftOut } = replayedRequests(run, runs, own, only);
    const wishes = new Map(mine.map((one) => [one.request, one]));
    const foreseen = requests.map((request) => ofRequest(request, wishes.get(request), run.replay));
    return { run, foreseen, leftOut };
  });
  return {
    requests: all.flatMap(({ foreseen }) => foreseen),
    leftOut: all.flatMap(({ leftOut }) => leftOut),
    unmodelled: [...new Set(all.flatMap(({ run }) => [...run.replay.source.unmodelled, ...tcpPorts(run.conversion)]))],
    problems: all.flatMap(({ run }) => run.replay.target.problems),
  };
}

function ofRequest(request: Request, own: ExpectedRequest | undefined, replay: Replay): Foreseen {
  return {
    request,
    isOwn: own !== undefined,
    expect: own?.expect,
    isUnfinished: false,
    prediction: () => ({
      source: replay.source.answer(request),
      target: replay.target.answer(request),
      differences: replay.differences(request),
    }),
    told: (difference, source) => toldBy(replay, request, difference, source),
  };
}

/** Codes that speak of any annotation or setting, among them those that no model evaluates. */
const OF_LOSSES: ReadonlySet<string> = new Set(['RS0314', 'RS0319', 'RS0320', 'RS0321', 'RS0324', 'RS1702']);

function toldBy(replay: Replay, request: Request, difference: OutcomeDifference, source: Outcome): readonly string[] {
  const target = replay.target.answer(request);
  const situation = { request, source, target, difference, usual: true };
  const losses = replay.findingsOn(situation).filter(({ code }) => OF_LOSSES.has(code));
  // That something is open now has to be told as such.
  const snippets = opens(situation)
    ? []
    : replay.findingsAbout(request, source).filter((finding) => isLostSnippet(finding, source));
  return [...new Set([...losses, ...snippets].map(({ code }) => code))].sort();
}

/** A snippet of the object that took the request: whatever it did is gone, and what that was nobody evaluated. */
function isLostSnippet({ annotation, item, owner }: Finding, source: Outcome): boolean {
  if (annotation === undefined || !/-snippets?$/.test(annotation) || item.severity === 'info') return false;
  const isOfWholeHost = /^server-/.test(annotation);
  return isOfWholeHost || owner === undefined || `${source.rule} `.startsWith(`${owner} `);
}
