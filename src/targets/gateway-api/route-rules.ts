import type { BackendRef, HttpRouteFilter, HttpRouteMatch, HttpRouteRule } from '../../kubernetes/gateway-api.js';
import type { ItemId } from '../../model/traced.js';
import type { Action, Backend, Owner, Rule } from '../../model/traffic.js';
import type { Blocker } from '../blocker.js';
import { itemsOf } from '../items.js';
import { originComments } from '../object-metadata.js';
import { type Claim, converted, type RuleDraft } from './draft.js';
import { headerFilter } from './header-filters.js';
import type { PathEntry, PathPlan } from './path-entries.js';
import type { Planning, Scheme } from './planning.js';
import type { RulePlace, Standing } from './profiles/implementation.js';
import { redirectFilter } from './redirect-rules.js';
import { responseHeaders, type SharedParts, sharedParts } from './rule-filters.js';
import { backendsOf, type SplitVariant, splitVariants } from './split.js';

/** The drafts of a published rule: one per path entry and variant of the split. */
export function draftsOf(
  plan: PathPlan,
  accepted: readonly Blocker[],
  scheme: Scheme,
  planning: Planning,
): RuleDraft[] {
  const { rule } = plan;
  const routeNamespace = rule.owner.namespace;
  if (rule.action.kind === 'redirect') {
    const { filter, claims } = redirectFilter(rule.action.redirect, planning.features);
    const headers = headerFilter('response', responseHeaders(rule.policies, scheme, planning), planning, 'filters[1]');
    const filters: HttpRouteFilter[] = [{ type: 'RequestRedirect', requestRedirect: filter }];
    if (headers.filter !== undefined) filters.push(headers.filter);
    const drafts: RuleDraft[] = plan.entries.map((entry, index) => ({
      rule: { matches: [{ path: entry.match }], filters },
      claims: [...claims, ...headers.claims, ...pathClaims(plan)],
      comments: index === 0 ? originComments(rule) : [],
    }));
    claimRedirectPolicies(rule, planning);
    return drafts;
  }
  if (rule.action.kind !== 'forward') return [];
  const { action } = rule;
  const acceptedItems =
    accepted.length === 0 ? NOTHING_ACCEPTED : new Set(accepted.flatMap((b) => [...b.items, ...b.details]));
  const standing = standingOf(plan, planning);
  const ofPath = pathClaims(plan);
  const drafts = plan.entries.map((entry, index): RuleDraft[] => {
    const place: RulePlace = {
      rule,
      action,
      entry,
      isCrowded: plan.isCrowded,
      scheme,
      namespace: routeNamespace,
      standing,
      accepted: acceptedItems,
      planning,
    };
    const shared = sharedParts(place);
    const stoodIn: Claim[] = [];
    const variants = splitVariants(action.split, routeNamespace, standInFor(place, stoodIn)) ?? [];
    return variants.map((variant, nth) => ({
      rule: ruleOf(entry, variant, shared),
      claims: shared.claims.concat(variant.claims, stoodIn, ofPath),
      comments: index + nth === 0 ? originComments(rule) : NO_COMMENTS,
      owners: variant.owners,
      policies: shared.policies,
    }));
  });
  return drafts.length === 1 && drafts[0] !== undefined ? drafts[0] : drafts.flat();
}

const NOTHING_ACCEPTED: ReadonlySet<ItemId> = new Set();
const NO_COMMENTS: readonly string[] = [];

/** Only implementations ask where a rule stands. */
function standingOf({ rule, entries, isCrowded, place }: PathPlan, { implementation }: Planning): Standing | undefined {
  return implementation === undefined || place === undefined ? undefined : { rule, entries, isCrowded, ...place };
}

function ruleOf(entry: PathEntry, { header, backendRefs }: SplitVariant, shared: SharedParts): HttpRouteRule {
  const { filters, fields } = shared;
  const path = entry.match;
  const matches: HttpRouteMatch[] = [header === undefined ? { path } : { path, headers: [header] }];
  const rule = filters.length === 0 ? { matches, backendRefs } : { matches, filters, backendRefs };
  return fields === undefined ? rule : { ...rule, ...fields };
}

