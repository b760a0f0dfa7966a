import { toBytes } from '../../regex/pcre.js';
import { md5 } from '../../values/md5.js';
import type { Server } from './servers.js';

/**
 * Stands for the value by which the sticky cookie names an endpoint of a backend (`namespace/service:port`). The router
 * makes it of names and addresses of pods, which no manifest tells.
 */
export function endpointCookie(backend: string): string {
  return md5(toBytes(backend));
}

/** What a Cookie header says to the router and what is left of it for the backend. */
export interface CookieReading {
  readonly server: Server | undefined;
  /** Undefined if nothing is left. */
  readonly rest: string | undefined;
}

/** The server that the cookie names, were its weight 0 (reference §2.4), and the header without the cookie. */
export function readStickyCookie(header: string, cookie: string, servers: readonly Server[]): CookieReading {
  const pairs = header.split(';').map((pair) => pair.trim());
  const values = pairs.filter((pair) => pair.startsWith(`${cookie}=`)).map((pair) => pair.slice(cookie.length + 1));
  const rest = pairs.filter((pair) => !pair.startsWith(`${cookie}=`)).join('; ');
  return {
    server: servers.find(({ backend }) => values.includes(endpointCookie(backend))),
    rest: rest === '' ? undefined : rest,
  };
}
