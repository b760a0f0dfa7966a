import type { Conversion } from '../conversion.js';
import type { Suppression } from '../ledger/suppression.js';
import type { Item, Note, Severity } from '../ledger/verdict.js';
import { isSuppressible } from './suppressible.js';
import { withItems } from './with-items.js';

/** What a code counts as; `off`: it does not count. */
export type WantedSeverity = Severity | 'off';

/**
 * Gives codes other severities. An error stays one: what guards a path, or keeps an input from being converted, is hidden by
 * a suppression with a reason or not at all.
 */
export function applySeverities(
  conversion: Conversion,
  severities: ReadonlyMap<string, WantedSeverity>,
  file: string,
): Conversion {
  if (severities.size === 0) return conversion;
  const off: Suppression = { kind: 'config', reason: `severity off in ${file}` };
  const change = <T extends Item | Note>(finding: T): T => {
    const wanted = severities.get(finding.code);
    if (wanted === undefined || finding.severity === 'error' || finding.suppressed !== undefined) return finding;
    if (wanted !== 'off') return finding.severity === wanted ? finding : { ...finding, severity: wanted };
    return isSuppressible(finding.code) ? { ...finding, suppressed: off } : finding;
  };
  const items = conversion.items.map((item) => {
    const also = item.also.map(change);
    const isSame = also.every((note, index) => note === item.also[index]);
    return change(isSame ? item : { ...item, also });
  });
  return withItems(conversion, items);
}
