import type { Conversion } from '../conversion.js';
import type { Severity } from '../ledger/verdict.js';
import { type Finding, findingsOf, isInFile, isProblem, relativePath } from './findings.js';
import { jsonRows } from './json-rows.js';
import { isWithheldRule } from './remarks.js';
import type { FindingChoice } from './sarif.js';
import { printable } from './wording.js';

/** One row of GitLab's Code Quality report (docs.gitlab.com/ci/testing/code_quality, "Code Quality report format"). */
interface CodeQualityRow {
  readonly description: string;
  readonly check_name: string;
  readonly fingerprint: string;
  readonly severity: 'info' | 'minor' | 'major' | 'critical' | 'blocker';
  readonly location: { readonly path: string; readonly lines: { readonly begin: number } };
}

/** The findings as GitLab's Code Quality JSON, in pieces. It knows no suppressions: such findings are left out. */
export function* gitlabReport({ items }: Conversion, { all = false }: FindingChoice = {}): Generator<string> {
  const shown = [...findingsOf(items)].filter(
    (finding) => finding.suppressed === undefined && (all || isProblem(finding)),
  );
  yield* jsonRows(shown, (finding) => JSON.stringify(rowOf(finding)));
  yield '\n';
}

function rowOf(finding: Finding): CodeQualityRow {
  const { item, code, message, next, fingerprint } = finding;
  const name = item.annotation ?? item.field;
  return {
    description: printable(`${name === '' ? '' : `${name}: `}${message}${next === undefined ? '' : ` -> ${next}`}`),
    check_name: code,
    fingerprint,
    severity: grade(finding),
    // What stands in no file is shown at its name: GitLab drops rows without a path.
    location: { path: relativePath(item.source.file), lines: { begin: isInFile(finding) ? item.source.line : 1 } },
  };
}

/** A rule that is withheld is missing after the migration: nothing is graver. */
function grade({ item, severity }: Finding): CodeQualityRow['severity'] {
  if (severity === 'error' && isWithheldRule(item)) return 'blocker';
  return GRADES[severity];
}

const GRADES: Readonly<Record<Severity, CodeQualityRow['severity']>> = {
  error: 'critical',
  warning: 'minor',
  info: 'info',
};
