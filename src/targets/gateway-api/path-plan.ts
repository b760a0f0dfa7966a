import type { PathMatchValue, PathModifier } from '../../kubernetes/gateway-api.js';
import type { FindingCode } from '../../ledger/catalogue.js';
import type { Remark } from '../../ledger/verdict.js';
import { literalPrefix, type RegexShape, regexShape } from '../../model/regex-shape.js';
import type { Rule } from '../../model/traffic.js';
import { covers, matchesPath, type RegexRule, rewritePath } from './path-order.js';
import { escapeRegex, isPortableRegex, pathValue, regexValue } from './path-values.js';
import { type ShapeEntries, shapeEntries } from './shape-entries.js';

/** One match of a route rule, with what it does to the path. */
export interface PathEntry {
  readonly match: PathMatchValue;
  readonly modifier?: PathModifier | undefined;
}

export type PathNote = Remark & { readonly code: FindingCode };

/** Whether a rule has a guard: one that holds it back, or one that the target checks. */
export type Guard = 'none' | 'held' | 'checked';

/** How the paths of one rule are matched on the target. */
export interface PathPlan {
  readonly rule: Rule;
  readonly entries: PathEntry[];
  /**
   * Further matches that keep the rule's requests away from others, for rules with a guard: what the entries miss of an
   * expression (other letter case, longer names), or more than it takes where it has no form here.
   */
  readonly closing: PathEntry[];
  /** About the path itself, for the items of the rule. */
  readonly notes: PathNote[];
  /** Set when the target cannot express the rule at all. */
  blocked:
    | { readonly code: FindingCode; readonly what: string; readonly next: string; readonly acceptable: boolean }
    | undefined;
  /** Set when no request ever reaches the rule. */
  unreachable: string | undefined;
}

/**
 * Plans the matches of a host. The source takes the first rule that matches; the target takes exact paths, then the longest
 * prefix (gateway-api HTTPRoute precedence), and leaves the place of regular expressions to the implementation. Rules that
 * an earlier one hides are dropped; where a prefix must take more than the source gave it, the requests in question are
 * handed to the rule that had them; where a guarded rule must take less, the difference is closed.
 */
export function planPaths(rules: readonly Rule[], guardOf: (rule: Rule) => Guard): PathPlan[] {
  const regexRules = new Map<Rule, RegexRule>();
  for (const rule of rules) {
    if (rule.path.kind !== 'regex') continue;
    const { pattern } = rule.path;
    regexRules.set(rule, { pattern, shape: regexShape(pattern) });
  }
  const plans = rules.map((rule, index) => planRule(rule, index, rules, regexRules));
  const taken = new Set<string>();
  for (const plan of plans) closeWhatIsMissed(plan, guardOf(plan.rule), regexRules.get(plan.rule));
  plans.forEach((plan, index) => {
    handOver(plan, index, plans, regexRules);
    guardAgainstRegexes(plan, index, plans, regexRules);
    holdBackBehind(plan, index, plans, regexRules, guardOf(plan.rule));
  });
  for (const plan of plans) dropTaken(plan, taken);
  return plans;
}

function planRule(
  rule: Rule,
  index: number,
  rules: readonly Rule[],
  regexRules: ReadonlyMap<Rule, RegexRule>,
): PathPlan {
  const plan: PathPlan = { rule, entries: [], closing: [], notes: [], blocked: undefined, unreachable: undefined };
  const { path } = rule;
  switch (path.kind) {
    case 'exact':
      addLiteral(plan, 'Exact', path.path);
      return plan;
    case 'element-prefix':
      addLiteral(plan, 'PathPrefix', path.path);
      return plan;
    case 'regex': {
      const own = regexRules.get(rule);
      if (own === undefined) return plan;
      for (let i = 0; i < index; i += 1) {
        const earlier = rules[i];
        const other = earlier === undefined ? undefined : regexRules.get(earlier);
        if (earlier !== undefined && other !== undefined && covers(other, own)) {
          plan.unreachable = `${earlier.owner.ref.name} ${earlier.label} (${other.pattern}) is tried first and takes every request`;
          return plan;
        }
      }
      const template = rule.action.kind === 'forward' ? rule.action.rewrite?.value.template : undefined;
      const found = own.shape === undefined ? undefined : shapeEntries(own.shape, template);
      if (found === undefined || own.shape === undefined) addExpression(plan, own.pattern, template);
      else addShape(plan, own.pattern, own.shape, found);
      return plan;
    }
  }
}

