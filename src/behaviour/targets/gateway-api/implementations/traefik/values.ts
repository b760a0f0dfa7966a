import { goSeconds } from '../../../../values/go-durations.js';

/** API group of Traefik's own kinds (implementation-policies.md §1.5). */
export const traefikGroup = 'traefik.io';

/** Seconds of a duration of Traefik: of Go, or a bare number of seconds. */
export function traefikSeconds(value: unknown): number | undefined {
  if (typeof value === 'number') return Number.isFinite(value) ? value : undefined;
  if (typeof value !== 'string') return undefined;
  if (/^\d+$/.test(value)) return Number(value);
  return goSeconds(value);
}

/** Go's Regexp.Expand: `$1`, `${1}`; the longest run of letters, digits and underscores is the name, `$$` a dollar sign. */
export function goExpand(template: string, groups: readonly string[]): string {
  return template.replace(/\$(?:\$|\{(\w+)\}|(\w+))/g, (written: string, braced?: string, bare?: string) => {
    if (written === '$$') return '$';
    const name = braced ?? bare ?? '';
    return /^\d+$/.test(name) ? (groups[Number(name)] ?? '') : '';
  });
}
