import type { ItemId, Traced } from '../../../model/traced.js';
import type { Decision } from '../../../model/traffic.js';
import type { Annotations } from '../annotations.js';

export interface CanaryPolicy {
  readonly decisions: readonly Decision[];
  readonly share: Traced<{ readonly weight: number; readonly total: number }>;
  readonly switch: readonly ItemId[];
}

/** Keys that act on a canary Ingress; everything else on it is ignored (semantics §16.1). */
const ACTS_ON_CANARY = new Set([
  'canary',
  'canary-weight',
  'canary-weight-total',
  'canary-by-header',
  'canary-by-header-value',
  'canary-by-header-pattern',
  'canary-by-cookie',
  'affinity-canary-behavior',
  'load-balance',
  'upstream-hash-by',
  'upstream-hash-by-subset',
  'upstream-hash-by-subset-size',
  'service-upstream',
]);

/**
 * The canary rules in the order in which they are asked: header, cookie, weight
 * (rootfs/etc/nginx/lua/balancer.lua route_to_alternative_balancer; semantics §16.2).
 */
export function readCanary(annotations: Annotations): CanaryPolicy {
  const decisions: Decision[] = [];
  const header = annotations.text('canary-by-header');
  if (header !== undefined) {
    const name = header.value;
    const value = annotations.text('canary-by-header-value');
    const pattern = annotations.text('canary-by-header-pattern');
    if (value !== undefined) {
      annotations.drop('canary-by-header-pattern', 'RS0316', 'canary-by-header-value is set as well and wins');
      const from = [...header.from, ...value.from];
      decisions.push({ on: 'header', name, test: { kind: 'exact', value: value.value }, goesTo: 'alternative', from });
    } else if (pattern !== undefined) {
      const from = [...header.from, ...pattern.from];
      decisions.push({
        on: 'header',
        name,
        test: { kind: 'pattern', value: pattern.value },
        goesTo: 'alternative',
        from,
      });
    } else {
      decisions.push({
        on: 'header',
        name,
        test: { kind: 'exact', value: 'always' },
        goesTo: 'alternative',
        from: header.from,
      });
      decisions.push({
        on: 'header',
        name,
        test: { kind: 'exact', value: 'never' },
        goesTo: 'primary',
        from: header.from,
      });
    }
  }
  const cookie = annotations.text('canary-by-cookie');
  if (cookie !== undefined) {
    decisions.push({ on: 'cookie', name: cookie.value, value: 'always', goesTo: 'alternative', from: cookie.from });
    decisions.push({ on: 'cookie', name: cookie.value, value: 'never', goesTo: 'primary', from: cookie.from });
  }
  const weight = annotations.integer('canary-weight');
  if ((annotations.integer('canary-weight-total')?.value ?? 101) <= 100) {
    // balancer.lua: a total is only taken if it is more than 100.
    annotations.drop('canary-weight-total', 'RS0316', 'a total of 100 or less counts as 100');
  }
  const total = annotations.integer('canary-weight-total');
  const whole = total !== undefined && total.value > 100 ? total.value : 100;
  return {
    decisions,
    share: {
      value: { weight: Math.min(Math.max(weight?.value ?? 0, 0), whole), total: whole },
      from: [...(weight?.from ?? []), ...(total?.from ?? [])],
    },
    switch: annotations.itemsOf(['canary']),
  };
}

/**
 * Says of each other annotation of a canary Ingress that the controller ignores it.
 *
 * @param lendsAffinity a path of it names the Service of an ordinary path, which has its affinity from there
 */
export function sayIgnoredOnCanary(annotations: Annotations, lendsAffinity: boolean): void {
  for (const key of [...annotations.keys()]) {
    // Client certificates belong to the host, whoever asks for them.
    if (ACTS_ON_CANARY.has(key) || key.startsWith('auth-tls-')) continue;
    if (lendsAffinity && /^(affinity|session-cookie-)/.test(key)) continue;
    annotations.ledger.sayAll(annotations.itemsOf([key]), {
      verdict: 'redundant',
      code: 'RS0312',
      message: 'the controller ignores it on a canary: the main Ingress decides',
    });
  }
  for (const key of [
    'affinity-canary-behavior',
    'load-balance',
    'upstream-hash-by',
    'upstream-hash-by-subset',
    'upstream-hash-by-subset-size',
  ]) {
    annotations.leaveToMapping(key);
  }
}

/** Says of canary keys on an Ingress that is no canary that they do nothing. */
export function sayCanaryOff(annotations: Annotations): void {
  for (const key of [...annotations.keys()]) {
    if (!key.startsWith('canary') && key !== 'affinity-canary-behavior') continue;
    annotations.ledger.sayAll(annotations.itemsOf([key]), {
      verdict: 'redundant',
      code: 'RS0309',
      message: 'canary is not "true" on this Ingress, so the controller treats it as an ordinary one',
    });
  }
}
