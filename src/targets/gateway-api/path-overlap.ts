import { literalPrefix } from '../../model/regex-shape.js';
import { isNotFound, type Rule } from '../../model/traffic.js';
import { addExpression, type Guard, type PathEntry, type PathPlan, templateOf } from './path-entries.js';
import { isOnSchemesOf, matchesPath, placeOf, type RegexRule, rewritePath, schemesOf } from './path-order.js';
import { mayTake } from './path-regions.js';
import { escapeRegex, pathValue, winsOverBroader } from './path-values.js';
import type { Scheme } from './planning.js';

/**
 * In regex mode a path takes requests that no prefix takes. Where a guard stands before them, they must not reach a rule
 * without it: whatever the rank of expressions on the target, what can be written is.
 *
 * @param othersOpen whether the host has a rule without guard, which may take what slips through
 */
export function closeWhatIsMissed(plan: PathPlan, guard: Guard, othersOpen: boolean, own: RegexRule | undefined): void {
  if (guard === 'none' || own === undefined || plan.unreachable !== undefined) return;
  const { expressions } = plan;
  const value = expressions.canSay(own.pattern) ? expressions.value(own.pattern, own.cased) : undefined;
  if (value === undefined) {
    plan.closing.push({ match: { type: 'PathPrefix', value: directoryOf(literalPrefix(own.pattern)) } });
    return;
  }
  const prefix = plan.entries.find((e) => e.match.type === 'PathPrefix');
  if (prefix?.match.value === '/') return;
  if (guard === 'checked') {
    const [modifier, ...others] = prefix === undefined ? plan.entries.map((e) => e.modifier) : [prefix.modifier];
    const alike = others.every((other) => JSON.stringify(other) === JSON.stringify(modifier));
    const isThere = plan.entries.some((e) => e.match.type === 'RegularExpression');
    const whole = modifier?.type === 'ReplacePrefixMatch' ? replacementOf(plan, value.value) : modifier;
    const fits = alike && whole?.type !== 'ReplacePrefixMatch';
    const isWhole = fits && (whole !== undefined || modifier === undefined);
    if (othersOpen) sayRank(plan, value.value, isThere || isWhole ? 'checked' : 'closed');
    if (!isThere && isWhole) plan.entries.push({ match: value, modifier: whole });
    if (isThere || isWhole) return;
  }
  // By its type, too: an expression may be spelt like the prefix that it is wider than.
  const isIt = ({ match }: PathEntry): boolean => match.type === value.type && match.value === value.value;
  if (![...plan.entries, ...plan.closing].some(isIt)) plan.closing.push({ match: value });
  const literal = literalPrefix(own.pattern).replace(/\/$/, '');
  const closable = pathValue(literal);
  // Only where everything below the literal text is guarded: a prefix must not close what is open.
  const guarded = [literal, `${literal}/x`].every((path) =>
    matchesPath({ kind: 'regex', pattern: own.pattern, cased: own.cased }, path),
  );
  if (prefix === undefined && guarded && closable.ok && closable.value.startsWith('/')) {
    plan.closing.push({ match: { type: 'PathPrefix', value: closable.value } });
  }
}

/** The rewrite of the whole expression, where the implementation has words for it. */
function replacementOf({ rule, expressions }: PathPlan, pattern: string): PathEntry['modifier'] {
  const template = templateOf(rule);
  if (template === undefined || !expressions.rewrites || expressions.canReplace?.(template) === false) return undefined;
  return { type: 'ReplaceRegex', pattern, template };
}

/**
 * What happens to other spellings hangs on the rank that the implementation gives to expressions: they are checked, or
 * closed because the rewrite behind the check cannot be said of them.
 */
function sayRank(plan: PathPlan, expression: string, become: 'checked' | 'closed'): void {
  const spoken = plan.notes.findIndex((note) => note.code === 'RS1004');
  if (spoken >= 0 && become === 'checked') plan.notes.splice(spoken, 1);
  const { title } = plan.expressions;
  if (title !== undefined && winsOverBroader(plan.expressions)) {
    const others = `requests that only the expression ${expression} takes (other letter case, longer names)`;
    plan.notes.push(
      become === 'checked'
        ? {
            verdict: 'approximated',
            code: 'RS1005',
            severity: 'info',
            message: `${others} are checked, too: ${title} tries it before the broader prefixes`,
          }
        : {
            verdict: 'approximated',
            code: 'RS1005',
            severity: 'warning',
            message: `${others} are answered 500, because the rewrite behind the check cannot be said of them`,
            next: 'Add a rule for the spellings that clients really use.',
          },
    );
    return;
  }
  plan.notes.push({
    verdict: 'approximated',
    code: 'RS1005',
    severity: 'error',
    message: `requests that only the expression ${expression} takes (other letter case, longer names) are ${become} where the implementation tries expressions before prefixes; another one serves them by a broader rule of the host, without the check`,
    next: 'Test such a request on your implementation before the cut-over, or guard the broader rule too.',
  });
}

/** The nearest prefix of whole elements that holds every path with this literal text. */
function directoryOf(literal: string): string {
  const value = pathValue(literal.slice(0, literal.lastIndexOf('/')));
  return value.ok && value.value.startsWith('/') ? value.value : '/';
}

