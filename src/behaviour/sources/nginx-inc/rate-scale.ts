import type { RateLimit } from './settings.js';
import type { Rate } from './value-grammar.js';

/** The rate in one pod of the controller (scaleRatelimit): divided, and counted by the minute where less than one a second is left. */
export function scaledRate({ rate, scale }: RateLimit, replicas: number | undefined): Rate {
  if (!scale || replicas === undefined || replicas < 1) return rate;
  const share = rate.requests / replicas;
  return rate.seconds === 1 && share < 1
    ? { requests: Math.floor(share * 60), seconds: 60 }
    : { requests: Math.floor(share), seconds: rate.seconds };
}
