import type { Policies } from './policies.js';
import type { Rule } from './traffic.js';

/** Whether something stands before the backend that may refuse a request. */
export function hasGuard(policies: Policies = {}): boolean {
  const { basicAuth, externalAuth, clientCertificate, accessList, rateLimit, opaqueGuard, otherGuards } = policies;
  const guard = basicAuth ?? externalAuth ?? clientCertificate ?? accessList ?? rateLimit ?? opaqueGuard ?? otherGuards;
  return guard !== undefined;
}

/** A path that nobody may ask, or not everybody. */
export function isGuard({ action, policies }: Pick<Rule, 'action' | 'policies'>): boolean {
  return (action.kind === 'respond' && [401, 403].includes(action.status)) || hasGuard(policies);
}
