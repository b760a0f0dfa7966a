import type { PathMatchValue } from '../../kubernetes/gateway-api.js';
import { topLevelAlternatives } from '../../model/regex-shape.js';

const ALLOWED = /[A-Za-z0-9/\-._~!$&'()*+,;=:@]/;
const ALL_ALLOWED = /^[A-Za-z0-9/\-._~!$&'()*+,;=:@]*$/;
const MAX_PATH = 1024;

/** A path as a match value, or why there is none. */
export type PathValue =
  | { readonly ok: true; readonly value: string; readonly encoded: boolean }
  | { readonly ok: false; readonly why: 'never-requested' | 'too-long' };

/**
 * A literal path in the alphabet of Exact and PathPrefix values (CRD rules on spec.rules[].matches[].path). Paths with
 * empty or dot segments are never seen by a proxy that normalises first.
 *
 * @param asWritten the path is compared without decoding: what is percent-encoded stays so
 */
export function pathValue(path: string, asWritten?: true): PathValue {
  if (/\/\/|\/\.\.?(?:\/|$)/.test(path) || (asWritten === true && /%2f/i.test(path)))
    return { ok: false, why: 'never-requested' };
  if (path.length <= MAX_PATH && ALL_ALLOWED.test(path)) return { ok: true, value: path, encoded: false };
  let value = '';
  for (const char of asWritten === true ? (path.match(/%[0-9A-Fa-f]{2}|[\s\S]/gu) ?? []) : path)
    value +=
      asWritten === true && char.length === 3
        ? char
        : ALLOWED.test(char)
          ? char
          : encodeURIComponent(/^[\uD800-\uDFFF]$/.test(char) ? '\uFFFD' : char);
  if (value.length > MAX_PATH) return { ok: false, why: 'too-long' };
  return { ok: true, value, encoded: value !== path };
}

/**
 * A match on a regular expression of the source, open at its end, for engines that match the whole path. The source writes
 * `^` before the text, where it binds to the first alternative only: the others match anywhere.
 */
export function regexValue(pattern: string, cased?: true): PathMatchValue | undefined {
  const [first = '', ...others] = topLevelAlternatives(pattern);
  const open = (part: string): string => (/(?:^|[^\\])(?:\\\\)*\$$/.test(part) ? part : `${part}.*`);
  const fromStart = (part: string): string => open(part.startsWith('^') ? part.slice(1) : part);
  const anywhere = (part: string): string => (part.startsWith('^') ? fromStart(part) : `.*${open(part)}`);
  const all = [fromStart(first), ...others.map(anywhere)];
  const flag = cased === true ? '' : '(?i)';
  const value = all.length === 1 ? `${flag}^${all[0]}` : `${flag}^(?:${all.join('|')})`;
  return value.length > MAX_PATH ? undefined : { type: 'RegularExpression', value };
}

/** The characters of a literal that mean something else in an expression, escaped. */
export function escapeRegex(literal: string): string {
  return literal.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
}

/**
 * What RE2 engines refuse and PCRE takes: look-around, back-references, possessive and atomic groups, conditionals, verbs,
 * some escapes, classes in ranges (RE2 syntax, github.com/google/re2/wiki/Syntax).
 */
const BEYOND_RE2 =
  /\(\?(?:[=!>|&(]|<[=!]|P[=>]|R|\d|[+-]\d)|\\[1-9]|\\k[{<']|\\g[{<'\d-]|[*+?}]\+|\\[GKRXNHhvVZceuUlL]|\\[^ -~]|\[[^\]]*-\\[dswDSW]|\(\*[A-Z]/;

const MAX_REPEAT = 1000;

/** How whoever serves the routes reads regular expressions on paths. */
export interface ExpressionSupport {
  /** Who it is, for messages; absent where nobody said. */
  readonly title?: string | undefined;
  /** The place of an expression among prefixes. Exact paths come first everywhere. */
  readonly rank: 'unknown' | 'before-prefixes' | 'after-prefixes' | 'by-length';
  /** Whether a path can be rewritten by an expression. */
  readonly rewrites: boolean;
  /** What to do for such a rewrite, where it cannot be. */
  readonly rewritesNext?: string | undefined;
  /** Whether it has words for what a path is rewritten to; absent: for everything. */
  readonly canReplace?: ((template: string) => boolean) | undefined;
  /** Whether its dialect has everything that the pattern uses. */
  readonly canSay: (pattern: string) => boolean;
  /** The match for a pattern of the source; undefined where it would be too long. */
  readonly value: (pattern: string, cased?: true) => PathMatchValue | undefined;
  /** The match for a literal path that it cannot take as it stands: undefined where it can. */
  readonly literal?: ((match: PathMatchValue) => PathMatchValue | undefined) | undefined;
  /** The value for an expression of whole paths, where one that begins with `^` will not do. */
  readonly whole?: ((expression: string, cased?: true) => string | undefined) | undefined;
}

/** What can be relied on where the implementation is not known: RE2, written so that any anchoring gives the same. */
export const ANY_IMPLEMENTATION: ExpressionSupport = {
  rank: 'unknown',
  rewrites: false,
  canSay: isPortableRegex,
  value: regexValue,
};

/** Whether a template has no variables but groups: others are known to the source only. */
export function hasGroupsOnly(template: string): boolean {
  return !/\$(?![1-9])/.test(template);
}

/**
 * Whether an expression is tried before the prefixes that hold its literal beginning: all of them, those that are shorter, or
 * those that are spelt as expressions for its sake.
 */
export function winsOverBroader({ rank }: ExpressionSupport): boolean {
  return rank !== 'unknown';
}

/** Whether an expression is plain enough for RE2, and valid at all. */
export function isPortableRegex(pattern: string): boolean {
  // Far more than a path may have; reading it would take long.
  if (pattern.length > 4 * MAX_PATH || BEYOND_RE2.test(pattern)) return false;
  // RE2 limits the product of nested repeats; that of all repeats is an upper bound.
  let repeats = 1;
  for (const [, low = '', high = ''] of pattern.matchAll(/\{(\d+)(?:,(\d*))?\}/g))
    repeats *= Math.max(1, Number(high || low));
  if (repeats > MAX_REPEAT) return false;
  try {
    // Inline flags are RE2's own; whether JavaScript has them depends on the engine.
    new RegExp(pattern.replace(/\(\?[imsU]+(?:-[imsU]+)?:/g, '(?:').replace(/\(\?[imsU]+(?:-[imsU]+)?\)/g, ''));
    return true;
  } catch {
    return false;
  }
}
