import type { Timeouts, Tuning } from '../../../../model/policies.js';
import { formatDuration } from '../../proxying.js';
import { keeps, loses, NO_PART, type Part, resembles } from './parts.js';

/** A number of seconds that a duration of Gateway API can carry: 99999 hours. */
const LONGEST = 99_999 * 3600;

/**
 * Times between two reads or writes become the idle time of the stream; the limit of the whole exchange, 15 seconds where
 * nothing is said, is switched off.
 */
export function timeoutPart(timeouts: Timeouts | undefined): Part {
  if (timeouts === undefined) return NO_PART;
  const { read, send } = timeouts;
  const items = [...(read?.from ?? []), ...(send?.from ?? [])];
  const seconds = Math.max(read?.value ?? 0, send?.value ?? 0);
  if (seconds <= 0 || seconds > LONGEST)
    return {
      spec: { timeout: { http: { requestTimeout: '0s' } } },
      claims: [resembles(items, 'RS2609', 'no limit is written, which is none at all', 'spec.timeout.http')],
    };
  const differ = read !== undefined && send !== undefined && read.value !== send.value;
  const which = differ ? `the longer of ${read.value} s and ${send.value} s` : `${seconds} s`;
  return {
    spec: { timeout: { http: { requestTimeout: '0s', streamIdleTimeout: formatDuration(seconds) } } },
    claims: [
      resembles(
        items,
        'RS2609',
        `a request without any traffic for ${which} ends, whichever side is silent; the limit of the whole exchange (15 s by default) is switched off`,
        'spec.timeout.http.streamIdleTimeout',
        { severity: 'info' },
      ),
    ],
  };
}

/** The time to connect to a backend. */
export function connectPart({ connectTimeout }: Tuning): Part {
  if (connectTimeout === undefined) return NO_PART;
  const { value, from } = connectTimeout;
  if (value <= 0 || value > LONGEST)
    return {
      ...NO_PART,
      lost: [loses(from, 'RS2610', `${value} s is no time to connect in`, 'Write a number of seconds.')],
    };
  const duration = formatDuration(value);
  return {
    spec: { timeout: { tcp: { connectTimeout: duration } } },
    claims: [
      keeps(
        from,
        'RS2610',
        `a connection to a backend may take ${duration} (10 s where nothing is said)`,
        'spec.timeout.tcp.connectTimeout',
      ),
    ],
  };
}
