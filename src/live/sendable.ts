import type { Request } from '../behaviour/outcome.js';
import type { Foreseen } from '../verification/foresight.js';
import type { EntryPoint, Scheme } from './entry-point.js';

/** Which requests may be sent. */
export interface Permission {
  readonly methods: ReadonlySet<string>;
  readonly old: EntryPoint;
  readonly new: EntryPoint;
}

/** A Host header that can be sent, or that a name of a rule can be: a name or an address, perhaps with a port. */
const HOST = /^(?:[A-Za-z0-9_.-]+|\[[0-9A-Fa-f:.]+\])(?::\d+)?$/;
/** A name of DNS (RFC 1035 section 2.3.4), and a port. */
const LONGEST_NAME = 259;
/** What a request line and headers can hold: visible characters of ASCII, and in headers blanks. */
const TARGET = /^\/[\x21-\x7e]*$/;
const NAME = /^[A-Za-z0-9!#$%&'*+.^_`|~-]+$/;
const VALUE = /^[\t\x20-\x7e\x80-\xff]*$/;

/** Headers that are about the connection itself. */
const OF_THE_CONNECTION =
  /^(?:connection|keep-alive|proxy-connection|transfer-encoding|content-length|te|trailer|upgrade|expect)$/i;

const CUSTOMARY: Readonly<Record<Scheme, number>> = { http: 80, https: 443 };

/** Why a request is not sent, in words that follow "requests"; undefined where it is. */
export function whyNotSent({ request, isUnfinished }: Foreseen, permission: Permission): string | undefined {
  const { scheme, method, port, clientAddress, sni } = request;
  if (isUnfinished) return 'that name parameters of Templates without a value';
  if (!permission.methods.has(method)) return `with ${method} (--methods permits more)`;
  if (clientAddress !== undefined) return 'from other client addresses';
  if (port !== undefined && port !== CUSTOMARY[scheme]) return 'to listeners at other ports';
  if (permission.old[scheme] === undefined || permission.new[scheme] === undefined)
    return `by ${scheme}, for which no address is named on ${missingSides(scheme, permission)}`;
  if (request.host === '') return 'without a Host header';
  if (![request.host, ...(sni ? [sni] : [])].every(isName) || !isWritable(request)) return 'that no client can send';
  if (Object.keys(request.headers ?? {}).some((name) => OF_THE_CONNECTION.test(name)))
    return 'with headers about the connection';
  return undefined;
}

function isName(name: string): boolean {
  return HOST.test(name) && name.length <= LONGEST_NAME;
}

function isWritable({ path, headers = {} }: Request): boolean {
  return TARGET.test(path) && Object.entries(headers).every(([name, value]) => NAME.test(name) && VALUE.test(value));
}

function missingSides(scheme: Scheme, permission: Permission): string {
  const sides = (['old', 'new'] as const).filter((side) => permission[side][scheme] === undefined);
  return sides.length === 2 ? 'either side' : `the ${sides.join()} side`;
}

/** The server name of TLS for a request; '' where none is sent. */
export function serverNameOf({ host, sni }: Request): string {
  return (sni ?? host.replace(/:\d*$/, '').replace(/^\[|\]$/g, '')).toLowerCase();
}
