import type { Conversion } from '../conversion.js';
import type { Manifest } from '../kubernetes/object.js';
import type { RunOptions } from '../options.js';
import { runsOf, serversOf } from './runs.js';
import { withShortWords } from './short-words.js';

/** One conversion: what was read, by which options, and what came of it. */
export interface ConvertedPart {
  readonly manifests: readonly Manifest[];
  readonly options: RunOptions;
  readonly conversion: Conversion;
}

/** Tells which of several conversions serve a host: those that name it, else those that serve any host, else the first. */
export function serversAmong<T extends ConvertedPart>(parts: readonly T[]): (host: string) => readonly T[] {
  if (parts.length < 2) return () => parts;
  const all = parts.flatMap((part) => {
    const short = withShortWords(part.manifests, part.conversion);
    const { manifests, conversion } = short ?? part;
    return runsOf(manifests, conversion, part.options).map(({ replay }) => ({
      part,
      serves: (host: string) => replay.serves(short === undefined ? host : short.replaced(host)),
    }));
  });
  return (host) => [...new Set(serversOf(all, ({ serves }) => serves(host)).map(({ part }) => part))];
}
