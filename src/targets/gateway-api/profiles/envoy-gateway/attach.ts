import { itemsOf } from '../../../items.js';
import type { Attached, RulePlace } from '../implementation.js';
import type { PolicyDraft } from '../policy-draft.js';
import { accessPart } from './access.js';
import { balancingPart } from './balancing.js';
import { basicAuthPart } from './basic-auth.js';
import { bandwidthPart, bodyPart, routingPart } from './body.js';
import { clientAddressOf } from './client-address.js';
import { clientTrafficPolicies } from './client-traffic.js';
import { externalAuthPart, headersOfAnswer } from './ext-auth.js';
import { keptGuards } from './guards.js';
import { API_VERSION, NO_PART, type Part, together } from './parts.js';
import { rateLimitPart } from './rate-limit.js';
import { retryPart } from './retries.js';
import { rewriteFilter } from './route-filter.js';
import { signInPart } from './sign-in.js';
import { connectPart, timeoutPart } from './timeouts.js';

/** Merges with a policy of the Gateway instead of taking its place. SecurityPolicies have it since 1.9. */
const MERGES = { mergeType: 'StrategicMerge' };

/** What a published rule needs of Envoy Gateway besides its core fields. */
export function attachTo(place: RulePlace, version: string): Attached {
  const { rule, planning } = place;
  const { policies } = rule;
  const { basicAuth, externalAuth, accessList, rateLimit } = keptGuards(policies);
  const needsAddress = accessList !== undefined || rateLimit !== undefined;
  const address = clientAddressOf(needsAddress ? planning.defaults : undefined);
  const security = together([
    basicAuth === undefined ? NO_PART : basicAuthPart(basicAuth, place),
    externalAuth === undefined ? NO_PART : externalAuthPart(externalAuth, place),
    accessList === undefined ? NO_PART : accessPart(accessList, address),
  ]);
  const tuning = policies.tuning ?? {};
  const traffic = together([
    timeoutPart(policies.timeouts),
    unlimited(place),
    connectPart(tuning),
    balancingPart(place),
    retryPart(policies.retries),
    rateLimit === undefined ? NO_PART : rateLimitPart(rateLimit, address),
    bodyPart(policies),
    bandwidthPart(policies),
    routingPart(policies),
    externalAuth === undefined ? NO_PART : signInPart(externalAuth),
  ]);
  return {
    filters: rewriteFilter(place),
    policies: [
      ...policyOf('SecurityPolicy', 'security', security, isMergingSecurity(version)),
      ...policyOf('BackendTrafficPolicy', 'traffic', traffic, true),
      ...clientTrafficPolicies(
        address,
        [...itemsOf(accessList ?? {}), ...(rateLimit?.limits ?? []).flatMap(({ from }) => from)],
        externalAuth === undefined ? undefined : headersOfAnswer(externalAuth),
      ),
    ],
    fields: isGrpc(place) ? undefined : { timeouts: { request: '0s' } },
    claims: [...security.lost, ...traffic.lost],
    // nginx takes the credentials away once they are checked (rootfs/etc/nginx/template/nginx.tmpl).
    removedRequestHeaders: basicAuth === undefined ? [] : [{ value: 'Authorization', from: [] }],
  };
}

/** gRPC calls have no `timeouts` in their routes: the 15 seconds of Envoy Gateway are switched off by the policy. */
function unlimited(place: RulePlace): Part {
  return isGrpc(place) ? { spec: { timeout: { http: { requestTimeout: '0s' } } }, claims: [] } : NO_PART;
}

function isGrpc({ rule }: RulePlace): boolean {
  const protocol = rule.policies.protocol?.value;
  return protocol === 'grpc' || protocol === 'grpcs';
}

function isMergingSecurity(version: string): boolean {
  return !['1.6', '1.7', '1.8'].includes(version);
}

function policyOf(kind: string, purpose: string, { spec, claims }: Part, merges: boolean): PolicyDraft[] {
  if (Object.keys(spec).length === 0) return [];
  const whole = { ...(merges ? MERGES : {}), ...spec };
  return [{ apiVersion: API_VERSION, kind, purpose, target: { kind: 'rule' }, spec: whole, claims }];
}
