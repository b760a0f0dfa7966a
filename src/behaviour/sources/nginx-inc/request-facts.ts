import type { Request } from '../../outcome.js';
import { isWithin, parseAddress, parseNetwork } from '../../values/addresses.js';
import { parseGoBool } from '../../values/go-values.js';
import type { RequestFacts } from '../ingress-nginx/request-facts.js';
import { hostOf } from '../ingress-nginx/uri.js';

export type RequestReader = (request: Request) => RequestFacts;

/** Reads requests as NGINX does with the real-ip keys of the ConfigMap. */
export function requestReader(data: ReadonlyMap<string, string>): RequestReader {
  const trusted = (data.get('set-real-ip-from') ?? '')
    .split(',')
    .map((text) => parseNetwork(text.trim()))
    .filter((network) => network !== undefined);
  const header = (data.get('real-ip-header') ?? 'X-Real-IP').toLowerCase();
  const recursive = parseGoBool(data.get('real-ip-recursive') ?? '') === true;
  return (request) => {
    const headers = readHeaders(request);
    let clientAddress = request.clientAddress ?? '127.0.0.1';
    const chain = (headers.get(header) ?? '').split(',').map((item) => item.trim());
    while (chain.length > 0 && isWithin(parseAddress(clientAddress), trusted)) {
      const next = chain.pop() ?? '';
      if (parseAddress(next) === undefined) break;
      clientAddress = next;
      if (!recursive) break;
    }
    return {
      request,
      headers,
      host: hostOf(request.host),
      bestHost: request.host,
      accessScheme: request.scheme,
      port: String(portOf(request)),
      clientAddress,
      address: parseAddress(clientAddress),
    };
  };
}

/** The port that a request comes in on. */
export function portOf({ port, scheme }: Request): number {
  return port ?? (scheme === 'https' ? 443 : 80);
}

/** Names in lower case, without those that NGINX drops for their underscores. */
function readHeaders({ headers = {} }: Request): ReadonlyMap<string, string> {
  const valid = Object.entries(headers).filter(([name]) => /^[A-Za-z0-9-]+$/.test(name));
  return new Map(valid.map(([name, value]) => [name.toLowerCase(), value]));
}
