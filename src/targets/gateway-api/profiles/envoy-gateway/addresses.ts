/** An octet of a dotted address, without leading zeros. */
const OCTET = '(?:25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)';
const IPV4 = new RegExp(`^(?:${OCTET}\\.){3}${OCTET}$`);
const IPV6 = /^[0-9a-f:]+$/i;

/** An address or network with the length that SecurityPolicy wants (`clientCIDRs`); undefined for what is neither. */
export function cidrOf(entry: string): string | undefined {
  const [address = '', length, ...rest] = entry.trim().split('/');
  if (rest.length > 0 || (length !== undefined && !/^\d{1,3}$/.test(length))) return undefined;
  const longest = IPV4.test(address) ? 32 : isIpv6(address) ? 128 : undefined;
  if (longest === undefined || Number(length ?? 0) > longest) return undefined;
  return `${address.toLowerCase()}/${length === undefined ? longest : Number(length)}`;
}

function isIpv6(address: string): boolean {
  if (!IPV6.test(address)) return false;
  const halves = address.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return false;
  return halves.length === 2 ? groups.length < 8 : groups.length === 8;
}
