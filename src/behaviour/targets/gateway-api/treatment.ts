import type { Guard, HeaderChanges } from '../../outcome.js';
import type { CorsPolicy } from './cors.js';
import { noHeaderChanges } from './header-changes.js';
import type { ParsedRequest } from './parsed-request.js';
import type { PathModifier } from './path-modifier.js';
import type { OwnReply, Step, Visit } from './step.js';

/** What the policies of an implementation do with the requests of one rule on one listener. */
export interface Treatment {
  /** How every request is answered where a policy cannot be carried out and the implementation fails closed. */
  readonly failure: OwnReply | undefined;
  /** Answers preflights before any step; the rule's own CORS filter comes first. */
  readonly cors: CorsPolicy | undefined;
  /** Passed before what the rule's own filters ask. */
  readonly steps: readonly Step[];
  /** Done before the rule's own changes. */
  readonly requestHeaders: HeaderChanges;
  /** Done after the rule's own changes, and to answers of the gateway itself. */
  readonly responseHeaders: HeaderChanges;
  /** A rewrite for rules that have none themselves. */
  readonly path: PathModifier | undefined;
  readonly affinity: readonly Guard[];
  /** Seconds by name, given those of the rule; zero switches a limit off. */
  limits(own: Readonly<Record<string, number>>): Readonly<Record<string, number>>;
  /** The client of a request. */
  clientAddress(request: ParsedRequest): bigint | undefined;
  /** The value of a header as it is sent. */
  expand(value: string, visit: Visit): string;
  /** What becomes of an error that the gateway answers itself. */
  override(reply: OwnReply): OwnReply;
}

/** No policy: the rule is all there is. */
export const noTreatment: Treatment = {
  failure: undefined,
  cors: undefined,
  steps: [],
  requestHeaders: noHeaderChanges,
  responseHeaders: noHeaderChanges,
  path: undefined,
  affinity: [],
  limits: (own) => own,
  clientAddress: (request) => request.peer,
  expand: (value) => value,
  override: (reply) => reply,
};
