import { isDnsName } from '../../kubernetes/dns-name.js';
import type { HttpRouteFilter, HttpRouteRule } from '../../kubernetes/gateway-api.js';
import type { HeaderValue, Policies, Timeouts } from '../../model/policies.js';
import type { ItemId, Traced } from '../../model/traced.js';
import type { Action, Rule } from '../../model/traffic.js';
import { corsFilter } from './cors.js';
import { type Claim, converted } from './draft.js';
import { externalAuthFilter } from './external-auth.js';
import { headerFilter } from './header-filters.js';
import type { PathEntry } from './path-entries.js';
import type { Planning, Scheme } from './planning.js';
import {
  type Attached,
  type CorePart,
  type FilterDraft,
  NOTHING_ATTACHED,
  type PolicyWriter,
  type RulePlace,
} from './profiles/implementation.js';
import type { PolicyDraft } from './profiles/policy-draft.js';
import { affinityField, retryField } from './proxying.js';
import { backendRef } from './references.js';
import { addBackendClaims } from './route-rules.js';

export interface SharedParts {
  readonly filters: readonly HttpRouteFilter[];
  /** Absent where there are none. */
  readonly fields: Partial<HttpRouteRule> | undefined;
  readonly claims: readonly Claim[];
  readonly policies: readonly PolicyDraft[];
}

/** Where the filters of most rules stand: one text for each place, not one for each rule. */
const FIRST_PLACES: readonly string[] = ['filters[0]', 'filters[1]', 'filters[2]', 'filters[3]'];

/** The filters of a rule in their order, with what is said of each. */
class FilterList {
  readonly filters: HttpRouteFilter[] = [];
  readonly claims: Claim[] = [];

  /** Where the next one will stand. */
  at(): string {
    return FIRST_PLACES[this.filters.length] ?? `filters[${this.filters.length}]`;
  }

  add(made: { readonly filter: HttpRouteFilter | undefined; readonly claims: readonly Claim[] }): void {
    if (made.filter !== undefined) this.filters.push(made.filter);
    for (const claim of made.claims) this.claims.push(claim);
  }

  /** Adds those of an implementation that stand there. */
  addOwn({ filters }: Attached, where: FilterDraft['stands']): void {
    for (const { filter, stands, claims } of filters) {
      if (stands !== where) continue;
      const start = this.at();
      this.add({ filter, claims: claims.map((claim) => ({ ...claim, at: claim.at && `${start}.${claim.at}` })) });
    }
  }
}

export function sharedParts(place: RulePlace): SharedParts {
  const { rule, action, entry, accepted, namespace: routeNamespace, planning } = place;
  const { policies } = rule;
  const writer = planning.implementation?.policies;
  const attached = writer?.attach(place) ?? NOTHING_ATTACHED;
  const list = new FilterList();
  list.addOwn(attached, 'before');
  addHeaderFilters(list, place, attached);
  list.addOwn(attached, 'between');
  if (policies.cors !== undefined && isCore('cors', writer))
    list.add(corsFilter(policies.cors, planning.features, list.at()));
  if (
    policies.externalAuth !== undefined &&
    isCore('external-auth', writer) &&
    !policies.externalAuth.url.from.some((i) => accepted.has(i))
  ) {
    const made = externalAuthFilter(policies.externalAuth, routeNamespace, list.at());
    if (made !== undefined) list.add(made);
  }
  if (policies.mirror !== undefined && isCore('mirror', writer))
    list.add(mirrorFilter(policies.mirror, routeNamespace, list.at()));
  if (action.host !== undefined || action.rewrite !== undefined || entry.modifier !== undefined)
    list.add(rewriteFilter(action, entry, accepted, isAsWritten(rule), list.at()));
  list.addOwn(attached, 'after');
  const { claims } = list;
  const core = proxyFields(policies, planning, claims, writer);
  claims.push(...attached.claims);
  addBackendClaims(claims, rule, action, planning);
  return {
    // Kept to the end: a copy has no room to grow.
    filters: list.filters.slice(),
    fields: attached.fields === undefined ? core : { ...core, ...attached.fields },
    claims,
    policies: attached.policies,
  };
}

/** Whether the core says a part of a rule, or policies in its place. */
function isCore(part: CorePart, writer: PolicyWriter | undefined): boolean {
  return writer?.replaces?.has(part) !== true;
}

const NO_HEADERS: readonly Traced<HeaderValue>[] = [];
const NO_NAMES: readonly Traced<string>[] = [];

