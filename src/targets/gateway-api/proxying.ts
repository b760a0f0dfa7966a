import type { HttpRouteRule } from '../../kubernetes/gateway-api.js';
import type { Affinity, Retries, Timeouts } from '../../model/policies.js';
import type { ConvertOptions } from '../../options.js';
import type { Claim } from './draft.js';
import { type Features, whereFound } from './features.js';

/** A duration of GEP-2257: descending units, each component of at most five digits. */
export function formatDuration(seconds: number): string {
  const milliseconds = Number.isInteger(seconds) ? 0 : Math.round((seconds % 1) * 1000);
  const whole = milliseconds > 0 ? Math.max(0, Math.floor(seconds)) : Math.max(0, Math.round(seconds));
  const hours = Math.min(Math.floor(whole / 3600), 99999);
  const minutes = Math.floor((whole % 3600) / 60);
  const rest = whole % 60;
  let text = hours > 0 ? `${hours}h` : '';
  if (minutes > 0) text += `${minutes}m`;
  if (rest > 0 || (text === '' && milliseconds === 0)) text += `${rest}s`;
  return milliseconds > 0 ? `${text}${milliseconds}ms` : text;
}

type TimeoutsValue = NonNullable<HttpRouteRule['timeouts']>;

/** What is written for a time, and said of it. */
interface TimeoutWords extends Pick<Claim, 'at' | 'remark'> {
  readonly timeouts: TimeoutsValue;
}

/**
 * Times between two reads or writes have no field; the fields there are limit a whole exchange. Writing the one as the
 * other would cut downloads and streams that work today, so the limits are switched off, which also overrides shorter
 * defaults of implementations; who accepts the loss gets a limit on the whole exchange. An estate has few different times.
 */
export class TimeoutFields {
  readonly #options: ConvertOptions;
  /** By key and seconds. */
  readonly #known = new Map<string, Map<number, TimeoutWords>>();

  constructor(options: ConvertOptions) {
    this.#options = options;
  }

  /** @param key the annotation by which the loss is accepted */
  of({ read, send }: Timeouts, key = 'proxy-read-timeout'): { timeouts: TimeoutsValue; claims: Claim[] } {
    const { timeouts, at, remark } = this.#wordsFor(Math.max(read?.value ?? 0, send?.value ?? 0), key);
    const items =
      read === undefined ? (send?.from ?? []) : send === undefined ? read.from : read.from.concat(send.from);
    return { timeouts: { ...timeouts }, claims: [{ items, at, remark }] };
  }

  #wordsFor(seconds: number, key: string): TimeoutWords {
    let ofKey = this.#known.get(key);
    if (ofKey === undefined) {
      ofKey = new Map();
      this.#known.set(key, ofKey);
    }
    const known = ofKey.get(seconds);
    if (known !== undefined) return known;
    const words = timeoutWords(seconds, this.#options, key);
    ofKey.set(seconds, words);
    return words;
  }
}

