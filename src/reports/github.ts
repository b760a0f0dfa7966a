import type { Conversion } from '../conversion.js';
import { isInCluster } from '../kubernetes/cluster-place.js';
import type { Severity } from '../ledger/verdict.js';
import { type Finding, findingsOf, isInFile, isProblem, relativePath, sentence } from './findings.js';
import { shortName } from './grouping.js';
import type { FindingChoice } from './sarif.js';

/**
 * The findings as workflow commands of GitHub Actions, one per line, the gravest first: a step shows ten annotations of
 * each kind. What is suppressed is left out, since annotations have no such state.
 */
export function* githubReport({ items }: Conversion, { all = false }: FindingChoice = {}): Generator<string> {
  const shown = [...findingsOf(items)].filter(
    (finding) => finding.suppressed === undefined && (all || isProblem(finding)),
  );
  for (const [severity, command] of COMMANDS) {
    for (const finding of shown) if (finding.severity === severity) yield commandLine(command, finding);
  }
}

const COMMANDS: readonly (readonly [Severity, string])[] = [
  ['error', 'error'],
  ['warning', 'warning'],
  ['info', 'notice'],
];

function commandLine(command: string, finding: Finding): string {
  const { item, code } = finding;
  const { file, line, column } = item.source;
  const name = shortName(item);
  const hasLine = isInFile(finding) && !isInCluster(file);
  const place = hasLine ? [`file=${property(relativePath(file))}`, `line=${line}`, `col=${column}`] : [];
  const title = `title=${property(`${code}${name === '' ? '' : ` ${name}`}`)}`;
  return `::${command} ${[...place, title].join(',')}::${data(sentence(finding))}\n`;
}

/** As actions/toolkit writes them (packages/core/src/command.ts); other control characters say nothing there. */
function data(text: string): string {
  return text.replaceAll('%', '%25').replaceAll('\r', '%0D').replaceAll('\n', '%0A').replace(UNPRINTABLE, '\ufffd');
}

function property(text: string): string {
  return data(text).replaceAll(':', '%3A').replaceAll(',', '%2C');
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what is looked for
const UNPRINTABLE = /[\x00-\x08\x0b-\x1f\x7f-\x9f\u2028-\u202e\u2066-\u2069\p{Surrogate}]/gu;
