import type { WithheldRule } from '../../conversion.js';
import { isDnsName } from '../../kubernetes/dns-name.js';
import type { HttpRouteFilter, HttpRouteMatch, HttpRouteRule } from '../../kubernetes/gateway-api.js';
import type { FindingCode } from '../../ledger/catalogue.js';
import type { Ledger } from '../../ledger/ledger.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Policies } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Action, Rule, VirtualHost } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import type { BackendTlsPolicies } from './backend-tls.js';
import { corsFilter } from './cors.js';
import { type Claim, converted, type PlannedRule, type RuleDraft } from './draft.js';
import { externalAuthFilter } from './external-auth.js';
import type { Features } from './features.js';
import { headerFilter, isLiteral } from './header-filters.js';
import { itemsOf } from './items.js';
import type { PathEntry, PathPlan } from './path-plan.js';
import { acceptKeys, type Blocker, heldBack, missingProtections } from './protections.js';
import { affinityField, retryField, timeoutsField } from './proxying.js';
import { inexpressibleRedirect, redirectFilter } from './redirect-rules.js';
import { backendRef } from './references.js';
import { splitVariants } from './split.js';

/** What the planning of rules shares over a whole run. */
export interface Planning {
  readonly options: ConvertOptions;
  readonly features: Features;
  readonly ledger: Ledger;
  readonly backendTls: BackendTlsPolicies;
  readonly withheld: WithheldRule[];
}

type Scheme = 'http' | 'https';

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
  const none: PlannedRule = {
    rule,
    https: [],
    http: [],
    redirects: rule.plainHttp.kind === 'redirect',
    httpNeedsHeader: false,
    withheldComment: undefined,
  };
  if (plan.unreachable !== undefined && plan.blocked === undefined) {
    sayUnreachable(rule, plan.unreachable, planning.ledger);
    return { ...none, redirects: false };
  }
  if (rule.action.kind === 'respond') return planAnswer(rule, rule.action, plan, none, planning);
  const blockers = blockersOf(plan, planning);
  const { accepted, holding } = heldBack(blockers, planning.options, planning.ledger);
  if (holding.length > 0) return withhold(host, plan, holding, exposed(plan), none, planning);
  sayAccepted(accepted, planning);
  if (host.tls.kind === 'http-only' && rule.plainHttp.kind === 'redirect' && rule.plainHttp.unless === undefined) {
    sayPassedBy(rule, rule.plainHttp.from, planning.ledger);
    return none;
  }
  const missed = 'what the guarded paths take besides, and no match with a rewrite can say, is closed';
  const closed = exposed(plan) ? closedDrafts(plan.closing, [missed]) : [];
  const https = [...draftsOf(plan, accepted, 'https', planning), ...closed];
  if (rule.plainHttp.kind === 'serve') {
    const served = converted(rule.plainHttp.from, 'RS1200', 'plain HTTP is served, not redirected', '');
    const http = [...draftsOf(plan, accepted, 'http', planning), ...closed];
    return { ...none, https, http: http.map((draft) => ({ ...draft, claims: [...draft.claims, served] })) };
  }
  const { unless } = rule.plainHttp;
  if (unless === undefined) return { ...none, https, http: [] };
  planning.ledger.sayAll(unless.from, {
    verdict: 'converted',
    code: 'RS1215',
    message: `plain HTTP requests with ${unless.value.name}: ${unless.value.value} are served, so that a TLS-terminating proxy in front does not loop`,
    next: 'Check that your implementation passes the header of that proxy on instead of overwriting it.',
  });
  const http = draftsOf(plan, accepted, 'http', planning).map((draft) => withHeader(draft, unless.value));
  return { ...none, https, http, httpNeedsHeader: true };
}

/** Behind a passthrough, what a rule says acts on plain HTTP only, and that is redirected. */
function sayPassedBy(rule: Rule, except: readonly ItemId[], ledger: Ledger): void {
  for (const item of itemsOf(rule)) {
    if (except.includes(item) || ledger.objectOf(item) !== rule.owner.ref || !ledger.isSilent(item)) continue;
    const message = 'TLS passes through to the backend and plain HTTP is redirected there: no request ever meets it';
    ledger.say(item, { verdict: 'redundant', code: 'RS1207', message });
  }
}

function withHeader(draft: RuleDraft, header: { readonly name: string; readonly value: string }): RuleDraft {
  const matches = draft.rule.matches.map((match) => ({ ...match, headers: [...(match.headers ?? []), header] }));
  return { ...draft, rule: { ...draft.rule, matches } };
}

