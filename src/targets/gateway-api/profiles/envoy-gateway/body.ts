import type { Policies } from '../../../../model/policies.js';
import { loses, NO_PART, type Part, resembles } from './parts.js';

const KIB = 1024;
/** `requestBuffer.limit` is below 4 GiB (reference: implementation-policies.md §2.2, body-size). */
const LARGEST = 4 * KIB ** 3;

/** Bytes as Kubernetes writes them, with powers of 1024. */
export function quantity(bytes: number): string {
  for (const [unit, size] of [
    ['Gi', KIB ** 3],
    ['Mi', KIB ** 2],
    ['Ki', KIB],
  ] as const)
    if (bytes >= size && bytes % size === 0) return `${bytes / size}${unit}`;
  return String(bytes);
}

/**
 * The largest body. Envoy can only limit what it holds as a whole, which ends streaming and WebSockets on the path: where
 * the source streams or speaks gRPC, the limit is not written.
 */
export function bodyPart({ tuning, protocol }: Policies): Part {
  const size = tuning?.bodySize;
  if (size === undefined) return NO_PART;
  const { value, from } = size;
  if (value === 0) {
    const message = 'Envoy Gateway has no limit unless a policy sets one';
    return {
      ...NO_PART,
      lost: [
        { items: from, remark: { verdict: 'converted', code: 'RS2615', severity: 'info', message }, at: undefined },
      ],
    };
  }
  const isGrpc = protocol?.value === 'grpc' || protocol?.value === 'grpcs';
  const isStreamed = tuning?.buffersRequests?.value === false;
  if (isGrpc || isStreamed || value >= LARGEST) {
    const why = isGrpc
      ? 'which would end gRPC streams'
      : isStreamed
        ? 'which proxy-request-buffering off forbids'
        : 'for which 4 GiB are too much';
    const message = `bodies have no limit: Envoy can limit to ${quantity(value)} only what it holds in memory as a whole, ${why}`;
    return { ...NO_PART, lost: [loses(from, 'RS2616', message, 'Limit the size of bodies in the application.')] };
  }
  const limit = quantity(value);
  return {
    spec: { requestBuffer: { limit } },
    claims: [
      resembles(
        from,
        'RS2615',
        `bodies of more than ${limit} (${value} bytes) are answered with 413; each body up to there is held in the memory of Envoy before the backend sees it, and WebSockets do not work on these paths`,
        'spec.requestBuffer.limit',
        {
          severity: 'warning',
          next: 'Take spec.requestBuffer out of the policy where paths serve WebSockets or large uploads, and limit bodies in the application.',
        },
      ),
    ],
  };
}

/** Bytes per second of an answer. */
export function bandwidthPart({ tuning }: Policies): Part {
  const limit = tuning?.bandwidth;
  if (limit === undefined) return NO_PART;
  const after = tuning?.bandwidthAfter;
  const value = quantity(limit.value);
  return {
    spec: { bandwidthLimit: { response: { limit: { value, unit: 'Second' } } } },
    claims: [
      resembles(
        limit.from,
        'RS2617',
        `answers of the route together get ${value} per second and replica of Envoy; before, each connection had as much for itself`,
        'spec.bandwidthLimit.response.limit',
        { severity: 'warning', next: `Multiply the value by the number of clients that load at the same time.` },
      ),
    ],
    lost:
      after === undefined ? [] : [loses(after.from, 'RS2617', 'the limit acts from the first byte', 'Leave it out.')],
  };
}

/** Whether requests go to the address of the Service. */
export function routingPart({ tuning }: Policies): Part {
  const via = tuning?.viaService;
  if (via === undefined) return NO_PART;
  const at = 'spec.routingType';
  return {
    spec: { routingType: via.value ? 'Service' : 'Endpoint' },
    claims: [
      {
        items: via.from,
        remark: {
          verdict: 'converted',
          code: 'RS2618',
          message: `requests go to ${via.value ? 'the address of the Service' : 'the endpoints of the Service'}`,
        },
        at,
      },
    ],
  };
}
