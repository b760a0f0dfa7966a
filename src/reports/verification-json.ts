import type { Verification } from '../verification/verification.js';
import { differenceRow } from './trace-json.js';

/** A verification as JSON, in pieces, one difference per line. */
export function* verificationJson(verification: Verification): Generator<string> {
  const { probes, agree, explained, unexplained, differences, leftOut, unmet, problems, unmodelled } = verification;
  yield JSON.stringify({ probes, agree, explained, unexplained }, null, 2).slice(0, -2);
  yield ',\n  "differences": [';
  let separator = '\n    ';
  for (const difference of differences) {
    yield separator + JSON.stringify(differenceRow(difference));
    separator = ',\n    ';
  }
  yield differences.length === 0 ? ']' : '\n  ]';
  for (const [name, list] of Object.entries({ leftOut, unmet, problems, unmodelled }))
    yield `,\n  "${name}": ${JSON.stringify(list)}`;
  yield '\n}\n';
}