/** Every reason not to publish a rule. */
export function blockersOf(plan: PathPlan, planning: Planning): Blocker[] {
  const { rule } = plan;
  const blockers = missingProtections(rule.policies, planning.features);
  const block = (code: FindingCode, items: readonly ItemId[], what: string, next: string, acceptable = false): void => {
    blockers.push({ code, items, details: [], verdict: 'unsupported', what, next, acceptable });
  };
  if (plan.blocked !== undefined) {
    const { code, what, next, acceptable } = plan.blocked;
    const rewrite = rule.action.kind === 'forward' ? rule.action.rewrite?.from : undefined;
    block(
      code,
      code === 'RS1103' && rewrite !== undefined && rewrite.length > 0 ? rewrite : rule.from,
      what,
      next,
      acceptable,
    );
  }
  if (rule.action.kind === 'redirect') {
    const what = inexpressibleRedirect(rule.action.redirect.value);
    const next = 'Redirect in the application, or with a policy of your implementation.';
    if (what !== undefined) block('RS1104', rule.action.redirect.from, what, next);
  }
  if (rule.action.kind === 'forward') blockForwarding(rule, rule.action, block);
  return blockers;
}

function blockForwarding(
  rule: Rule,
  action: Action & { kind: 'forward' },
  block: (code: FindingCode, items: readonly ItemId[], what: string, next: string, acceptable?: boolean) => void,
): void {
  for (const backend of [action.split.primary, action.split.alternative?.backend]) {
    if (backend === undefined || backend.port !== undefined) continue;
    const what = `a backend port that is known by name only (${backend.service}:${backend.writtenPort}), while Gateway API wants its number`;
    const items = backend.from.length > 0 ? backend.from : rule.from;
    block('RS1013', items, what, `Add the manifest of Service ${backend.service} to the input.`);
  }
  if (rule.policies.protocol?.value === 'fastcgi') {
    const next = 'Put an HTTP server in front of the application.';
    block('RS1606', rule.policies.protocol.from, 'a FastCGI backend, to which gateways do not speak', next);
  }
  if (action.host !== undefined && !isLiteral(action.host.value)) {
    const what = `a Host header that depends on the request (${action.host.value})`;
    block('RS1408', action.host.from, what, 'Write a literal host name.', true);
  }
}

/** A rule whose answer is no backend: closed stays closed, "not found" is what the target answers anyway. */
function planAnswer(
  rule: Rule,
  action: Action & { kind: 'respond' },
  plan: PathPlan,
  none: PlannedRule,
  planning: Planning,
): PlannedRule {
  sayPlainHttp(rule, planning);
  if (action.status === 404) return none;
  const claims: Claim[] = [
    {
      items: [...new Set([...action.from, ...rule.from])],
      at: '',
      remark: {
        verdict: 'approximated',
        code: 'RS1706',
        severity: 'warning',
        message: `${action.reason}; the route keeps the path closed with a rule without backend, which answers 500 instead of ${action.status}`,
      },
    },
  ];
  const drafts = closedDrafts([...plan.entries, ...plan.closing], [`closed: ${action.reason}`]);
  const told = drafts.map((draft) => ({ ...draft, claims }));
  // A path without any form on the target has no rule to be closed by, and none to be served by.
  if (drafts.length === 0) for (const { items, remark } of claims) planning.ledger.sayAll(items, remark);
  return { ...none, https: told, http: told };
}

