import type { Request } from '../../outcome.js';
import { isWithin, type Network, parseAddress, parseNetwork } from '../../values/addresses.js';
import type { Settings } from './settings.js';
import { hostOf } from './uri.js';

/** What nginx's variables say about one request, before any location is chosen. */
export interface RequestFacts {
  readonly request: Request;
  /** Header names in lower case; those that nginx drops are gone. */
  readonly headers: ReadonlyMap<string, string>;
  /** `$host`. */
  readonly host: string;
  /** `$best_http_host`: the Host header, or the first trusted X-Forwarded-Host. */
  readonly bestHost: string;
  /** `$pass_access_scheme`: what counts as the client's scheme. */
  readonly accessScheme: string;
  readonly port: string;
  /** `$remote_addr`. */
  readonly clientAddress: string;
  readonly address: bigint | undefined;
}

const noHeaders: ReadonlyMap<string, string> = new Map();

function readHeaders(request: Request, settings: Settings): ReadonlyMap<string, string> {
  if (request.headers === undefined) return noHeaders;
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(request.headers)) {
    const valid = settings.underscoresInHeaders ? /^[A-Za-z0-9\-_]+$/ : /^[A-Za-z0-9-]+$/;
    if (valid.test(name)) headers.set(name.toLowerCase(), value);
  }
  return headers;
}

/** The real-ip module in recursive mode: the last address of the chain that is no trusted proxy. */
function clientOf(
  request: Request,
  headers: ReadonlyMap<string, string>,
  settings: Settings,
  trusted: readonly Network[],
) {
  const peer = request.clientAddress ?? '127.0.0.1';
  if (!settings.useForwardedHeaders && !settings.enableRealIp) return peer;
  let current = peer;
  const chain = (headers.get(settings.forwardedForHeader) ?? '').split(',').map((item) => item.trim());
  while (chain.length > 0 && isWithin(parseAddress(current), trusted)) {
    const next = chain.pop() ?? '';
    if (parseAddress(next) === undefined) break;
    current = next;
  }
  return current;
}

/** Reads requests the way rewrite() in rootfs/etc/nginx/lua/lua_ingress.lua and the real-ip module do. */
export function requestReader(settings: Settings): (request: Request) => RequestFacts {
  const trusted = settings.proxyRealIpCidr.map(parseNetwork).filter((network) => network !== undefined);
  return (request) => {
    const headers = readHeaders(request, settings);
    const clientAddress = clientOf(request, headers, settings, trusted);
    const trust = settings.useForwardedHeaders;
    const ownPort = request.port ?? (request.scheme === 'https' ? settings.httpsPort : settings.httpPort);
    const port = (trust ? headers.get('x-forwarded-port') : undefined) ?? String(ownPort);
    return {
      request,
      headers,
      host: hostOf(request.host),
      bestHost: (trust ? headers.get('x-forwarded-host')?.split(',')[0] : undefined) ?? request.host,
      accessScheme: (trust ? headers.get('x-forwarded-proto') : undefined) ?? request.scheme,
      // The controller reports its own HTTPS port as 443, whatever it listens on.
      port: port === String(settings.httpsPort) ? '443' : port,
      clientAddress,
      address: parseAddress(clientAddress),
    };
  };
}

/** One cookie of the request, as `$cookie_name` finds it. */
export function cookieOf(headers: ReadonlyMap<string, string>, name: string): string | undefined {
  for (const pair of (headers.get('cookie') ?? '').split(/[;,]\s*/)) {
    const equals = pair.indexOf('=');
    if (equals > 0 && pair.slice(0, equals).trim() === name) return pair.slice(equals + 1).trim();
  }
  return undefined;
}
