import type { Limit } from '../../model/policies.js';

const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^${OCTET}(?:\\.${OCTET}){3}(?:/(?:3[0-2]|[12]?\\d))?$`);

/** Whether the router takes an entry of an address list; what it does not take is dropped, at worst with the whole list. */
export function isRouterAddress(entry: string): boolean {
  if (IPV4.test(entry)) return true;
  const [address = '', bits, ...others] = entry.split('/');
  if (others.length > 0 || (bits !== undefined && !/^(?:12[0-8]|1[01]\d|[1-9]?\d)$/.test(bits))) return false;
  return isIpv6(address);
}

/** Plain IPv6: groups of hexadecimal digits, with one `::` at most, and no dotted end. */
function isIpv6(text: string): boolean {
  if (!/^[0-9a-fA-F:]+$/.test(text)) return false;
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  if (groups.flat().some((group) => !/^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  const count = groups.flat().length;
  return halves.length === 2 ? count <= 7 : count === 8;
}

/** The annotation behind a limit and its value (semantics 2.8: windows of 10 s; the limit on connections counts itself). */
export function rateLimitOf({ per, count }: Limit): {
  readonly key: 'rate-http' | 'concurrent-tcp';
  readonly value: number;
} {
  return per === 'at a time'
    ? { key: 'concurrent-tcp', value: count + 1 }
    : { key: 'rate-http', value: Math.ceil((10 * count) / per) };
}

/** HAProxy compares with 32-bit numbers. */
const LARGEST = 2 ** 31 - 1;

export function rateLimitProblem(limit: Limit): string | undefined {
  return rateLimitOf(limit).value > LARGEST ? 'which is more than the router can count' : undefined;
}
