import { requestText, valueText } from '../../src/reports/request-text.js';
import type { Difference } from '../../src/verification/verification.js';

/** A difference on one line, for failures. */
export function differenceText({ request, field, source, target, always }: Difference): string {
  const scope = always ? '' : ' (at some implementations)';
  return `${requestText(request)}: ${field} ${valueText(source)} -> ${valueText(target)}${scope}`;
}
