import type { AccessList } from '../../../../model/policies.js';
import type { Blocker } from '../../../blocker.js';
import type { RulePlace, Standing } from '../implementation.js';
import type { PolicyClaim, PolicyDraft } from '../policy-draft.js';
import { type Scope, scopeOf } from './scope.js';

/** Lists that no AuthorizationPolicy can be scoped for: one that refuses too little, or requests for others. */
export function listBlockers(standing: Standing): Blocker[] {
  const { accessList } = standing.rule.policies;
  if (accessList === undefined) return [];
  const scope = scopeOf(standing);
  if (!('why' in scope)) return [];
  return [accessList.allow, accessList.deny].flatMap((list) => {
    if (list === undefined) return [];
    const kind = list === accessList.allow ? 'allow list' : 'deny list';
    const what = `an address ${kind} ${scope.why}: an AuthorizationPolicy acts on a whole Gateway`;
    const next = 'Give the paths a host and a Gateway of their own, or keep the list in a firewall in front of it.';
    const items = list.from.slice(0, 1);
    return [
      { code: 'RS1714', items, details: list.from.slice(1), verdict: 'unsupported', what, next, acceptable: true },
    ];
  });
}

/**
 * A DENY policy for everybody who is not on the allow list, and for who is on the deny list. There is never an ALLOW policy:
 * one would refuse the requests for every other host of the Gateway (implementation-policies.md §6.3).
 */
export function addressPolicy(place: RulePlace, lists: AccessList): PolicyDraft[] {
  const scope = place.standing === undefined ? undefined : scopeOf(place.standing);
  if (scope === undefined || 'why' in scope) return [];
  const { allow, deny } = lists;
  const to = [{ operation: operationOf(scope) }];
  const rules = [
    ...(allow === undefined ? [] : [{ from: [{ source: { notRemoteIpBlocks: unique(allow.value) } }], to }]),
    ...(deny === undefined ? [] : [{ from: [{ source: { remoteIpBlocks: unique(deny.value) } }], to }]),
  ];
  const claims: PolicyClaim[] = [];
  const except =
    scope.notPaths === undefined ? '' : ` (without ${scope.notPaths.join(', ')}, which are of other rules)`;
  const where = `${scope.hosts[0]}, ${scope.paths.join(', ')}${except}`;
  const alike =
    'refused with 403 by an AuthorizationPolicy at the Gateway, which acts on plain HTTP before the redirect, too; the address is that of the connection unless gatewayTopology.numTrustedProxies says otherwise';
  const say = (list: AccessList['allow'], who: string, field: string): void => {
    if (list === undefined) return;
    const index = claims.length;
    claims.push({
      items: list.from,
      at: `spec.rules[${index}].from[0].source.${field}`,
      remark: {
        verdict: 'approximated',
        code: 'RS2670',
        message: `requests for ${where} from ${who} ${list.value.length} ${list.value.length === 1 ? 'entry' : 'entries'} are ${alike}`,
      },
    });
  };
  say(allow, 'outside the', 'notRemoteIpBlocks');
  say(deny, 'within the', 'remoteIpBlocks');
  return [
    {
      apiVersion: 'security.istio.io/v1',
      kind: 'AuthorizationPolicy',
      purpose: 'addresses',
      target: { kind: 'gateway' },
      spec: { action: 'DENY', rules },
      claims,
    },
  ];
}

function operationOf({ hosts, paths, notPaths }: Scope): Record<string, readonly string[]> {
  return { hosts, paths, ...(notPaths === undefined ? {} : { notPaths }) };
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
