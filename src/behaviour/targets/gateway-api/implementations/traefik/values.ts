/** API group of Traefik's own kinds (implementation-policies.md §1.5). */
export const traefikGroup = 'traefik.io';

/** Seconds of a duration of Traefik: of Go, or a bare number of seconds. */
export function traefikSeconds(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  return goSeconds(value);
}

const units: ReadonlyMap<string, number> = new Map([
  ['ms', 0.001],
  ['s', 1],
  ['m', 60],
  ['h', 3600],
]);

/** Seconds of time.ParseDuration for the units that anybody writes. */
export function goSeconds(value: string): number | undefined {
  if (!/^(\d+(\.\d+)?(ms|s|m|h))+$/.test(value)) return undefined;
  const parts = [...value.matchAll(/([\d.]+)(ms|s|m|h)/g)];
  return parts.reduce((sum, [, amount, unit]) => sum + Number(amount) * (units.get(unit ?? '') ?? 0), 0);
}

/** Go's Regexp.Expand: `$1`, `${1}`; the longest run of letters, digits and underscores is the name, `$$` a dollar sign. */
export function goExpand(template: string, groups: readonly string[]): string {
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (written: string, braced?: string, bare?: string) => {
    if (written === '$$') return '$';
    const name = braced ?? bare ?? '';
    return /^\d+$/.test(name) ? (groups[Number(name)] ?? '') : '';
  });
}
