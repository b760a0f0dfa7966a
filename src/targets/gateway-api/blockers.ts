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
  { rule, blocked, ...plan }: Pick<PathPlan, 'rule' | 'blocked'> & Partial<PathPlan>,
  planning: Planning,
): Blocker[] {
  const blockers = [...planning.protections.missing(rule.policies, planning)];
  const { entries, place, isCrowded = false } = plan;
  if (entries !== undefined && place !== undefined && rule.action.kind === 'forward') {
    const standing = { rule, entries, isCrowded, ...place };
    blockers.push(...(planning.implementation?.policies?.missingAt?.(standing, planning) ?? []));
  }
  const block = (code: FindingCode, items: readonly ItemId[], what: string, next: string, acceptable = false): void => {
    blockers.push({ code, items, details: [], verdict: 'unsupported', what, next, acceptable });
  };
  if (blocked !== undefined) {
    const { code, what, next, acceptable } = blocked;
    const rewrite = rule.action.kind === 'forward' ? rule.action.rewrite?.from : undefined;
    block(
      code,
      code === 'RS1103' && rewrite !== undefined && rewrite.length > 0 ? rewrite : rule.from,
      what,
      next,
      acceptable,
    );
  }
  if (rule.action.kind === 'redirect') {
    const what = inexpressibleRedirect(rule.action.redirect.value);
    const next = 'Redirect in the application, or with a policy of your implementation.';
    if (what !== undefined) block('RS1104', rule.action.redirect.from, what, next);
  }
  if (rule.action.kind === 'forward') blockForwarding(rule, rule.action, planning, block);
  return blockers;
}

/** Characters of a path that a filter may write (CRD of HTTPRoute). */
const LONGEST = 1024;

function blockForwarding(
  rule: Rule,
  action: Action & { kind: 'forward' },
  planning: Planning,
  block: (code: FindingCode, items: readonly ItemId[], what: string, next: string, acceptable?: boolean) => void,
): void {
  for (const backend of backendsOf(action.split)) {
    if (backend.port !== undefined) continue;
    if (backend.portUnknown !== undefined) {
      const unknown = `a backend without a known port: Service ${backend.service}, ${backend.portUnknown}`;
      const items = backend.from.length > 0 ? backend.from : rule.from;
      block('RS1013', items, unknown, 'Name a port of the Service (spec.port.targetPort).');
      continue;
    }
    const what = `a backend port that is known by name only (${backend.service}:${backend.writtenPort}), while Gateway API wants its number`;
    const items = backend.from.length > 0 ? backend.from : rule.from;
    block('RS1013', items, what, `Add the manifest of Service ${backend.service} to the input.`);
  }
  const protocol = rule.policies.protocol;
  if (!planning.features.backendTls && (protocol?.value === 'https' || protocol?.value === 'grpcs')) {
    const what = `TLS towards the backend, for which Gateway API ${planning.features.version} has no BackendTLSPolicy`;
    block('RS2107', protocol.from, what, 'Keep the Route until the cluster has a newer Gateway API (OpenShift 4.22).');
  }
  const rewrite = action.rewrite;
  if (rewrite !== undefined && rewrite.value.template.length >= LONGEST) {
    const what = `a rewrite to a path of ${LONGEST} characters and more`;
    block('RS1901', rewrite.from, what, 'Shorten the target.', false);
  }
  if (rewrite?.value.inexpressible !== undefined) {
    const next = 'Let the application serve the original paths.';
    block('RS2126', rewrite.from, rewrite.value.inexpressible, next, false);
  }
  if (rule.policies.protocol?.value === 'fastcgi') {
    const next = 'Put an HTTP server in front of the application.';
    block('RS1606', rule.policies.protocol.from, 'a FastCGI backend, to which gateways do not speak', next);
  }
  if (action.host !== undefined && !isLiteral(action.host.value)) {
    const what = `a Host header that depends on the request (${action.host.value})`;
    block('RS1408', action.host.from, what, 'Write a literal host name.', true);
  }
}
