import type { AccessList, Limit, RateLimit } from '../../../../model/policies.js';
import type { FilterDraft, RulePlace } from '../implementation.js';
import { middleware, type Said } from './middleware.js';

/**
 * Whose address counts: that of the connection, or the one that the proxy in front has written last into X-Forwarded-For
 * (which Traefik only believes from addresses in forwardedHeaders.trustedIPs; without it, nobody passes a list).
 */
function strategyOf({ planning }: RulePlace): { readonly ipStrategy?: { readonly depth: number } } {
  return planning.clientAddress === 'forwarded' ? { ipStrategy: { depth: 1 } } : {};
}

function addressWords({ planning }: RulePlace): string {
  return planning.clientAddress === 'forwarded'
    ? 'the address is the last one in X-Forwarded-For, which Traefik believes only from the addresses in forwardedHeaders.trustedIPs of its entry point'
    : 'the address is that of the connection: behind a load balancer it has to be the one of the client here, too (externalTrafficPolicy: Local, or proxyProtocol.trustedIPs of the entry point)';
}

/** ipAllowList (implementation-policies.md §2.2 ip-allow). */
export function allowListFilter(place: RulePlace, allow: NonNullable<AccessList['allow']>): FilterDraft {
  const { value, from } = allow;
  const said: Said[] = [
    {
      items: from,
      at: 'spec.ipAllowList.sourceRange',
      remark: {
        verdict: 'converted',
        code: 'RS2652',
        message: `an ipAllowList Middleware with the same ${value.length} ${value.length === 1 ? 'entry' : 'entries'} answers everybody else 403; ${addressWords(place)}`,
      },
    },
  ];
  const sourceRange = [...new Set(value)];
  return middleware(place, 'allow-list', { ipAllowList: { sourceRange, ...strategyOf(place) } }, said);
}

/** rateLimit and inFlightReq, one Middleware for each limit (implementation-policies.md §2.2 rate-limit, limit-connections). */
export function limitFilters(place: RulePlace, rateLimit: RateLimit): FilterDraft[] {
  const details = detailsOf(rateLimit);
  return rateLimit.limits.map((limit, index) => {
    const more = index === 0 ? details : [];
    return limit.per === 'at a time'
      ? concurrency(place, limit, more)
      : rate(place, limit, limit.per, rateLimit.burst?.value, more);
  });
}

const EACH_RULE = 'each rule of the route, and each replica of Traefik, counts for itself';

function rate(
  place: RulePlace,
  limit: Limit,
  seconds: number,
  multiplier: number | undefined,
  details: readonly Said[],
): FilterDraft {
  // The leaky bucket of nginx takes one request and the burst; a bucket of tokens takes as many as it holds.
  const burst = Math.max(1, multiplier === undefined ? limit.count : limit.count * multiplier + 1);
  const period = `${seconds}s`;
  const { ipStrategy = { depth: 0 } } = strategyOf(place);
  const how =
    multiplier === undefined
      ? `${limit.count} of one period`
      : `${limit.count} × ${multiplier} + 1, the same as before`;
  const said: Said[] = [
    {
      items: limit.from,
      at: 'spec.rateLimit.average',
      remark: {
        verdict: 'approximated',
        code: 'RS2653',
        message: `a rateLimit Middleware lets through ${limit.count} in ${period} per client address and ${burst} at once (${how}); ${EACH_RULE} (before, all paths of the object counted together), and who asks for more is answered 429, before 503; ${addressWords(place)}`,
      },
    },
    ...details,
  ];
  const spec = { average: limit.count, period, burst, sourceCriterion: { ipStrategy } };
  return middleware(place, seconds === 1 ? 'rate-limit' : `rate-limit-${period}`, { rateLimit: spec }, said);
}

function concurrency(place: RulePlace, limit: Limit, details: readonly Said[]): FilterDraft {
  const { ipStrategy = { depth: 0 } } = strategyOf(place);
  const said: Said[] = [
    {
      items: limit.from,
      at: 'spec.inFlightReq.amount',
      remark: {
        verdict: 'approximated',
        code: 'RS2653',
        message: `an inFlightReq Middleware lets a client address have ${limit.count} requests under way; ${EACH_RULE}, and who asks for more is answered 429, before 503; ${addressWords(place)}`,
      },
    },
    ...details,
  ];
  return middleware(
    place,
    'concurrency',
    { inFlightReq: { amount: limit.count, sourceCriterion: { ipStrategy } } },
    said,
  );
}

function detailsOf({ limits, burst, exempt, details }: RateLimit): Said[] {
  const hasRate = limits.some(({ per }) => per !== 'at a time');
  const exempted = exempt?.from ?? [];
  const rest = details.filter((item) => burst?.from.includes(item) !== true && !exempted.includes(item));
  return [
    {
      items: burst?.from ?? [],
      remark: hasRate
        ? { verdict: 'approximated', code: 'RS2653', message: `counted into the burst: limit × ${burst?.value} + 1` }
        : { verdict: 'redundant', code: 'RS2653', message: 'there is no rate whose bursts it could widen' },
    },
    {
      items: exempted,
      remark: {
        verdict: 'unsupported',
        code: 'RS2665',
        severity: 'warning',
        message: `the limits act on ${exempt?.value.length === 1 ? 'this address' : `these ${exempt?.value.length} ranges`} as on every other: Traefik exempts nobody`,
        next: 'Raise the limit so that these clients get along with it, or serve them under a host of their own.',
      },
    },
    {
      items: rest,
      remark: {
        verdict: 'unsupported',
        code: 'RS2665',
        message: 'the limits of Traefik have no such setting',
        next: 'Check that clients get along with the plain limit.',
      },
    },
  ];
}
