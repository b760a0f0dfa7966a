import type { Policies } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import type { SourceDefaults } from '../../model/traffic.js';
import { rateLimitOf, rateLimitProblem } from './access.js';
import { affinityAnnotations } from './affinity.js';
import { balanceAnnotation } from './balance.js';
import { converted, type RouteClaim } from './claims.js';

export const HAPROXY = 'haproxy.router.openshift.io';
export const ROUTER = 'router.openshift.io';
const AT = 'metadata.annotations';

/** Longer times are clipped by the router (semantics 2.6). */
const LONGEST = 2_147_483;

/** What decides the annotations of a Route besides the policies of its rule. */
export interface Situation {
  readonly defaults: SourceDefaults | undefined;
  readonly isSecured: boolean;
  readonly allowsPlain: boolean;
  readonly accepted: ReadonlySet<ItemId>;
}

/**
 * The router's annotations for what a rule asks for, and for what the source does without being asked and the router does not
 * (openshift-semantics 3.0): no sticky cookie, one endpoint after the other, 60 seconds, X-Forwarded headers replaced.
 */
export function routerAnnotations(
  policies: Policies,
  situation: Situation,
): { readonly annotations: ReadonlyMap<string, string>; readonly claims: readonly RouteClaim[] } {
  const annotations = new Map<string, string>();
  const claims: RouteClaim[] = [];
  const set = (key: string, value: string): void => {
    annotations.set(key, value);
  };
  timeout(policies, situation, set, claims);
  forwarded(situation, set, claims);
  balanceAnnotation(policies.balancing, set, claims);
  affinityAnnotations(policies.affinity, situation, set, claims);
  addressList(policies, situation.accepted, set, claims);
  limits(policies, situation, set, claims);
  hsts(policies, situation, set, claims);
  return { annotations, claims };
}

export type Annotate = (key: string, value: string) => void;

function timeout({ timeouts }: Policies, { defaults }: Situation, set: Annotate, claims: RouteClaim[]): void {
  const read = timeouts?.read ?? defaults?.readTimeout();
  const send = timeouts?.send ?? defaults?.sendTimeout();
  const times = [read, send].flatMap((time) => (time === undefined ? [] : [time]));
  if (times.length === 0) return;
  const seconds = Math.max(...times.map(({ value }) => value));
  const items = times.flatMap(({ from }) => from);
  const isWhole = Number.isSafeInteger(seconds) && seconds >= 1;
  const millis = seconds * 1000;
  if (!isWhole && !(Number.isSafeInteger(millis) && millis >= 1)) {
    const message = `a timeout of ${seconds} s cannot be written on a Route; the router's own (30 s) is left`;
    const remark = { verdict: 'unsupported', code: 'RS2174', severity: 'warning', message } as const;
    claims.push({ items, at: undefined, remark: { ...remark, next: 'Write a timeout of at least one second.' } });
    return;
  }
  const written = Math.min(seconds, LONGEST);
  set(`${HAPROXY}/timeout`, isWhole ? `${written}s` : `${Math.min(millis, LONGEST * 1000)}ms`);
  // Where the source has no other limit for upgraded connections; the router has one hour (semantics 2.6).
  const tunnel = defaults?.tunnelTimeout?.();
  set(`${HAPROXY}/timeout-tunnel`, `${Math.max(1, Math.min(Math.ceil(tunnel?.value ?? written), LONGEST))}s`);
  if (tunnel !== undefined)
    claims.push(
      converted(tunnel.from, 'RS2174', `upgraded connections have ${tunnel.value} s, as at the controller`, AT),
    );
  for (const { value, from } of times) {
    const why =
      value === written
        ? `the router gives up a backend that is silent for ${written} s, as the controller does`
        : `the router has one timeout for reading and sending: the larger of the two, ${written} s instead of ${value} s here`;
    const same = value === written;
    claims.push({
      items: from,
      at: AT,
      remark: { verdict: same ? 'converted' : 'approximated', code: 'RS2174', severity: 'info', message: why },
    });
  }
}

function forwarded({ defaults }: Situation, set: Annotate, claims: RouteClaim[]): void {
  const wanted = defaults?.forwardedHeaders();
  if (wanted === undefined) return;
  // The router appends unless it is told otherwise (semantics 2.9).
  const word = { replaced: 'replace', appended: 'append', kept: 'if-none' }[wanted.value];
  set(`${HAPROXY}/set-forwarded-headers`, word);
  const message = `X-Forwarded headers of clients are ${wanted.value}, as the controller does (set-forwarded-headers: ${word})`;
  claims.push(converted(wanted.from, 'RS2180', message, AT));
}

