import type { PolicyDraft } from '../policy-draft.js';
import type { ClientAddress } from './client-address.js';
import { API_VERSION } from './parts.js';

/** Names that `earlyRequestHeaders.remove` takes. */
const MOST_NAMES = 64;

/**
 * What the Gateways of the rule have to know of clients: whose word about their address counts, and which headers only a check
 * may set.
 */
export function clientTrafficPolicies(address: ClientAddress | undefined, removed: readonly string[]): PolicyDraft[] {
  const spec = {
    ...address?.detection,
    ...(removed.length === 0 ? {} : { headers: { earlyRequestHeaders: { remove: removed.slice(0, MOST_NAMES) } } }),
  };
  if (Object.keys(spec).length === 0) return [];
  return [
    {
      apiVersion: API_VERSION,
      kind: 'ClientTrafficPolicy',
      purpose: 'clients',
      target: { kind: 'gateway' },
      spec,
      claims: [],
    },
  ];
}
