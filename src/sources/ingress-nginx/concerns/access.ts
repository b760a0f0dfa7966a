import type { AccessList, Limit, RateLimit } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { Annotations } from '../annotations.js';
import type { Context } from '../context.js';

/** Allow and deny lists; the ConfigMap's lists count where the Ingress has none (semantics §19). */
export function readAccessList(annotations: Annotations, context: Context): AccessList | undefined {
  const allow = annotations.list('allowlist-source-range') ?? globalList(context, 'whitelist-source-range');
  const deny = annotations.list('denylist-source-range') ?? globalList(context, 'denylist-source-range');
  if (allow === undefined && deny === undefined) return undefined;
  const satisfy = annotations.has('auth-type') || annotations.has('auth-url') ? [] : annotations.itemsOf(['satisfy']);
  return { allow: allow === undefined ? undefined : { value: allow.value, from: [...allow.from, ...satisfy] }, deny };
}

function globalList(context: Context, key: string): Traced<readonly string[]> | undefined {
  const list = context.settings.list(key, []);
  return list.length === 0 ? undefined : context.settings.traced(key, list);
}

/** How many times the limit is let through at once (internal/ingress/annotations/ratelimit/main.go). */
const DEFAULT_BURST = 5;

const RATES = [
  ['limit-rps', 'second', 1],
  ['limit-rpm', 'minute', 60],
] as const;
const RATE_DETAILS = ['limit-burst-multiplier', 'limit-allowlist'];
const LIMITING = [...RATES.map(([key]) => key), 'limit-connections', ...RATE_DETAILS];

/** Request and connection limits, per client address and Ingress (semantics §19). */
export function readRateLimit(annotations: Annotations): RateLimit | undefined {
  if (!LIMITING.some((key) => annotations.has(key))) return undefined;
  const burst = annotations.integer('limit-burst-multiplier')?.value ?? DEFAULT_BURST;
  const limits: Limit[] = [];
  for (const [key, unit, per] of RATES) {
    const limit = annotations.integer(key);
    if (limit === undefined) continue;
    if (limit.value <= 0) {
      annotations.drop(key, 'RS0316', 'zero or less means no limit');
      continue;
    }
    limits.push({
      value: `${limit.value} requests per ${unit} and client address (${limit.value * burst + 1} at once), counted per controller replica`,
      from: limit.from,
      count: limit.value,
      per,
    });
  }
  const connections = annotations.integer('limit-connections');
  if (connections !== undefined) {
    if (connections.value > 0)
      limits.push({
        value: `${connections.value} concurrent requests per client address`,
        from: connections.from,
        count: connections.value,
        per: 'at a time',
      });
    else annotations.drop('limit-connections', 'RS0316', 'zero or less means no limit');
  }
  const details = annotations.itemsOf(RATE_DETAILS);
  if (limits.length > 0) {
    const burst = annotations.integer('limit-burst-multiplier');
    return {
      limits,
      details,
      burst: burst ?? { value: DEFAULT_BURST, from: [] },
      exempt: annotations.list('limit-allowlist'),
    };
  }
  annotations.ledger.sayAll(details, {
    verdict: 'redundant',
    code: 'RS0309',
    message: 'this Ingress sets no limit that it could tune',
  });
  return undefined;
}
