import { isIpAddress } from '../../kubernetes/dns-name.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ItemId } from '../../model/traced.js';
import { type Action, isNotFound, type Rule, type VirtualHost } from '../../model/traffic.js';
import { type Blocker, heldBack } from '../blocker.js';
import { itemsOf } from '../items.js';
import { blockersOf } from './blockers.js';
import { type Claim, NO_DRAFTS, type PlannedRule, plannedRule, type RuleDraft } from './draft.js';
import type { PathPlan } from './path-entries.js';
import type { Planning } from './planning.js';
import { draftsOf } from './route-rules.js';
import { alternativeRef, bySchemes, closedDrafts, sayAccepted, withhold } from './withholding.js';

/**
 * Turns one rule of the model, with its planned paths, into rules of an HTTPRoute for each scheme; or withholds it.
 *
 * @param exposed whether another published rule would take the requests of this one if it were left out
 */
export function planRule(
  host: VirtualHost,
  plan: PathPlan,
  exposed: (plan: PathPlan) => boolean,
  planning: Planning,
): PlannedRule {
  const { rule } = plan;
  const ofAddress = addressBlocker(host, rule);
  if (ofAddress !== undefined) return withhold(host, plan, [ofAddress], false, planning);
  if (plan.unreachable !== undefined && plan.blocked === undefined) {
    sayUnreachable(plan, plan.unreachable, planning.ledger);
    return plannedRule(rule, NO_DRAFTS, NO_DRAFTS, false);
  }
  if (rule.action.kind === 'respond') return planAnswer(rule, rule.action, plan, planning);
  const blockers = blockersOf(plan, planning);
  const { accepted, holding } = heldBack(blockers, planning.options, planning.ledger);
  if (holding.length > 0) return withhold(host, plan, holding, exposed(plan), planning);
  sayAccepted(accepted, planning);
  if (rule.plainHttp.kind === 'redirect' && rule.plainHttp.unless === undefined) {
    const isPassed = host.tls.kind === 'http-only';
    if (isPassed) sayPassedBy(rule, rule.plainHttp.from, planning.ledger);
    if (isPassed || rule.refusesTls === true) {
      const passedBy = plan.entries.map(({ match }) => match);
      return plannedRule(rule, NO_DRAFTS, NO_DRAFTS, true, { passedBy, withheldComment: undefined });
    }
  }
  const closed = closedBeside(plan, exposed, planning);
  const https = rule.refusesTls === true ? NO_DRAFTS : withClosed(draftsOf(plan, accepted, 'https', planning), closed);
  if (rule.plainHttp.kind === 'refuse') {
    const refused: Claim = { items: rule.plainHttp.from, remark: REFUSED, at: '' };
    const refusing = https.map((draft) => withClaim(draft, refused));
    return plannedRule(rule, refusing, NO_DRAFTS, false);
  }
  if (rule.plainHttp.kind === 'serve') {
    const served: Claim = { items: rule.plainHttp.from, remark: SERVED, at: '' };
    const isAlike = rule.refusesTls !== true && isAlikeOnBoth(rule, planning);
    const http = isAlike ? https : withClosed(draftsOf(plan, accepted, 'http', planning), closed);
    const serving = http.map((draft) => withClaim(draft, served));
    return plannedRule(rule, https, serving, false);
  }
  const { unless } = rule.plainHttp;
  if (unless === undefined) return plannedRule(rule, https, NO_DRAFTS, true);
  planning.ledger.sayAll(unless.from, {
    verdict: 'converted',
    code: 'RS1215',
    message: `plain HTTP requests with ${unless.value.name}: ${unless.value.value} are served, so that a TLS-terminating proxy in front does not loop`,
    next: 'Check that your implementation passes the header of that proxy on instead of overwriting it.',
  });
  const http = draftsOf(plan, accepted, 'http', planning).map((draft) => withHeader(draft, unless.value));
  return plannedRule(rule, https, http, true, { httpNeedsHeader: true, withheldComment: undefined });
}

const SERVED = { verdict: 'converted', code: 'RS1200', message: 'plain HTTP is served, not redirected' } as const;

const REFUSED = {
  verdict: 'converted',
  code: 'RS2103',
  message:
    'plain HTTP is not served: the route attaches to the HTTPS listener only, and a gateway answers 404 instead of 503',
} as const;

/** Whether the same is written for both schemes: one header is for https alone, and an implementation may tell them apart. */
function isAlikeOnBoth({ policies }: Rule, { implementation }: Planning): boolean {
  return policies.hsts === undefined && implementation?.policies === undefined;
}

function withClaim({ rule, claims, comments, owners, policies }: RuleDraft, claim: Claim): RuleDraft {
  return { rule, claims: claims.concat(claim), comments, owners, policies };
}

function withClosed(drafts: readonly RuleDraft[], closed: readonly RuleDraft[]): readonly RuleDraft[] {
  return closed.length === 0 ? drafts : [...drafts, ...closed];
}

/** What is closed beside the paths of a rule, where another one would take it. */
function closedBeside(plan: PathPlan, exposed: (plan: PathPlan) => boolean, planning: Planning): readonly RuleDraft[] {
  const behind = closedBehind(plan, exposed, planning);
  if (plan.closing.length === 0 || !exposed(plan)) return behind;
  const missed = 'what the guarded paths take besides, and no match with a rewrite can say, is closed';
  return [...closedDrafts(plan.closing, [missed]), ...behind];
}

