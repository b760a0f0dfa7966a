import type { Timeouts } from '../../../model/policies.js';
import type { RouterAnnotations } from '../router-annotations.js';

export const TIMEOUT = 'haproxy.router.openshift.io/timeout';
export const TUNNEL = 'haproxy.router.openshift.io/timeout-tunnel';
/** `$timeSpecPattern` of the router's template. */
const DURATION = /^([1-9][0-9]*)(us|ms|s|m|h|d)?$/;
const SECONDS: Readonly<Record<string, number>> = { us: 1e-6, ms: 1e-3, s: 1, m: 60, h: 3600, d: 86400 };
/** The longest time that HAProxy knows, in seconds; longer ones are clipped to it. */
const LONGEST = 2_147_483.647;

/** Seconds of a HAProxy duration: a bare number counts milliseconds. Undefined for what the router ignores. */
export function durationOf(text: string): number | undefined {
  const [, digits, unit = 'ms'] = DURATION.exec(text) ?? [];
  return digits === undefined ? undefined : Math.min(Number(digits) * (SECONDS[unit] ?? 1), LONGEST);
}

/** How long the router waits for a pod that says nothing, and for an idle tunnel (reference §2.6). */
export function readTimeouts(annotations: RouterAnnotations, isPassthrough: boolean): Timeouts | undefined {
  const tunnel = annotations.text(TUNNEL);
  const isTunnel = tunnel !== undefined && durationOf(tunnel.value) !== undefined;
  if (tunnel !== undefined && !isTunnel) sayInvalid(annotations, TUNNEL);
  if (isTunnel)
    annotations.say(TUNNEL, {
      verdict: 'unsupported',
      code: 'RS2132',
      message: `idle ${isPassthrough ? 'connections' : 'WebSocket connections'} end after ${tunnel.value} at the router; Gateway API has no field for it`,
      next: 'Use the idle timeout of your implementation.',
    });
  const written = annotations.text(TIMEOUT);
  const seconds = written === undefined ? undefined : durationOf(written.value);
  if (written === undefined) return undefined;
  if (seconds === undefined) {
    sayInvalid(annotations, TIMEOUT);
    return undefined;
  }
  if (!isPassthrough) return { read: { value: seconds, from: written.from } };
  if (isTunnel) annotations.idle(TIMEOUT, 'for passthrough, timeout-tunnel wins over it');
  else
    annotations.say(TIMEOUT, {
      verdict: 'unsupported',
      code: 'RS2132',
      message: `for passthrough, idle connections end after ${written.value} at the router; a TLSRoute has no timeout`,
      next: 'Use the idle timeout of your implementation.',
    });
  return undefined;
}

function sayInvalid(annotations: RouterAnnotations, key: typeof TIMEOUT | typeof TUNNEL): void {
  annotations.invalid(
    key,
    `is no duration of the router (a whole number above 0 and one of us, ms, s, m, h, d), so its default acts: ${key === TIMEOUT ? '30 s, 1 h for passthrough' : '1 h'}`,
    'Write it as 5m or 300s.',
  );
}
