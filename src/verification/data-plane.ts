import type { Candidate, Outcome, Request } from '../behaviour/outcome.js';

/** One side of a replay: a configuration that answers requests. */
export interface DataPlane {
  /** What is done with a request. */
  readonly answer: (request: Request) => Outcome;
  /** Every outcome that implementations may have; the first is the most common. */
  readonly permitted: (request: Request) => readonly Outcome[];
  /** The rules that came closest to taking a request. */
  readonly nearest: (request: Request) => readonly Candidate[];
  /** What the model cannot evaluate. */
  readonly unmodelled: readonly string[];
  /** Objects that take no effect. */
  readonly problems: readonly { readonly object: string; readonly reason: string }[];
}
