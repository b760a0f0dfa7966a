import type { Guard } from '../../../../outcome.js';
import { quantityBytes } from '../../../../values/quantities.js';
import type { KubeObject } from '../../objects.js';
import {
  durationSeconds,
  type Fields,
  fields,
  items,
  optionalFields,
  optionalItems,
  stringMap,
  text,
} from '../../reading.js';
import type { OwnReply, Step } from '../../step.js';
import { readRateLimits } from './rate-limit.js';
import { readOverrides } from './response-override.js';

/** A BackendTrafficPolicy, worked out. */
export interface TrafficRules {
  /** Passed after authentication and authorization. */
  readonly steps: readonly Step[];
  readonly affinity: readonly Guard[];
  readonly limits: Readonly<Record<string, number>>;
  override(reply: OwnReply): OwnReply;
}

/** What holds where no policy is attached: websockets may pass, everything else is Envoy's own. */
export const noTrafficRules: TrafficRules = {
  steps: [upgradeStep(['websocket'])],
  affinity: [],
  limits: {},
  override: (reply) => reply,
};

/** Reads what of a BackendTrafficPolicy a request can tell; retries, breakers and health checks it cannot. */
export function readTrafficPolicy({ spec }: KubeObject): TrafficRules | { readonly problem: string } {
  const limits = readRateLimits(fields(spec.rateLimit));
  if ('problem' in limits) return limits;
  const buffer = optionalFields(spec.requestBuffer);
  const bytes = buffer === undefined ? undefined : quantityBytes(buffer.limit);
  if (buffer !== undefined && bytes === undefined) return { problem: 'requestBuffer: limit is no quantity' };
  const body: Guard = { kind: 'body-size', parameters: { limit: bytes ?? 0, status: 413 } };
  const upgrades = optionalItems(spec.httpUpgrade)?.flatMap((upgrade) => text(upgrade.type) ?? []);
  return {
    steps: [
      // With a request buffer the default upgrade is off (field docs of httpUpgrade).
      upgradeStep(upgrades ?? (buffer === undefined ? ['websocket'] : [])),
      ...(buffer === undefined ? [] : [{ guard: body }]),
      ...limits,
    ],
    affinity: readAffinity(fields(fields(spec.loadBalancer).consistentHash)),
    limits: readTimeouts(fields(spec.timeout)),
    override: readOverrides(items(spec.responseOverride)),
  };
}

/** Envoy answers 403 to an upgrade that a route does not know. */
function upgradeStep(allowed: readonly string[]): Step {
  return {
    answer({ request }) {
      const wanted = request.header('upgrade')?.toLowerCase();
      const asked = /(^|,)\s*upgrade\s*(,|$)/i.test(request.header('connection') ?? '');
      if (wanted === undefined || !asked || allowed.some((name) => name.toLowerCase() === wanted)) return undefined;
      return { status: 403, reason: `upgrade to ${wanted} is not allowed` };
    },
  };
}

/**
 * The limits of a BackendTrafficPolicy. A stream may be silent for streamIdleTimeout in either direction, which is what
 * nginx counts as read and send. Zero switches a limit off.
 */
function readTimeouts(timeout: Fields): Readonly<Record<string, number>> {
  const http = fields(timeout.http);
  const idle = durationSeconds(http.streamIdleTimeout);
  const given = {
    request: durationSeconds(http.requestTimeout),
    stream: durationSeconds(http.maxStreamDuration),
    read: idle,
    send: idle,
    connect: durationSeconds(fields(timeout.tcp).connectTimeout),
  };
  return Object.fromEntries(
    Object.entries(given).flatMap(([name, limit]) => (limit === undefined ? [] : [[name, limit]])),
  );
}

/** Only a cookie with a ttl is ever handed out; without one nobody is held anywhere (implementation-policies.md §6.15). */
function readAffinity(hash: Fields): readonly Guard[] {
  const cookie = optionalFields(hash.cookie);
  const seconds = durationSeconds(cookie?.ttl);
  if (text(hash.type) !== 'Cookie' || cookie === undefined || seconds === undefined) return [];
  const attributes = Object.entries(Object.fromEntries(stringMap(cookie.attributes)));
  return [
    {
      kind: 'affinity',
      parameters: {
        cookie: text(cookie.name) ?? '',
        mode: 'balanced',
        ...(seconds === 0 ? {} : { maxAge: seconds }),
        ...Object.fromEntries(
          attributes.map(([name, value]) => [`${name.charAt(0).toLowerCase()}${name.slice(1)}`, value]),
        ),
      },
    },
  ];
}
