import type { Difference } from '../verification/verification.js';

/** Differences that are the same but for the request. */
export interface DifferenceRow<D extends Difference = Difference> {
  readonly example: D;
  readonly requests: number;
}

/** Differences gathered by their codes, those without explanation first, then by how many requests they concern. */
export interface DifferenceGroup<D extends Difference = Difference> {
  readonly codes: readonly string[];
  readonly requests: number;
  readonly rows: readonly DifferenceRow<D>[];
}

/** Gathers differences for a reader: one row for each thing that differs, whatever the number of requests that show it. */
export function differenceGroups<D extends Difference>(differences: readonly D[]): DifferenceGroup<D>[] {
  const groups = new Map<string, D[]>();
  for (const difference of differences) add(groups, difference.codes.join(' '), difference);
  const gathered = [...groups.values()].map((all): DifferenceGroup<D> => {
    const rows = new Map<string, D[]>();
    for (const one of all) add(rows, rowKey(one), one);
    return {
      codes: all[0]?.codes ?? [],
      requests: all.length,
      rows: [...rows.values()].flatMap((same) =>
        same[0] === undefined ? [] : [{ example: same[0], requests: same.length }],
      ),
    };
  });
  const rank = ({ codes }: DifferenceGroup<D>) => (isUntold(codes) ? 0 : 1);
  return gathered.sort(
    (a, b) => rank(a) - rank(b) || b.requests - a.requests || compare(a.codes.join(), b.codes.join()),
  );
}

/** Whether no finding tells a difference: of the models, or of two sides that were asked over the network. */
export function isUntold(codes: readonly string[]): boolean {
  return codes.includes('RS9001') || codes.includes('RS2540');
}

/** Redirects differ by their request; the host and the way in which they differ tell them apart. */
function rowKey({ request, field, source, target, always }: Difference): string {
  const values = field === 'location' || field === 'path' ? '' : JSON.stringify([source, target]);
  return JSON.stringify([request.scheme, request.host.toLowerCase().replace(/:\d+$/, ''), field, values, always]);
}

function add<D>(groups: Map<string, D[]>, key: string, difference: D): void {
  const known = groups.get(key);
  if (known === undefined) groups.set(key, [difference]);
  else known.push(difference);
}

function compare(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0;
}