function timeoutWords(seconds: number, options: ConvertOptions, key: string): TimeoutWords {
  const accepted = options.accept.some(
    (a) => /(?:^|\/)proxy-(?:read|send)-timeout$|^RS1501$/.test(a) || a.replace(/^.*\//, '') === key,
  );
  const limit = formatDuration(seconds);
  const base = { verdict: 'approximated', code: 'RS1501', severity: 'warning' } as const;
  if (accepted && seconds > 0) {
    return {
      // An unset request limit is the implementation's own, which may be shorter.
      timeouts: { request: '0s', backendRequest: limit },
      at: 'timeouts.backendRequest',
      remark: {
        ...base,
        message: `accepted: each attempt as a whole may take ${limit}; before, only the time between two reads or writes was limited, so longer downloads and streams are now cut`,
        next: 'Check that nothing takes longer on these paths; leave the --accept out otherwise.',
      },
    };
  }
  return {
    timeouts: { request: '0s' },
    at: 'timeouts.request',
    remark: {
      ...base,
      message: `HTTPRoute can only limit a whole exchange, not the time between two reads or writes (${seconds} s); its limit is switched off so that nothing is cut that works today`,
      next: `Pass --accept ${key} to write timeouts.backendRequest: ${limit}, or use a policy of your implementation.`,
    },
  };
}

/** `retry` (GEP-1731, experimental): codes and attempts after the first. */
export function retryField(retries: Retries, features: Features): { retry: HttpRouteRule['retry']; claims: Claim[] } {
  const items = [...(retries.on?.from ?? []), ...(retries.tries?.from ?? [])];
  const tries = retries.tries?.value ?? 3;
  if (retries.on?.value.off === true || tries === 1) {
    return {
      retry: undefined,
      claims: [
        {
          items,
          at: undefined,
          remark: {
            verdict: 'approximated',
            code: 'RS1503',
            message: 'no retries are asked for; implementations may retry by default all the same',
            next: 'Check the default of your implementation.',
          },
        },
      ],
    };
  }
  if (!features.retry) {
    return {
      retry: undefined,
      claims: [
        {
          items,
          at: undefined,
          remark: {
            verdict: 'unsupported',
            code: 'RS1502',
            message: `the standard channel has no retries; ${whereFound('retry')}`,
            next: 'Use the retry policy of your implementation.',
          },
        },
      ],
    };
  }
  const codes = [...new Set((retries.on?.value.codes ?? []).filter((c) => c >= 400 && c <= 599))].sort((a, b) => a - b);
  const attempts = tries > 1 ? tries - 1 : 10;
  return {
    retry: { ...(codes.length === 0 ? {} : { codes }), attempts },
    claims: [
      {
        items,
        at: 'retry',
        remark: {
          verdict: 'approximated',
          code: 'RS1504',
          message: `${attempts} further ${attempts === 1 ? 'attempt' : 'attempts'} ${codes.length === 0 ? 'on connection errors' : `on ${codes.join(', ')} and connection errors`}, for all methods; before, POST, LOCK and PATCH were not repeated once they had been sent`,
        },
      },
    ],
  };
}

/** `sessionPersistence` (GEP-1619, experimental). */
export function affinityField(
  affinity: Affinity,
  features: Features,
): { sessionPersistence: HttpRouteRule['sessionPersistence']; claims: Claim[] } {
  const named = [...affinity.cookie.from, ...(affinity.mode?.from ?? [])];
  const timed = affinity.maxAge?.from ?? [];
  const claims: Claim[] = [];
  const details = (message: string): void => {
    if (affinity.details.length === 0) return;
    claims.push({
      items: affinity.details,
      at: undefined,
      remark: { verdict: 'unsupported', code: 'RS1506', message, next: 'Use the policy of your implementation.' },
    });
  };
  if (!features.sessionPersistence) {
    claims.push({
      items: [...named, ...timed],
      at: undefined,
      remark: {
        verdict: 'unsupported',
        code: 'RS1505',
        message: `the standard channel has no session affinity: requests of one client go to any endpoint; ${whereFound('sessionPersistence')}`,
        next: 'Use the affinity policy of your implementation.',
      },
    });
    details('the standard channel has no session affinity');
    return { sessionPersistence: undefined, claims };
  }
  const maxAge = affinity.maxAge?.value;
  claims.push({
    items: [...named, ...timed],
    at: 'sessionPersistence',
    remark: {
      verdict: 'approximated',
      code: 'RS1507',
      message:
        'a session cookie of the gateway; its value differs, so that clients are spread anew once at the cut-over, and its attributes are up to the implementation',
    },
  });
  details('sessionPersistence has no field for it');
  return {
    sessionPersistence: {
      sessionName: affinity.cookie.value.slice(0, 128),
      type: 'Cookie',
      ...(maxAge === undefined
        ? {}
        : { absoluteTimeout: formatDuration(maxAge), cookieConfig: { lifetimeType: 'Permanent' as const } }),
    },
    claims,
  };
}
