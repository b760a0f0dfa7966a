import { isIpRange } from '../../../kubernetes/ip-range.js';
import { holdsStandIn } from '../../../kubernetes/stand-ins.js';
import type { OriginatedRoute } from '../../../model/originated-route.js';
import type { AccessList, Limit, RateLimit } from '../../../model/policies.js';
import type { Traced } from '../../../model/traced.js';
import type { RouterAnnotations, RouterKey } from '../router-annotations.js';

const ALLOW = 'haproxy.router.openshift.io/ip_allowlist';
const OLD_ALLOW = 'haproxy.router.openshift.io/ip_whitelist';
const SWITCH = 'haproxy.router.openshift.io/rate-limit-connections';

/**
 * Who may connect. The list is parted by spaces; a value with commas, blanks at an end or nothing valid in it is ignored,
 * which lets everyone in (reference §2.8).
 */
export function readAccessList(annotations: RouterAnnotations): AccessList | undefined {
  const key = (annotations.text(ALLOW)?.value ?? '') !== '' ? ALLOW : OLD_ALLOW;
  const written = annotations.text(key);
  if (key === ALLOW) annotations.idle(OLD_ALLOW, 'ip_allowlist wins over its older name');
  else annotations.idle(ALLOW, 'it is empty');
  if (written === undefined) return undefined;
  if (written.value === '') {
    annotations.idle(key, 'it is empty, so everyone may connect');
    return undefined;
  }
  const items = written.value.split(/[ \t]+/);
  const valid = addressesOf(written.value);
  if (valid === undefined) {
    annotations.say(key, {
      verdict: 'invalid',
      code: 'RS2133',
      message: 'the router cannot read the list and lets everyone in: addresses and ranges are parted by single spaces',
      next: 'Correct the list if addresses were meant to be kept out; nothing keeps them out today.',
    });
    return undefined;
  }
  if (valid.length < items.length) {
    annotations.say(key, {
      verdict: 'invalid',
      code: 'RS2134',
      message: `the router drops ${items.length - valid.length} of ${items.length} entries, which are no addresses, and checks the others`,
      next: 'Correct them.',
    });
  }
  return { allow: { value: valid, from: written.from } };
}

interface LimitKey {
  readonly key: RouterKey;
  readonly words: (count: number | string) => string;
  /** Whether the request in question is counted itself. */
  readonly countsItself: boolean;
  readonly per: Limit['per'];
}

const LIMITS: readonly LimitKey[] = [
  {
    key: 'haproxy.router.openshift.io/rate-limit-connections.concurrent-tcp',
    words: (count) => `${count} connections at a time per client`,
    countsItself: true,
    per: 'at a time',
  },
  {
    key: 'haproxy.router.openshift.io/rate-limit-connections.rate-tcp',
    words: (count) => `${count} connections in 3 s per client`,
    countsItself: true,
    per: 3,
  },
  {
    key: 'haproxy.router.openshift.io/rate-limit-connections.rate-http',
    words: (count) => `${count} requests in 10 s per client`,
    countsItself: false,
    per: 10,
  },
];

/** The limits per client address and router replica, where their switch is on (reference §2.8). */
export function readRateLimit(annotations: RouterAnnotations, isPassthrough: boolean): RateLimit | undefined {
  const isOn = annotations.isOn(SWITCH) || annotations.isOpen(SWITCH);
  const limits: Limit[] = [];
  for (const limit of LIMITS) {
    const written = annotations.text(limit.key);
    if (written === undefined) continue;
    const found = isOn ? readLimit(annotations, limit, written, isPassthrough) : undefined;
    if (!isOn) annotations.idle(limit.key, 'does nothing without rate-limit-connections: "true"');
    if (found !== undefined) limits.push(found);
  }
  const switched = annotations.itemsOf(SWITCH);
  if (limits.length > 0) return { limits, details: switched };
  if (annotations.isBoolean(SWITCH)) annotations.idle(SWITCH, 'limits nothing without one of its limits');
  return undefined;
}

function readLimit(
  annotations: RouterAnnotations,
  { key, words, countsItself, per }: LimitKey,
  { value, from }: Traced<string>,
  isPassthrough: boolean,
): Limit | undefined {
  if (annotations.isOpen(key)) return { value: words(value), from, count: 0, per };
  if (!/^[+-]?[0-9]+$/.test(value)) {
    annotations.invalid(key, 'is no number, so the router has no such limit', 'Write a whole number.');
    return undefined;
  }
  if (value.startsWith('+')) {
    annotations.say(key, {
      verdict: 'invalid',
      code: 'RS2135',
      message:
        'HAProxy refuses the sign, and with it the whole configuration: no Route of this router is updated any more',
      next: 'Remove the sign.',
    });
  }
  if (isPassthrough && !countsItself) {
    annotations.idle(key, 'requests of a passthrough Route are not seen by the router');
    return undefined;
  }
  const admitted = Math.max(0, Number(value) - (countsItself ? 1 : 0));
  return { value: admitted === 0 ? `no connection at all (${value})` : words(admitted), from, count: admitted, per };
}

/** Annotations with which one Route keeps clients out and another one does not, as they are written. */
export function guardsBeyond(one: OriginatedRoute, other: OriginatedRoute): string[] {
  const keys = [ALLOW, OLD_ALLOW, SWITCH].filter((key) => isWritten(one, key));
  return keys.some((key) => isWritten(other, key)) ? [] : keys.map((key) => key.replace(/^.*\//, ''));
}

function isWritten({ route: { meta } }: OriginatedRoute, key: string): boolean {
  const value = Object.hasOwn(meta.annotations, key) ? (meta.annotations[key] ?? '') : '';
  return key === SWITCH ? /^(?:1|t|T|TRUE|true|True)$/.test(value) : addressesOf(value) !== undefined;
}

/** The addresses of a list that the router can read; undefined for one that lets everyone in. */
function addressesOf(value: string): string[] | undefined {
  // What a parameter without value stands for keeps somebody out, as far as anybody knows.
  const valid = value.split(/[ \t]+/).filter((item) => isIpRange(item) || holdsStandIn(item));
  const isOrderly = value.trim() === value && !/[\r\n]/.test(value);
  return isOrderly && valid.length > 0 ? valid : undefined;
}