function addLiteral(plan: PathPlan, type: 'Exact' | 'PathPrefix', path: string): void {
  const value = pathValue(path);
  if (!value.ok) {
    if (value.why === 'never-requested')
      plan.unreachable =
        'paths are compared after merging slashes and resolving dots, so no request ever has this path';
    else plan.blocked = tooLong();
    return;
  }
  const rewrite = plan.rule.action.kind === 'forward' ? plan.rule.action.rewrite?.value.template : undefined;
  plan.entries.push({
    match: { type, value: value.value },
    modifier: rewrite === undefined ? undefined : { type: 'ReplaceFullPath', replaceFullPath: rewrite },
  });
  if (value.encoded) {
    plan.notes.push({
      verdict: 'approximated',
      code: 'RS1011',
      severity: 'warning',
      message: `written percent-encoded as ${value.value}; the source compares the decoded path, so a request that encodes other characters, or the same ones in another way, may no longer match`,
      next: 'Test the path on your implementation.',
    });
  }
}

function addShape(plan: PathPlan, pattern: string, shape: RegexShape, found: ShapeEntries): void {
  if (found.blocked !== undefined) {
    plan.blocked = cannotRewrite(pattern, found.blocked);
    const value = regexValue(pattern);
    if (value !== undefined && isPortableRegex(pattern)) plan.closing.push({ match: value });
    return;
  }
  for (const entry of found.entries) {
    const value = pathValue(entry.match.value);
    if (!value.ok) {
      if (value.why === 'too-long') plan.blocked = tooLong();
      else
        plan.unreachable =
          'paths are compared after merging slashes and resolving dots, so no request ever has this path';
      return;
    }
    plan.entries.push({ ...entry, match: { type: entry.match.type, value: value.value } });
  }
  if (shape.literal === '') return;
  const differences = [`other letter case (${otherCase(shape.literal)})`];
  if (found.losesBeside) differences.unshift(`longer names (${shape.literal}x)`);
  if (shape.looseDot) differences.push('any other character in place of a dot');
  if (!found.losesBeside && !shape.looseDot && otherCase(shape.literal) === shape.literal) return;
  plan.notes.push({
    verdict: 'approximated',
    code: 'RS1004',
    severity: found.losesBeside || shape.looseDot ? 'warning' : 'info',
    message: `on this host the controller compares paths as case-insensitive expressions open at the end: ${pattern} also takes ${differences.join(', ')}. The route takes ${describe(plan.entries)}`,
    next: found.losesBeside ? 'Add a rule for the longer names that clients really use.' : undefined,
  });
}

function addExpression(plan: PathPlan, pattern: string, template: string | undefined): void {
  if (!isPortableRegex(pattern)) {
    plan.blocked = {
      code: 'RS1006',
      what: `the expression ${pattern}, which is more than RE2, the dialect of most gateways, can say (or no valid expression)`,
      next: 'Write the paths out one by one, or as a simpler expression.',
      acceptable: false,
    };
    return;
  }
  const value = regexValue(pattern);
  if (template?.includes('$') === true) {
    plan.blocked = cannotRewrite(pattern, template);
    if (value !== undefined) plan.closing.push({ match: value });
    return;
  }
  if (value === undefined) {
    plan.blocked = tooLong();
    return;
  }
  plan.entries.push({
    match: value,
    modifier: template === undefined ? undefined : { type: 'ReplaceFullPath', replaceFullPath: template },
  });
  plan.notes.push({
    verdict: 'approximated',
    code: 'RS1005',
    severity: 'warning',
    message: `emitted as the regular expression ${value.value}: dialect, anchoring and whether it is tried before prefix paths are up to the implementation`,
    next: 'Test this path on your implementation, or write the paths out one by one.',
  });
}

function cannotRewrite(pattern: string, template: string): NonNullable<PathPlan['blocked']> {
  return {
    code: 'RS1103',
    what: `the rewrite of ${pattern} to ${template}, which is no replacement of a prefix or of the whole path`,
    next: 'Use the regular expression rewrite of your implementation, or let the application serve the original paths.',
    acceptable: false,
  };
}

function tooLong(): NonNullable<PathPlan['blocked']> {
  return { code: 'RS1901', what: 'a path of more than 1024 characters', next: 'Shorten the path.', acceptable: false };
}

function describe(entries: readonly PathEntry[]): string {
  return entries
    .map((e) =>
      e.match.type === 'PathPrefix' ? `${e.match.value} and what lies below it` : `exactly ${e.match.value}`,
    )
    .join(', ');
}

function otherCase(text: string): string {
  const upper = text.toUpperCase();
  return upper === text ? text.toLowerCase() : upper;
}

/**
 * In regex mode a path takes requests that no prefix takes. Where a guard stands before them, they must not reach a rule
 * without it: whatever the rank of expressions on the target, what can be written is.
 */
function closeWhatIsMissed(plan: PathPlan, guard: Guard, own: RegexRule | undefined): void {
  if (guard === 'none' || own === undefined || plan.unreachable !== undefined) return;
  const value = isPortableRegex(own.pattern) ? regexValue(own.pattern) : undefined;
  const isWritten = [...plan.entries, ...plan.closing].some((e) => e.match.value === value?.value);
  if (value === undefined) {
    plan.closing.push({ match: { type: 'PathPrefix', value: directoryOf(literalPrefix(own.pattern)) } });
    return;
  }
  const prefix = plan.entries.find((e) => e.match.type === 'PathPrefix');
  if (prefix?.match.value === '/') return;
  if (guard === 'checked' && prefix !== undefined && prefix.modifier?.type !== 'ReplacePrefixMatch') {
    plan.entries.push({ match: value, modifier: prefix.modifier });
    return;
  }
  if (!isWritten) plan.closing.push({ match: value });
  const literal = pathValue(literalPrefix(own.pattern).replace(/\/$/, ''));
  if (prefix === undefined && literal.ok && literal.value.startsWith('/')) {
    plan.closing.push({ match: { type: 'PathPrefix', value: literal.value } });
  }
}

