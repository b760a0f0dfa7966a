import type { Claim } from '../../draft.js';
import type { Attached, FilterDraft, RulePlace } from '../implementation.js';
import type { PolicyDraft } from '../policy-draft.js';
import { listDirectives, satisfyDirective } from './address-lists.js';
import { authenticationFilter } from './authentication.js';
import { balancing } from './balancing.js';
import { externalAuthDirectives } from './external-auth.js';
import { nginxTime } from './formats.js';
import { limitDirectives, ratePolicy, unexempted } from './rate-limits.js';
import { restOfSnippet } from './rest-of-snippet.js';
import { rewriteDirective } from './rewrites.js';
import { bodySize, proxySettings } from './settings-policies.js';
import { API, type Site, siteOf } from './site.js';
import { type Directives, snippetsFilters } from './snippets.js';
import { needless, type Told, unwritten } from './telling.js';
import { tracing } from './tracing.js';
import { tuningDirectives } from './tuning.js';

/** Everything of a published rule that the core has no field for. */
export function attached(place: RulePlace, version: string): Attached {
  const site = siteOf(place, version);
  const filters: FilterDraft[] = [];
  const policies: PolicyDraft[] = [];
  const lost: Told[] = [];
  const parts: (Directives & { readonly purpose: string })[] = [];
  const add = (part: Directives | undefined, purpose = 'directives'): void => {
    if (part !== undefined) parts.push({ purpose, ...part });
  };
  const { basicAuth, externalAuth, accessList, rateLimit } = place.rule.policies;
  const isKept = (items: readonly number[]): boolean => !items.some((item) => place.accepted.has(item));
  let clearsAuthorization = false;
  if (basicAuth !== undefined && isKept(basicAuth.from)) {
    const filter = authenticationFilter(basicAuth, place, version);
    if (filter !== undefined) filters.push(filter);
    clearsAuthorization = filter !== undefined;
  }
  if (site.snippets) {
    const lists = accessList === undefined ? [] : [...(accessList.allow?.from ?? []), ...(accessList.deny?.from ?? [])];
    if (accessList !== undefined && isKept(lists)) add(listDirectives(accessList));
    if (externalAuth !== undefined && isKept(externalAuth.url.from))
      add(externalAuthDirectives(externalAuth, place), 'external-auth');
    if (basicAuth !== undefined || externalAuth !== undefined || accessList !== undefined)
      add(satisfyDirective(place.rule.policies));
  }
  if (rateLimit !== undefined) {
    const limits = { ...rateLimit, limits: rateLimit.limits.filter(({ from }) => isKept(from)) };
    const policy = ratePolicy(limits, site);
    if (policy !== undefined) policies.push(policy);
    if (site.snippets) add(limitDirectives(limits, site), 'limits');
    if (limits.limits.length > 0) lost.push(...unexempted(limits, site));
  }
  for (const settled of [bodySize(site), proxySettings(site)]) {
    policies.push(...settled.policies);
    add({ location: settled.directives, told: settled.written });
    lost.push(...settled.lost);
  }
  for (const { policies: more, lost: less } of [balancing(place), tracing(site)]) {
    policies.push(...more);
    lost.push(...less);
  }
  const tuned = tuningDirectives(site);
  if (site.snippets) add({ location: tuned.location, told: tuned.told });
  else lost.push(...tuned.told);
  const rest = restOfSnippet(site);
  if (rest !== undefined && rest.location.length > 0) add(rest);
  else lost.push(...(rest?.told ?? []));
  if (site.snippets) add(rewriteDirective(place));
  filters.push(...snippetsFilters(parts, place));
  const said = saidWithoutFilter(parts, filters);
  policies.push(...defaultsOf(site));
  const claims: Claim[] = [...lost, ...said].map(unwritten);
  return {
    filters,
    policies,
    claims,
    removedRequestHeaders: clearsAuthorization ? [{ value: 'Authorization', from: [] }] : [],
  };
}

/** What was told of settings that need no directive, where no filter came of it. */
function saidWithoutFilter(parts: readonly Directives[], filters: readonly FilterDraft[]): Told[] {
  const inFilters = new Set(filters.flatMap(({ claims }) => claims.map(({ remark }) => remark)));
  return parts.flatMap(({ told }) => told.filter(({ remark }) => !inFilters.has(remark)));
}

/**
 * Defaults of the controller that are others here: it passes answers on unbuffered, and gives up on connections earlier.
 * Gateways that exist already may serve others, and are left as they are.
 */
function defaultsOf({ place, version }: Site): PolicyDraft[] {
  const { defaults, options, ledger } = place.planning;
  if (defaults?.buffersResponses === undefined || defaults.connectTimeout === undefined) return [];
  const size = defaults.bodySize();
  if (size !== undefined)
    ledger.sayAll(
      size.from,
      needless([], `${size.value} is the limit of NGINX Gateway Fabric, too, where nothing else is said`).remark,
    );
  const isShared =
    options.gateway !== undefined || options.gateways !== undefined || options.listeners === 'listenerset';
  if (isShared || defaults.buffersResponses()) return [];
  const connect = version === '2.4' || version === '2.5' ? undefined : nginxTime(defaults.connectTimeout());
  return [
    {
      apiVersion: API,
      kind: 'ProxySettingsPolicy',
      purpose: 'defaults',
      target: { kind: 'gateway' },
      spec: {
        buffering: { disable: true },
        ...(connect === undefined ? {} : { timeout: { connect } }),
      },
      claims: [],
      comments: [
        'Defaults of ingress-nginx that are others in NGINX Gateway Fabric: answers are not buffered',
        ...(connect === undefined ? [] : [`and connections to backends are given up after ${connect}.`]),
      ],
    },
  ];
}
