import type { Retries, Tuning } from '../../../../model/policies.js';
import type { FilterDraft, RulePlace } from '../implementation.js';
import { middleware, type Said } from './middleware.js';

/** The retry Middleware (implementation-policies.md §2.2 retry-conditions, retry-tries). Status codes and times came with 3.7. */
export function retryFilter(
  place: RulePlace,
  retries: Retries | undefined,
  tuning: Tuning | undefined,
  version: string,
): { readonly filter?: FilterDraft; readonly said: readonly Said[] } {
  const time = tuning?.retryTimeout;
  if (retries === undefined && time === undefined) return { said: [] };
  const { on, tries } = retries ?? {};
  const items = [...(on?.from ?? []), ...(tries?.from ?? [])];
  if (on?.value.off === true || tries?.value === 1) {
    const message = 'nothing is tried again, which is what Traefik does unless a Middleware asks for more';
    return {
      said: [{ items: [...items, ...(time?.from ?? [])], remark: { verdict: 'converted', code: 'RS2657', message } }],
    };
  }
  const attempts = tries === undefined ? 3 : tries.value === 0 ? UNLIMITED : tries.value;
  const isFull = version >= '3.7';
  const codes = [...new Set((on?.value.codes ?? []).filter((code) => code >= 400 && code <= 599))].sort(
    (a, b) => a - b,
  );
  const status = isFull ? codes.map(String) : [];
  const again = on?.value.inexpressible.includes('non_idempotent') === true;
  const seconds = isFull && time !== undefined && time.value > 0 ? time.value : undefined;
  const spec = {
    attempts,
    ...(status.length === 0 ? {} : { status }),
    ...(status.length > 0 && again ? { retryNonIdempotentMethod: true } : {}),
    ...(seconds === undefined ? {} : { timeout: `${seconds}s` }),
  };
  const lost =
    isFull || codes.length === 0 ? '' : `; Traefik ${version} does not look at status codes (${codes.join(', ')})`;
  const said: Said[] = [
    {
      items: on?.from ?? [],
      at: 'spec.retry',
      remark: {
        verdict: 'approximated',
        code: 'RS2657',
        message: `tried again where no connection comes about${status.length === 0 ? '' : ` and on ${status.join(', ')}`}, but not after a timeout of the backend${lost}; the body of a request that may be repeated is held in memory`,
      },
    },
    {
      items: tries?.from ?? [],
      at: 'spec.retry.attempts',
      remark:
        tries?.value === 0
          ? {
              verdict: 'approximated',
              code: 'RS2657',
              message: `without limit means ${UNLIMITED} attempts here; before, each endpoint was tried once`,
            }
          : { verdict: 'converted', code: 'RS2657', message: `${attempts} attempts in all, the first included` },
    },
    {
      items: time?.from ?? [],
      at: seconds === undefined ? undefined : 'spec.retry.timeout',
      remark:
        seconds !== undefined || time?.value === 0
          ? {
              verdict: 'converted',
              code: 'RS2657',
              message:
                seconds === undefined ? 'attempts have no limit of time' : `no attempt is begun after ${seconds} s`,
            }
          : {
              verdict: 'unsupported',
              code: 'RS2665',
              message: `Traefik ${version} has no limit of time for attempts (spec.retry.timeout came with 3.7)`,
              next: 'Update Traefik, or lower the number of attempts.',
            },
    },
  ];
  return { filter: middleware(place, 'retry', { retry: spec }, said, 'after'), said: [] };
}

const UNLIMITED = 10;
