import type { FindingCode } from '../../ledger/catalogue.js';
import type { ItemId } from '../../model/traced.js';
import type { Action, Rule } from '../../model/traffic.js';
import { isLiteral } from './header-filters.js';
import type { PathPlan } from './path-entries.js';
import type { Planning } from './planning.js';
import type { Blocker } from './protections.js';
import { inexpressibleRedirect } from './redirect-rules.js';

/**
 * Every reason not to publish a rule.
 *
 * @param blocked what keeps its path from being written
 */
export function blockersOf({ rule, blocked }: Pick<PathPlan, 'rule' | 'blocked'>, planning: Planning): Blocker[] {
  const blockers = [...planning.protections.missing(rule.policies)];
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
  if (rule.action.kind === 'forward') blockForwarding(rule, rule.action, block);
  return blockers;
}

function blockForwarding(
  rule: Rule,
  action: Action & { kind: 'forward' },
  block: (code: FindingCode, items: readonly ItemId[], what: string, next: string, acceptable?: boolean) => void,
): void {
  for (const backend of [action.split.primary, action.split.alternative?.backend]) {
    if (backend === undefined || backend.port !== undefined) continue;
    const what = `a backend port that is known by name only (${backend.service}:${backend.writtenPort}), while Gateway API wants its number`;
    const items = backend.from.length > 0 ? backend.from : rule.from;
    block('RS1013', items, what, `Add the manifest of Service ${backend.service} to the input.`);
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
