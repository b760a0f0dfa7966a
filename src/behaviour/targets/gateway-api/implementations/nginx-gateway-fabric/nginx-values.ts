/** Bytes of a size of NGINX (`^\d{1,4}(k|m|g)?$`). */
export function nginxBytes(value: string | undefined): number | undefined {
  const [, amount, unit = ''] = /^(\d+)([kKmMgG]?)$/.exec(value ?? '') ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * { '': 1, k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }[unit.toLowerCase() as '' | 'k' | 'm' | 'g'];
}

/** Seconds of a time of NGINX (`^[0-9]{1,4}(ms|s|m|h)?$`). */
export function nginxSeconds(value: string | undefined): number | undefined {
  const [, amount, unit = 's'] = /^(\d+)(ms|s|m|h)?$/.exec(value ?? '') ?? [];
  if (amount === undefined) return undefined;
  return Number(amount) * { ms: 0.001, s: 1, m: 60, h: 3600 }[unit as 'ms' | 's' | 'm' | 'h'];
}

/** `Nr/s` or `Nr/m`. */
export function nginxRate(
  value: string | undefined,
): { readonly requests: number; readonly seconds: number } | undefined {
  const [, amount, unit] = /^(\d+)r\/([sm])$/.exec(value ?? '') ?? [];
  return amount === undefined ? undefined : { requests: Number(amount), seconds: unit === 's' ? 1 : 60 };
}
