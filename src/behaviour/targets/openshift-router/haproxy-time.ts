const milliseconds: Readonly<Record<string, number>> = {
  us: 0.001,
  ms: 1,
  s: 1000,
  m: 60_000,
  h: 3_600_000,
  d: 86_400_000,
};

/** HAProxy counts in 31 bits; the router writes this where somebody asks for more. */
const longest = 2_147_483_647;

/** Seconds of a timeout annotation (reference §2.6); a bare number is in milliseconds. Undefined for what the router ignores. */
export function haproxySeconds(value: string | undefined): number | undefined {
  const [, amount, unit = 'ms'] = /^([1-9][0-9]*)(us|ms|s|m|h|d)?$/.exec(value ?? '') ?? [];
  if (amount === undefined) return undefined;
  // A fraction of a millisecond is rounded up: 0 would mean no limit.
  return Math.min(Math.ceil(Number(amount) * (milliseconds[unit] ?? 1)), longest) / 1000;
}
