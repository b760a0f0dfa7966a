import { toBytes } from '../regex/pcre.js';
import type { HostSubjects, PathPattern } from './host-subjects.js';
import { regexSamples, sampleKind } from './regex-samples.js';
import { pathAsWritten, requestPath } from './request-path.js';

/** A request path made from a pattern. */
export interface PatternPath {
  readonly path: string;
  readonly why: string;
  readonly rank: number;
}

/** Samples patterns once, however many hosts share them. */
export interface PatternSampler {
  paths(pattern: PathPattern): readonly PatternPath[];
}

export function createPatternSampler(): PatternSampler {
  const known = new Map<string, readonly PatternPath[]>();
  return {
    paths(pattern) {
      const key = JSON.stringify([pattern.pattern, pattern.caseless, pattern.whole]);
      const found = known.get(key);
      if (found !== undefined) return found;
      const created = regexSamples({ ...pattern, pattern: pattern.pattern, kind: 'path' }).map((sample) => ({
        path: requestPath(sample.text),
        why: `regex ${pattern.written}, ${sampleKind(sample)}`,
        rank: sample.rank,
      }));
      known.set(key, created);
      return created;
    },
  };
}

/** How a request asks for a path of the configuration: as it stands, or by an example where it is a pattern. */
export function askedPath(path: string, subjects: HostSubjects, sampler: PatternSampler): string {
  if (!subjects.literals.has(path)) {
    for (const pattern of subjects.patterns.values()) {
      const example = pattern.written === path ? sampler.paths(pattern)[0] : undefined;
      if (example !== undefined) return example.path;
    }
  }
  return pathAsWritten(path);
}

/** A path that is not among the paths of the configuration. */
export function unservedPath(subjects: HostSubjects): string {
  let path = '/nothing-here';
  while (subjects.literals.has(path) || subjects.literals.has(toBytes(`${path}/`))) path += 'x';
  return path;
}
