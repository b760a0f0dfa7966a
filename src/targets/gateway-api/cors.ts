import type { CorsFilter, HttpRouteFilter } from '../../kubernetes/gateway-api.js';
import type { Cors } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import { distinct } from '../distinct.js';
import type { Claim } from './draft.js';
import { type Features, whereFound } from './features.js';

const METHODS = new Set(['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'CONNECT', 'OPTIONS', 'TRACE', 'PATCH']);
const ORIGIN =
  /^https?:\/\/(?:\*|(?:\*\.)?[a-z0-9](?:[a-z0-9-]*[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]*[a-z0-9])?)*)(?::\d{1,5})?$/i;
const TOKEN = /^[!#$%&'*+\-.^_`|~0-9A-Za-z]{1,256}$/;
const MAX_LIST = 64;

/** The CORS filter (GEP-1767) for a policy, with what differs. */
export function corsFilter(
  cors: Cors,
  features: Features,
  at: string,
): { filter: HttpRouteFilter | undefined; claims: Claim[] } {
  if (!features.cors) {
    const message = `the ${features.channel} channel of Gateway API ${features.version} has no CORS filter; ${whereFound('cors')}. Browsers will refuse cross-origin calls unless the backend answers them`;
    return { filter: undefined, claims: [lost(cors, message)] };
  }
  const origins = kept(cors.origins.value, isOrigin);
  if (origins.length === 0) {
    const message =
      'no origin can be written as http(s)://host[:port]; browsers will refuse cross-origin calls unless the backend answers them';
    return { filter: undefined, claims: [lost(cors, message)] };
  }
  const any = origins.includes('*');
  const methods = kept(cors.methods.value.map(upperCase), isMethod);
  const headers = kept(cors.headers.value, isToken);
  const expose = kept(cors.exposeHeaders.value, any ? isToken : isNamedToken);
  // A literal * next to credentials is refused by browsers; the filter would echo the origin instead and so allow more.
  const credentials = cors.credentials.value && !any;
  const filter: Writable<CorsFilter> = { allowOrigins: any ? ['*'] : origins };
  if (credentials) filter.allowCredentials = true;
  if (methods.length > 0) filter.allowMethods = methods;
  if (headers.length > 0) filter.allowHeaders = headers;
  if (expose.length > 0) filter.exposeHeaders = expose;
  filter.maxAge = Math.max(1, cors.maxAge.value);
  const places = PLACES.get(at) ?? placesIn(at);
  const claims: Claim[] = [{ items: cors.enabled.from, remark: PREFLIGHTS, at }];
  const say = (ids: readonly ItemId[], isKept: boolean, name: Field, difference: string, next: string): void => {
    const mine = without(ids, cors.enabled.from);
    if (mine.length === 0) return;
    const isWritten = name in filter;
    // What is left out stands nowhere in it.
    const place = isWritten ? places[name] : at;
    if (!isKept) {
      const remark = { verdict: 'approximated', code: 'RS1403', message: difference, next } as const;
      claims.push({ items: mine, remark, at: place });
    } else claims.push({ items: mine, remark: isWritten ? WRITTEN[name] : LEFT_OUT[name], at: place });
  };
  const wildcard = origins.some((o) => o.includes('*.'));
  const areLeftOut = origins.length < cors.origins.value.length;
  say(
    cors.origins.from,
    !areLeftOut && !wildcard,
    'allowOrigins',
    wildcard || !areLeftOut
      ? 'in the filter *. stands for any number of labels, before for one'
      : `origins that are not http(s)://host[:port] are left out: ${without(cors.origins.value, origins).join(', ')}`,
    wildcard
      ? 'Check that every name below it may be trusted; list the names one by one otherwise.'
      : 'Write them as https://host if browsers send requests from there.',
  );
  say(
    cors.methods.from,
    methods.length === cors.methods.value.length,
    'allowMethods',
    'methods that Gateway API does not know are left out',
    'Let the backend answer CORS itself if browsers use such a method.',
  );
  say(
    cors.headers.from,
    headers.length === cors.headers.value.length,
    'allowHeaders',
    'names that are no header names, or repeat, are left out',
    'Correct the names that were meant.',
  );
  say(
    cors.exposeHeaders.from,
    expose.length === cors.exposeHeaders.value.length,
    'exposeHeaders',
    'names that are no header names, or * next to named origins, are left out',
    'List the headers by name.',
  );
  say(
    cors.credentials.from,
    cors.credentials.value === credentials,
    'allowCredentials',
    'left out: next to the origin * browsers refuse credentials today, and the filter would allow them',
    'Name the origins if credentials are meant to be sent.',
  );
  say(
    cors.maxAge.from,
    cors.maxAge.value >= 1,
    'maxAge',
    'the shortest time is one second; caching cannot be switched off',
    'Let the backend answer preflights itself if one second is too long.',
  );
  return { filter: { type: 'CORS', cors: filter }, claims };
}

type Writable<T> = { -readonly [K in keyof T]: T[K] };

type Field = keyof CorsFilter;

const upperCase = (text: string): string => text.toUpperCase();
const isOrigin = (text: string): boolean => text === '*' || ORIGIN.test(text);
const isMethod = (text: string): boolean => METHODS.has(text);
const isToken = (text: string): boolean => TOKEN.test(text);
const isNamedToken = (text: string): boolean => text !== '*' && TOKEN.test(text);

/** Those of the values that can be written, each once, as many as a list may have. By hand: it runs for every list of every rule. */
function kept(values: readonly string[], canWrite: (value: string) => boolean): string[] {
  const found: string[] = [];
  for (const value of values) {
    if (found.length === MAX_LIST) break;
    if (canWrite(value) && !found.includes(value)) found.push(value);
  }
  // Kept to the end: a copy has no room to grow.
  return found.slice();
}

/** The values without those of another list: mostly all of them. */
function without<T>(values: readonly T[], others: readonly T[]): readonly T[] {
  for (const value of values) if (others.includes(value)) return values.filter((one) => !others.includes(one));
  return values;
}

/** Where the fields of a filter stand. */
type Places = Readonly<Record<Field, string>>;

function placesIn(at: string): Places {
  return {
    allowOrigins: `${at}.cors.allowOrigins`,
    allowMethods: `${at}.cors.allowMethods`,
    allowHeaders: `${at}.cors.allowHeaders`,
    exposeHeaders: `${at}.cors.exposeHeaders`,
    allowCredentials: `${at}.cors.allowCredentials`,
    maxAge: `${at}.cors.maxAge`,
  };
}

/** The filter is one of the first of most rules. */
const PLACES: ReadonlyMap<string, Places> = new Map(
  ['filters[0]', 'filters[1]', 'filters[2]'].map((at) => [at, placesIn(at)]),
);

const WRITTEN: Readonly<Record<Field, Claim['remark']>> = {
  allowOrigins: writtenAs('allowOrigins'),
  allowMethods: writtenAs('allowMethods'),
  allowHeaders: writtenAs('allowHeaders'),
  exposeHeaders: writtenAs('exposeHeaders'),
  allowCredentials: writtenAs('allowCredentials'),
  maxAge: writtenAs('maxAge'),
};

const LEFT_OUT: typeof WRITTEN = {
  allowOrigins: leftOut('allowOrigins'),
  allowMethods: leftOut('allowMethods'),
  allowHeaders: leftOut('allowHeaders'),
  exposeHeaders: leftOut('exposeHeaders'),
  allowCredentials: leftOut('allowCredentials'),
  maxAge: leftOut('maxAge'),
};

function writtenAs(field: Field): Claim['remark'] {
  return { verdict: 'converted', code: 'RS1400', message: `written as ${field} of the CORS filter` };
}

function leftOut(field: Field): Claim['remark'] {
  const message = `${field} is left out of the CORS filter, which says the same`;
  return { verdict: 'converted', code: 'RS1400', message };
}

const PREFLIGHTS = {
  verdict: 'approximated',
  code: 'RS1401',
  message:
    'the CORS filter answers preflights, of any origin, and nothing else: before, every OPTIONS request of an accepted origin was answered 204, other preflights went to the backend, and all CORS headers stood on every response',
} as const;

/** Says of everything that asks for CORS that it is not written. */
function lost(cors: Cors, message: string): Claim {
  return {
    items: distinct(Object.values(cors).flatMap((traced) => traced.from)),
    at: undefined,
    remark: {
      verdict: 'unsupported',
      code: 'RS1404',
      message,
      next: 'Let the backend answer CORS, or choose a newer Gateway API version.',
    },
  };
}
