import type { Candidate, Outcome, Request } from '../behaviour/outcome.js';
import type { SourceName } from '../options.js';

/** One thing in which a request is treated differently after the conversion. */
export interface Difference {
  readonly request: Request;
  /** A field of an outcome, such as `status`, `path`, `requestHeaders.x-foo`, `guards.basic-auth`. */
  readonly field: string;
  /** The value before; null where there is none. */
  readonly source: unknown;
  /** The value after. */
  readonly target: unknown;
  /** Codes of the findings that say so; `RS9001` alone when none does. */
  readonly codes: readonly string[];
  /** How certain it is: false when only some implementations of Gateway API do it. */
  readonly always: boolean;
}

/** How one request is handled before and after the conversion. */
export interface Trace {
  readonly request: Request;
  /** Who served the host before, where the conversion was for several controllers. */
  readonly controllers?: readonly SourceName[] | undefined;
  /** The overrides that the files fall under which it was asked of, where a configuration made several conversions. */
  readonly overrides?: readonly string[] | undefined;
  readonly source?: Outcome | undefined;
  readonly target?: Outcome | undefined;
  /** Whether every implementation treats the request as before. */
  readonly agree: boolean;
  readonly differences: readonly Difference[];
  /** On each side: the rules that came closest to taking the request, and why they did not. */
  readonly nearest: { readonly source: readonly Candidate[]; readonly target: readonly Candidate[] };
}

/** A request of the user with what they expect of it after the conversion. */
export interface ExpectedRequest {
  readonly request: Request;
  readonly expect?: Expectation | undefined;
}

/** Fields of the target's outcome that have to be as stated. */
export type Expectation = Readonly<Record<string, unknown>>;

/** A stated expectation that the conversion does not meet. */
export interface Unmet {
  readonly request: Request;
  readonly field: string;
  readonly expected: unknown;
  readonly target: unknown;
}

/** What came of replaying the probes on both sides. */
export interface Verification {
  /** How many requests were replayed. */
  readonly probes: number;
  /** Requests that are treated alike. */
  readonly agree: number;
  /** Requests that differ, all of it told by findings. */
  readonly explained: number;
  /** Requests with a difference that no finding tells. */
  readonly unexplained: number;
  readonly differences: readonly Difference[];
  /** Hosts for which not all probes were replayed. */
  readonly leftOut: readonly { readonly host: string; readonly count: number }[];
  /** Requests of the user that are not answered as stated. */
  readonly unmet: readonly Unmet[];
  /** What the models cannot evaluate, such as snippets: nothing was checked there. */
  readonly unmodelled: readonly string[];
  /** Emitted objects that would take no effect: refused by the API server, or attached to nothing. */
  readonly problems: readonly { readonly object: string; readonly reason: string }[];
}
