import type { HeaderChanges, Outcome } from '../../outcome.js';

const unchanged: HeaderChanges = Object.freeze({ set: {}, added: {}, removed: [] });

/** Details of an answer that HAProxy makes itself. */
export type Reply = Pick<Outcome, 'status' | 'rule'> & Partial<Outcome>;

/** An outcome in which HAProxy answers itself. */
export function ownAnswer(reply: Reply): Outcome {
  return {
    backend: null,
    backends: [],
    path: null,
    host: null,
    certificate: null,
    requestHeaders: unchanged,
    responseHeaders: unchanged,
    guards: [],
    timeouts: {},
    ...reply,
  };
}
