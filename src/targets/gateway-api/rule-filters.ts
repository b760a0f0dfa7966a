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
import { type CorePart, NOTHING_ATTACHED, type RulePlace } from './profiles/implementation.js';
import type { PolicyDraft } from './profiles/policy-draft.js';
import { affinityField, retryField, timeoutsField } from './proxying.js';
import { backendRef } from './references.js';
import { backendClaims } from './route-rules.js';

interface SharedParts {
  readonly filters: HttpRouteFilter[];
  readonly fields: Partial<HttpRouteRule>;
  readonly claims: Claim[];
  readonly policies: readonly PolicyDraft[];
}

export function sharedParts(place: RulePlace): SharedParts {
  const { rule, action, entry, accepted, scheme, namespace: routeNamespace, planning } = place;
  const { policies } = rule;
  const writer = planning.implementation?.policies;
  const attached = writer?.attach(place) ?? NOTHING_ATTACHED;
  const isCore = (part: CorePart): boolean => writer?.replaces?.has(part) !== true;
  const filters: HttpRouteFilter[] = [];
  const claims: Claim[] = [];
  const add = (made: { filter: HttpRouteFilter | undefined; claims: readonly Claim[] }): void => {
    if (made.filter !== undefined) filters.push(made.filter);
    claims.push(...made.claims);
  };
  const at = (): string => `filters[${filters.length}]`;
  const addOwn = (where: 'before' | 'between' | 'after'): void => {
    for (const { filter, stands, claims: own } of attached.filters) {
      if (stands !== where) continue;
      const start = at();
      add({ filter, claims: own.map((claim) => ({ ...claim, at: claim.at && `${start}.${claim.at}` })) });
    }
  };
  addOwn('before');
  const removed = [...(policies.removedRequestHeaders ?? []), ...(attached.removedRequestHeaders ?? [])];
  add(headerFilter('request', policies.requestHeaders ?? [], planning.features, at(), removed));
  add(
    headerFilter(
      'response',
      responseHeaders(policies, scheme),
      planning.features,
      at(),
      policies.removedResponseHeaders,
    ),
  );
  addOwn('between');
  if (policies.cors !== undefined && isCore('cors')) add(corsFilter(policies.cors, planning.features, at()));
  if (
    isCore('external-auth') &&
    policies.externalAuth !== undefined &&
    !policies.externalAuth.url.from.some((i) => accepted.has(i))
  ) {
    add(externalAuthFilter(policies.externalAuth, routeNamespace, at()) ?? { filter: undefined, claims: [] });
  }
  if (policies.mirror !== undefined && isCore('mirror')) add(mirrorFilter(policies.mirror, routeNamespace, at()));
  add(rewriteFilter(action, entry, accepted, isAsWritten(rule), at()));
  addOwn('after');
  return {
    filters,
    fields: { ...proxyFields(policies, planning, claims, isCore), ...attached.fields },
    claims: [...claims, ...attached.claims, ...backendClaims(rule, action, planning)],
    policies: attached.policies,
  };
}

export function responseHeaders(policies: Policies, scheme: Scheme): Traced<HeaderValue>[] {
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
  const [item] = [...(read?.from ?? []), ...(send?.from ?? [])];
  const own = item === undefined ? undefined : ledger.annotationOf(item)?.replace(/^.*\//, '');
  return own === undefined || own.startsWith('proxy-') ? 'proxy-read-timeout' : own;
}

function proxyFields(
  policies: Policies,
  planning: Planning,
  claims: Claim[],
  isCore: (part: CorePart) => boolean,
): Partial<HttpRouteRule> {
  const { options, features } = planning;
  let fields: Partial<HttpRouteRule> = {};
  if (policies.timeouts !== undefined && isCore('timeouts')) {
    const made = timeoutsField(policies.timeouts, options, timeoutKey(policies.timeouts, planning));
    fields = { ...fields, timeouts: made.timeouts };
    claims.push(...made.claims);
  }
  if (policies.retries !== undefined && isCore('retries')) {
    const made = retryField(policies.retries, features);
    if (made.retry !== undefined) fields = { ...fields, retry: made.retry };
    claims.push(...made.claims);
  }
  if (policies.affinity !== undefined && isCore('affinity')) {
    const made = affinityField(policies.affinity, features);
    if (made.sessionPersistence !== undefined) fields = { ...fields, sessionPersistence: made.sessionPersistence };
    claims.push(...made.claims);
  }
  return fields;
}
