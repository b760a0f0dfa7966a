import type { Guard, HeaderChanges } from '../../outcome.js';
import type { ParsedRequest } from './parsed-request.js';

/** A request at the door of a rule. */
export interface Visit {
  readonly request: ParsedRequest;
  /** The client, as the gateway understands it: the peer, or whom a trusted proxy names. */
  readonly address: bigint | undefined;
}

/** What the gateway says itself instead of forwarding. */
export interface OwnReply {
  readonly status: number;
  readonly reason?: string | undefined;
  readonly location?: string | undefined;
  readonly responseHeaders?: HeaderChanges | undefined;
  /** Those of the step that answered. */
  readonly outer?: AnswerHeaders | undefined;
}

/** Headers of answers, always and over HTTPS. */
export interface AnswerHeaders {
  readonly responseHeaders: HeaderChanges;
  readonly secureHeaders: HeaderChanges;
}

/** One thing that a request passes on its way to a redirect or a backend, and that may answer it. */
export interface Step {
  /** How an outcome tells of it; absent where only its answers matter. */
  readonly guard?: Guard | undefined;
  /** Headers that filters before it set, where filters are wrapped around each other. */
  readonly outer?: AnswerHeaders | undefined;
  /** Whether it concerns a request; every request unless told otherwise. */
  applies?(visit: Visit): boolean;
  answer?(visit: Visit): OwnReply | undefined;
}

/** The answer of the first step that has one, or the guards of all of them. */
export function walk(steps: readonly Step[], visit: Visit): OwnReply | { readonly passed: readonly Guard[] } {
  const passed: Guard[] = [];
  for (const step of steps) {
    if (step.applies?.(visit) === false) continue;
    const answer = step.answer?.(visit);
    if (answer !== undefined) return { ...answer, outer: step.outer };
    if (step.guard !== undefined) passed.push(step.guard);
  }
  return { passed };
}

/** Steps that only tell of a guard: whether it lets a request pass is not known without asking somebody. */
export function guardsOnly(guards: readonly Guard[]): readonly Step[] {
  return guards.map((guard) => ({ guard }));
}
