import picocolors from 'picocolors';
import { catalogue, type FindingCode } from '../ledger/catalogue.js';
import type { Difference, Verification } from '../verification/verification.js';
import { requestText, valueText } from './request-text.js';
import { type DifferenceGroup, type DifferenceRow, differenceGroups, isUntold } from './verification-rows.js';
import { count, printable, summaryLine } from './wording.js';

export type Colours = ReturnType<typeof picocolors.createColors>;

/** Rows of one group that are printed; JSON has them all. */
export const MOST_ROWS = 5;

/** What came of a verification, for people: the differences by the findings that tell them, the unexplained ones first. */
export function* verificationText(verification: Verification, style: { readonly colour: boolean }): Generator<string> {
  const c = picocolors.createColors(style.colour);
  for (const group of differenceGroups(verification.differences)) yield groupText(group, c);
  for (const unmet of verification.unmet) {
    const expected = `${unmet.field}: expected ${valueText(unmet.expected)}, is ${valueText(unmet.target)}`;
    yield `${c.red('unmet')} ${requestText(unmet.request)}\n  ${expected}\n`;
  }
  for (const { object, reason } of verification.problems)
    yield `${c.yellow('no effect')} ${printable(`${object}: ${reason}`)}\n`;
  for (const { host, count: left } of verification.leftOut)
    yield `${c.yellow('left out')} ${count(left, 'request')} to ${printable(host)}, which has too many paths to ask all of them\n`;
  for (const what of verification.unmodelled) yield `${c.yellow('not checked')} ${printable(what)}\n`;
  yield `${summaryLine(verification)}\n`;
}

/** @param more lines about one difference, below it */
export function groupText<D extends Difference>(
  { codes, requests, rows }: DifferenceGroup<D>,
  c: Colours,
  more: (difference: D) => string = () => '',
): string {
  const colour = isUntold(codes) ? c.red : c.yellow;
  const titles = codes.map((code) => `${colour(code)} ${catalogue[code as FindingCode].title}`);
  let text = `${titles.join('\n')}: ${count(requests, 'difference')}\n`;
  for (const row of rows.slice(0, MOST_ROWS)) text += rowText(row, c) + more(row.example);
  if (rows.length > MOST_ROWS) text += `  and ${count(rows.length - MOST_ROWS, 'other')}\n`;
  return `${text}\n`;
}

function rowText({ example, requests }: DifferenceRow, c: Colours): string {
  const { request, field, source, target, always } = example;
  const more = requests === 1 ? '' : ` and ${count(requests - 1, 'request')} more`;
  const scope = always ? '' : ' (at some implementations)';
  return `  ${requestText(request)}${c.dim(more)}\n    ${field}: ${valueText(source)} -> ${valueText(target)}${scope}\n`;
}
