import type { HttpRouteRule, PathMatchValue } from '../../kubernetes/gateway-api.js';
import type { FindingCode } from '../../ledger/catalogue.js';
import type { Remark } from '../../ledger/verdict.js';
import type { ItemId } from '../../model/traced.js';
import type { Owner, Rule } from '../../model/traffic.js';
import type { PolicyDraft } from './profiles/policy-draft.js';

/** What a rule says to the ledger once it is known where it stands in the output. */
export interface Claim {
  readonly items: readonly ItemId[];
  readonly remark: Remark & { readonly code: FindingCode };
  /** Path of the field inside the rule, '' for the rule as a whole; undefined: nothing was emitted for it. */
  readonly at: string | undefined;
}

/** One rule of an HTTPRoute on its way into an object. */
export interface RuleDraft {
  readonly rule: HttpRouteRule;
  readonly claims: readonly Claim[];
  readonly comments: readonly string[];
  /** Objects besides the route's own that the rule came from. */
  readonly owners?: readonly Owner[] | undefined;
  /** Policies of the implementation that are tied to it. */
  readonly policies?: readonly PolicyDraft[] | undefined;
}

/** What became of one rule of the traffic model. */
export interface PlannedRule {
  readonly rule: Rule;
  /** Its rules for https, and for http where plain HTTP is served. Empty: nothing is emitted. */
  readonly https: readonly RuleDraft[];
  readonly http: readonly RuleDraft[];
  /** The rules for http act only on requests with a certain header; all others are redirected. */
  readonly httpNeedsHeader: boolean;
  /** Plain HTTP is redirected; these paths are the ones to redirect. */
  readonly redirects: boolean;
  /** The paths of which nothing but the redirect of plain HTTP is left. */
  readonly passedBy?: readonly PathMatchValue[] | undefined;
  /** Comment lines that stand in place of a withheld rule. */
  readonly withheldComment: string | undefined;
}

export const NO_DRAFTS: readonly RuleDraft[] = [];

/** What becomes of a rule, as far as most have it: one shape for all of them. */
export function plannedRule(
  rule: Rule,
  https: readonly RuleDraft[],
  http: readonly RuleDraft[],
  redirects: boolean,
  others: Pick<PlannedRule, 'passedBy' | 'withheldComment'> & { readonly httpNeedsHeader?: true } = NOTHING_ELSE,
): PlannedRule {
  const { httpNeedsHeader = false, passedBy, withheldComment } = others;
  return { rule, https, http, httpNeedsHeader, redirects, passedBy, withheldComment };
}

const NOTHING_ELSE = { withheldComment: undefined };

/** The commonest claim: the target does the same. */
export function converted(items: readonly ItemId[], code: FindingCode, message: string, at: string): Claim {
  return { items, remark: { verdict: 'converted', code, message }, at };
}