function addHeaderFilters(list: FilterList, { rule, scheme, planning }: RulePlace, attached: Attached): void {
  const { policies } = rule;
  const set = policies.requestHeaders ?? NO_HEADERS;
  const named = policies.removedRequestHeaders ?? NO_NAMES;
  const own = attached.removedRequestHeaders;
  const removed = own === undefined ? named : [...named, ...own];
  if (set.length + removed.length > 0) list.add(headerFilter('request', set, planning, list.at(), removed));
  const answered = responseHeaders(policies, scheme, planning);
  const hidden = policies.removedResponseHeaders ?? NO_NAMES;
  if (answered.length + hidden.length > 0) list.add(headerFilter('response', answered, planning, list.at(), hidden));
}

export function responseHeaders(
  { responseHeaders: headers = NO_HEADERS, hsts }: Policies,
  scheme: Scheme,
  { headers: words }: Planning,
): readonly Traced<HeaderValue>[] {
  if (scheme !== 'https' || hsts === undefined) return headers;
  const alone = words.hsts(hsts);
  return headers.length === 0 ? alone : [...alone, ...headers];
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
  asWritten: boolean,
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
  // What replaces an expression is a filter of the implementation's own.
  const modifier = entry.modifier?.type === 'ReplaceRegex' ? undefined : entry.modifier;
  if (rewrite !== undefined && modifier !== undefined) {
    const to = modifier.type === 'ReplaceFullPath' ? modifier.replaceFullPath : modifier.replacePrefixMatch;
    claims.push(
      converted(
        rewrite.from,
        'RS1105',
        rewrite.value.prefix !== undefined
          ? `${entry.match.type === 'Exact' ? `exactly ${entry.match.value}` : `the beginning ${entry.match.value} of the path`} is replaced by ${to}, which the backend sees as from the router`
          : modifier.type === 'ReplaceFullPath'
            ? `the whole path is replaced by ${to}, ${asWritten ? 'as the router does' : rewrite.value.template.startsWith('/') ? 'as the controller does' : 'where the controller leaves out the first slash'}`
            : `proven to replace the prefix ${entry.match.value} by ${to}; escaped and doubled slashes, which the controller decodes and merges when it rewrites, stay as they were sent`,
        `${at}.urlRewrite.path`,
      ),
    );
  }
  if (rewrite !== undefined && /^(?:\$[1-9])+$/.test(rewrite.value.template)) {
    const message =
      'where its groups are empty, as at paths of the host that no rule takes, the controller answers 500 (the rewritten path has no length); the route sends /, or answers 404';
    const remark = { verdict: 'approximated', code: 'RS1112', message } as const;
    claims.push({ items: rewrite.from, at: `${at}.urlRewrite`, remark });
  }
  if (!usable && modifier === undefined) return { filter: undefined, claims };
  return {
    filter: {
      type: 'URLRewrite',
      urlRewrite: {
        ...(usable ? { hostname } : {}),
        ...(modifier === undefined ? {} : { path: modifier }),
      },
    },
    claims,
  };
}

/** Whether the source compares paths, and rewrites them, letter by letter: OpenShift's router. */
function isAsWritten({ path }: Rule): boolean {
  return path.kind !== 'regex' && path.asWritten === true;
}

/** The annotation that sets the time, where it has one name only. */
function timeoutKey({ read, send }: Timeouts, { ledger }: Planning): string {
  const item = read?.from[0] ?? send?.from[0];
  const key = item === undefined ? undefined : ledger.annotationOf(item);
  const own = key?.slice(key.lastIndexOf('/') + 1);
  return own === undefined || own.startsWith('proxy-') ? 'proxy-read-timeout' : own;
}

function proxyFields(
  policies: Policies,
  planning: Planning,
  claims: Claim[],
  writer: PolicyWriter | undefined,
): Partial<HttpRouteRule> | undefined {
  const { features } = planning;
  let fields: Partial<HttpRouteRule> | undefined;
  if (policies.timeouts !== undefined && isCore('timeouts', writer)) {
    const made = planning.timeouts.of(policies.timeouts, timeoutKey(policies.timeouts, planning));
    fields = { timeouts: made.timeouts };
    claims.push(...made.claims);
  }
  if (policies.retries !== undefined && isCore('retries', writer)) {
    const made = retryField(policies.retries, features);
    if (made.retry !== undefined) fields = { ...fields, retry: made.retry };
    claims.push(...made.claims);
  }
  if (policies.affinity !== undefined && isCore('affinity', writer)) {
    const made = affinityField(policies.affinity, features);
    if (made.sessionPersistence !== undefined) fields = { ...fields, sessionPersistence: made.sessionPersistence };
    claims.push(...made.claims);
  }
  return fields;
}
