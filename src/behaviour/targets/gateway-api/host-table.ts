import { grpcMatches, isGrpcCall } from './grpc-match.js';
import { coveringHostnames } from './hostname.js';
import { createMatchTable, type MatchTable } from './match-table.js';
import type { ParsedRequest } from './parsed-request.js';
import { grpcOrder, ofRoutes } from './precedence.js';
import type { GatewayProfile } from './profile.js';
import type { GrpcEntry, HttpEntry, TlsEntry } from './route-entry.js';

/** Everything that routes say about one hostname. */
interface VirtualHost {
  readonly http: HttpEntry[];
  readonly grpc: GrpcEntry[];
  readonly tls: TlsEntry[];
  /** By the order of paths. */
  readonly tables: Map<string, MatchTable>;
}

/** Routes by hostname, for one listener or for several that share a port. */
export interface HostTable {
  addHttp(hostname: string, entries: readonly HttpEntry[]): void;
  addGrpc(hostname: string, entries: readonly GrpcEntry[]): void;
  addTls(hostname: string, entries: readonly TlsEntry[]): void;
  /** The match that takes an HTTP request. */
  findHttp(request: ParsedRequest, profile: GatewayProfile): HttpEntry | GrpcEntry | undefined;
  /** The route that takes a TLS connection. */
  findTls(sni: string): TlsEntry | undefined;
  /** The HTTPRoute matches of the most specific hostname that covers the host, in no particular order. */
  httpOf(host: string): readonly HttpEntry[];
  /** Whether one hostname covers another, so that falling back to a less specific one can matter. */
  nested(): boolean;
}

/** An empty table; match tables are sorted when a hostname is first asked for. */
export function createHostTable(): HostTable {
  const hosts = new Map<string, VirtualHost>();
  const virtualHost = (hostname: string): VirtualHost => {
    const known = hosts.get(hostname);
    if (known !== undefined) return known;
    const created: VirtualHost = { http: [], grpc: [], tls: [], tables: new Map() };
    hosts.set(hostname, created);
    return created;
  };
  return {
    addHttp: (hostname, entries) => void virtualHost(hostname).http.push(...entries),
    addGrpc(hostname, entries) {
      const { grpc } = virtualHost(hostname);
      grpc.push(...entries);
      grpc.sort(grpcOrder);
    },
    addTls(hostname, entries) {
      const { tls } = virtualHost(hostname);
      tls.push(...entries);
      tls.sort(ofRoutes);
    },
    findHttp(request, profile) {
      // The first hostname with routes is the most specific one that matches the request.
      for (const hostname of coveringHostnames(request.host)) {
        const found = hosts.get(hostname);
        if (found === undefined) continue;
        const entry = findIn(found, request, profile);
        if (entry !== undefined || !profile.hostnameFallback) return entry;
      }
      return undefined;
    },
    findTls(sni) {
      for (const hostname of coveringHostnames(sni)) {
        const entry = hosts.get(hostname)?.tls[0];
        if (entry !== undefined) return entry;
      }
      return undefined;
    },
    httpOf(host) {
      for (const hostname of coveringHostnames(host)) {
        const found = hosts.get(hostname);
        if (found !== undefined) return found.http;
      }
      return [];
    },
    nested() {
      for (const hostname of hosts.keys()) {
        const inner = hostname.startsWith('*.') ? hostname.slice(2) : hostname;
        const wider = coveringHostnames(inner).slice(1);
        if (hostname !== '' && wider.some((name) => name !== hostname && hosts.has(name))) return true;
      }
      return false;
    },
  };
}

function findIn(host: VirtualHost, request: ParsedRequest, profile: GatewayProfile): HttpEntry | GrpcEntry | undefined {
  if (host.grpc.length > 0 && isGrpcCall(request)) {
    const call = host.grpc.find((entry) => grpcMatches(entry.match, request));
    if (call !== undefined) return call;
  }
  if (host.http.length === 0) return undefined;
  const order = `${profile.regexPrecedence} ${profile.regexOrder}`;
  let table = host.tables.get(order);
  if (table === undefined) {
    table = createMatchTable(host.http, profile);
    host.tables.set(order, table);
  }
  return table.find(request, profile.regexAnchoring);
}
