import type { Foreseen } from '../verification/foresight.js';

/** Requests that are sent, and how many of each host are not because there are enough. */
export interface Selection {
  readonly chosen: readonly Foreseen[];
  readonly leftOut: readonly { readonly host: string; readonly count: number }[];
}

/**
 * At most so many requests: those of the user first, then the most telling one of every host, then the next of each, so
 * that no host is without. Their order stays, which keeps those of one host together.
 */
export function selected(requests: readonly Foreseen[], most: number): Selection {
  if (requests.length <= most) return { chosen: requests, leftOut: [] };
  const turns = new Map<string, number>();
  const ranked = requests.map((one, place) => {
    const host = hostOf(one);
    const turn = turns.get(host) ?? 0;
    if (!one.isOwn) turns.set(host, turn + 1);
    return { one, place, turn: one.isOwn ? -1 : turn };
  });
  const kept = new Set(
    [...ranked]
      .sort((a, b) => a.turn - b.turn || a.place - b.place)
      .slice(0, most)
      .map(({ place }) => place),
  );
  const left = new Map<string, number>();
  for (const { one, place } of ranked) if (!kept.has(place)) left.set(hostOf(one), (left.get(hostOf(one)) ?? 0) + 1);
  return {
    chosen: ranked.filter(({ place }) => kept.has(place)).map(({ one }) => one),
    leftOut: [...left].map(([host, count]) => ({ host, count })),
  };
}

function hostOf({ request }: Foreseen): string {
  return request.host.toLowerCase().replace(/:\d*$/, '');
}
