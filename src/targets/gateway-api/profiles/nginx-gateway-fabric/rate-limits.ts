import { isIpRange } from '../../../../kubernetes/ip-range.js';
import { shortHash } from '../../../../kubernetes/short-hash.js';
import type { Limit, RateLimit } from '../../../../model/policies.js';
import type { Planning } from '../../planning.js';
import type { PolicyDraft } from '../policy-draft.js';
import { API, type Site } from './site.js';
import type { Directives } from './snippets.js';
import { PASS_ALLOW_SNIPPETS, same, type Told } from './telling.js';

/** Of the zones of the controller (nginx.tmpl: 5 megabytes each). */
const ZONE = '5m';
const REJECTED = 503;

interface Rate {
  readonly limit: Limit;
  readonly rate: string;
  readonly burst: number;
}

/** Limits on requests by time, as nginx counts them; undefined where the source counts otherwise. */
export function ratesOf({ limits, burst }: RateLimit): Rate[] | undefined {
  const timed = limits.filter(({ per }) => per !== 'at a time');
  const rates = timed.flatMap((limit): Rate[] => {
    const unit = limit.per === 1 ? 's' : limit.per === 60 ? 'm' : undefined;
    if (unit === undefined || burst === undefined || !isCount(limit.count) || !isCount(limit.count * burst.value))
      return [];
    return [{ limit, rate: `${limit.count}r/${unit}`, burst: limit.count * burst.value }];
  });
  return rates.length === timed.length ? rates : undefined;
}

function isCount(value: number): boolean {
  return Number.isInteger(value) && value >= 0 && value < 2 ** 31;
}

/** The status of refused requests: the controller's own setting, where it is known. */
function rejectCode({ options }: Planning): number {
  const written = Number(options.controllerConfig?.['limit-req-status-code'] ?? REJECTED);
  return Number.isInteger(written) && written >= 400 && written <= 599 ? written : REJECTED;
}

function tagOf({ place: { rule } }: Site): string {
  const { ref, namespace } = rule.owner;
  return shortHash(`${ref.kind}\n${namespace ?? ''}\n${ref.name}`);
}

/** Addresses that are not counted have an empty key (nginx.tmpl: geo and map). */
function exemption({ exempt }: RateLimit, site: Site): { readonly key: string; readonly http: string[] } {
  const entries = exempt?.value ?? [];
  if (!site.snippets || entries.length === 0 || !entries.every(isIpRange))
    return { key: '$binary_remote_addr', http: [] };
  const name = `routeshift_limited_${tagOf(site)}`;
  const http = [
    `geo $${name}_exempt {`,
    '    default 0;',
    ...entries.map((entry) => `    ${entry} 1;`),
    '}',
    `map $${name}_exempt $${name} {`,
    '    0 $binary_remote_addr;',
    '    1 "";',
    '}',
  ];
  return { key: `$${name}`, http };
}

/** The policy of limits by time; the same module of nginx counts. */
export function ratePolicy(limits: RateLimit, site: Site): PolicyDraft | undefined {
  const rates = ratesOf(limits) ?? [];
  if (rates.length === 0 || !site.policiesHold) return undefined;
  const { key } = exemption(limits, site);
  const code = rejectCode(site.place.planning);
  return {
    apiVersion: API,
    kind: 'RateLimitPolicy',
    purpose: 'rates',
    target: { kind: 'rule' },
    perOwner: true,
    whenSplit: {
      verdict: 'approximated',
      code: 'RS2634',
      severity: 'warning',
      message: 'a policy names 16 routes at most, so that there are several, each of which counts for itself',
      next: 'Bring the hosts into fewer Ingresses, or lower the limits.',
    },
    spec: {
      rateLimit: {
        local: { rules: rates.map(({ rate, burst }) => ({ key, rate, burst, noDelay: true, zoneSize: ZONE })) },
        rejectCode: code,
      },
    },
    claims: [
      ...rates.map(({ limit, rate, burst }) => ({
        items: limit.from,
        at: 'spec.rateLimit.local.rules',
        remark: {
          verdict: 'converted' as const,
          code: 'RS2634' as const,
          message: `${rate} for each client address with a burst of ${burst}, so that ${burst + 1} pass at once and others get ${code}; counted by the same module of nginx, for each replica of the Gateway`,
        },
      })),
      ...(limits.burst === undefined
        ? []
        : [
            {
              items: limits.burst.from,
              at: 'spec.rateLimit.local.rules',
              remark: {
                verdict: 'converted' as const,
                code: 'RS2634' as const,
                message: `bursts are ${limits.burst.value} times the limit: ${rates.map(({ burst }) => burst).join(' and ')} requests`,
              },
            },
          ]),
    ],
  };
}

/** What of the limits only directives can say: connections, addresses that are not counted, and all of them on shared paths. */
export function limitDirectives(
  limits: RateLimit,
  site: Site,
): (Directives & { readonly purpose: string }) | undefined {
  const tag = tagOf(site);
  const { key, http } = exemption(limits, site);
  const zones = [...http];
  const location: string[] = [];
  const told: Told[] = [];
  const code = rejectCode(site.place.planning);
  const rates = site.policiesHold ? [] : (ratesOf(limits) ?? []);
  rates.forEach(({ limit, rate, burst }, index) => {
    const zone = `routeshift_rate_${tag}_${index}`;
    zones.push(`limit_req_zone ${key} zone=${zone}:${ZONE} rate=${rate};`);
    location.push(`limit_req zone=${zone} burst=${burst} nodelay;`);
    told.push(
      same(
        [...limit.from, ...(limits.burst?.from ?? [])],
        'RS2634',
        `${rate} with a burst of ${burst} by directives of nginx, because a policy of the route would be refused (another route has the path)`,
      ),
    );
  });
  if (rates.length > 0) location.push(`limit_req_status ${code};`);
  const connections = limits.limits.filter(({ per }) => per === 'at a time');
  connections.forEach(({ count, from }, index) => {
    const zone = `routeshift_connections_${tag}_${index}`;
    zones.push(`limit_conn_zone ${key} zone=${zone}:${ZONE};`);
    location.push(`limit_conn ${zone} ${count};`);
    told.push(
      same(from, 'RS2634', `limit_conn ${count} for each client address, as at the controller; others get ${REJECTED}`),
    );
  });
  if (connections.length > 0) location.push(`limit_conn_status ${REJECTED};`);
  if (http.length > 0 && limits.exempt !== undefined)
    told.push(
      same(
        limits.exempt.from,
        'RS2634',
        'these addresses are not counted: their key is empty, by a geo and a map directive',
      ),
    );
  return zones.length === 0 ? undefined : { purpose: 'limits', http: zones, location, told };
}

/** Addresses that are limited although the source lets them through: stricter, so nothing is withheld for it. */
export function unexempted({ exempt }: RateLimit, site: Site): Told[] {
  if (exempt === undefined) return [];
  if (!site.snippets)
    return [
      {
        items: exempt.from,
        remark: {
          verdict: 'unsupported',
          code: 'RS2640',
          message:
            'these addresses are limited like all others: NGINX Gateway Fabric leaves addresses out by the directives geo and map only',
          next: PASS_ALLOW_SNIPPETS,
        },
      },
    ];
  return exempt.value.length > 0 && exempt.value.every(isIpRange)
    ? []
    : [
        {
          items: exempt.from,
          remark: {
            verdict: 'unsupported',
            code: 'RS2638',
            message: 'not every entry is an address or a network, so that all clients are limited',
            next: 'Correct the list.',
          },
        },
      ];
}
