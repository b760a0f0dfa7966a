import type { Conversion } from '../conversion.js';
import { type Item, type Severity, VERDICTS, type Verdict } from '../ledger/verdict.js';
import { requestText, valueText } from '../reports/request-text.js';
import type { Difference, Verification } from '../verification/verification.js';
import { isUnexplained } from '../verification/verify.js';

/**
 * A conversion together with what came of its verification: each host and field that differs without a finding becomes an
 * RS9001 error, so that reports and exit status know of it.
 */
export function withVerification(conversion: Conversion, verification: Verification): Conversion {
  const items = [...groups(verification.differences.filter(isUnexplained)).values()].map(itemOf);
  const { summary } = conversion;
  const verdicts = Object.fromEntries(
    VERDICTS.map((verdict) => [verdict, summary.verdicts[verdict] + items.filter((i) => i.verdict === verdict).length]),
  ) as Record<Verdict, number>;
  const findings: Record<Severity, number> = { ...summary.findings, error: summary.findings.error + items.length };
  const { probes, agree, explained, unexplained } = verification;
  return {
    ...conversion,
    items: [...conversion.items, ...items],
    summary: { ...summary, verdicts, findings },
    verification: { probes, agree, explained, unexplained },
  };
}

function groups(differences: readonly Difference[]): Map<string, Difference[]> {
  const found = new Map<string, Difference[]>();
  for (const difference of differences) {
    const key = `${difference.request.host.toLowerCase()} ${difference.field}`;
    const known = found.get(key);
    if (known === undefined) found.set(key, [difference]);
    else known.push(difference);
  }
  return found;
}

function itemOf(differences: readonly Difference[]): Item {
  const [first] = differences;
  if (first === undefined) throw new TypeError('a group of differences is never empty');
  const { request, field, source, target } = first;
  const more = differences.length === 1 ? '' : ` (and ${differences.length - 1} more requests to the host)`;
  return {
    source: { file: '(verification)', line: 1, column: 1 },
    field: `requests.${request.host}.${field}`,
    verdict: 'manual',
    code: 'RS9001',
    severity: 'error',
    message: `${requestText(request)}: ${field} was ${valueText(source)} and is ${valueText(target)}${more}; no finding says so`,
    next: 'Check the request by routeshift trace, and report the difference with the manifests.',
    emitted: [],
    also: [],
  };
}
