import { catalogue } from '../ledger/catalogue.js';
import { entryPointText } from '../live/entry-point.js';
import type { LiveVerification } from '../live/live-verification.js';
import { liveRemarks } from './live-remarks.js';
import { differenceRow } from './trace-json.js';

/** What came of asking both sides as JSON, in pieces, one difference per line. */
export function* liveJson(live: LiveVerification): Generator<string> {
  const { probes, agree, explained, unexplained, varying, unanswered, certificates } = live;
  const numbers = { probes, agree, explained, unexplained, varying: varying.length, unanswered: unanswered.length };
  const head = { old: entryPointText(live.old), new: entryPointText(live.new), ...numbers };
  yield JSON.stringify(head, null, 2).slice(0, -2);
  const differences = live.differences.map(({ request, field, source, target, codes, models, departing }) => ({
    ...{ request, field, old: source, new: target, codes, models, departing },
  }));
  const findings = liveRemarks(live).map(({ code, severity, message }) => ({
    ...{ code, severity, message, next: catalogue[code].fix },
  }));
  const { unlikeModels, leftOut, unmet, notSent, unreached, problems, unmodelled, ended = null } = live;
  const lists = {
    ...{
      differences,
      findings,
      unseen: live.unseen.map(differenceRow),
      changing: varying,
      unlikeModels,
      silent: unanswered,
    },
    ...{ certificates, leftOut, notSent, unreached, unmet, problems, unmodelled },
  };
  for (const [name, list] of Object.entries(lists)) yield `,\n  "${name}": ${rows(list)}`;
  yield `,\n  "ended": ${JSON.stringify(ended)}\n}\n`;
}

function rows(list: readonly unknown[]): string {
  return list.length === 0 ? '[]' : `[\n${list.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]`;
}
