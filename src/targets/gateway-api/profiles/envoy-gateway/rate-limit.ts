import type { Limit, RateLimit } from '../../../../model/policies.js';
import type { ClientAddress } from './client-address.js';
import { loses, type Part, resembles } from './parts.js';

const UNITS: ReadonlyMap<Limit['per'], string> = new Map<Limit['per'], string>([
  [1, 'Second'],
  [60, 'Minute'],
  [3600, 'Hour'],
]);

const MAX_REQUESTS = 4_294_967_295;
/** Rules of a local limit (CRD of BackendTrafficPolicy); each limit takes two. */
const MAX_LIMITS = 8;

/** The limits that a local rate limit per address can say. */
export function limitsPerAddress({ limits }: RateLimit): Limit[] {
  return limits
    .filter(({ count, per }) => UNITS.has(per) && Number.isInteger(count) && count >= 1 && count <= MAX_REQUESTS)
    .slice(0, MAX_LIMITS);
}

/** Why one cannot be said. */
export function whyNoLimit({ value, per }: Limit): { what: string; next: string } {
  return per === 'at a time'
    ? {
        what: `a limit of ${value}: Envoy Gateway counts connections of a listener and requests of a backend, never those of one client`,
        next: 'Limit connections in front of the Gateway, or accept the loss.',
      }
    : {
        what: `a limit of ${value}, which no local rate limit of Envoy Gateway says`,
        next: 'Write a limit of requests per second, minute or hour.',
      };
}

/** Requests per client address (BackendTrafficPolicy rateLimit.local): a rule for IPv4 and one for IPv6. */
export function rateLimitPart(rateLimit: RateLimit, address: ClientAddress): Part {
  const limits = limitsPerAddress(rateLimit);
  if (limits.length === 0) return { spec: {}, claims: [] };
  const { burst, exempt } = rateLimit;
  const rules = limits.flatMap(({ count, per }) =>
    ['0.0.0.0/0', '::/0'].map((value) => ({
      clientSelectors: [{ sourceCIDR: { type: 'Distinct', value } }],
      limit: { requests: count, unit: UNITS.get(per) },
    })),
  );
  const claims = limits.map(({ count, per, from }, index) => {
    const unit = (UNITS.get(per) ?? '').toLowerCase();
    const before =
      burst === undefined ? '' : ` (before: ${count * burst.value + 1} at once, and then ${count} per ${unit})`;
    const message = `${count} requests per ${unit} and client address, at once or spread${before}; each path of the route and each replica of Envoy counts for itself, the answer beyond is 429 and not 503, and logins come first. Clients are told apart by ${address.words}`;
    return resembles(from, 'RS2607', message, `spec.rateLimit.local.rules[${index * 2}]`, {
      severity: 'warning',
      next: address.next ?? `Check that no page needs more than ${count} requests at once; raise requests if one does.`,
    });
  });
  const lost = [];
  if (burst !== undefined && burst.from.length > 0) {
    const message = `no burst of ${burst.value} times the limit: what is let through at once is the limit itself`;
    lost.push(loses(burst.from, 'RS2608', message, 'Raise requests of the limit if clients need more at once.'));
  }
  if (exempt !== undefined) {
    const message = `the ${exempt.value.length} exempt ${exempt.value.length === 1 ? 'network is' : 'networks are'} limited like everybody: a rule can tell clients apart or leave a network out, not both`;
    lost.push(loses(exempt.from, 'RS2608', message, 'Give these clients a host or a path of their own.'));
  }
  const told = new Set([...(burst?.from ?? []), ...(exempt?.from ?? [])]);
  const rest = rateLimit.details.filter((item) => !told.has(item));
  if (rest.length > 0) lost.push(loses(rest, 'RS2608', 'a local rate limit has no such setting', 'Leave it out.'));
  return { spec: { rateLimit: { type: 'Local', local: { rules } } }, claims, lost };
}
