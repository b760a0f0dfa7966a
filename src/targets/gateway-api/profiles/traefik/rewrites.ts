import type { FilterDraft, RulePlace } from '../implementation.js';
import { middleware, type Said } from './middleware.js';

/** replacePathRegex for paths that are replaced by an expression (implementation-policies.md §2.2 rewrite-target). */
export function rewriteFilters(place: RulePlace): FilterDraft[] {
  const { entry, action } = place;
  const { modifier } = entry;
  if (modifier?.type !== 'ReplaceRegex' || action.rewrite === undefined) return [];
  const template = modifier.template.startsWith('/') ? modifier.template : `/${modifier.template}`;
  // Braces end the number of a group, which Go would read on: $10 is the first group and a zero.
  const replacement = template.replace(/\$([1-9])/g, (_, group: string) => `\${${group}}`);
  const said: Said[] = [
    {
      items: action.rewrite.from,
      at: 'spec.replacePathRegex',
      remark: {
        verdict: 'converted',
        code: 'RS2656',
        message: `a replacePathRegex Middleware replaces ${modifier.pattern} by ${replacement} and keeps the query; it reads the path as it was sent, where the controller decodes it first`,
      },
    },
  ];
  const spec = { replacePathRegex: { regex: modifier.pattern, replacement } };
  return [middleware(place, 'rewrite', spec, said, 'after')];
}
