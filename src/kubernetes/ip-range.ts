function isIpv4(text: string): boolean {
  const parts = text.split('.');
  // Go refuses leading zeros (net.ParseIP since 1.17), because some programs read them as octal.
  return parts.length === 4 && parts.every((part) => /^(?:0|[1-9]\d{0,2})$/.test(part) && Number(part) <= 255);
}

/** True for an IPv6 address without brackets or zone. */
export function isIpv6(text: string): boolean {
  const halves = text.split('::');
  if (halves.length > 2) return false;
  const groups = halves.flatMap((half) => (half === '' ? [] : half.split(':')));
  let length = groups.length;
  const last = groups.at(-1);
  if (last?.includes('.')) {
    // An IPv4 address may stand for the last two groups, but only at the very end.
    if (!isIpv4(last) || halves.at(-1) === '') return false;
    groups.pop();
    length += 1;
  }
  if (!groups.every((group) => /^[0-9a-fA-F]{1,4}$/.test(group))) return false;
  // "::" stands for at least one group.
  return halves.length === 2 ? length <= 7 : length === 8;
}

/**
 * True for an IPv4 or IPv6 address, alone or with a prefix length, in the spellings that Go's net.ParseIP and
 * net.ParseCIDR take (ingress-nginx internal/net/ipnet.go): no zones, no leading zeros in IPv4, host bits allowed.
 */
export function isIpRange(text: string): boolean {
  const slash = text.indexOf('/');
  const address = slash < 0 ? text : text.slice(0, slash);
  const bits = address.includes(':') ? 128 : 32;
  if (!(bits === 128 ? isIpv6(address) : isIpv4(address))) return false;
  if (slash < 0) return true;
  const prefix = text.slice(slash + 1);
  return /^\d{1,6}$/.test(prefix) && Number(prefix) <= bits;
}
