import { certainPrefix } from '../../model/regex-shape.js';
import type { PathEntry, PathPlan } from './path-entries.js';
import { mayTake } from './path-regions.js';
import { escapeRegex } from './path-values.js';

/** Gives literal paths that the implementation cannot take as they stand the form that it takes. */
export function spellForImplementation(plans: readonly PathPlan[]): void {
  for (const plan of plans) {
    respell(plan.entries, plan);
    respell(plan.closing, plan);
    if (plan.expressions.rank === 'after-prefixes') spellBroader(plan, plans);
  }
}

/**
 * Where expressions come after all prefixes, a broader prefix would take the requests of an expression, past whatever guards
 * it: it becomes an expression, too. Of those the longer comes first (istio pilot sortHTTPRoutes).
 */
function spellBroader({ rule, entries, closing, notes }: PathPlan, plans: readonly PathPlan[]): void {
  if (rule.path.kind !== 'regex') return;
  const expression = [...entries, ...closing].find(({ match }) => match.type === 'RegularExpression');
  if (expression === undefined) return;
  const literal = certainPrefix(rule.path.pattern).toLowerCase();
  const place = plans.findIndex((plan) => plan.rule === rule);
  plans.forEach((other, at) => {
    if (other.rule === rule) return;
    for (const list of [other.entries, other.closing]) {
      list.forEach(({ match, modifier }, index) => {
        const { type, value } = match;
        const prefix = value.replace(/\/$/, '');
        if (type !== 'PathPrefix') return;
        const whole = prefix === '' ? '/.*' : `${escapeRegex(prefix)}(/.*)?`;
        const isBroader = literal.startsWith(prefix.toLowerCase());
        // One that begins like the expression may share requests with it; as an expression it has to be the shorter one.
        const isBeside = at > place && mayTake(match, rule.path) && whole.length < expression.match.value.length;
        if (!isBroader && !(isBeside && modifier?.type !== 'ReplacePrefixMatch')) return;
        if (modifier?.type !== 'ReplacePrefixMatch') {
          list[index] = { match: { type: 'RegularExpression', value: whole }, modifier };
          return;
        }
        notes.push({
          verdict: 'approximated',
          code: 'RS1005',
          severity: 'error',
          message: `the prefix ${value}, of which a part is replaced, is tried before the expression ${expression.match.value} and takes its requests`,
          next: 'Write the paths of the expression out one by one, or publish them under another host.',
        });
      });
    }
  });
}

function respell(entries: PathEntry[], plan: PathPlan): void {
  const { literal, title = 'the implementation' } = plan.expressions;
  if (literal === undefined) return;
  entries.forEach(({ match, modifier }, index) => {
    const other = literal(match);
    if (other === undefined) return;
    if (modifier?.type !== 'ReplacePrefixMatch') {
      entries[index] = { match: other, modifier };
      return;
    }
    plan.blocked ??= {
      code: 'RS2647',
      what: `the path ${match.value}, which ${title} takes as an expression only, while the rewrite replaces a prefix`,
      next: 'Publish it under another path.',
      acceptable: false,
    };
    entries[index] = { match: other };
  });
}
