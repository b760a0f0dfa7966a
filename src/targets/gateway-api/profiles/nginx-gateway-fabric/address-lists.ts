import { isIpRange } from '../../../../kubernetes/ip-range.js';
import type { AccessList, Policies } from '../../../../model/policies.js';
import type { Directives } from './snippets.js';
import { same } from './telling.js';

export function hasOnlyNetworks({ allow, deny }: AccessList): boolean {
  const entries = [...(allow?.value ?? []), ...(deny?.value ?? [])];
  return entries.length > 0 && entries.every(isIpRange);
}

/** The same directives in the same order: the first that matches decides (ngx_http_access_module; nginx.tmpl). */
export function listDirectives({ allow, deny }: AccessList): Directives {
  const location = (deny?.value ?? []).map((entry) => `deny ${entry};`);
  if (allow !== undefined && allow.value.length > 0)
    location.push(...allow.value.map((entry) => `allow ${entry};`), 'deny all;');
  const told = [];
  if (deny !== undefined)
    told.push(
      same(deny.from, 'RS2633', `the same ${count(deny.value)} as deny directives of nginx, answered with 403`),
    );
  if (allow !== undefined)
    told.push(
      same(allow.from, 'RS2633', `the same ${count(allow.value)} as allow directives of nginx, all others get 403`),
    );
  return { location, told };
}

function count(list: readonly string[]): string {
  return list.length === 1 ? 'address or network' : `${list.length} addresses and networks`;
}

/** One of several checks is enough: passwords, the check by a service and address lists act in the same phase of nginx. */
export function satisfyDirective({ anyGuardPasses }: Policies): Directives | undefined {
  if (anyGuardPasses === undefined) return undefined;
  return {
    location: ['satisfy any;'],
    told: [
      same(
        anyGuardPasses.from,
        'RS2633',
        'satisfy any, as at the controller: passwords and address lists act in one phase of nginx',
      ),
    ],
  };
}
