/** IP addresses and networks as Go's net package reads them, in one 128-bit space (IPv4 mapped into ::ffff:0:0/96). */

const v4Base = 0xffff_0000_0000n;

function parseV4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4) return undefined;
  let value = 0n;
  for (const part of parts) {
    if (!/^(0|[1-9]\d{0,2})$/.test(part) || Number(part) > 255) return undefined;
    value = value * 256n + BigInt(part);
  }
  return value;
}

/** The address as a number, or undefined if the text is none. */
export function parseAddress(text: string): bigint | undefined {
  if (!text.includes(':')) {
    const v4 = parseV4(text);
    return v4 === undefined ? undefined : v4Base + v4;
  }
  let body = text;
  const dotted = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text);
  if (dotted !== null) {
    const v4 = parseV4(dotted[2] ?? '');
    if (v4 === undefined) return undefined;
    body = `${dotted[1]}${(v4 >> 16n).toString(16)}:${(v4 & 0xffffn).toString(16)}`;
  }
  const halves = body.split('::');
  if (halves.length > 2) return undefined;
  const groups = halves.map((half) => (half === '' ? [] : half.split(':')));
  const [head = [], tail = []] = groups;
  const missing = 8 - head.length - tail.length;
  if (halves.length === 1 ? missing !== 0 : missing < 1) return undefined;
  let value = 0n;
  for (const group of [...head, ...Array.from({ length: halves.length === 1 ? 0 : missing }, () => '0'), ...tail]) {
    if (!/^[0-9A-Fa-f]{1,4}$/.test(group)) return undefined;
    value = value * 65536n + BigInt(`0x${group}`);
  }
  return value;
}

/** Whether an address is one of IPv4, also where it is written as IPv6. */
export function isV4(address: bigint | undefined): boolean {
  return address !== undefined && address >> 32n === v4Base >> 32n;
}

export interface Network {
  readonly text: string;
  readonly base: bigint;
  readonly mask: bigint;
}

const all = (1n << 128n) - 1n;

/** A CIDR or a single address. */
export function parseNetwork(text: string): Network | undefined {
  const slash = text.indexOf('/');
  if (slash < 0) {
    const base = parseAddress(text);
    return base === undefined ? undefined : { text, base, mask: all };
  }
  const base = parseAddress(text.slice(0, slash));
  const suffix = text.slice(slash + 1);
  if (base === undefined || !/^\d{1,3}$/.test(suffix)) return undefined;
  const bits = Number(suffix) + (text.includes(':') ? 0 : 96);
  if (bits > 128) return undefined;
  const mask = (all >> BigInt(128 - bits)) << BigInt(128 - bits);
  return { text, base: base & mask, mask };
}

/** A comma list of networks, sorted as the controller writes them; undefined if one of them is none. */
export function parseNetworks(text: string): Network[] | undefined {
  const networks: Network[] = [];
  for (const item of text.split(',')) {
    const network = parseNetwork(item.trim());
    if (network === undefined) return undefined;
    networks.push(network);
  }
  return networks;
}

export function isWithin(address: bigint | undefined, networks: readonly Network[]): boolean {
  return address !== undefined && networks.some((network) => (address & network.mask) === network.base);
}
