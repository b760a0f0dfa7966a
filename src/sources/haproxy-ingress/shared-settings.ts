import { hasGuard } from '../../model/guards.js';
import type { PathMatch, Rule } from '../../model/traffic.js';
import type { Context, HostDraft, PathDraft } from './context.js';
import { takesAll } from './hidden-rules.js';
import { ruleOf } from './rules.js';

/**
 * A rule behind a host, as the host reaches it. Over HTTPS a host without certificate has no rules of its own, but its settings act
 * where both lead to one Service port, as they are looked up by host and path (reference §1.2): what guards a path of the host
 * guards it there as well.
 *
 * @param before the paths of hosts that are asked before, and have no certificate
 */
export function guardedBehind(rule: Rule, draft: PathDraft, before: readonly PathDraft[], context: Context): Rule[] {
  const last = guardedLikeTwin(rule, draft, context);
  if (rule.refusesTls === true || draft.backend === undefined) return [last];
  const guarded = before.flatMap((own): Rule[] => {
    if (own.backend?.sources !== draft.backend?.sources) return [];
    const { refusesTls, ...ownRule } = ruleOf(own, { through: undefined, overTls: false }, context);
    const path = narrower(ownRule.path, rule.path);
    if (!hasGuard(ownRule.policies) || path === undefined) return [];
    return [{ ...ownRule, path, plainHttp: { kind: 'refuse', from: [] } }];
  });
  return [...guarded, last];
}

/** Paths that two rules take both; undefined where there are none. */
function narrower(own: PathMatch, behind: PathMatch): PathMatch | undefined {
  if (takesAll(behind, own)) return own;
  if (takesAll(own, behind)) return behind;
  return own.kind === 'regex' || behind.kind === 'regex' ? behind : undefined;
}

/** One of two paths that are the same but for their type: the controller may apply the settings of the other, its guards too. */
export function guardedLikeTwin(rule: Rule, draft: PathDraft, context: Context): Rule {
  const twin = draft.host.paths.find(
    (one) => isTwin(one, draft) && hasGuard(ruleOf(one, { through: undefined, overTls: false }, context).policies),
  );
  if (twin === undefined || hasGuard(rule.policies)) return rule;
  const what = `what guards ${twin.host.name}${twin.path} of ${twin.label}, of which the controller may apply the settings to these requests`;
  const guard = { value: { what, next: 'Keep one of the two paths.' }, from: draft.items };
  return { ...rule, policies: { ...rule.policies, otherGuards: [...(rule.policies.otherGuards ?? []), guard] } };
}

/** Whether two paths of one Service port differ in their type alone. */
export function isTwin(one: PathDraft, other: PathDraft): boolean {
  return (
    other.backend !== undefined &&
    one.backend?.sources === other.backend.sources &&
    one.match !== other.match &&
    one.path.toLowerCase() === other.path.toLowerCase()
  );
}

/** Whether what guards paths of a wildcard host acts on those of another host, asked by a name that only the wildcard covers. */
export function actsOn(above: HostDraft, host: HostDraft, context: Context): boolean {
  return above.paths.some(
    (one) =>
      one.backend !== undefined &&
      host.paths.some(({ backend }) => backend?.sources === one.backend?.sources) &&
      hasGuard(ruleOf(one, { through: undefined, overTls: false }, context).policies),
  );
}
