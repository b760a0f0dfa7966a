import { type Network, parseNetwork } from '../values/addresses.js';
import { commaList } from '../values/go-values.js';

/** An address next to the border of a network. */
export interface BoundaryAddress {
  readonly address: string;
  readonly why: string;
}

const all = (1n << 128n) - 1n;
const v4First = 0xffff_0000_0000n;
const v4Last = 0xffff_ffff_ffffn;

/** For each network of a comma list: its first and last address, and the ones before and after. */
export function boundaryAddresses(list: string): readonly BoundaryAddress[] {
  const found: BoundaryAddress[] = [];
  for (const item of commaList(list)) {
    const network = parseNetwork(item);
    if (network === undefined) continue;
    const { first, last } = range(network);
    const v4 = first >= v4First && last <= v4Last;
    const [lowest, highest] = v4 ? [v4First, v4Last] : [0n, all];
    found.push({ address: format(first, v4), why: `first of ${item}` });
    if (last !== first) found.push({ address: format(last, v4), why: `last of ${item}` });
    if (first > lowest) found.push({ address: format(first - 1n, v4), why: `before ${item}` });
    if (last < highest) found.push({ address: format(last + 1n, v4), why: `after ${item}` });
  }
  return found;
}

function range({ base, mask }: Network): { first: bigint; last: bigint } {
  return { first: base, last: base | (all ^ mask) };
}

function format(address: bigint, v4: boolean): string {
  if (v4) return [24n, 16n, 8n, 0n].map((shift) => String((address >> shift) & 255n)).join('.');
  return Array.from({ length: 8 }, (_, index) => ((address >> BigInt(112 - 16 * index)) & 0xffffn).toString(16)).join(
    ':',
  );
}