function withhold(
  host: VirtualHost,
  plan: PathPlan,
  holding: readonly Blocker[],
  exposed: boolean,
  none: PlannedRule,
  planning: Planning,
): PlannedRule {
  const { rule } = plan;
  const { ledger } = planning;
  const what = [...new Set(holding.map((b) => b.what))].join('; ');
  const keys = [...new Set(holding.map((b) => acceptKeys(b, ledger)[0] ?? b.code))];
  for (const blocker of holding) {
    const [key] = acceptKeys(blocker, ledger);
    const accept = blocker.acceptable ? ` --accept ${key ?? blocker.code} publishes the paths without it.` : '';
    const [first, ...others] = blocker.items;
    const { code, verdict } = blocker;
    const message = `withheld: the target cannot express ${blocker.what}`;
    if (first !== undefined)
      ledger.say(first, { verdict, code, severity: 'error', message, next: `${blocker.next}${accept}` });
    const along = `goes with what is withheld: ${blocker.what}`;
    ledger.sayAll(others, { verdict, code, severity: 'warning', message: along });
    ledger.sayAll(blocker.details, { verdict: 'unsupported', code, severity: 'warning', message: along });
  }
  const annotated = holding.some((b) => b.items.some((item) => ledger.annotationOf(item) !== undefined));
  ledger.sayAll(rule.from, {
    verdict: 'unsupported',
    code: 'RS1701',
    severity: 'error',
    message: `withheld, because the target cannot express ${what}${rankWarning(plan, exposed)}`,
    next: annotated ? 'See the finding of the annotation for the ways out.' : holding[0]?.next,
  });
  sayGoesAlong(rule, ledger);
  const path = pathText(rule);
  planning.withheld.push({
    object: rule.owner.ref,
    source: rule.owner.source,
    field: rule.label,
    hostname: formatHost(host.host),
    path,
    blockedBy: holding.every((b) => b.acceptable) ? keys : [],
  });
  const comment = `withheld: ${formatHost(host.host)}${path} of ${rule.label}, because the target cannot express ${what}`;
  const matches = exposed ? [...plan.entries, ...plan.closing] : [];
  if (matches.length === 0) return { ...none, redirects: false, withheldComment: comment };
  const drafts = closedDrafts(matches, [
    comment,
    'the rules below answer 500, so that no other rule serves these paths',
  ]);
  return { ...none, https: drafts, http: drafts, redirects: false };
}

/** Rules without backend: they answer 500 and so keep their requests from every other rule. */
function closedDrafts(entries: readonly PathEntry[], comments: readonly string[]): RuleDraft[] {
  return entries.map((entry, i) => ({
    rule: { matches: [{ path: entry.match }] },
    claims: [],
    comments: i === 0 ? comments : [],
  }));
}

function rankWarning(plan: PathPlan, exposed: boolean): string {
  const expression = plan.closing.find((e) => e.match.type === 'RegularExpression');
  if (!exposed || expression === undefined) return '';
  return `. Other rules of the host are published: ${expression.match.value} is closed by a rule without backend, which acts only where the implementation tries expressions before prefixes`;
}

function pathText(rule: Rule): string {
  return rule.path.kind === 'regex' ? rule.path.pattern : rule.path.path;
}

function sayAccepted(accepted: readonly Blocker[], planning: Planning): void {
  for (const blocker of accepted) {
    planning.ledger.sayAll([...blocker.items, ...blocker.details], {
      verdict: 'unsupported',
      code: 'RS1702',
      severity: 'warning',
      message: `published without ${blocker.what}: the loss was accepted`,
      next: blocker.next,
    });
  }
}

function sayPlainHttp(rule: Rule, planning: Planning): void {
  if (rule.plainHttp.kind === 'serve') {
    planning.ledger.sayAll(rule.plainHttp.from, {
      verdict: 'converted',
      code: 'RS1200',
      message: 'plain HTTP is served, not redirected',
    });
  }
}

/** Says why nothing comes of a rule to every item of it that belongs to its own object. */
function sayUnreachable(rule: Rule, why: string, ledger: Ledger): void {
  for (const item of itemsOf(rule)) {
    const object = ledger.objectOf(item);
    if (object !== rule.owner.ref && object !== alternativeRef(rule)) continue;
    if (object === undefined) continue;
    const severity = rule.from.includes(item) ? 'warning' : 'info';
    ledger.say(item, {
      verdict: 'redundant',
      code: 'RS1007',
      severity,
      message: `no request ever reaches ${rule.label}: ${why}`,
    });
  }
}

function alternativeRef(rule: Rule): object | undefined {
  return rule.action.kind === 'forward' ? rule.action.split.alternative?.owner.ref : undefined;
}

/** What hangs on a withheld rule besides its guards goes with it; what is shared with other rules has its own say. */
function sayGoesAlong(rule: Rule, ledger: Ledger): void {
  for (const item of itemsOf(rule)) {
    const object = ledger.objectOf(item);
    const own = object === rule.owner.ref || (object !== undefined && object === alternativeRef(rule));
    if (rule.from.includes(item) || !own || !ledger.isSilent(item)) continue;
    ledger.say(item, {
      verdict: 'manual',
      code: 'RS1700',
      message: 'belongs to paths that are withheld; nothing was emitted for them',
    });
  }
}

