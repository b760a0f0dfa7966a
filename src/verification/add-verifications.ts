import type { Verification } from './verification.js';

/** What came of several conversions that have nothing to do with each other, as one. */
export function addVerifications(parts: readonly Verification[]): Verification {
  const sum = (field: 'probes' | 'agree' | 'explained' | 'unexplained'): number =>
    parts.reduce((total, part) => total + part[field], 0);
  return {
    probes: sum('probes'),
    agree: sum('agree'),
    explained: sum('explained'),
    unexplained: sum('unexplained'),
    differences: parts.flatMap(({ differences }) => differences),
    leftOut: parts.flatMap(({ leftOut }) => leftOut),
    unmet: parts.flatMap(({ unmet }) => unmet),
    unmodelled: [...new Set(parts.flatMap(({ unmodelled }) => unmodelled))],
    problems: parts.flatMap(({ problems }) => problems),
  };
}
