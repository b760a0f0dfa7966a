import { isWithin } from '../../../../values/addresses.js';
import type { Listener } from '../../listener.js';
import type { KubeObject } from '../../objects.js';
import type { ParsedRequest } from '../../parsed-request.js';
import { type Fields, fields, items, number, texts } from '../../reading.js';
import { beyondTrusted, forwardedFor, readNetworks } from '../policies/addresses.js';

/** Who the client is, by the ListenerPolicy of a Gateway; an entry for the port replaces the default as a whole. */
export function clientAddressOf(
  policy: KubeObject | undefined,
  { port }: Listener,
): (request: ParsedRequest) => bigint | undefined {
  const spec: Fields = policy?.spec ?? {};
  const own = items(spec.perPort).find((entry) => number(entry.port) === port);
  const settings = own === undefined ? fields(spec.default) : fields(own.listener ?? own);
  const http = fields(settings.httpSettings);
  const read = readNetworks(texts(http.xffTrustedCIDRs));
  const trusted = 'problem' in read ? [] : read.networks;
  const hops = number(http.xffNumTrustedHops) ?? 0;
  if (trusted.length > 0) {
    return (request) => (isWithin(request.peer, trusted) ? beyondTrusted(request, trusted) : request.peer);
  }
  if (hops === 0) return (request) => request.peer;
  return (request) => {
    const chain = forwardedFor(request);
    return chain.length < hops ? request.peer : (chain[chain.length - hops] ?? request.peer);
  };
}
