import type { Request } from '../behaviour/outcome.js';
import type { Difference, Unmet, Verification } from '../verification/verification.js';
import type { EntryPoint } from './entry-point.js';

/** The side that served before, and the one that is to serve from now on. */
export type LiveSide = 'old' | 'new';

/** One thing in which the two sides answered a request differently; `source` is the old side, `target` the new one. */
export interface LiveDifference extends Difference {
  /** What the models say becomes of the request, in words. */
  readonly models: { readonly old: string; readonly new: string };
  /** The sides that answered otherwise than their models. */
  readonly departing: readonly LiveSide[];
}

/** A request whose answers changed from one time to the next, so that nothing can be said of it. */
export interface Varying {
  readonly request: Request;
  /** Each different answer, in few words, in the order in which they came. */
  readonly old: readonly string[];
  readonly new: readonly string[];
  /** Whether a model shares the request among several backends, which explains it. */
  readonly isShared: boolean;
}

/** A request that neither side answered. */
export interface Unanswered {
  readonly request: Request;
  readonly old: string;
  readonly new: string;
}

/** A request that both sides answered alike, and otherwise than their models say. */
export interface UnlikeModels {
  readonly request: Request;
  /** The answer of both, in few words. */
  readonly answer: string;
  readonly models: LiveDifference['models'];
}

/** Certificates that differ although both are for the server name, or neither is. */
export interface OtherCertificate {
  readonly serverName: string;
  readonly old: CertificateText;
  readonly new: CertificateText;
}

/** What is told of a certificate. */
export interface CertificateText {
  readonly names: readonly string[];
  readonly fingerprint: string;
}

/** An address at which nobody listens, and why. */
export interface Unreached {
  readonly side: LiveSide;
  /** `https://10.0.0.1`. */
  readonly address: string;
  readonly reason: string;
  /** Requests that could not be compared for it. */
  readonly requests: number;
}

/** What came of asking both sides. */
export interface LiveVerification extends Pick<Verification, 'leftOut' | 'problems' | 'unmodelled'> {
  readonly old: EntryPoint;
  readonly new: EntryPoint;
  /** How many requests were asked of both sides and could be compared or were found to vary. */
  readonly probes: number;
  readonly agree: number;
  /** Requests that differ, all of it foretold by findings. */
  readonly explained: number;
  /** Requests with a difference that nothing foretold. */
  readonly unexplained: number;
  readonly differences: readonly LiveDifference[];
  /** Differences that the models have, at requests that both sides answered alike. */
  readonly unseen: readonly Difference[];
  readonly unlikeModels: readonly UnlikeModels[];
  readonly varying: readonly Varying[];
  readonly unanswered: readonly Unanswered[];
  readonly certificates: readonly OtherCertificate[];
  /** Bodies of which only the beginning was read and compared. */
  readonly capped: number;
  readonly unmet: readonly Unmet[];
  /** Requests that were not sent, by the reason. */
  readonly notSent: readonly { readonly reason: string; readonly count: number }[];
  readonly unreached: readonly Unreached[];
  /** Why the run ended before everything was asked, and how many requests that leaves. */
  readonly ended?: { readonly reason: string; readonly requests: number } | undefined;
}

/** Whether there was something to compare and nothing could be: one of the sides is not there, or nothing may be sent. */
export function isInVain({ probes, unreached, notSent }: LiveVerification): boolean {
  return probes === 0 && (unreached.length > 0 || notSent.length > 0);
}

/** Whether something has to be looked into: differences that nothing foretold, expectations not met, addresses not reached. */
export function hasErrors({ unexplained, unmet, unreached }: LiveVerification): boolean {
  return unexplained > 0 || unmet.length > 0 || unreached.some(({ requests }) => requests > 0);
}
