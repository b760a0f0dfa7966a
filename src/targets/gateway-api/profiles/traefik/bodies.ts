import type { Tuning } from '../../../../model/policies.js';
import type { FilterDraft, RulePlace } from '../implementation.js';
import { middleware, type Said } from './middleware.js';

/** What nginx holds in memory of a body, and Traefik, too. */
const IN_MEMORY = 1_048_576;

/**
 * The buffering Middleware for a limit of request bodies (implementation-policies.md §2.2 body-size, client-body-buffer). It
 * reads the whole body, and the whole answer, before it passes them on.
 */
export function bodyFilter(
  place: RulePlace,
  tuning: Tuning,
): { readonly filter?: FilterDraft; readonly said: readonly Said[] } {
  const { bodySize, bodyBuffer, buffersRequests } = tuning;
  const limit = bodySize !== undefined && bodySize.value > 0 ? bodySize : undefined;
  const said: Said[] = [];
  if (bodySize !== undefined && limit === undefined) {
    const message = 'Traefik limits no request body unless a Middleware asks for it';
    said.push({ items: bodySize.from, remark: { verdict: 'converted', code: 'RS2654', message } });
  }
  const speaksGrpc = /^grpc/.test(place.rule.policies.protocol?.value ?? '');
  if (limit === undefined || speaksGrpc) {
    if (limit !== undefined) {
      said.push({
        items: limit.from,
        remark: {
          verdict: 'unsupported',
          code: 'RS2654',
          severity: 'warning',
          message: 'a buffering Middleware would hold back the streams of gRPC, so that bodies have no limit',
          next: 'Limit the size of messages in the application.',
        },
      });
    }
    said.push(...streamed(tuning));
    return { said };
  }
  const inMemory = bodyBuffer?.value ?? IN_MEMORY;
  said.push({
    items: limit.from,
    at: 'spec.buffering.maxRequestBodyBytes',
    remark: {
      verdict: 'approximated',
      code: 'RS2654',
      severity: 'warning',
      message: `bodies of more than ${limit.value} bytes are answered 413, as before; the buffering Middleware that does it reads each request and each answer to its end (${inMemory} bytes of it in memory, the rest on disk) before it passes them on, so that WebSockets, server-sent events and streamed uploads do not work on these paths`,
      next: 'Remove the filter where the paths stream, and limit bodies in the application.',
    },
  });
  said.push({
    items: bodyBuffer?.from ?? [],
    at: 'spec.buffering.memRequestBodyBytes',
    remark: { verdict: 'approximated', code: 'RS2654', message: `${inMemory} bytes of a body are held in memory` },
  });
  if (buffersRequests !== undefined) {
    said.push({
      items: buffersRequests.from,
      at: 'spec.buffering',
      remark: buffersRequests.value
        ? {
            verdict: 'converted',
            code: 'RS2654',
            message: 'requests are read to their end before the backend sees them',
          }
        : {
            verdict: 'unsupported',
            code: 'RS2654',
            severity: 'warning',
            message: 'the limit of bodies cannot be had without reading requests to their end',
            next: 'Remove the filter and limit bodies in the application if uploads have to be streamed.',
          },
    });
  }
  const spec = { maxRequestBodyBytes: limit.value, memRequestBodyBytes: Math.min(inMemory, limit.value) };
  return { filter: middleware(place, 'body-limit', { buffering: spec }, said), said: [] };
}

/** Without a limit nothing is buffered. */
function streamed({ bodyBuffer, buffersRequests }: Tuning): Said[] {
  const said: Said[] = [];
  if (bodyBuffer !== undefined) {
    const message = 'Traefik streams request bodies, so there is no buffer to size';
    said.push({ items: bodyBuffer.from, remark: { verdict: 'redundant', code: 'RS2654', message } });
  }
  if (buffersRequests !== undefined) {
    said.push({
      items: buffersRequests.from,
      remark: buffersRequests.value
        ? {
            verdict: 'approximated',
            code: 'RS2654',
            message:
              'Traefik streams request bodies: a slow client holds a connection to the backend for as long as it sends',
            next: 'Add a buffering Middleware if the backend cannot cope with slow clients.',
          }
        : { verdict: 'converted', code: 'RS2654', message: 'Traefik streams request bodies' },
    });
  }
  return said;
}

/** Answers are streamed unless a body limit buffers them along. */
export function answerBuffering({ buffersResponses }: Tuning, isBuffered: boolean): Said[] {
  if (buffersResponses === undefined) return [];
  const { value, from } = buffersResponses;
  if (value === isBuffered) {
    const message = value ? 'answers are read to their end, too' : 'Traefik streams answers';
    return [{ items: from, remark: { verdict: 'converted', code: 'RS2654', message } }];
  }
  return [
    {
      items: from,
      remark: {
        verdict: 'approximated',
        code: 'RS2654',
        ...(value ? {} : { severity: 'warning' as const }),
        message: value
          ? 'Traefik streams answers: a slow client holds a connection to the backend for as long as it reads'
          : 'the buffering Middleware that limits bodies reads answers to their end, too',
      },
    },
  ];
}
