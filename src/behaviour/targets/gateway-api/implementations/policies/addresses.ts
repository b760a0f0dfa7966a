import type { Guard } from '../../../../outcome.js';
import { isWithin, type Network, parseAddress, parseNetwork } from '../../../../values/addresses.js';
import type { ParsedRequest } from '../../parsed-request.js';

/** Reads a list of networks; what is none is named instead. */
export function readNetworks(
  list: readonly string[],
): { readonly networks: readonly Network[] } | { readonly problem: string } {
  const networks: Network[] = [];
  for (const item of list) {
    const network = parseNetwork(item.trim());
    if (network === undefined) return { problem: `${item} is no network` };
    networks.push(network);
  }
  return { networks };
}

export function addressGuard(kind: 'allow-list' | 'deny-list', addresses: readonly string[]): Guard {
  return { kind, parameters: { addresses } };
}

/** The addresses of X-Forwarded-For, the nearest proxy last; what is none reads as undefined. */
export function forwardedFor(request: ParsedRequest): readonly (bigint | undefined)[] {
  const header = request.header('x-forwarded-for');
  return header === undefined ? [] : header.split(',').map((item) => parseAddress(item.trim()));
}

/**
 * The first address from the right that is no trusted proxy, if the peer is one; the outermost where all are trusted. An
 * entry that is no address ends the walk.
 */
export function beyondTrusted(request: ParsedRequest, trusted: readonly Network[]): bigint | undefined {
  let address = request.peer;
  for (const next of [...forwardedFor(request)].reverse()) {
    if (!isWithin(address, trusted) || next === undefined) return address;
    address = next;
  }
  return address;
}