/** A prefix that takes requests which the source gave to another rule: that rule gets them back as exact paths. */
export function handOver(plan: PathPlan, plans: readonly PathPlan[], regexRules: ReadonlyMap<Rule, RegexRule>): void {
  const shape = regexRules.get(plan.rule)?.shape;
  if (shape === undefined || plan.blocked !== undefined || plan.unreachable !== undefined) return;
  if (!plan.entries.some((e) => e.match.type === 'PathPrefix')) return;
  const extra: string[] = [];
  if (shape.literal !== '' && shape.groups.bare === undefined) extra.push(shape.literal);
  if (shape.groups.slash === undefined) extra.push(`${shape.literal}/`);
  for (const path of extra) {
    const takerOn = (scheme: 'http' | 'https'): PathPlan | undefined =>
      plans.find((p) => p !== plan && takesAtSource(p, path) && schemesOf(p.rule).includes(scheme));
    const receivers = new Set(schemesOf(plan.rule).map(takerOn));
    // An exact path would also win where another rule takes the path on the other scheme.
    const isReceivedBy = (one: PathPlan): boolean => schemesOf(one.rule).every((scheme) => takerOn(scheme) === one);
    const given = [...receivers].map((one) => one !== undefined && isReceivedBy(one) && giveExactly(one, path));
    if (!given.includes(false)) continue;
    plan.notes.push({
      verdict: 'approximated',
      code: 'RS1017',
      severity: 'warning',
      message: `the route also takes ${path}, which the controller does not forward to this backend`,
      next: 'Let the backend answer 404 there if it matters.',
    });
  }
}

function takesAtSource({ rule, unreachable }: PathPlan, path: string): boolean {
  return unreachable === undefined && matchesPath(rule.path, path);
}

/** Adds an exact path to the matches of a rule; not to a rule that only stands for "not found". */
function giveExactly({ rule, entries }: PathPlan, path: string): boolean {
  const value = pathValue(path);
  if (!value.ok || isNotFound(rule.action)) return false;
  const match = { type: 'Exact', value: value.value } as const;
  // The implementation's own engine rewrites expressions that this program does not run.
  const byExpression = entries.find(({ modifier }) => modifier?.type === 'ReplaceRegex')?.modifier;
  if (byExpression !== undefined) {
    entries.push({ match, modifier: byExpression });
    return true;
  }
  const rewritten = rewritePath(rule, path);
  entries.push({
    match,
    modifier: rewritten === undefined ? undefined : { type: 'ReplaceFullPath', replaceFullPath: rewritten },
  });
  return true;
}

/**
 * Exact paths come before every expression on the target. Where the source tries an expression first that takes the path,
 * the exact path belongs to the rule of the expression.
 */
export function returnToEarlier(
  plan: PathPlan,
  index: number,
  plans: readonly PathPlan[],
  regexRules: ReadonlyMap<Rule, RegexRule>,
): void {
  const own = regexRules.get(plan.rule);
  if (own === undefined || plan.unreachable !== undefined) return;
  for (const { match } of plan.entries.filter((e) => e.match.type === 'Exact')) {
    const path = decodeURIComponent(match.value);
    const earlier = plans.slice(0, index).find((p) => takesAtSource(p, path) && isOnSchemesOf(p.rule, plan.rule));
    if (earlier === undefined || !giveExactly(earlier, path)) continue;
    // Its dots stand for more than the one path.
    if (own.shape?.looseDot === true) continue;
    keep(plan.entries, (e) => e.match !== match);
    if (plan.entries.length > 0 || plan.closing.length > 0) continue;
    plan.notes.splice(0);
    const pattern = regexRules.get(earlier.rule)?.pattern ?? path;
    plan.unreachable = `${placeOf(earlier.rule, plan.rule)} (${pattern}) is tried first and takes every request`;
  }
}

/** A prefix that the source tries before an overlapping expression is emitted as an expression too, so that it can win. */
export function guardAgainstRegexes(
  plan: PathPlan,
  index: number,
  plans: readonly PathPlan[],
  regexRules: ReadonlyMap<Rule, RegexRule>,
): void {
  const { shape, cased } = regexRules.get(plan.rule) ?? {};
  const prefix = plan.entries.find((e) => e.match.type === 'PathPrefix');
  if (shape === undefined || prefix === undefined || prefix.modifier?.type === 'ReplacePrefixMatch') return;
  const threatened = plans.slice(index + 1).some((later) => {
    const matches = [...later.entries, ...later.closing];
    if (!matches.some((e) => e.match.type === 'RegularExpression')) return false;
    const other = regexRules.get(later.rule);
    return other !== undefined && shape.literal.toLowerCase().startsWith(literalPrefix(other.pattern).toLowerCase());
  });
  if (!threatened) return;
  const { beside, bare } = shape.groups;
  const push = (tail: string, { modifier }: PathEntry): void => {
    const whole = `${escapeRegex(shape.literal)}${tail}`;
    const { whole: write } = plan.expressions;
    const value = write === undefined ? `${cased === true ? '' : '(?i)'}^${whole}` : write(whole, cased);
    if (value !== undefined) plan.entries.push({ match: { type: 'RegularExpression', value }, modifier });
  };
  if (beside !== undefined) {
    push('.*', prefix);
    return;
  }
  // Forms that are rewritten in another way have exact matches, and get expressions of their own.
  const exactly = (form: string) =>
    plan.entries.find(({ match }) => match.type === 'Exact' && match.value === `${prefix.match.value}${form}`);
  const [ownBare, ownSlash] = [exactly(''), exactly('/')];
  const below = ownSlash === undefined ? '/.*' : '/.+';
  // Where values are searched for, one without its end takes longer names, too.
  push(bare !== undefined && ownBare === undefined ? `(?:${below})?$` : below, prefix);
  if (ownBare !== undefined) push('$', ownBare);
  if (ownSlash !== undefined) push('/$', ownSlash);
}

