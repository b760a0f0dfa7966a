import { certainPrefix, regexShape } from '../../model/regex-shape.js';
import type { Rule } from '../../model/traffic.js';
import { addExpression, addLiteral, addShape, type Guard, type PathPlan, templateOf } from './path-entries.js';
import { covers, isOnSchemesOf, placeOf, type RegexRule } from './path-order.js';
import {
  closeWhatIsMissed,
  dropTaken,
  guardAgainstRegexes,
  handOver,
  holdBackBehind,
  holdBackPrefixes,
  returnToEarlier,
} from './path-overlap.js';
import { mayOverlap } from './path-regions.js';
import { ANY_IMPLEMENTATION, type ExpressionSupport } from './path-values.js';
import type { Scheme } from './planning.js';
import { shapeEntries } from './shape-entries.js';

/**
 * Plans the matches of a host. The source takes the first rule that matches; the target takes exact paths, then the longest
 * prefix (gateway-api HTTPRoute precedence), and leaves the place of regular expressions to the implementation. Rules that
 * an earlier one hides are dropped; where a prefix must take more than the source gave it, the requests in question are
 * handed to the rule that had them; where a guarded rule must take less, the difference is closed.
 */
export function planPaths(
  rules: readonly Rule[],
  guardFor: (rule: Rule) => Guard,
  expressions: ExpressionSupport = ANY_IMPLEMENTATION,
): PathPlan[] {
  const regexRules = regexRulesAmong(rules);
  const plans = rules.map((rule, index) => planPath(rule, index, rules, regexRules, expressions));
  // Of literal paths the target takes the one that the source takes, unless two have the same match.
  if (regexRules.size > 0) settleOverlaps(rules, plans, regexRules, guardFor);
  else if (plans.length < 2) return plans;
  const taken = new Map<string, readonly Scheme[]>();
  for (const plan of plans) dropTaken(plan, taken, regexRules.get(plan.rule));
  return plans;
}

const NO_REGEX_RULES: ReadonlyMap<Rule, RegexRule> = new Map();

function regexRulesAmong(rules: readonly Rule[]): ReadonlyMap<Rule, RegexRule> {
  if (!rules.some(({ path }) => path.kind === 'regex')) return NO_REGEX_RULES;
  const found = new Map<Rule, RegexRule>();
  for (const rule of rules) {
    if (rule.path.kind !== 'regex') continue;
    const { pattern, cased } = rule.path;
    found.set(rule, { pattern, cased, shape: regexShape(pattern) });
  }
  return found;
}

/** What expressions take besides, or have taken from them, on a host that has some. */
function settleOverlaps(
  rules: readonly Rule[],
  plans: readonly PathPlan[],
  regexRules: ReadonlyMap<Rule, RegexRule>,
  guardFor: (rule: Rule) => Guard,
): void {
  for (const plan of plans) {
    const guard = guardFor(plan.rule);
    const others = (rule: Rule): boolean =>
      rule !== plan.rule && rule.action.kind === 'forward' && mayOverlap(rule.path, plan.rule.path);
    const othersOpen = guard === 'checked' && rules.some((r) => others(r) && guardFor(r) === 'none');
    closeWhatIsMissed(plan, guard, othersOpen, regexRules.get(plan.rule));
  }
  plans.forEach((plan, index) => {
    handOver(plan, plans, regexRules);
    guardAgainstRegexes(plan, index, plans, regexRules);
    holdBackBehind(plan, index, plans, regexRules, guardFor(plan.rule));
  });
  plans.forEach((plan, index) => {
    returnToEarlier(plan, index, plans, regexRules);
  });
  plans.forEach((plan, index) => {
    holdBackPrefixes(plan, index, plans, guardFor);
  });
}

function planPath(
  rule: Rule,
  index: number,
  rules: readonly Rule[],
  regexRules: ReadonlyMap<Rule, RegexRule>,
  expressions: ExpressionSupport,
): PathPlan {
  const plan: PathPlan = {
    rule,
    expressions,
    entries: [],
    closing: [],
    notes: [],
    blocked: undefined,
    unreachable: undefined,
    isCrowded: false,
    place: undefined,
  };
  const { path } = rule;
  switch (path.kind) {
    case 'exact':
      addLiteral(plan, 'Exact', path);
      return plan;
    case 'element-prefix':
      addLiteral(plan, 'PathPrefix', path);
      return plan;
    case 'regex': {
      const own = regexRules.get(rule);
      if (own === undefined) return plan;
      for (let i = 0; i < index; i += 1) {
        const earlier = rules[i];
        const other = earlier === undefined ? undefined : regexRules.get(earlier);
        if (earlier === undefined || other === undefined || !isOnSchemesOf(earlier, rule)) continue;
        if (covers(other, own)) {
          plan.unreachable = `${placeOf(earlier, rule)} (${other.pattern}) is tried first and takes every request`;
          return plan;
        }
      }
      if (certainPrefix(own.pattern).includes('//')) {
        plan.unreachable = 'paths are compared after merging slashes, so no request ever has this path';
        return plan;
      }
      const template = templateOf(rule);
      const found = own.shape === undefined ? undefined : shapeEntries(own.shape, template);
      if (found === undefined || own.shape === undefined) addExpression(plan, own, template);
      else addShape(plan, own, own.shape, found);
      return plan;
    }
  }
}
