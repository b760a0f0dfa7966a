import { InvalidArgumentError, Option } from 'commander';
import type { Conversion } from '../conversion.js';
import type { Manifest, ObjectRef, SourcePosition } from '../kubernetes/object.js';
import { parseShard, type Shard } from '../sharding/shard.js';
import type { Verification } from '../verification/verification.js';

/** The flag `--shard` of commands whose work several jobs can share. */
export function shardOption(): Option {
  return new Option('--shard <i/n>', 'do part i of n of the work; the parts of all n jobs are the whole').argParser(
    (value: string): Shard => {
      const shard = parseShard(value);
      if (shard === undefined) throw new InvalidArgumentError('It has to be I/N, such as 2/3.');
      return shard;
    },
  );
}

/** What of a run a job does. */
export interface Share {
  readonly conversion: (whole: Conversion) => Conversion;
  readonly hasHost: (host: string) => boolean;
  readonly has: (object: { readonly object: ObjectRef; readonly source: SourcePosition }) => boolean;
  /** What no host tells apart is told by the first job. */
  readonly verification: <T extends Pick<Verification, 'problems' | 'unmodelled'>>(asked: T) => T;
}

export async function shareOf({ index, count }: Shard, manifests: readonly Manifest[]): Promise<Share> {
  const [{ ShardPlan }, { partOf }] = await Promise.all([
    import('../sharding/plan.js'),
    import('../sharding/part-of.js'),
  ]);
  const plan = new ShardPlan(manifests, count);
  return {
    conversion: (whole) => partOf(whole, plan, index),
    hasHost: (host) => plan.ofHost(host) === index,
    has: (object) => plan.of(object) === index,
    verification: (asked) => (index === 1 ? asked : { ...asked, problems: [], unmodelled: [] }),
  };
}