/**
 * Where an expression has no form on the target, nobody can say which requests it takes. Rules behind it that it might
 * overlap would get them, so they are held back as well.
 */
export function holdBackBehind(
  plan: PathPlan,
  index: number,
  plans: readonly PathPlan[],
  regexRules: ReadonlyMap<Rule, RegexRule>,
  guard: Guard,
): void {
  const own = regexRules.get(plan.rule);
  if (own === undefined || plan.blocked?.code !== 'RS1006' || plan.blocked.acceptable) return;
  const prefix = literalPrefix(own.pattern).toLowerCase();
  for (const later of plans.slice(index + 1)) {
    const other = regexRules.get(later.rule);
    if (other === undefined || later.blocked !== undefined || later.rule.action.kind === 'respond') continue;
    const theirs = literalPrefix(other.pattern).toLowerCase();
    if (!theirs.startsWith(prefix) && !prefix.startsWith(theirs)) continue;
    later.blocked = {
      code: 'RS1006',
      what: `${own.pattern} (${placeOf(plan.rule, later.rule)}), which is tried before ${other.pattern} and may take requests from it`,
      next: `Write the paths of ${own.pattern} out one by one.`,
      // Accepting would hand guarded requests to a rule without the guard.
      acceptable: guard === 'none',
    };
  }
}

/**
 * Where the target tries all expressions after the prefixes, a prefix takes requests of an expression that the source tries
 * first. If a guard stands before those, the rule of the prefix is held back as well. The prefix of everything comes last
 * even there.
 */
export function holdBackPrefixes(
  plan: PathPlan,
  index: number,
  plans: readonly PathPlan[],
  guardFor: (rule: Rule) => Guard,
): void {
  if (plan.expressions.rank !== 'after-prefixes' || plan.unreachable !== undefined) return;
  if (guardFor(plan.rule) === 'none') return;
  if (![...plan.entries, ...plan.closing].some((e) => e.match.type === 'RegularExpression')) return;
  for (const later of plans.slice(index + 1)) {
    if (later.blocked !== undefined || later.rule.action.kind === 'respond' || guardFor(later.rule) === 'held')
      continue;
    if (JSON.stringify(later.rule.policies) === JSON.stringify(plan.rule.policies)) continue;
    const takes = ({ match }: PathEntry): boolean =>
      match.type === 'PathPrefix' && match.value !== '/' && mayTake(match, plan.rule.path);
    if (!later.entries.some(takes)) continue;
    later.blocked = {
      code: 'RS1006',
      what: `a prefix that ${plan.expressions.title ?? 'the gateway'} tries before the expression of ${placeOf(plan.rule, later.rule)}, so that it would take requests which a guard stands before`,
      next: 'Give the prefix and the expression hosts of their own, or guard both alike.',
      acceptable: false,
    };
  }
}

/** Two rules with one match: the source's first keeps it. */
export function dropTaken(plan: PathPlan, taken: Map<string, readonly Scheme[]>, own: RegexRule | undefined): void {
  const schemes = schemesOf(plan.rule);
  const isFree = ({ match }: PathEntry): boolean => {
    const key = `${match.type} ${match.value}`;
    const before = taken.get(key);
    if (before?.some((scheme) => schemes.includes(scheme)) === true) return false;
    taken.set(key, before === undefined ? schemes : [...before, ...schemes]);
    return true;
  };
  const hadEntries = plan.entries.length > 0;
  keep(plan.entries, isFree);
  if (plan.entries.length === 0 && hadEntries && own?.shape?.looseDot === true) {
    // Read as a literal it looks like the earlier path; its dots stand for more.
    addExpression(plan, own, templateOf(plan.rule));
    keep(plan.entries, isFree);
  }
  keep(plan.closing, isFree);
  if (plan.entries.length === 0 && hadEntries && plan.closing.length === 0) {
    plan.unreachable ??= 'an earlier rule of the host takes the same paths';
  }
}

function keep(entries: PathEntry[], isFree: (entry: PathEntry) => boolean): void {
  let kept = 0;
  for (const entry of entries) {
    if (!isFree(entry)) continue;
    entries[kept] = entry;
    kept += 1;
  }
  entries.length = kept;
}
