import { isWithin, type Network } from '../../../../values/addresses.js';
import { type Fields, fields, items, number, text, texts } from '../../reading.js';
import type { Step } from '../../step.js';
import { addressGuard, readNetworks } from '../policies/addresses.js';

interface AclEntry {
  readonly allows: boolean;
  readonly network: Network;
}

/** `acl` of a TrafficPolicy: of the networks that hold an address the longest prefix decides, else the default. */
export function aclSteps(acl: Fields): readonly Step[] | { readonly problem: string } {
  const entries: AclEntry[] = [];
  for (const rule of items(acl.rules)) {
    const read = readNetworks(texts(rule.cidrs));
    if ('problem' in read) return { problem: `acl: ${read.problem}` };
    entries.push(...read.networks.map((network) => ({ allows: text(rule.action) === 'allow', network })));
  }
  const open = text(acl.defaultAction) !== 'deny';
  const status = number(fields(acl.denyResponse).statusCode) ?? 403;
  const longest = [...entries].sort((a, b) =>
    a.network.mask < b.network.mask ? 1 : a.network.mask > b.network.mask ? -1 : 0,
  );
  const listed = (allows: boolean) => entries.filter((one) => one.allows === allows).map(({ network }) => network.text);
  const [allowed, denied] = [listed(true), listed(false)];
  return [
    {
      answer({ address }) {
        const entry = longest.find(({ network }) => isWithin(address, [network]));
        return (entry?.allows ?? open) ? undefined : { status, reason: 'refused by the acl' };
      },
    },
    ...(denied.length > 0 ? [{ guard: addressGuard('deny-list', denied) }] : []),
    ...(open ? [] : [{ guard: addressGuard('allow-list', allowed) }]),
  ];
}
