import { isWithin, type Network, parseNetwork } from '../../../../values/addresses.js';
import type { ParsedRequest } from '../../parsed-request.js';
import { fields, items, text } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';
import { beyondTrusted, forwardedFor } from '../policies/addresses.js';
import { nginxGroup } from './policies.js';

/** `rewriteClientIP` of the NginxProxy of a Gateway: only trusted proxies are believed, and only the nearest unless recursive. */
export function clientAddressAt(
  gateway: string,
  context: PlaneContext,
): (request: ParsedRequest) => bigint | undefined {
  const object = context.gateways.find(({ key }) => key === gateway);
  const reference = fields(fields(object?.spec.infrastructure).parametersRef);
  const isProxy = reference.group === nginxGroup && reference.kind === 'NginxProxy';
  const proxy = isProxy
    ? context.objects.find(nginxGroup, 'NginxProxy', object?.namespace ?? '', text(reference.name) ?? '')
    : undefined;
  const rewrite = fields(proxy?.spec.rewriteClientIP);
  const trusted = items(rewrite.trustedAddresses).flatMap((entry): Network[] => {
    const network = parseNetwork(text(entry.value) ?? '');
    return network === undefined ? [] : [network];
  });
  if (text(rewrite.mode) !== 'XForwardedFor') return (request) => request.peer;
  if (rewrite.setIPRecursively === true) return (request) => beyondTrusted(request, trusted);
  return (request) => (isWithin(request.peer, trusted) ? (forwardedFor(request).at(-1) ?? request.peer) : request.peer);
}
