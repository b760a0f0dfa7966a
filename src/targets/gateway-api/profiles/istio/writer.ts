import type { ItemId } from '../../../../model/traced.js';
import type { Attached, PolicyWriter, RulePlace } from '../implementation.js';
import { streamingClaims } from '../streaming.js';
import { addressPolicy, listBlockers } from './address-lists.js';
import { securesItself } from './backend-tls.js';
import { destinationRules } from './destination-rule.js';
import { missingGuards } from './guards.js';

/** Istio's AuthorizationPolicies and DestinationRules. */
export const ISTIO_POLICIES: PolicyWriter = {
  reach: 'rule',
  replaces: new Set(['affinity']),
  missing: (policies, core, planning) => missingGuards(policies, core, planning.clientAddress),
  missingAt: (standing, planning) => (planning.clientAddress === 'connection' ? listBlockers(standing) : []),
  attach,
  securesBackend: securesItself,
};

function attach(place: RulePlace): Attached {
  const { accessList } = place.rule.policies;
  const isKept = (from: readonly ItemId[] = []): boolean => !from.some((item) => place.accepted.has(item));
  const lists =
    accessList !== undefined && isKept(accessList.allow?.from) && isKept(accessList.deny?.from)
      ? addressPolicy(place, accessList)
      : [];
  const claims = streamingClaims(place.rule.policies.tuning, 'Istio', 'RS2675');
  return { filters: [], policies: [...lists, ...destinationRules(place)], claims };
}
