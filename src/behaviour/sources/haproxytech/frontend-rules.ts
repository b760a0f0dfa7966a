import { readAccessLists, readSourceHeader } from './access-rules.js';
import { readAuth } from './auth-rules.js';
import { readCors } from './cors-rules.js';
import { readCaptures, readPathRewrite, readSetHeaders, readSetHost } from './header-rules.js';
import { readRateLimit } from './rate-limit-rules.js';
import { readRedirects } from './redirect-rules.js';
import type { RuleReading } from './rule-reading.js';
import type { Rule } from './rules.js';

/** The rules of one Ingress in the order in which its annotations are read (Frontend in pkg/annotations/annotations.go). */
export function readFrontendRules(reading: RuleReading): Rule[] {
  const rules = [
    ...readAccessLists(reading),
    ...readSourceHeader(reading),
    ...readSetHost(reading),
    ...readPathRewrite(reading),
    ...readSetHeaders(reading, 'request'),
    ...readSetHeaders(reading, 'response'),
    ...readRedirects(reading),
    ...readRateLimit(reading),
    ...readAuth(reading),
    ...readCaptures(reading),
    ...readCors(reading),
  ];
  const seen = new Set<string>();
  return rules.filter(({ identity }) => !seen.has(identity) && seen.add(identity) !== undefined);
}
