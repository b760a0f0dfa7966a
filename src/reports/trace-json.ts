import type { Difference, Trace } from '../verification/verification.js';
import { outcomeRow } from './outcome-row.js';

/** One trace as JSON; a side that was not asked is null. */
export function traceJson(trace: Trace): string {
  return `${JSON.stringify(traceRow(trace), null, 2)}\n`;
}

/** Several traces as a JSON list. */
export function traceListJson(traces: readonly Trace[]): string {
  return `${JSON.stringify(traces.map(traceRow), null, 2)}\n`;
}

function traceRow(trace: Trace) {
  return {
    request: trace.request,
    ...(trace.controllers === undefined ? {} : { controllers: trace.controllers }),
    ...(trace.overrides === undefined ? {} : { overrides: trace.overrides }),
    source: trace.source === undefined ? null : outcomeRow(trace.source),
    target: trace.target === undefined ? null : outcomeRow(trace.target),
    agree: trace.agree,
    differences: trace.differences.map(differenceRow),
  };
}

/** A difference as JSON. */
export function differenceRow({ request, field, source, target, codes, always }: Difference) {
  return { request, field, source, target, codes, always };
}
