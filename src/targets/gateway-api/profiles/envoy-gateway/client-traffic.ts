import type { ItemId, Traced } from '../../../../model/traced.js';
import type { PolicyClaim, PolicyDraft } from '../policy-draft.js';
import type { ClientAddress } from './client-address.js';
import { API_VERSION, keeps } from './parts.js';

/** Names that `earlyRequestHeaders.remove` takes. */
const MOST_NAMES = 64;

/**
 * What the Gateways of the rule have to know of clients: whose word about their address counts, and which headers only a check
 * may set.
 *
 * @param asked the items of what looks at addresses
 */
export function clientTrafficPolicies(
  address: ClientAddress,
  asked: readonly ItemId[],
  ofAnswer: Traced<readonly string[]> | undefined,
): PolicyDraft[] {
  const claims: PolicyClaim[] = [];
  const spec: Record<string, unknown> = {};
  if (asked.length > 0 && address.detection !== undefined) {
    Object.assign(spec, address.detection);
    const at = `spec.${Object.keys(address.detection)[0] ?? ''}`;
    claims.push(
      keeps(
        [...asked, ...(address.from ?? [])],
        'RS2621',
        `every host of the Gateway sees clients by ${address.words}`,
        at,
      ),
    );
  }
  if (ofAnswer !== undefined && ofAnswer.value.length > 0) {
    spec.headers = { earlyRequestHeaders: { remove: ofAnswer.value.slice(0, MOST_NAMES) } };
    const message = `no client of the Gateway can send ${ofAnswer.value.join(', ')}: only the check sets ${ofAnswer.value.length === 1 ? 'it' : 'them'}`;
    claims.push(keeps(ofAnswer.from, 'RS2604', message, 'spec.headers.earlyRequestHeaders.remove'));
  }
  if (Object.keys(spec).length === 0) return [];
  const target = { kind: 'gateway' } as const;
  return [{ apiVersion: API_VERSION, kind: 'ClientTrafficPolicy', purpose: 'clients', target, spec, claims }];
}
