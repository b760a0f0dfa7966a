import type { PathEntry, PathPlan } from './path-entries.js';

/** Gives literal paths that the implementation cannot take as they stand the form that it takes. */
export function spellForImplementation(plans: readonly PathPlan[]): void {
  for (const plan of plans) {
    respell(plan.entries, plan);
    respell(plan.closing, plan);
  }
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