/** The nearest prefix of whole elements that holds every path with this literal text. */
function directoryOf(literal: string): string {
  const value = pathValue(literal.slice(0, literal.lastIndexOf('/')));
  return value.ok && value.value.startsWith('/') ? value.value : '/';
}

/** A prefix that takes requests which the source gave to a later rule: that rule gets them back as exact paths. */
function handOver(
  plan: PathPlan,
  index: number,
  plans: readonly PathPlan[],
  regexRules: ReadonlyMap<Rule, RegexRule>,
): void {
  const shape = regexRules.get(plan.rule)?.shape;
  if (shape === undefined || plan.blocked !== undefined || plan.unreachable !== undefined) return;
  if (!plan.entries.some((e) => e.match.type === 'PathPrefix')) return;
  const extra: string[] = [];
  if (shape.literal !== '' && shape.groups.bare === undefined) extra.push(shape.literal);
  if (shape.groups.slash === undefined) extra.push(`${shape.literal}/`);
  for (const path of extra) {
    const receiver = plans.slice(index + 1).find((p) => matchesPath(p.rule.path, path));
    const value = pathValue(path);
    if (
      receiver !== undefined &&
      value.ok &&
      receiver.rule.action.kind !== 'respond' &&
      receiver.blocked === undefined
    ) {
      const rewritten = rewritePath(receiver.rule, path);
      receiver.entries.push({
        match: { type: 'Exact', value: value.value },
        modifier: rewritten === undefined ? undefined : { type: 'ReplaceFullPath', replaceFullPath: rewritten },
      });
      continue;
    }
    plan.notes.push({
      verdict: 'approximated',
      code: 'RS1017',
      severity: 'warning',
      message: `the route also takes ${path}, which the controller does not forward to this backend`,
      next: 'Let the backend answer 404 there if it matters.',
    });
  }
}

/** A prefix that the source tries before an overlapping expression is emitted as an expression too, so that it can win. */
function guardAgainstRegexes(
  plan: PathPlan,
  index: number,
  plans: readonly PathPlan[],
  regexRules: ReadonlyMap<Rule, RegexRule>,
): void {
  const shape = regexRules.get(plan.rule)?.shape;
  const prefix = plan.entries.find((e) => e.match.type === 'PathPrefix');
  if (shape === undefined || prefix === undefined || prefix.modifier?.type === 'ReplacePrefixMatch') return;
  const threatened = plans.slice(index + 1).some((later) => {
    const matches = [...later.entries, ...later.closing];
    if (!matches.some((e) => e.match.type === 'RegularExpression')) return false;
    const other = regexRules.get(later.rule);
    return other !== undefined && shape.literal.toLowerCase().startsWith(literalPrefix(other.pattern).toLowerCase());
  });
  if (!threatened) return;
  const tail = shape.groups.beside === undefined ? '(?:/.*)?' : '.*';
  plan.entries.push({
    match: { type: 'RegularExpression', value: `(?i)^${escapeRegex(shape.literal)}${tail}` },
    modifier: prefix.modifier,
  });
}

/**
 * Where an expression has no form on the target, nobody can say which requests it takes. Rules behind it that it might
 * overlap would get them, so they are held back as well.
 */
function holdBackBehind(
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
      what: `that requests which ${own.pattern} takes first do not reach ${other.pattern}`,
      next: `Write the paths of ${own.pattern} out one by one.`,
      // Accepting would hand guarded requests to a rule without the guard.
      acceptable: guard === 'none',
    };
  }
}

/** Two rules with one match: the source's first keeps it. */
function dropTaken(plan: PathPlan, taken: Set<string>): void {
  const mine = new Set<string>();
  const kept = plan.entries.filter((entry) => {
    const key = `${entry.match.type} ${entry.match.value}`;
    if (taken.has(key) || mine.has(key)) return false;
    mine.add(key);
    return true;
  });
  if (kept.length === 0 && plan.entries.length > 0)
    plan.unreachable ??= 'an earlier rule of the host takes the same paths';
  plan.entries.splice(0, plan.entries.length, ...kept);
  const closing = plan.closing.filter((entry) => {
    const key = `${entry.match.type} ${entry.match.value}`;
    if (taken.has(key) || mine.has(key)) return false;
    mine.add(key);
    return true;
  });
  plan.closing.splice(0, plan.closing.length, ...closing);
  for (const key of mine) taken.add(key);
}
