import type { Outcome } from '../../outcome.js';
import type { CompiledLocation } from './compiled-location.js';
import type { Configuration } from './configuration.js';
import type { BackendAnswer } from './input.js';
import type { RequestFacts } from './request-facts.js';
import type { RequestUri } from './uri.js';
import type { Captures } from './variables.js';

/** Gives the answer of a backend while a whole exchange is followed; absent when only the outcome is asked. */
export type AskBackend = (backend: string, path: string, protocol: string) => BackendAnswer | null;

/** An outcome and, in an exchange, the location that decided and the backend's answer. */
export interface Answered {
  readonly outcome: Outcome;
  readonly location?: { readonly location: CompiledLocation } | undefined;
  readonly backendAnswer?: BackendAnswer | null | undefined;
}

export interface RequestContext {
  readonly configuration: Configuration;
  readonly facts: RequestFacts;
  readonly uri: RequestUri;
  readonly certificate: string | null;
  readonly ask: AskBackend | undefined;
  /** What the server's name captured from the host, if it is an expression. */
  readonly nameCaptures?: Captures | undefined;
}
