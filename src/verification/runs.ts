import type { Conversion } from '../conversion.js';
import { isInCluster } from '../kubernetes/cluster-place.js';
import { formatRef, type Manifest, type ObjectRef, type SourcePosition } from '../kubernetes/object.js';
import { type ConvertOptions, type RunOptions, readsForOne, type SourceName } from '../options.js';
import { Replay } from './replay.js';

/** A replay of what one controller served, and what became of it. */
export interface Run {
  /** Undefined where the conversion was for one controller. */
  readonly controllers: readonly SourceName[] | undefined;
  readonly replay: Replay;
  readonly conversion: Conversion;
  readonly options: ConvertOptions;
}

/**
 * The replays that a conversion needs: one, or one for each controller that was converted for. Each controller had an address
 * of its own, and so have the Gateways that come in their places: what became of another one's objects does not answer. An
 * address that serves everybody, of a router or of a Gateway that is named, answers with all of it.
 */
export function runsOf(manifests: readonly Manifest[], conversion: Conversion, options: RunOptions): Run[] {
  if (conversion.parts === undefined)
    return readsForOne(options)
      ? [{ controllers: undefined, replay: new Replay(manifests, conversion, options), conversion, options }]
      : [];
  return conversion.parts.map(({ controllers, options: own, leftOut, conversion: part }) => {
    const others = new Set(leftOut.map(placeOf));
    const mine = manifests.filter((manifest) => !others.has(placeOf(manifest)));
    const emitted = hasOneFront(own) ? conversion.emitted : part.emitted;
    return { controllers, replay: new Replay(mine, part, own, emitted), conversion: part, options: own };
  });
}

/** Whether one address serves what came of every controller. */
export function hasOneFront({ to, gateway }: ConvertOptions): boolean {
  return to === 'openshift-route' || gateway !== undefined;
}

function placeOf({ ref, source }: { readonly ref: ObjectRef; readonly source: SourcePosition }): string {
  return `${isInCluster(source.file) ? source.file : `${source.file}:${source.line}:${source.column}`} ${formatRef(ref)}`;
}

/** The runs whose controller serves a host: those that name it, else those that serve any host, else the first. */
export function runsFor(host: string, runs: readonly Run[]): readonly Run[] {
  return serversOf(runs, ({ replay }) => replay.serves(host));
}

/** Those that serve a host by name, else those that serve it at all, else the first. */
export function serversOf<T>(all: readonly T[], serves: (one: T) => ReturnType<Replay['serves']>): readonly T[] {
  const naming = all.filter((one) => serves(one) === 'by name');
  if (naming.length > 0) return naming;
  const serving = all.filter((one) => serves(one) !== undefined);
  return serving.length > 0 ? serving : all.slice(0, 1);
}
