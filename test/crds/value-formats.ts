import { isIPv4, isIPv6 } from 'node:net';

type FormatTest = (text: string) => boolean;

/**
 * The string formats that the API server checks (k8s.io/kube-openapi/pkg/validation/strfmt), as far as the CRDs here
 * name them or are likely to. Formats that are not listed pass, as unknown formats do there.
 */
const STRING_FORMATS: ReadonlyMap<string, FormatTest> = new Map<string, FormatTest>([
  ['date-time', isDateTime],
  ['datetime', isDateTime],
  ['date', (text) => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))],
  ['duration', isGoDuration],
  ['ipv4', (text) => isParsedIp(text) && text.includes('.')],
  ['ipv6', (text) => isParsedIp(text) && text.includes(':')],
  ['cidr', isCidr],
  ['uuid', (text) => /^[0-9a-f]{8}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{4}-?[0-9a-f]{12}$/i.test(text)],
  ['byte', (text) => text === '' || (text.length % 4 === 0 && /^[A-Za-z0-9+/]+={0,2}$/.test(text))],
  ['uri', (text) => URL.canParse(text)],
]);

/** The ranges of integer formats; a value outside overflows the Go type behind the field. */
const INTEGER_RANGES: ReadonlyMap<string, readonly [bigint, bigint]> = new Map([
  ['int32', [-(2n ** 31n), 2n ** 31n - 1n]],
  ['uint32', [0n, 2n ** 32n - 1n]],
  ['int64', [-(2n ** 63n), 2n ** 63n - 1n]],
  ['uint64', [0n, 2n ** 64n - 1n]],
] as const);

/** False when `text` breaks the string format of that name. */
export function fitsStringFormat(format: string, text: string): boolean {
  return STRING_FORMATS.get(format)?.(text) ?? true;
}

/** False when an integer lies outside the type that its format names. */
export function fitsIntegerFormat(format: string, value: number): boolean {
  const range = INTEGER_RANGES.get(format);
  if (range === undefined || !Number.isInteger(value)) return true;
  const exact = BigInt(value);
  return exact >= range[0] && exact <= range[1];
}

/**
 * CEL `isIP()` (k8s.io/apiserver/pkg/cel/library/ip.go): an IPv4 or IPv6 literal without zone and without leading
 * zeros; an IPv4-mapped IPv6 address is not one.
 */
export function isIpLiteral(text: string): boolean {
  return isParsedIp(text) && !isMappedIpv4(text);
}

/** What Go's net.ParseIP takes: node's own check also lets IPv6 zones pass. */
function isParsedIp(text: string): boolean {
  return isIPv4(text) || (isIPv6(text) && !text.includes('%'));
}

/** URL writes every spelling of an IPv6 literal in one canonical form, also `0:0:0:0:0:ffff:1.2.3.4`. */
function isMappedIpv4(text: string): boolean {
  return isIPv6(text) && new URL(`http://[${text}]`).hostname.startsWith('[::ffff:');
}

function isCidr(text: string): boolean {
  const match = /^(.+)\/(\d{1,3})$/.exec(text);
  const address = match?.[1];
  const bits = Number(match?.[2]);
  return address !== undefined && isParsedIp(address) && bits <= (isIPv4(address) ? 32 : 128);
}

function isDateTime(text: string): boolean {
  return (
    /^\d{4}-\d{2}-\d{2}[Tt]\d{2}:\d{2}:\d{2}(\.\d+)?([Zz]|[+-]\d{2}:\d{2})$/.test(text) &&
    !Number.isNaN(Date.parse(text))
  );
}

/** Go's time.ParseDuration. */
function isGoDuration(text: string): boolean {
  return text === '0' || /^[+-]?((\d+\.?\d*|\.\d+)(ns|us|µs|μs|ms|s|m|h))+$/.test(text);
}