/** The drafts of a published rule: one per path entry and variant of the split. */
function draftsOf(plan: PathPlan, accepted: readonly Blocker[], scheme: Scheme, planning: Planning): RuleDraft[] {
  const { rule } = plan;
  const routeNamespace = rule.owner.namespace;
  if (rule.action.kind === 'redirect') {
    const { filter, claims } = redirectFilter(rule.action.redirect, planning.features);
    const headers = headerFilter('response', responseHeaders(rule.policies, scheme), planning.features, 'filters[1]');
    const filters: HttpRouteFilter[] = [{ type: 'RequestRedirect', requestRedirect: filter }];
    if (headers.filter !== undefined) filters.push(headers.filter);
    const drafts: RuleDraft[] = plan.entries.map((entry) => ({
      rule: { matches: [{ path: entry.match }], filters },
      claims: [...claims, ...headers.claims, ...pathClaims(plan)],
      comments: [],
    }));
    claimRedirectPolicies(rule, planning);
    return drafts;
  }
  if (rule.action.kind !== 'forward') return [];
  const variants = splitVariants(rule.action.split, routeNamespace) ?? [];
  const acceptedItems = new Set(accepted.flatMap((b) => [...b.items, ...b.details]));
  const drafts: RuleDraft[] = [];
  for (const entry of plan.entries) {
    const shared = sharedParts(rule, rule.action, entry, acceptedItems, scheme, routeNamespace, planning);
    for (const variant of variants) {
      const match: HttpRouteMatch = {
        path: entry.match,
        ...(variant.header === undefined ? {} : { headers: [variant.header] }),
      };
      const draft: HttpRouteRule = {
        matches: [match],
        ...(shared.filters.length === 0 ? {} : { filters: shared.filters }),
        backendRefs: variant.backendRefs,
        ...shared.fields,
      };
      drafts.push({
        rule: draft,
        claims: [...shared.claims, ...variant.claims, ...pathClaims(plan)],
        comments: [],
        owners: variant.owners,
      });
    }
  }
  return drafts;
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

function pathClaims(plan: PathPlan): Claim[] {
  return [...claimsOfPath(plan), ...claimsOfMode(plan)];
}

/** The switch to expressions acts through the paths, which speak for themselves. */
function claimsOfMode({ rule, entries }: PathPlan): Claim[] {
  if (rule.regexFrom.length === 0) return [];
  const kinds = entries.some((e) => e.match.type === 'RegularExpression')
    ? 'a regular expression'
    : 'prefixes and exact paths';
  const message = `its paths are case-insensitive expressions at the controller and ${kinds} here; each path says what differs`;
  return [{ items: rule.regexFrom, at: 'matches', remark: { verdict: 'approximated', code: 'RS1020', message } }];
}

function claimsOfPath(plan: PathPlan): Claim[] {
  const { rule } = plan;
  if (plan.notes.length === 0) return [converted(rule.from, 'RS1001', 'matched in the same way', 'matches')];
  return plan.notes.map((note) => ({ items: rule.from, remark: note, at: 'matches' }));
}

interface SharedParts {
  readonly filters: HttpRouteFilter[];
  readonly fields: Partial<HttpRouteRule>;
  readonly claims: Claim[];
}

function sharedParts(
  rule: Rule,
  action: Action & { kind: 'forward' },
  entry: PathEntry,
  accepted: ReadonlySet<ItemId>,
  scheme: Scheme,
  routeNamespace: string | undefined,
  planning: Planning,
): SharedParts {
  const { policies } = rule;
  const filters: HttpRouteFilter[] = [];
  const claims: Claim[] = [];
  const add = (made: { filter: HttpRouteFilter | undefined; claims: readonly Claim[] }): void => {
    if (made.filter !== undefined) filters.push(made.filter);
    claims.push(...made.claims);
  };
  const at = (): string => `filters[${filters.length}]`;
  add(headerFilter('request', policies.requestHeaders ?? [], planning.features, at()));
  add(headerFilter('response', responseHeaders(policies, scheme), planning.features, at()));
  if (policies.cors !== undefined) add(corsFilter(policies.cors, planning.features, at()));
  if (policies.externalAuth !== undefined && !policies.externalAuth.url.from.some((i) => accepted.has(i))) {
    add(externalAuthFilter(policies.externalAuth, routeNamespace, at()) ?? { filter: undefined, claims: [] });
  }
  if (policies.mirror !== undefined) add(mirrorFilter(policies.mirror, routeNamespace, at()));
  add(rewriteFilter(action, entry, accepted, at()));
  const fields: Partial<HttpRouteRule> = {};
  return {
    filters,
    fields: { ...fields, ...proxyFields(policies, planning, claims) },
    claims: [...claims, ...backendClaims(rule, action, planning)],
  };
}

function responseHeaders(policies: Policies, scheme: Scheme): Traced<{ name: string; value: string }>[] {
  const headers = [...(policies.responseHeaders ?? [])];
  if (scheme === 'https' && policies.hsts !== undefined) {
    headers.unshift({
      value: { name: 'Strict-Transport-Security', value: policies.hsts.value },
      from: policies.hsts.from,
    });
  }
  return headers;
}

function mirrorFilter(
  mirror: NonNullable<Policies['mirror']>,
  routeNamespace: string | undefined,
  at: string,
): { filter: HttpRouteFilter; claims: Claim[] } {
  return {
    filter: { type: 'RequestMirror', requestMirror: { backendRef: backendRef(mirror.value, routeNamespace) } },
    claims: [
      {
        items: mirror.from,
        at,
        remark: {
          verdict: 'approximated',
          code: 'RS1601',
          message:
            'mirrored to the Service with path, query and Host of the original request; before, the copy carried the Host of the target, and its path only where $request_uri is written',
        },
      },
    ],
  };
}

function rewriteFilter(
  action: Action & { kind: 'forward' },
  entry: PathEntry,
  accepted: ReadonlySet<ItemId>,
  at: string,
): { filter: HttpRouteFilter | undefined; claims: Claim[] } {
  const claims: Claim[] = [];
  const host = action.host !== undefined && !action.host.from.some((i) => accepted.has(i)) ? action.host : undefined;
  const hostname = host === undefined ? undefined : host.value.toLowerCase();
  const usable = hostname !== undefined && isDnsName(hostname);
  if (host !== undefined) {
    claims.push(
      usable
        ? converted(host.from, 'RS1409', `the backend sees the host ${hostname}`, `${at}.urlRewrite.hostname`)
        : {
            items: host.from,
            at: undefined,
            remark: {
              verdict: 'unsupported',
              code: 'RS1408',
              message: `${host.value} is no DNS name (a port is not allowed), so the backend sees the client's host`,
              next: 'Write a literal host name.',
            },
          },
    );
  }
  const rewrite = action.rewrite;
  if (rewrite !== undefined && entry.modifier !== undefined) {
    const to =
      entry.modifier.type === 'ReplaceFullPath' ? entry.modifier.replaceFullPath : entry.modifier.replacePrefixMatch;
    claims.push(
      converted(
        rewrite.from,
        'RS1105',
        entry.modifier.type === 'ReplaceFullPath'
          ? `the whole path is replaced by ${to}, as the controller does`
          : `proven to replace the prefix ${entry.match.value} by ${to}; escaped and doubled slashes, which the controller decodes and merges when it rewrites, stay as they were sent`,
        `${at}.urlRewrite.path`,
      ),
    );
  }
  if (!usable && entry.modifier === undefined) return { filter: undefined, claims };
  return {
    filter: {
      type: 'URLRewrite',
      urlRewrite: {
        ...(usable ? { hostname } : {}),
        ...(entry.modifier === undefined ? {} : { path: entry.modifier }),
      },
    },
    claims,
  };
}

function proxyFields(policies: Policies, planning: Planning, claims: Claim[]): Partial<HttpRouteRule> {
  const { options, features } = planning;
  let fields: Partial<HttpRouteRule> = {};
  if (policies.timeouts !== undefined) {
    const made = timeoutsField(policies.timeouts, options);
    fields = { ...fields, timeouts: made.timeouts };
    claims.push(...made.claims);
  }
  if (policies.retries !== undefined) {
    const made = retryField(policies.retries, features);
    if (made.retry !== undefined) fields = { ...fields, retry: made.retry };
    claims.push(...made.claims);
  }
  if (policies.affinity !== undefined) {
    const made = affinityField(policies.affinity, features);
    if (made.sessionPersistence !== undefined) fields = { ...fields, sessionPersistence: made.sessionPersistence };
    claims.push(...made.claims);
  }
  return fields;
}

function backendClaims(rule: Rule, action: Action & { kind: 'forward' }, planning: Planning): Claim[] {
  const claims: Claim[] = [];
  const { alternative: canary } = action.split;
  if (canary !== undefined) {
    const message = `shares its requests with ${canary.backend.service}, as ${canary.owner.ref.name} asks for every route to ${action.split.primary.service}:${action.split.primary.writtenPort}`;
    claims.push({ items: rule.from, at: 'backendRefs', remark: { verdict: 'converted', code: 'RS1300', message } });
  }
  const { primary, alternative } = action.split;
  for (const backend of [primary, alternative?.backend]) {
    if (backend === undefined) continue;
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
    claims.push(...planning.backendTls.use(backend, rule.policies, rule.owner));
  }
  return claims;
}
