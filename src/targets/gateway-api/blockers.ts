import type { FindingCode } from '../../ledger/catalogue.js';
import type { ItemId } from '../../model/traced.js';
import type { Action, Rule } from '../../model/traffic.js';
import type { Blocker } from '../blocker.js';
import { isLiteral } from './header-filters.js';
import type { PathPlan } from './path-entries.js';
import type { Planning } from './planning.js';
import { inexpressibleRedirect } from './redirect-rules.js';
import { backendsOf } from './split.js';

/**
 * Every reason not to publish a rule.
 *
 * @param blocked what keeps its path from being written
 */
export function blockersOf(
  plan: Pick<PathPlan, 'rule' | 'blocked'> & Partial<PathPlan>,
  planning: Planning,
): readonly Blocker[] {
  const { rule, blocked, entries, place, isCrowded = false } = plan;
  const missing = planning.protections.missing(rule.policies, planning);
  const others: Blocker[] = [];
  const missingAt = planning.implementation?.policies?.missingAt;
  if (missingAt !== undefined && entries !== undefined && place !== undefined && rule.action.kind === 'forward')
    others.push(...missingAt({ rule, entries, isCrowded, ...place }, planning));
  if (blocked !== undefined) {
    const { code, what, next, acceptable } = blocked;
    const rewrite = rule.action.kind === 'forward' ? rule.action.rewrite?.from : undefined;
    const items = code === 'RS1103' && rewrite !== undefined && rewrite.length > 0 ? rewrite : rule.from;
    others.push(blocker(code, items, what, next, acceptable));
  }
  if (rule.action.kind === 'redirect') {
    const what = inexpressibleRedirect(rule.action.redirect.value);
    const next = 'Redirect in the application, or with a policy of your implementation.';
    if (what !== undefined) others.push(blocker('RS1104', rule.action.redirect.from, what, next));
  }
  if (rule.action.kind === 'forward') blockForwarding(rule, rule.action, planning, others);
  return others.length === 0 ? missing : [...missing, ...others];
}

function blocker(code: FindingCode, items: readonly ItemId[], what: string, next: string, acceptable = false): Blocker {
  return { code, items, details: [], verdict: 'unsupported', what, next, acceptable };
}

/** Characters of a path that a filter may write (CRD of HTTPRoute). */
const LONGEST = 1024;

function blockForwarding(rule: Rule, action: Action & { kind: 'forward' }, planning: Planning, found: Blocker[]): void {
  for (const backend of backendsOf(action.split)) {
    if (backend.port !== undefined) continue;
    if (backend.portUnknown !== undefined) {
      const unknown = `a backend without a known port: Service ${backend.service}, ${backend.portUnknown}`;
      const items = backend.from.length > 0 ? backend.from : rule.from;
      found.push(blocker('RS1013', items, unknown, 'Name a port of the Service (spec.port.targetPort).'));
      continue;
    }
    const what = `a backend port that is known by name only (${backend.service}:${backend.writtenPort}), while Gateway API wants its number`;
    const items = backend.from.length > 0 ? backend.from : rule.from;
    found.push(blocker('RS1013', items, what, `Add the manifest of Service ${backend.service} to the input.`));
  }
  const protocol = rule.policies.protocol;
  if (!planning.features.backendTls && (protocol?.value === 'https' || protocol?.value === 'grpcs')) {
    const what = `TLS towards the backend, for which Gateway API ${planning.features.version} has no BackendTLSPolicy`;
    const next = 'Keep the Route until the cluster has a newer Gateway API (OpenShift 4.22).';
    found.push(blocker('RS2107', protocol.from, what, next));
  }
  const rewrite = action.rewrite;
  if (rewrite !== undefined && rewrite.value.template.length >= LONGEST) {
    const what = `a rewrite to a path of ${LONGEST} characters and more`;
    found.push(blocker('RS1901', rewrite.from, what, 'Shorten the target.'));
  }
  if (rewrite?.value.inexpressible !== undefined) {
    const next = 'Let the application serve the original paths.';
    found.push(blocker('RS2126', rewrite.from, rewrite.value.inexpressible, next));
  }
  if (rule.policies.protocol?.value === 'fastcgi') {
    const next = 'Put an HTTP server in front of the application.';
    const what = 'a FastCGI backend, to which gateways do not speak';
    found.push(blocker('RS1606', rule.policies.protocol.from, what, next));
  }
  if (action.host !== undefined && !isLiteral(action.host.value)) {
    const what = `a Host header that depends on the request (${action.host.value})`;
    found.push(blocker('RS1408', action.host.from, what, 'Write a literal host name.', true));
  }
}
