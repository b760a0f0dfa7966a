import { formatRef } from '../../kubernetes/object.js';
import { certainPrefix, type Form, type RegexShape } from '../../model/regex-shape.js';
import { tameRegex } from '../../model/tame-regex.js';
import type { PathMatch, Rule } from '../../model/traffic.js';
import { takesPath } from './expression-run.js';
import type { Scheme } from './planning.js';

export interface RegexRule {
  readonly pattern: string;
  /** Compared with regard to case. */
  readonly cased?: true | undefined;
  readonly shape: RegexShape | undefined;
}

/** Where a rule is written, for the words of another one: with its object, unless they share it. */
export function placeOf(rule: Rule, seenFrom: Rule): string {
  return rule.owner === seenFrom.owner ? rule.label : `${formatRef(rule.owner.ref)} ${rule.label}`;
}

/** Whether every path that the later expression matches is matched by the earlier one. False when in doubt. */
export function covers(earlier: RegexRule, later: RegexRule): boolean {
  // One that minds the case takes less than one that does not.
  if (earlier.cased === true && later.cased !== true) return earlier.shape?.literal === '' && takesAll(earlier.shape);
  const folded = (text: string): string => (earlier.cased === true ? text : text.toLowerCase());
  if (folded(earlier.pattern) === folded(later.pattern)) return true;
  const { shape } = earlier;
  if (shape === undefined) return false;
  const has = (...forms: Form[]): boolean => forms.every((f) => shape.groups[f] !== undefined);
  if (shape.literal === '') return takesAll(shape);
  const own = folded(shape.literal);
  if (later.shape !== undefined && !later.shape.looseDot) {
    const other = folded(later.shape.literal);
    if (other === own) return (Object.keys(later.shape.groups) as Form[]).every((f) => has(f));
    if (other.startsWith(`${own}/`)) return has('below');
    return other.startsWith(own) && has('beside');
  }
  const other = folded(certainPrefix(later.pattern));
  if (other === own) return has('bare', 'slash', 'below', 'beside');
  if (other === `${own}/`) return has('slash', 'below');
  if (other.startsWith(`${own}/`)) return has('below');
  return other.startsWith(own) && has('beside');
}

/** Whether an expression without literal text takes every path. */
function takesAll({ groups }: RegexShape): boolean {
  return groups.slash !== undefined && groups.below !== undefined;
}

/** Whether a path is matched, for paths that are written in a configuration (never for user input of a request). */
export function matchesPath(match: PathMatch, path: string): boolean {
  switch (match.kind) {
    case 'exact':
      return match.path === path;
    case 'element-prefix':
      return match.path === '/' || path === match.path || path.startsWith(`${match.path}/`);
    case 'regex': {
      const tame = tameRegex(match.pattern, match.cased === true);
      return tame?.test(path) ?? takesPath(match.pattern, path, match.cased) === true;
    }
  }
}

const BOTH: readonly Scheme[] = ['http', 'https'];
const HTTP_ONLY: readonly Scheme[] = ['http'];
const HTTPS_ONLY: readonly Scheme[] = ['https'];
const NEITHER: readonly Scheme[] = [];

/** The schemes on which a rule takes requests. */
export function schemesOf({ plainHttp, refusesTls }: Rule): readonly Scheme[] {
  if (plainHttp.kind === 'refuse') return refusesTls === true ? NEITHER : HTTPS_ONLY;
  return refusesTls === true ? HTTP_ONLY : BOTH;
}

/** Whether a rule is there on every scheme of a later one: without that it hides none of it. */
export function isOnSchemesOf(earlier: Rule, later: Rule): boolean {
  const schemes = schemesOf(earlier);
  return schemesOf(later).every((scheme) => schemes.includes(scheme));
}

/** What a rule with a rewrite makes of one path; undefined when it leaves the path alone. */
export function rewritePath(rule: Rule, path: string): string | undefined {
  if (rule.action.kind !== 'forward' || rule.action.rewrite === undefined) return undefined;
  const { template, prefix } = rule.action.rewrite.value;
  if (prefix !== undefined) return path.startsWith(prefix) ? template + path.slice(prefix.length) || '/' : undefined;
  const groups =
    rule.path.kind === 'regex' ? tameRegex(rule.path.pattern, rule.path.cased === true)?.exec(path) : undefined;
  const result = template.replace(/\$([1-9])/g, (_, digit: string) => groups?.[Number(digit)] ?? '');
  return result.startsWith('/') ? result : `/${result}`;
}
