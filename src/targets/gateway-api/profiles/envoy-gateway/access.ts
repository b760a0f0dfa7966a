import type { AccessList } from '../../../../model/policies.js';
import type { PolicyClaim } from '../policy-draft.js';
import { cidrOf } from './addresses.js';
import type { ClientAddress } from './client-address.js';
import { keeps, type Part, resembles } from './parts.js';

/** The entry of a list that is no address or network that SecurityPolicy takes. */
export function oddEntry({ allow, deny }: AccessList): string | undefined {
  return [...(allow?.value ?? []), ...(deny?.value ?? [])].find((entry) => cidrOf(entry) === undefined);
}

/** Allow and deny lists as rules, of which the first that fits decides; nginx tries its deny lines first, too. */
export function accessPart({ allow, deny }: AccessList, address: ClientAddress): Part {
  const rules: Record<string, unknown>[] = [];
  const claims: PolicyClaim[] = [];
  const add = (list: AccessList['allow'], action: 'Allow' | 'Deny', rest: string): void => {
    if (list === undefined) return;
    const clientCIDRs = [...new Set(list.value.flatMap((entry) => cidrOf(entry) ?? []))];
    if (clientCIDRs.length === 0) return;
    const at = `spec.authorization.rules[${rules.length}]`;
    rules.push({ name: action.toLowerCase(), action, principal: { clientCIDRs } });
    const what = `${clientCIDRs.length} ${clientCIDRs.length === 1 ? 'network is' : 'networks are'} ${action === 'Allow' ? 'let in' : 'refused'}${rest}, by ${address.words}; the list is asked after any login`;
    claims.push(
      address.isSame
        ? keeps(list.from, 'RS2600', what, at)
        : resembles(list.from, 'RS2600', what, at, { severity: 'warning', next: address.next }),
    );
  };
  add(deny, 'Deny', '');
  add(allow, 'Allow', ' and everybody else is refused');
  if (rules.length === 0) return { spec: {}, claims };
  const isClosed = allow !== undefined && allow.value.length > 0;
  return { spec: { authorization: { defaultAction: isClosed ? 'Deny' : 'Allow', rules } }, claims };
}
