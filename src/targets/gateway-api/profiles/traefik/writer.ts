import type { ItemId } from '../../../../model/traced.js';
import type { Claim } from '../../draft.js';
import type { Attached, FilterDraft, PolicyWriter, RulePlace } from '../implementation.js';
import { forwardFilter, passwordFilter } from './authentication.js';
import { Backends } from './backends.js';
import { securesItself } from './balancing.js';
import { answerBuffering, bodyFilter } from './bodies.js';
import { crossOriginFilter } from './cross-origin.js';
import { errorPageFilter } from './error-pages.js';
import { missingGuards } from './guards.js';
import { allowListFilter, limitFilters } from './limits.js';
import type { Said } from './middleware.js';
import { retryFilter } from './retries.js';
import { rewriteFilters } from './rewrites.js';

/** Traefik's Middlewares and TraefikServices. */
export function traefikPolicies(version: string): PolicyWriter {
  const backends = new Backends(version);
  return {
    reach: 'rule',
    replaces: new Set(['cors', 'timeouts', 'retries', 'affinity', 'external-auth', 'mirror']),
    missing: (policies, core) => [...missingGuards(policies, core, version)],
    attach: (place) => attach(place, backends, version),
    backend: (backend, place) => backends.standIn(backend, place),
    securesBackend: securesItself,
    // A router with a Middleware that is not there, not yet or not any more, is left out (pkg/server/router/router.go).
    fallsThrough: ({ basicAuth, externalAuth, accessList, rateLimit }) =>
      (basicAuth ?? externalAuth ?? accessList ?? rateLimit) !== undefined,
  };
}

/**
 * Middlewares act in the order of the filters. It is that of nginx: headers of all answers, answers to preflights, pages for
 * errors, limits, lists, then who the client is; what costs most comes last.
 */
function attach(place: RulePlace, backends: Backends, version: string): Attached {
  const { policies } = place.rule;
  const { cors, tuning, rateLimit, accessList, externalAuth, basicAuth, retries } = policies;
  const isKept = (from: readonly ItemId[]): boolean => !from.some((item) => place.accepted.has(item));
  const filters: FilterDraft[] = [];
  const said: Said[] = [];
  const add = (made: { readonly filter?: FilterDraft; readonly said: readonly Said[] }): boolean => {
    if (made.filter !== undefined) filters.push(made.filter);
    said.push(...made.said);
    return made.filter !== undefined;
  };
  if (cors !== undefined) filters.push(crossOriginFilter(place, cors));
  if (tuning !== undefined) add(errorPageFilter(place, tuning));
  if (rateLimit !== undefined) filters.push(...limitFilters(place, rateLimit));
  if (accessList?.allow !== undefined && isKept(accessList.allow.from))
    filters.push(allowListFilter(place, accessList.allow));
  if (externalAuth !== undefined && isKept(externalAuth.url.from)) filters.push(forwardFilter(place, externalAuth));
  if (basicAuth !== undefined && isKept(basicAuth.from)) filters.push(passwordFilter(place, basicAuth));
  if (tuning !== undefined)
    said.push(...answerBuffering(tuning, add(bodyFilter(place, tuning))), ...httpVersion(place));
  filters.push(...rewriteFilters(place));
  add(retryFilter(place, retries, tuning, version));
  const claims: Claim[] = said.flatMap(({ items, remark }) =>
    items.length === 0 ? [] : [{ items, remark, at: undefined }],
  );
  return { filters, policies: [], claims: [...claims, ...backends.claimsWithout(place)] };
}

function httpVersion({ rule }: RulePlace): Said[] {
  const version = rule.policies.tuning?.httpVersion;
  if (version === undefined || version.value === '1.0') return [];
  const message = 'backends are spoken to in HTTP/1.1, and in HTTP/2 over TLS where they offer it';
  return [{ items: version.from, remark: { verdict: 'converted', code: 'RS2664', message } }];
}
