import type { HostTable } from './host-table.js';
import type { Listener } from './listener.js';
import type { ParsedRequest } from './parsed-request.js';
import { chooseListener, type Port } from './port.js';
import type { GatewayProfile } from './profile.js';
import type { GrpcEntry, HttpEntry, TlsEntry } from './route-entry.js';

/** Who takes a request: a match of a route on a listener, or nobody, with the status that says so. */
export type Decision =
  | { readonly listener: Listener; readonly entry: HttpEntry | GrpcEntry | TlsEntry }
  | {
      readonly listener: Listener | undefined;
      readonly entry: undefined;
      readonly status: 0 | 404 | 421;
      readonly reason: string;
    };

/** The ports of one Gateway by number, plain and TLS apart, and why a port that is not there takes no connections. */
export interface GatewayPorts {
  /** `namespace/name`. */
  readonly name: string;
  readonly plain: ReadonlyMap<number, Port>;
  readonly tls: ReadonlyMap<number, Port>;
  /** Hostnames of the routes that are attached. */
  readonly hostnames: ReadonlySet<string>;
  closed(port: number): string;
}

/** Chooses the listener and the match that take a request at one Gateway, under one profile. */
export function decide(gateway: GatewayPorts, request: ParsedRequest, profile: GatewayProfile): Decision {
  return request.scheme === 'http' ? decideHttp(gateway, request, profile) : decideTls(gateway, request, profile);
}

function decideHttp(gateway: GatewayPorts, request: ParsedRequest, profile: GatewayProfile): Decision {
  const port = gateway.plain.get(request.port);
  if (port === undefined) return nobody(undefined, 0, gateway.closed(request.port));
  const listener = chooseListener(port, request.host);
  if (listener === undefined) return nobody(undefined, 404, `no listener for host ${request.host}`);
  return decideRoute(port, listener, request, profile);
}

/** SNI chooses the listener before the request can be read; only then does the Host header choose the route. */
function decideTls(gateway: GatewayPorts, request: ParsedRequest, profile: GatewayProfile): Decision {
  const port = gateway.tls.get(request.port);
  if (port === undefined) return nobody(undefined, 0, gateway.closed(request.port));
  const listener = chooseListener(port, request.sni);
  if (listener === undefined) return nobody(undefined, 0, `no listener for server name ${request.sni || '(none)'}`);
  if (listener.protocol === 'TLS') {
    const table = profile.listenerIsolation ? port.tableOf(listener, true) : port.merged(listener, true);
    const entry = table.findTls(request.sni);
    return entry === undefined
      ? nobody(listener, 0, `no TLSRoute for server name ${request.sni || '(none)'}`)
      : { listener, entry };
  }
  // A connection made for one listener's name and used for another's (GEP-3567); needs isolation to be noticed.
  if (profile.listenerIsolation && request.host !== request.sni) {
    const wanted = chooseListener(port, request.host, (candidate) => candidate.protocol === 'HTTPS');
    if (wanted !== listener) return nobody(listener, 421, `host ${request.host} belongs to another listener`);
  }
  return decideRoute(port, listener, request, profile);
}

/** The HTTPRoute matches that a listener has for the host of a request. */
export function entriesFor(
  gateway: GatewayPorts,
  listener: Listener,
  request: ParsedRequest,
  profile: GatewayProfile,
): readonly HttpEntry[] {
  const port = (request.scheme === 'http' ? gateway.plain : gateway.tls).get(request.port);
  if (port === undefined || listener.protocol === 'TLS') return [];
  return tableFor(port, listener, profile).httpOf(request.host);
}

function tableFor(port: Port, listener: Listener, profile: GatewayProfile): HostTable {
  const mixed = profile.mixedKinds === 'serve-both';
  return profile.listenerIsolation ? port.tableOf(listener, mixed) : port.merged(listener, mixed);
}

function decideRoute(port: Port, listener: Listener, request: ParsedRequest, profile: GatewayProfile): Decision {
  const entry = tableFor(port, listener, profile).findHttp(request, profile);
  return entry === undefined ? nobody(listener, 404, 'no rule matches') : { listener, entry };
}

function nobody(listener: Listener | undefined, status: 0 | 404 | 421, reason: string): Decision {
  return { listener, entry: undefined, status, reason };
}
