import type { AccessList } from '../../../../model/policies.js';

interface Range {
  readonly bits: 32 | 128;
  readonly first: bigint;
  readonly length: number;
}

/**
 * `acl` of a TrafficPolicy, in which the longest prefix decides; at the source denied ranges do, whatever allows an address
 * within them. An allowed range inside a denied one is left out, which makes both the same.
 */
export function aclOf({ allow, deny }: AccessList): Record<string, unknown> {
  const denied = unique(deny?.value ?? []);
  const closed = denied.map(rangeOf);
  const allowed = unique(allow?.value ?? []).filter((text) => {
    const range = rangeOf(text);
    return !closed.some((other) => range !== undefined && other !== undefined && holds(other, range));
  });
  const rules = [
    ...(allowed.length === 0 ? [] : [{ cidrs: allowed, action: 'allow' }]),
    ...(denied.length === 0 ? [] : [{ cidrs: denied, action: 'deny' }]),
  ];
  return {
    defaultAction: allow === undefined ? 'allow' : 'deny',
    ...(rules.length === 0 ? {} : { rules }),
    denyResponse: { statusCode: 403 },
  };
}

/** An address or a range that the source has checked before; undefined for what is none. */
function rangeOf(text: string): Range | undefined {
  const [address = '', prefix] = text.split('/');
  const bits = address.includes(':') ? 128 : 32;
  const value = bits === 32 ? ipv4(address) : ipv6(address);
  if (value === undefined) return undefined;
  const length = prefix === undefined ? bits : Number(prefix);
  const host = BigInt(bits - length);
  return { bits, first: (value >> host) << host, length };
}

function holds(outer: Range, inner: Range): boolean {
  const host = BigInt(outer.bits - outer.length);
  return outer.bits === inner.bits && outer.length <= inner.length && inner.first >> host === outer.first >> host;
}

function ipv4(text: string): bigint | undefined {
  const parts = text.split('.');
  if (parts.length !== 4 || !parts.every((part) => /^\d{1,3}$/.test(part))) return undefined;
  return parts.reduce((sum, part) => (sum << 8n) | BigInt(part), 0n);
}

function ipv6(text: string): bigint | undefined {
  const [head = '', tail] = text.replace(/(\d+)\.(\d+)\.(\d+)\.(\d+)$/, embedded).split('::');
  const groups = (half: string): string[] => (half === '' ? [] : half.split(':'));
  const [before, after] = [groups(head), groups(tail ?? '')];
  const missing = tail === undefined ? 0 : 8 - before.length - after.length;
  const all = [...before, ...Array.from({ length: Math.max(0, missing) }, () => '0'), ...after];
  if (all.length !== 8 || !all.every((group) => /^[0-9a-f]{1,4}$/i.test(group))) return undefined;
  return all.reduce((sum, group) => (sum << 16n) | BigInt(`0x${group}`), 0n);
}

function embedded(_all: string, a: string, b: string, c: string, d: string): string {
  const pair = (high: string, low: string): string => (Number(high) * 256 + Number(low)).toString(16);
  return `${pair(a, b)}:${pair(c, d)}`;
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}
