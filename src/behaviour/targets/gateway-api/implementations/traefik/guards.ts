import type { Guard } from '../../../../outcome.js';
import { isWithin, type Network } from '../../../../values/addresses.js';
import type { KubeObject } from '../../objects.js';
import type { Extension } from '../../plane.js';
import { type Fields, fields, number, optionalFields, text, texts } from '../../reading.js';
import type { Visit } from '../../step.js';
import type { PlaneContext } from '../implementation.js';
import { addressGuard, forwardedFor, readNetworks } from '../policies/addresses.js';
import { follow, keysOf } from '../policies/references.js';
import { traefikSeconds } from './values.js';

type Built = Extension | { readonly disables: string };

/** `ipAllowList`: refused with 403 unless told otherwise. */
export function ipAllowList(settings: Fields): Built {
  const addresses = texts(settings.sourceRange);
  const read = readNetworks(addresses);
  if ('problem' in read) return { disables: `ipAllowList: ${read.problem}` };
  const strategy = ipStrategy(optionalFields(settings.ipStrategy));
  const status = number(settings.rejectStatusCode) ?? 403;
  const answer = (visit: Visit) =>
    isWithin(strategy(visit), read.networks) ? undefined : { status, reason: 'address not on the allow list' };
  return { steps: [{ guard: addressGuard('allow-list', addresses), answer }] };
}

/**
 * Whose address counts: the peer's, the one at a depth of X-Forwarded-For counted from the right, or the first from the right
 * that is not excluded. Whether the header is believed at all is a matter of the entry point; here it is.
 */
function ipStrategy(strategy: Fields | undefined): (visit: Visit) => bigint | undefined {
  const depth = number(strategy?.depth) ?? 0;
  const excluded = texts(strategy?.excludedIPs);
  if (depth > 0) return ({ request }) => forwardedFor(request).at(-depth);
  if (excluded.length === 0) return ({ address }) => address;
  const read = readNetworks(excluded);
  const networks: readonly Network[] = 'problem' in read ? [] : read.networks;
  return ({ request }) => [...forwardedFor(request)].reverse().find((one) => !isWithin(one, networks));
}

/** `basicAuth` and `digestAuth`: a Secret of the namespace with exactly one key. */
export function passwordAuth(
  kind: 'basic-auth' | 'digest-auth',
  settings: Fields,
  middleware: KubeObject,
  context: PlaneContext,
): Built {
  const secret = follow({ name: settings.secret }, middleware, context);
  if ('problem' in secret) return { disables: secret.problem };
  const keys = secret.object === undefined ? 1 : keysOf(secret.object).length;
  if (keys !== 1) return { disables: `Secret ${secret.key} has ${keys} keys, and has to have one` };
  const guard: Guard = { kind, parameters: { secret: secret.key, realm: text(settings.realm) ?? 'traefik' } };
  return {
    steps: [{ guard }],
    ...(settings.removeHeader === true ? { requestHeaders: [{ remove: ['Authorization'] }] } : {}),
  };
}

export function forwardAuth(settings: Fields): Built {
  const address = text(settings.address) ?? '';
  if (address === '') return { disables: 'forwardAuth: it has no address' };
  const signin = text(settings.authSigninURL);
  const [asked, answered] = [texts(settings.authRequestHeaders), texts(settings.authResponseHeaders)];
  const parameters = {
    url: address,
    ...(signin === undefined ? {} : { signin }),
    ...(asked.length === 0 ? {} : { allowedHeaders: asked }),
    ...(answered.length === 0 ? {} : { responseHeaders: answered }),
  };
  return { steps: [{ guard: { kind: 'external-auth', parameters } }] };
}

/** `rateLimit`: a bucket per client, 429; an average of 0 is no limit, and the burst is 1 unless told. */
export function rateLimit(settings: Fields): Built {
  const requests = number(settings.average) ?? 0;
  if (requests <= 0) return {};
  const seconds = traefikSeconds(settings.period) ?? 1;
  const burst = number(settings.burst) ?? 1;
  const key = sourceKey(settings, 'client');
  return { steps: [{ guard: { kind: 'rate-limit', parameters: { requests, seconds, burst, status: 429, key } } }] };
}

/** `inFlightReq`: counts by the host of the request unless told to count by client. */
export function inFlightReq(settings: Fields): Built {
  const connections = number(settings.amount) ?? 0;
  if (connections <= 0) return {};
  const parameters = { connections, status: 429, key: sourceKey(settings, 'host') };
  return { steps: [{ guard: { kind: 'connection-limit', parameters } }] };
}

function sourceKey(settings: Fields, usual: string): string {
  const criterion = fields(settings.sourceCriterion);
  const header = text(criterion.requestHeaderName) ?? '';
  if (header !== '') return `header ${header}`;
  if (criterion.requestHost === true) return 'host';
  return criterion.ipStrategy === undefined ? usual : 'client';
}

export function buffering(settings: Fields): Built {
  const limit = number(settings.maxRequestBodyBytes) ?? 0;
  return limit <= 0 ? {} : { steps: [{ guard: { kind: 'body-size', parameters: { limit, status: 413 } } }] };
}
