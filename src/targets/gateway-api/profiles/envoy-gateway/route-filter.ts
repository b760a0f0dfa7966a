import { converted } from '../../draft.js';
import type { RegexModifier } from '../../path-entries.js';
import type { FilterDraft, RulePlace } from '../implementation.js';
import { API_VERSION, GROUP } from './parts.js';

const KIND = 'HTTPRouteFilter';

/** Groups that a pattern captures. */
function groupsOf(pattern: string): number {
  const plain = pattern.replace(/\\[\s\S]/g, '').replace(/\[(?:\^?\])?[^\]]*\]/g, '');
  return [...plain.matchAll(/\((?!\?)|\(\?P?<(?![=!])/g)].length;
}

/** Whether a template has nothing but text and groups: other variables of nginx have no counterpart. */
export function isSubstitution(template: string): boolean {
  return !/\$(?!\d)/.test(template) && /^[\x20-\x7e]*$/.test(template);
}

/**
 * The template in the dialect of RE2: `\\1` for `$1`. A group that the pattern does not have is empty in nginx and an error in
 * RE2.
 */
export function substitutionOf({ pattern, template }: RegexModifier): string {
  const groups = groupsOf(pattern);
  return template.replace(/\\/g, '\\\\').replace(/\$(\d)/g, (_, digit: string) => {
    const group = Number(digit);
    return group >= 1 && group <= groups ? `\\${group}` : '';
  });
}

/** The rewrite by a regular expression, as an object that the rule's filter names. */
export function rewriteFilter({ action, entry, rule, namespace, planning }: RulePlace): FilterDraft[] {
  const { modifier } = entry;
  if (modifier?.type !== 'ReplaceRegex') return [];
  const substitution = substitutionOf(modifier);
  const { name } = planning.extras.need(
    {
      apiVersion: API_VERSION,
      kind: KIND,
      namespace,
      wanted: `${rule.owner.ref.name}-rewrite`,
      content: {
        spec: {
          urlRewrite: {
            path: { type: 'ReplaceRegexMatch', replaceRegexMatch: { pattern: modifier.pattern, substitution } },
          },
        },
      },
    },
    rule.owner,
  );
  const message = `${KIND} ${name} replaces the path by ${substitution}, as the controller does; the expression looks at the path as it was sent, so that what is percent-encoded stays so`;
  return [
    {
      filter: { type: 'ExtensionRef', extensionRef: { group: GROUP, kind: KIND, name } },
      stands: 'after',
      claims: [converted(action.rewrite?.from ?? [], 'RS2620', message, 'extensionRef')],
    },
  ];
}
