import type { RulePlace } from '../implementation.js';
import type { Directives } from './snippets.js';
import { same } from './telling.js';
import { quoted, quotedPattern } from './words.js';

/**
 * A rewrite by groups of an expression. The directive stands in the location of its path, which passes the rewritten path
 * on; where headers choose between backends, NGINX Gateway Fabric uses internal locations, in which paths are others.
 */
export function rewriteDirective({ entry, action }: RulePlace): Directives | undefined {
  const { modifier } = entry;
  if (modifier?.type !== 'ReplaceRegex' || action.rewrite === undefined) return undefined;
  const pattern = quotedPattern(fromStart(modifier.pattern));
  const template = quoted(modifier.template, 'groups');
  if (pattern === undefined || template === undefined) return undefined;
  const message = `the path is rewritten by rewrite ${pattern} ${template} break, as at the controller`;
  return { location: [`rewrite ${pattern} ${template} break;`], told: [same(action.rewrite.from, 'RS2646', message)] };
}

/** The expression of a location, which begins with a slash, for a directive: there the flag for letter case comes first. */
function fromStart(pattern: string): string {
  return pattern.startsWith('/(?i)') ? `(?i)^/${pattern.slice(5)}` : `^${pattern}`;
}

/** Whether a rewrite can be written into the location of its path. */
export function canRewrite(pattern: string, template: string): boolean {
  return quotedPattern(pattern) !== undefined && quoted(template, 'groups') !== undefined;
}
