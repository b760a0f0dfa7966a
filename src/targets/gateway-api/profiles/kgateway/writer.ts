import type { ItemId } from '../../../../model/traced.js';
import type { Claim } from '../../draft.js';
import type { Attached, PolicyWriter, RulePlace } from '../implementation.js';
import type { PolicyDraft } from '../policy-draft.js';
import { streamingClaims } from '../streaming.js';
import { backendConfigs, securesItself } from './backend-config.js';
import { missingGuards } from './guards.js';
import { bufferPart, retryPart, rewritePart } from './requests.js';
import { API_VERSION, aclPart, askPart, passwordPart, timePart } from './traffic-policy.js';

/** kgateway's TrafficPolicies, GatewayExtensions and BackendConfigPolicies. */
export const KGATEWAY_POLICIES: PolicyWriter = {
  reach: 'rule',
  replaces: new Set(['affinity', 'timeouts', 'retries', 'external-auth']),
  missing: (policies, core, planning) => missingGuards(policies, core, planning.clientAddress),
  attach,
  securesBackend: securesItself,
};

function attach(place: RulePlace): Attached {
  const { policies } = place.rule;
  const { accessList, basicAuth, externalAuth, protocol } = policies;
  const isKept = (from: readonly ItemId[] = []): boolean => !from.some((item) => place.accepted.has(item));
  const lists = accessList !== undefined && isKept(accessList.allow?.from) && isKept(accessList.deny?.from);
  const passwords = basicAuth !== undefined && isKept(basicAuth.from);
  const parts = [
    ...(lists ? [aclPart(accessList)] : []),
    ...(passwords ? [passwordPart(basicAuth, place.namespace)] : []),
    ...(externalAuth !== undefined && isKept(externalAuth.url.from) ? [askPart(place, externalAuth)] : []),
    timePart(policies),
    bufferPart(policies),
    retryPart(policies),
    rewritePart(place),
  ];
  const spec = Object.assign({}, ...parts.map(({ fields }) => fields)) as Record<string, unknown>;
  const policy: PolicyDraft = {
    apiVersion: API_VERSION,
    kind: 'TrafficPolicy',
    purpose: 'traffic',
    target: { kind: 'rule' },
    spec,
    claims: parts.flatMap(({ claims }) => claims),
  };
  const isGrpc = protocol?.value === 'grpc' || protocol?.value === 'grpcs';
  return {
    filters: [],
    policies: [...(Object.keys(spec).length === 0 ? [] : [policy]), ...backendConfigs(place)],
    // Without it, everything ends after 15 s (implementation-policies.md §6.9).
    ...(isGrpc ? {} : { fields: { timeouts: { request: '0s' } } }),
    claims: [...withoutFields(place), ...streamingClaims(policies.tuning, 'kgateway', 'RS2685')],
    // The controller takes checked credentials away (implementation-policies.md §6.7).
    removedRequestHeaders: passwords ? [{ value: 'Authorization', from: [] }] : [],
  };
}

/** What the absence of a field says. */
function withoutFields({ rule: { policies } }: RulePlace): Claim[] {
  const { retries, tuning } = policies;
  const claims: Claim[] = [];
  if (retries?.on?.value.off === true || retries?.tries?.value === 1) {
    const items = [...(retries.on?.from ?? []), ...(retries.tries?.from ?? [])];
    const message = 'nothing is tried again, which is what kgateway does unless told otherwise';
    claims.push({ items, at: undefined, remark: { verdict: 'converted', code: 'RS2684', message } });
  }
  if (tuning?.bodySize?.value === 0) {
    const message = 'bodies have no limit unless a TrafficPolicy has one';
    claims.push({
      items: tuning.bodySize.from,
      at: undefined,
      remark: { verdict: 'converted', code: 'RS2684', message, severity: 'info' },
    });
  }
  return claims;
}
