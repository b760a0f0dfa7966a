import type { Difference } from '../verification/verification.js';

/** Differences that are the same but for the request. */
export interface DifferenceRow {
  readonly example: Difference;
  readonly requests: number;
}

/** Differences gathered by their codes, those without explanation first, then by how many requests they concern. */
export interface DifferenceGroup {
  readonly codes: readonly string[];
  readonly requests: number;
  readonly rows: readonly DifferenceRow[];
}

/** Gathers differences for a reader: one row for each thing that differs, whatever the number of requests that show it. */
export function differenceGroups(differences: readonly Difference[]): DifferenceGroup[] {
  const groups = new Map<string, Difference[]>();
  for (const difference of differences) add(groups, difference.codes.join(' '), difference);
  const gathered = [...groups.values()].map((all): DifferenceGroup => {
    const rows = new Map<string, Difference[]>();
    for (const one of all) add(rows, rowKey(one), one);
    return {
      codes: all[0]?.codes ?? [],
      requests: all.length,
      rows: [...rows.values()].flatMap((same) =>
        same[0] === undefined ? [] : [{ example: same[0], requests: same.length }],
      ),
    };
  });
  const rank = ({ codes }: DifferenceGroup) => (codes.includes('RS9001') ? 0 : 1);
  return gathered.sort(
    (a, b) => rank(a) - rank(b) || b.requests - a.requests || compare(a.codes.join(), b.codes.join()),
  );
}

/** Redirects differ by their request; the host and the way in which they differ tell them apart. */
function rowKey({ request, field, source, target, always }: Difference): string {
  const values = field === 'location' || field === 'path' ? '' : JSON.stringify([source, target]);
  return JSON.stringify([request.scheme, request.host.toLowerCase().replace(/:\d+$/, ''), field, values, always]);
}

function add(groups: Map<string, Difference[]>, key: string, difference: Difference): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [difference]);
  else known.push(difference);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
