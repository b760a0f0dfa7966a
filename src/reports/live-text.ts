import picocolors from 'picocolors';
import { catalogue } from '../ledger/catalogue.js';
import { entryPointText } from '../live/entry-point.js';
import type { LiveDifference, LiveVerification } from '../live/live-verification.js';
import { type LiveRemark, liveRemarks, liveSummaryLine } from './live-remarks.js';
import { requestText, valueText } from './request-text.js';
import { differenceGroups } from './verification-rows.js';
import { type Colours, groupText, MOST_ROWS } from './verification-text.js';
import { count, printable } from './wording.js';

/** What came of asking both sides, for people: the differences by the findings that foretold them, the others first. */
export function* liveText(live: LiveVerification, style: { readonly colour: boolean }): Generator<string> {
  const c = picocolors.createColors(style.colour);
  for (const group of differenceGroups(live.differences)) yield groupText(group, c, modelsLine);
  for (const { request, field, expected, target } of live.unmet)
    yield `${c.red('unmet')} ${requestText(request)}\n  ${field}: expected ${valueText(expected)}, is ${valueText(target)}\n`;
  const remarks = liveRemarks(live);
  for (const code of new Set(remarks.map((one) => one.code)))
    yield remarksText(
      remarks.filter((one) => one.code === code),
      c,
    );
  for (const { object, reason } of live.problems)
    yield `${c.yellow('no effect')} ${printable(`${object}: ${reason}`)}\n`;
  for (const { host, count: left } of live.leftOut)
    yield `${c.yellow('left out')} ${count(left, 'request')} to ${printable(host)}, of which there are enough\n`;
  for (const what of live.unmodelled) yield `${c.yellow('not foreseen')} ${printable(what)}\n`;
  yield `old ${entryPointText(live.old)}, new ${entryPointText(live.new)}\n`;
  yield `${liveSummaryLine(live)}\n`;
}

/** Where nothing foretold a difference, what the models say may tell which side is to blame. */
export function modelsText({ codes, models, departing }: LiveDifference): string | undefined {
  if (!codes.includes('RS2540')) return undefined;
  const blamed =
    departing.length === 2
      ? '; both depart from their models'
      : departing.map((side) => `; the ${side} side departs from its model`).join('');
  return printable(`by the models: ${models.old} -> ${models.new}${blamed}`);
}

function modelsLine(difference: LiveDifference): string {
  const text = modelsText(difference);
  return text === undefined ? '' : `    ${text}\n`;
}

function remarksText(remarks: readonly LiveRemark[], c: Colours): string {
  const [first] = remarks;
  if (first === undefined) return '';
  const colour = { error: c.red, warning: c.yellow, info: c.dim }[first.severity];
  let text = `${colour(first.code)} ${catalogue[first.code].title}\n`;
  for (const { message } of remarks.slice(0, MOST_ROWS)) text += `  ${message}\n`;
  if (remarks.length > MOST_ROWS) text += `  and ${count(remarks.length - MOST_ROWS, 'other')}\n`;
  return `${text}\n`;
}