/** How the implementation refers to backends that are no plain Services. */
function standInFor(
  place: RulePlace,
  claims: Claim[],
): ((backend: Backend) => Partial<BackendRef> | undefined) | undefined {
  const standIn = place.planning.implementation?.policies?.backend;
  if (standIn === undefined) return undefined;
  return (backend) => {
    const found = standIn(backend, place);
    if (found === undefined) return undefined;
    claims.push(...found.claims);
    const { group, kind, name, port } = found;
    return { group, kind, name, port };
  };
}

/** What hangs on a redirect acts before it at the source and has no place beside it on the target. */
function claimRedirectPolicies(rule: Rule, planning: Planning): void {
  const { cors } = rule.policies;
  if (cors !== undefined) {
    planning.ledger.sayAll(itemsOf(cors), {
      verdict: 'approximated',
      code: 'RS1401',
      message: 'preflights of the redirected paths are redirected like everything else; before, they were answered 204',
    });
  }
}

function pathClaims(plan: PathPlan): readonly Claim[] {
  return plan.rule.regexFrom.length === 0 ? claimsOfPath(plan) : claimsOfPath(plan).concat(claimsOfMode(plan));
}

const MATCHED_ALIKE = { verdict: 'converted', code: 'RS1001', message: 'matched in the same way' } as const;

/** The switch to expressions acts through the paths, which speak for themselves. */
function claimsOfMode({ rule, entries }: PathPlan): Claim[] {
  const { path } = rule;
  if (path.kind !== 'regex') {
    const same = 'its paths are exact ones at the controller, as they are here';
    return [{ items: rule.regexFrom, at: 'matches', remark: { verdict: 'converted', code: 'RS1020', message: same } }];
  }
  const kinds = entries.some((e) => e.match.type === 'RegularExpression')
    ? 'regular expressions'
    : 'prefixes or exact paths';
  const message = `its paths are ${path.cased === true ? '' : 'case-insensitive '}expressions at the controller and ${kinds} here; each path says what differs`;
  return [{ items: rule.regexFrom, at: 'matches', remark: { verdict: 'approximated', code: 'RS1020', message } }];
}

function claimsOfPath(plan: PathPlan): Claim[] {
  const { rule } = plan;
  if (plan.notes.length === 0) return [{ items: rule.from, remark: MATCHED_ALIKE, at: 'matches' }];
  return plan.notes.map((note) => ({ items: rule.from, remark: note, at: 'matches' }));
}

export function addBackendClaims(
  claims: Claim[],
  rule: Rule,
  action: Action & { kind: 'forward' },
  planning: Planning,
): void {
  const { alternative: canary } = action.split;
  const asked =
    canary?.decisions.some((d) => d.goesTo === 'alternative') === true || (canary?.share.value.weight ?? 0) > 0;
  if (canary !== undefined && asked) {
    const message = `shares its requests with ${canary.backend.service}, as ${nameOf(canary.owner)} asks for every route to ${action.split.primary.service}:${action.split.primary.writtenPort}`;
    claims.push({ items: rule.from, at: 'backendRefs', remark: { verdict: 'converted', code: 'RS1300', message } });
  }
  for (const backend of backendsOf(action.split)) {
    // Elsewhere the path and its backend are one item, and the path speaks for it.
    if (rule.path.kind !== 'regex' && rule.path.asWritten === true && action.split.shares === undefined) {
      const message = `requests go to port ${backend.port ?? ''} of Service ${backend.service}`;
      claims.push(converted(backend.from, 'RS2105', message, 'backendRefs'));
    }
    if (planning.implementation?.policies?.standsFor?.(backend, rule.policies) === true) continue;
    if (backend.externalName !== undefined) {
      claims.push({
        items: backend.from,
        at: 'backendRefs',
        remark: {
          verdict: 'approximated',
          code: 'RS1602',
          severity: 'warning',
          message: `Service ${backend.service} is of type ExternalName, which implementations should not support`,
          next: 'Use a Backend resource of your implementation, or a Service with endpoints.',
        },
      });
    }
    if (planning.implementation?.policies?.securesBackend?.(rule.policies) !== true)
      claims.push(...planning.backendTls.use(backend, rule.policies, rule.owner));
  }
}

function nameOf(owner: Owner): string {
  return owner.namespace === undefined ? owner.ref.name : `${owner.namespace}/${owner.ref.name}`;
}
