/** One of several jobs that share the work on one input: `2/3`. */
export interface Shard {
  /** From 1 on. */
  readonly index: number;
  readonly count: number;
}

/** More jobs than this are a slip of the finger. */
const MOST_SHARDS = 1000;

/** Reads `i/n`, or answers undefined. */
export function parseShard(text: string): Shard | undefined {
  const [, index = '', count = ''] = /^(\d{1,4})\/(\d{1,4})$/.exec(text) ?? [];
  const shard = { index: Number(index), count: Number(count) };
  return shard.index >= 1 && shard.index <= shard.count && shard.count <= MOST_SHARDS ? shard : undefined;
}
