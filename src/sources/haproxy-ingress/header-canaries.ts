import type { ItemId } from '../../model/traced.js';
import type { Alternative, Decision, Rule } from '../../model/traffic.js';
import { areAlike, withCanary } from '../canary.js';
import type { Context, PathDraft } from './context.js';
import { type HeaderCondition, headerConditions } from './header-conditions.js';
import { ruleOf } from './rules.js';

const KEYS = ['http-header-match', 'http-header-match-regex'];

/**
 * Paths that ask for headers come before all others of their host, however long those are (reference §1.4). Where one header
 * alone decides between two backends, and everything else is the same, that is a canary; the others are told.
 */
export function withHeaderPaths(
  rules: readonly Rule[],
  drafts: readonly PathDraft[],
  hasTls: boolean,
  context: Context,
): readonly Rule[] {
  let found = rules;
  for (const draft of drafts) {
    const attached = attach(found, draft, hasTls, context);
    if (typeof attached === 'string') sayHeaderPath(draft, attached, context);
    else found = attached;
  }
  return found;
}

/** The rules with the path beside them, or why it cannot stand there. */
function attach(rules: readonly Rule[], draft: PathDraft, hasTls: boolean, context: Context): readonly Rule[] | string {
  const { owner, host, items, backend } = draft;
  const conditions = headerConditions(owner.annotations);
  const [condition, ...others] = conditions;
  if (host.name === '' || host.name.startsWith('*.')) return 'its rule names no host of its own';
  if (condition === undefined || backend === undefined) return 'it leads to no Service';
  if (others.length > 0) return 'it asks for several headers at once';
  const rule = ruleOf(draft, { through: undefined, overTls: hasTls }, context);
  if (rule.action.kind !== 'forward') return 'its requests are refused';
  const alternative: Alternative = {
    owner: owner.owner,
    backend: rule.action.split.primary,
    decisions: [decisionOf(condition, owner.annotations.itemsOf(KEYS))],
    share: { value: { weight: 0, total: 100 }, from: [] },
    from: items,
  };
  const unlike = (other: Rule): string | undefined => whyUnlike(rule, other);
  const { path, refusesTls } = rule;
  const result = withCanary(rules, { path, alternative, refusesTls, unlike });
  if (!result.ok) return result.why;
  host.items.push(...ruleItems(draft));
  context.ledger.sayAll(
    settingsOf(rule).filter((item) => context.ledger.annotationOf(item) !== undefined && context.ledger.isSilent(item)),
    {
      verdict: 'converted',
      code: 'RS0323',
      message: 'the same as on the path without the headers, whose rule it shares',
    },
  );
  return result.rules;
}

/** The value of a header is compared whole; an expression finds its place in it. */
function decisionOf({ name, value, isRegex }: HeaderCondition, from: readonly ItemId[]): Decision {
  return { on: 'header', name, test: { kind: isRegex ? 'pattern' : 'exact', value }, goesTo: 'alternative', from };
}

function whyUnlike(rule: Rule, other: Rule): string | undefined {
  const isSame =
    areAlike(rule.policies, other.policies) &&
    areAlike(rule.plainHttp, other.plainHttp) &&
    areAlike(rewriteOf(rule), rewriteOf(other)) &&
    rule.owner.namespace === other.owner.namespace;
  return isSame ? undefined : 'the path without the headers has other settings';
}

function rewriteOf({ action }: Rule): unknown {
  return action.kind === 'forward' ? [action.rewrite, action.host] : undefined;
}

/** Every item that the settings of a rule come from. */
function settingsOf({ policies, plainHttp, action }: Rule): ItemId[] {
  const found = new Set<ItemId>();
  JSON.stringify([policies, plainHttp.from, action.kind === 'forward' ? action.rewrite : undefined], (key, part) => {
    if (key === 'from' || key === 'details') for (const item of part as readonly ItemId[]) found.add(item);
    return part as unknown;
  });
  for (const item of plainHttp.from) found.add(item);
  return [...found];
}

/** The rule that a path belongs to. */
function ruleItems({ owner: { fields }, items }: PathDraft): ItemId[] {
  const index = fields.paths.findIndex((paths) => paths.some((item) => item !== undefined && items.includes(item)));
  const item = fields.rules[index];
  return item === undefined ? [] : [item];
}

/** That a path with header conditions is not published, and why. */
export function sayHeaderPath(draft: PathDraft, why: string, { ledger }: Context): void {
  const { owner, items } = draft;
  const asked = headerConditions(owner.annotations)
    .map(({ name, value }) => `${name}: ${value}`)
    .join(', ');
  ledger.sayAll([...items, ...ruleItems(draft), ...owner.annotations.itemsOf(KEYS)], {
    verdict: 'manual',
    code: 'RS2202',
    message: `a path that asks for request headers is not published, because ${why}: its requests go to the rules without headers (${asked})`,
  });
}
