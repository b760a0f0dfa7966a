import { catalogue } from '../ledger/catalogue.js';
import { entryPointText } from '../live/entry-point.js';
import type { LiveVerification } from '../live/live-verification.js';
import { liveRemarks, liveSummaryLine } from './live-remarks.js';
import { modelsText } from './live-text.js';
import { requestText, valueText } from './request-text.js';
import { code, differenceTable } from './verification-markdown.js';
import { count } from './wording.js';

/** What came of asking both sides, as Markdown for a pull request. */
export function* liveMarkdown(live: LiveVerification): Generator<string> {
  yield `## Live verification\n\n${liveSummaryLine(live)}.\n`;
  yield `Old: ${code(entryPointText(live.old))}. New: ${code(entryPointText(live.new))}.\n`;
  yield* differenceTable(live.differences, (difference) => {
    const text = modelsText(difference);
    return text === undefined ? '' : `, ${code(text)}`;
  });
  const notes = [
    ...live.unmet.map(
      ({ request, field, expected, target }) =>
        `Unmet: ${code(requestText(request))} ${field}: expected ${code(valueText(expected))}, is ${code(valueText(target))}`,
    ),
    ...liveRemarks(live).map((one) => `${one.code} ${catalogue[one.code].title}: ${code(one.message)}`),
    ...live.problems.map(({ object, reason }) => `Without effect: ${code(object)}: ${reason}`),
    ...live.leftOut.map(({ host, count: left }) => `Left out: ${count(left, 'request')} to ${code(host)}`),
    ...live.unmodelled.map((what) => `Not foreseen: ${code(what)}`),
  ];
  if (notes.length > 0) yield `\n${notes.map((note) => `- ${note}\n`).join('')}`;
}
