import type { Outcome } from '../behaviour/outcome.js';

/** An outcome as JSON: every field is there, and what is unknown is null. */
export function outcomeRow(outcome: Outcome) {
  return {
    status: outcome.status,
    reason: outcome.reason ?? null,
    location: outcome.location ?? null,
    backend: outcome.backend,
    backends: outcome.backends.map(({ backend, weight }) => ({ backend, weight })),
    path: outcome.path,
    host: outcome.host,
    certificate: outcome.certificate,
    requestHeaders: changesRow(outcome.requestHeaders),
    responseHeaders: changesRow(outcome.responseHeaders),
    guards: outcome.guards.map(({ kind, parameters }) => ({ kind, parameters })),
    timeouts: outcome.timeouts,
    rule: outcome.rule,
  };
}

function changesRow({ set, added, removed }: Outcome['requestHeaders']) {
  return { set, added, removed };
}