/** For guarded rules that the implementation may leave out: the same paths once more, which answer 500 in their place. */
function closedBehind(
  plan: PathPlan,
  exposed: (plan: PathPlan) => boolean,
  { implementation }: Planning,
): readonly RuleDraft[] {
  if (implementation?.policies?.fallsThrough?.(plan.rule.policies) !== true || !exposed(plan)) return NO_DRAFTS;
  const { title } = implementation;
  return closedDrafts(plan.entries, [`answers 500 where ${title} leaves out the rule with the same path`]);
}

/** Host names of Gateway API are no addresses (field docs of Hostname); OpenShift's router compares them like any name. */
function addressBlocker({ host }: VirtualHost, { from }: Rule): Blocker | undefined {
  if (host.kind !== 'exact' || !DIGITS.has(host.name.slice(-1)) || !isIpAddress(host.name)) return undefined;
  const what = `the host ${host.name}, because host names of Gateway API are no addresses`;
  const next = 'Give it a name.';
  return { code: 'RS2117', items: from, details: [], verdict: 'unsupported', what, next, acceptable: false };
}

/** What addresses end with, and hardly any name does. */
const DIGITS: ReadonlySet<string> = new Set('0123456789');

/** Behind a passthrough, what a rule says acts on plain HTTP only, and that is redirected. */
function sayPassedBy(rule: Rule, except: readonly ItemId[], ledger: Ledger): void {
  for (const item of itemsOf(rule)) {
    if (except.includes(item) || ledger.objectOf(item) !== rule.owner.ref || !ledger.isSilent(item)) continue;
    const message =
      'TLS passes through to the backend unopened and plain HTTP is only redirected, so it acts on no HTTP request';
    ledger.say(item, { verdict: 'redundant', code: 'RS1207', message });
  }
}

function withHeader(draft: RuleDraft, header: { readonly name: string; readonly value: string }): RuleDraft {
  const matches = draft.rule.matches.map((match) => ({ ...match, headers: [...(match.headers ?? []), header] }));
  return { ...draft, rule: { ...draft.rule, matches } };
}

/** A rule whose answer is no backend: closed stays closed, "not found" is what the target answers anyway. */
function planAnswer(rule: Rule, action: Action & { kind: 'respond' }, plan: PathPlan, planning: Planning): PlannedRule {
  sayPlainHttp(rule, planning);
  const none = plannedRule(rule, NO_DRAFTS, NO_DRAFTS, rule.plainHttp.kind === 'redirect');
  if (isNotFound(action)) return none;
  const drafts = closedDrafts([...plan.entries, ...plan.closing], [`closed: ${action.reason}`]);
  const items = [...new Set([...action.from, ...rule.from])];
  // Where nothing is redirected, the request for it goes with its path.
  if (drafts.length === 0 && rule.plainHttp.kind === 'redirect') items.push(...rule.plainHttp.from);
  const closed = { verdict: 'approximated', code: 'RS1706', severity: 'warning' } as const;
  if (drafts.length === 0) {
    planning.ledger.sayAll(items, {
      ...closed,
      severity: 'error',
      message: `${action.reason}; the path has no form here in which it could be closed, so that a wider path of the host takes its requests, where there is one`,
      next: 'Shorten the path, or remove it.',
    });
    return none;
  }
  const claims: Claim[] = [
    {
      items,
      at: '',
      remark: {
        ...closed,
        message: `${action.reason}; the route keeps the path closed with a rule without backend, which answers 500${action.status === 500 ? '' : ` instead of ${action.status}`}`,
        next: 'Correct the cause if the path is meant to be served.',
      },
    },
  ];
  const told = drafts.map((draft) => ({ ...draft, claims }));
  return { ...none, ...bySchemes(rule, told) };
}

function sayPlainHttp(rule: Rule, planning: Planning): void {
  if (rule.plainHttp.kind === 'serve') {
    planning.ledger.sayAll(rule.plainHttp.from, SERVED);
  } else if (rule.plainHttp.kind === 'refuse') {
    planning.ledger.sayAll(rule.plainHttp.from, {
      verdict: 'converted',
      code: 'RS2103',
      message: 'plain HTTP is not served',
    });
  }
}

/** Says why nothing comes of a rule to every item of it that belongs to its own object. */
function sayUnreachable({ rule, notes }: PathPlan, why: string, ledger: Ledger): void {
  // What can be written of it is taken, but the source would still send it the rest.
  const rest = notes.find(({ code }) => code === 'RS1004');
  for (const item of itemsOf(rule)) {
    const object = ledger.objectOf(item);
    if (object !== rule.owner.ref && object !== alternativeRef(rule)) continue;
    if (object === undefined) continue;
    const severity = rule.from.includes(item) ? 'warning' : 'info';
    ledger.say(
      item,
      rest === undefined
        ? { verdict: 'redundant', code: 'RS1007', severity, message: `no request ever reaches ${rule.label}: ${why}` }
        : { ...rest, severity, message: `${rule.label} gets no rule: ${why}. ${rest.message}` },
    );
  }
}
