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
      const created = regexSamples({ ...pattern, kind: 'path' }).map((sample) => ({
        path: requestPath(sample.text),
        why: `regex ${pattern.written}, ${sampleKind(sample)}`,
        rank: sample.rank,
      }));
      known.set(key, created);
      return created;
    },
  };
}

/**
 * How requests ask for the paths of a host: as they stand, or by an example where the path is a pattern.
 *
 * @returns a function from a path as configured to a request path
 */
export function pathAsker(subjects: HostSubjects, sampler: PatternSampler): (path: string) => string {
  const examples = new Map<string, string>();
  for (const pattern of sortedPatterns(subjects)) {
    const example = sampler.paths(pattern)[0];
    if (example !== undefined && !examples.has(pattern.written)) examples.set(pattern.written, example.path);
  }
  return (path) => (subjects.literals.has(path) ? undefined : examples.get(path)) ?? pathAsWritten(path);
}

/** The patterns of a host in an order that the input's order has no part in. */
export function sortedPatterns(subjects: HostSubjects): readonly PathPattern[] {
  return [...subjects.patterns].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, pattern]) => pattern);
}

/** A path that is not among the paths of the configuration. */
export function unservedPath(subjects: HostSubjects): string {
  let path = '/nothing-here';
  while (subjects.literals.has(path)) path += 'x';
  return path;
}
