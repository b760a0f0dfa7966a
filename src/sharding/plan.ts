import type { EmittedObject } from '../conversion.js';
import type { Manifest, ObjectRef, SourcePosition } from '../kubernetes/object.js';
import { shortHash } from '../kubernetes/short-hash.js';
import { SubjectFinder, subjectsOf } from '../kubernetes/subjects.js';
import { type HostGroup, hostGroups } from './host-groups.js';

/** What belongs to no Ingress or Route, or to those of several shards, belongs to this one. */
const FIRST = 1;

/**
 * Says which shard each part of a run belongs to: every part to exactly one, whatever it is. A function of the manifests
 * alone, so that jobs that read the same tree agree without talking to each other.
 */
export class ShardPlan {
  readonly #count: number;
  readonly #shards = new Map<Manifest, number>();
  readonly #byHost = new Map<string, number>();
  readonly #byFile = new Map<string, number>();
  readonly #finder: SubjectFinder;

  constructor(manifests: readonly Manifest[], count: number) {
    this.#count = count;
    const subjects = subjectsOf(manifests);
    this.#finder = new SubjectFinder(subjects);
    for (const [group, shard] of balanced(hostGroups(subjects), count)) {
      for (const host of group.hosts) this.#byHost.set(host, shard);
      for (const manifest of group.members) this.#shards.set(manifest, shard);
    }
    for (const manifest of subjects) {
      const { file } = manifest.source;
      if (!this.#byFile.has(file)) this.#byFile.set(file, this.#shards.get(manifest) ?? FIRST);
    }
  }

  /** The shard of a finding or of a withheld rule. */
  of({ object, source }: { readonly object?: ObjectRef | undefined; readonly source: SourcePosition }): number {
    const manifest = this.#finder.of(object, source);
    return manifest === undefined ? FIRST : (this.#shards.get(manifest) ?? FIRST);
  }

  /** The shard of an emitted object: that of what it was made of if it is of one, else the first. */
  ofEmitted({ origins }: EmittedObject): number {
    const [only = FIRST, ...others] = new Set(origins.map(({ ref: object, source }) => this.of({ object, source })));
    return others.length === 0 ? only : FIRST;
  }

  /** The shard whose requests are those to a host, port and letter case aside; also of hosts that no object names. */
  ofHost(host: string): number {
    const name = host.toLowerCase().replace(/:\d*$/, '');
    const known = this.#byHost.get(name);
    if (known !== undefined) return known;
    for (let dot = name.indexOf('.'); dot !== -1; dot = name.indexOf('.', dot + 1)) {
      const wildcard = this.#byHost.get(`*${name.slice(dot)}`);
      if (wildcard !== undefined) return wildcard;
    }
    return (Number.parseInt(shortHash(name), 16) % this.#count) + 1;
  }

  /** How many of the files that were read count for a shard: those whose first Ingress or Route is its own. */
  inputsOf(shard: number, inputs: number): number {
    const shards = [...this.#byFile.values()];
    if (shard !== FIRST) return shards.filter((one) => one === shard).length;
    return inputs - shards.filter((one) => one !== FIRST).length;
  }
}

/** Each group with its shard: the largest first, each to the shard that has least. */
function balanced(groups: readonly HostGroup[], count: number): [HostGroup, number][] {
  const loads = Array.from({ length: count }, () => 0);
  const bySize = [...groups].sort((a, b) => b.members.length - a.members.length);
  return bySize.map((group) => {
    const shard = loads.indexOf(Math.min(...loads));
    loads[shard] = (loads[shard] ?? 0) + group.members.length;
    return [group, shard + 1];
  });
}
