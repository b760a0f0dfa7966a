import type { Guard } from '../../outcome.js';
import { toBytes } from '../../regex/pcre.js';
import { isV4, isWithin, type Network, parseAddress } from '../../values/addresses.js';
import { parseGoBool, parseGoInt } from '../../values/go-values.js';
import { md5 } from '../../values/md5.js';
import { parseAllowList } from './address-list.js';
import { isPassthrough, isTerminated } from './maps.js';
import type { RouteObject } from './route-object.js';

/** The limits of `rate-limit-connections`, each as the annotation has it. */
interface Limits {
  readonly concurrentTcp: number | undefined;
  readonly rateTcp: number | undefined;
  readonly rateHttp: number | undefined;
}

/** What stands before the servers of a Route. */
export interface Protection {
  readonly allow: readonly Network[];
  readonly limits: Limits;
  /** Name of the sticky cookie; undefined where there is none. */
  readonly cookie: string | undefined;
  readonly guards: readonly Guard[];
  /** The limits as HAProxy gets them: what is compared, and with what. */
  readonly written: readonly { readonly fetch: string; readonly value: string }[];
  /** Values that HAProxy does not read as the router does. */
  readonly errors: readonly string[];
}

const limitPrefix = 'haproxy.router.openshift.io/rate-limit-connections';

/** Reads what protects a Route, in the order in which HAProxy asks it (reference §2.8), and the sticky cookie (§2.4). */
export function protectionOf(route: RouteObject): Protection {
  const { annotations } = route;
  const on = isTrue(annotations.get(limitPrefix));
  const errors: string[] = [];
  const written: { fetch: string; value: string }[] = [];
  const limit = (name: string, fetch: string): number | undefined => {
    const text = on ? annotations.get(`${limitPrefix}.${name}`) : undefined;
    const value = text === undefined ? undefined : parseGoInt(text);
    if (value === undefined || text === undefined) return undefined;
    written.push({ fetch, value: text });
    // Go takes a plus sign for part of an integer, HAProxy for an operator that it does not know.
    if (!text.startsWith('+')) return value;
    errors.push(`${route.label}: ${limitPrefix}.${name} is "${text}", and HAProxy reads no number with a plus sign`);
    return undefined;
  };
  const allow = parseAllowList(annotations);
  const limits: Limits = {
    concurrentTcp: limit('concurrent-tcp', 'src_conn_cur'),
    rateTcp: limit('rate-tcp', 'src_conn_rate'),
    rateHttp: isPassthrough(route) ? undefined : limit('rate-http', 'src_http_req_rate'),
  };
  const cookie = cookieOf(route);
  return { allow, limits, cookie, guards: guardsOf(route, allow, limits, cookie), written, errors };
}

/** Why a client is turned away whatever it asks; undefined if it is not. The connection is closed without an answer. */
export function turnedAway({ allow, limits }: Protection, clientAddress: string | undefined): string | undefined {
  const address = parseAddress(clientAddress ?? '127.0.0.1');
  if (allow.length > 0 && !isWithin(address, allow)) {
    return 'the connection is closed: the address is not on the allow list';
  }
  // The table in which HAProxy counts has a place for addresses of IPv4 only: nobody else is ever limited.
  if (!isV4(address)) return undefined;
  // The connection itself is counted before it is compared, a request only afterwards.
  const blocked = [
    ['concurrent-tcp', limits.concurrentTcp, 1],
    ['rate-tcp', limits.rateTcp, 1],
    ['rate-http', limits.rateHttp, 0],
  ] as const;
  const found = blocked.find(([, value, least]) => value !== undefined && value <= least);
  return found === undefined ? undefined : `the connection is closed: ${found[0]} ${found[1]} lets nobody in`;
}

function guardsOf(route: RouteObject, allow: readonly Network[], limits: Limits, cookie: string | undefined): Guard[] {
  const guards: Guard[] = [];
  const add = (kind: Guard['kind'], parameters: Guard['parameters']): void => {
    guards.push({ kind, parameters });
  };
  if (allow.length > 0) add('allow-list', { addresses: allow.map(({ text }) => text) });
  const { concurrentTcp, rateTcp, rateHttp } = limits;
  if (concurrentTcp !== undefined) add('connection-limit', { connections: concurrentTcp - 1, status: 0 });
  if (rateTcp !== undefined) add('rate-limit', { connections: rateTcp - 1, seconds: 3, status: 0 });
  if (rateHttp !== undefined) add('rate-limit', { requests: rateHttp, seconds: 10, status: 0 });
  if (cookie !== undefined) {
    const generated = chosenCookie(route) === undefined ? { generated: true } : {};
    add('affinity', { cookie, ...generated, path: '/', httpOnly: true, ...cookieAttributes(route) });
  }
  return guards;
}

/** Where plain HTTP is allowed beside TLS, a Secure cookie would be lost half of the time. */
function cookieAttributes(route: RouteObject): Guard['parameters'] {
  if (!isTerminated(route) || route.tls?.insecurePolicy === 'Allow') return { secure: false };
  const stated = route.annotations.get('router.openshift.io/cookie-same-site') ?? '';
  return { secure: true, sameSite: ['Lax', 'Strict', 'None'].includes(stated) ? stated : 'None' };
}

function cookieOf(route: RouteObject): string | undefined {
  const { annotations, namespace, name } = route;
  if (isPassthrough(route) || isTrue(annotations.get('haproxy.router.openshift.io/disable_cookies'))) return undefined;
  // The sum is made before the termination is known, hence the leading blank for every kind of Route.
  return chosenCookie(route) ?? md5(toBytes(` ${namespace}:${name}`));
}

function chosenCookie({ annotations }: RouteObject): string | undefined {
  const stated = annotations.get('router.openshift.io/cookie_name') ?? '';
  return /^[a-zA-Z0-9_-]+$/.test(stated) ? stated : undefined;
}

function isTrue(text: string | undefined): boolean {
  return parseGoBool(text ?? '') === true;
}
