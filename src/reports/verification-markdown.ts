import { catalogue, type FindingCode } from '../ledger/catalogue.js';
import type { Difference, Verification } from '../verification/verification.js';
import { requestText, valueText } from './request-text.js';
import { differenceGroups } from './verification-rows.js';
import { count, summaryLine } from './wording.js';

/** A verification as Markdown, for a pull request. */
export function* verificationMarkdown(verification: Verification): Generator<string> {
  yield `## Verification\n\n${summaryLine(verification)}.\n`;
  yield* differenceTable(verification.differences);
  const notes = [
    ...verification.unmet.map(
      ({ request, field, expected, target }) =>
        `Unmet: ${code(requestText(request))} ${field}: expected ${code(valueText(expected))}, is ${code(valueText(target))}`,
    ),
    ...verification.problems.map(({ object, reason }) => `Without effect: ${code(object)}: ${reason}`),
    ...verification.leftOut.map(({ host, count: left }) => `Left out: ${count(left, 'request')} to ${code(host)}`),
    ...verification.unmodelled.map((what) => `Not checked: ${code(what)}`),
  ];
  if (notes.length > 0) yield `\n${notes.map((note) => `- ${note}\n`).join('')}`;
}

/** @param more what is added to the field of one difference */
export function* differenceTable<D extends Difference>(
  differences: readonly D[],
  more: (difference: D) => string = () => '',
): Generator<string> {
  const groups = differenceGroups(differences);
  if (groups.length === 0) return;
  yield '\n| Finding | Example | Requests | Field | Before | After |\n|---|---|---|---|---|---|\n';
  for (const { codes, rows } of groups) {
    const finding = codes.map((code) => `${code} ${catalogue[code as FindingCode].title}`).join('; ');
    for (const { example, requests } of rows) {
      const scope = example.always ? '' : ' (at some implementations)';
      yield row([
        finding,
        code(requestText(example.request)),
        String(requests),
        `${example.field}${scope}${more(example)}`,
        code(valueText(example.source)),
        code(valueText(example.target)),
      ]);
    }
  }
}

function row(cells: readonly string[]): string {
  return `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |\n`;
}

/** Text from an input between as many back quotes as it takes. */
export function code(text: string): string {
  const longest = Math.max(0, ...[...text.matchAll(/`+/g)].map(([run]) => run.length));
  const fence = '`'.repeat(longest + 1);
  return longest === 0 ? `${fence}${text}${fence}` : `${fence} ${text} ${fence}`;
}
