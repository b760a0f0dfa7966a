import type { CorsFilter, HttpRouteFilter } from '../../kubernetes/gateway-api.js';
import type { Cors } from '../../model/policies.js';
import type { ItemId } from '../../model/traced.js';
import { distinct } from '../distinct.js';
import { type Claim, converted } from './draft.js';
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
  const origins = distinct(cors.origins.value.filter((o) => o === '*' || ORIGIN.test(o))).slice(0, MAX_LIST);
  if (origins.length === 0) {
    const message =
      'no origin can be written as http(s)://host[:port]; browsers will refuse cross-origin calls unless the backend answers them';
    return { filter: undefined, claims: [lost(cors, message)] };
  }
  const any = origins.includes('*');
  const methods = distinct(cors.methods.value.map((m) => m.toUpperCase()).filter((m) => METHODS.has(m)));
  const headers = distinct(cors.headers.value.filter((h) => TOKEN.test(h))).slice(0, MAX_LIST);
  const expose = distinct(cors.exposeHeaders.value.filter((h) => TOKEN.test(h) && (h !== '*' || any))).slice(
    0,
    MAX_LIST,
  );
  // A literal * next to credentials is refused by browsers; the filter would echo the origin instead and so allow more.
  const credentials = cors.credentials.value && !any;
  const filter: CorsFilter = {
    allowOrigins: any ? ['*'] : origins,
    ...(credentials ? { allowCredentials: true } : {}),
    ...(methods.length === 0 ? {} : { allowMethods: methods }),
    ...(headers.length === 0 ? {} : { allowHeaders: headers }),
    ...(expose.length === 0 ? {} : { exposeHeaders: expose }),
    maxAge: Math.max(1, cors.maxAge.value),
  };
  const field = (name: Field): string => `${at}.cors.${name}`;
  const claims: Claim[] = [{ items: cors.enabled.from, at, remark: PREFLIGHTS }];
  const say = (ids: readonly ItemId[], kept: boolean, name: Field, difference: string, next: string): void => {
    const mine = ids.filter((id) => !cors.enabled.from.includes(id));
    if (mine.length === 0) return;
    claims.push(
      kept
        ? name in filter
          ? { items: mine, at: field(name), remark: WRITTEN[name] }
          : converted(mine, 'RS1400', `${name} is left out of the CORS filter, which says the same`, at)
        : {
            items: mine,
            // What is left out stands nowhere in it.
            at: name in filter ? field(name) : at,
            remark: { verdict: 'approximated', code: 'RS1403', message: difference, next },
          },
    );
  };
  const wildcard = origins.some((o) => o.includes('*.'));
  say(
    cors.origins.from,
    origins.length === cors.origins.value.length && !wildcard,
    'allowOrigins',
    wildcard
      ? 'in the filter *. stands for any number of labels, before for one'
      : `origins that are not http(s)://host[:port] are left out: ${cors.origins.value.filter((o) => !origins.includes(o)).join(', ')}`,
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

type Field = keyof CorsFilter;

const WRITTEN: Readonly<Record<Field, Claim['remark']>> = {
  allowOrigins: writtenAs('allowOrigins'),
  allowMethods: writtenAs('allowMethods'),
  allowHeaders: writtenAs('allowHeaders'),
  exposeHeaders: writtenAs('exposeHeaders'),
  allowCredentials: writtenAs('allowCredentials'),
  maxAge: writtenAs('maxAge'),
};

function writtenAs(field: Field): Claim['remark'] {
  return { verdict: 'converted', code: 'RS1400', message: `written as ${field} of the CORS filter` };
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