export function addressList(
  { accessList }: Policies,
  accepted: ReadonlySet<ItemId>,
  set: Annotate,
  claims: RouteClaim[],
): void {
  const allow = accessList?.allow;
  if (allow === undefined || allow.from.some((item) => accepted.has(item))) return;
  // Single spaces: a list with commas is one bad item to the router, which then lets everyone in (semantics 2.8).
  const list = [...new Set(allow.value)].join(' ');
  set(`${HAPROXY}/ip_allowlist`, list);
  // Releases that do not know the newer name read the older one; the newer one wins where both are known.
  set(`${HAPROXY}/ip_whitelist`, list);
  claims.push({
    items: allow.from,
    at: AT,
    remark: {
      verdict: 'approximated',
      code: 'RS2177',
      severity: 'warning',
      message:
        'the router closes the connection of other clients instead of answering 403; it looks at the address of the connection, and redirects plain HTTP before it looks',
      next: 'Check that the router sees the addresses of your clients (PROXY protocol, or no load balancer that hides them).',
    },
  });
}

function limits({ rateLimit }: Policies, { accepted }: Situation, set: Annotate, claims: RouteClaim[]): void {
  const kept = (rateLimit?.limits ?? []).filter(
    (limit) => rateLimitProblem(limit) === undefined && !limit.from.some((item) => accepted.has(item)),
  );
  if (rateLimit === undefined || kept.length === 0) return;
  set(`${HAPROXY}/rate-limit-connections`, 'true');
  const values = new Map<string, number>();
  for (const limit of kept) {
    const { key, value } = rateLimitOf(limit);
    // The stricter of two limits per time is the one that acts.
    values.set(key, Math.min(value, values.get(key) ?? value));
    const arithmetic =
      limit.per === 'at a time'
        ? `concurrent-tcp counts connections and admits one less than its number: ${limit.count} + 1 = ${value}`
        : limit.per === 1
          ? `rate-http counts requests of 10 seconds: ${limit.count} x 10 = ${value}, without a burst beyond`
          : `rate-http counts requests of 10 seconds: ${limit.count} ${limit.per === 60 ? '/ 6' : `x 10 / ${limit.per}`} = ${value} rounded up, without a burst beyond`;
    claims.push({
      items: limit.from,
      at: AT,
      remark: {
        verdict: 'approximated',
        code: 'RS2178',
        severity: 'warning',
        message: `${arithmetic}; refused clients have their connection closed instead of an answer, and each replica of the router counts for itself`,
        next: 'Check the number against the bursts of your clients.',
      },
    });
  }
  for (const [key, value] of values) set(`${HAPROXY}/rate-limit-connections.${key}`, String(value));
  claims.push({
    items: rateLimit.details,
    at: undefined,
    remark: {
      verdict: 'unsupported',
      code: 'RS2178',
      severity: 'warning',
      message: 'the limits of the router have no bursts and no exempt addresses',
      next: 'Raise the limit if clients come in bursts; exempt clients need a Route of their own.',
    },
  });
}

/** The whole value must have the form that the router knows, or it sends no header at all. */
const HSTS = /^max-age=\d+(?:;includeSubDomains)?(?:;preload)?$/;

function hsts({ hsts: wanted }: Policies, situation: Situation, set: Annotate, claims: RouteClaim[]): void {
  if (wanted === undefined || !situation.isSecured) return;
  const value = wanted.value.replaceAll('; ', ';');
  if (!HSTS.test(value)) {
    const message = `the router does not take ${JSON.stringify(value)} as a value of Strict-Transport-Security`;
    const remark = { verdict: 'unsupported', code: 'RS2179', severity: 'warning', message } as const;
    claims.push({ items: wanted.from, at: undefined, remark: { ...remark, next: 'Write hsts-max-age as a number.' } });
    return;
  }
  set(`${HAPROXY}/hsts_header`, value);
  const message = `Strict-Transport-Security: ${value} on Routes with TLS`;
  const plain = `${message}; where a Route also serves plain HTTP the header stands there, too, and clients pass over it`;
  claims.push({
    items: wanted.from,
    at: AT,
    remark: situation.allowsPlain
      ? { verdict: 'approximated', code: 'RS2179', severity: 'info', message: plain }
      : { verdict: 'converted', code: 'RS2179', message },
  });
}
