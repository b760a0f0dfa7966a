import { compareText } from '../../values/plain-object.js';
import type { ClientCertificates } from './authentication-annotations.js';
import type { Certificates } from './certificates.js';
import type { PathType, SourceIngress } from './ingress-objects.js';
import { bareLocation, type LocationSettings } from './ingress-settings.js';
import { noRedirect, noRewrite } from './routing-annotations.js';
import type { Settings } from './settings.js';
import { defaultUpstream, type StoredIngress, type Upstream, upstreamName } from './upstreams.js';

/** One location of a server. Mutable while the configuration is folded together. */
export interface Location {
  path: string;
  pathType: PathType;
  /** The path as the Ingress wrote it. */
  ingressPath: string;
  upstream: string;
  /** The implicit `/`, which the first Prefix `/` path replaces. */
  implicit: boolean;
  settings: LocationSettings;
  ingress: SourceIngress | null;
  /** Which object and rule made it, in words of an Outcome. */
  rule: string;
  /** Whether an explicit rule names the Service: what TLS passthrough needs (reference §11.4). */
  hasService: boolean;
  /** Upstream that takes intercepted errors. */
  errorUpstream: string;
}

/** One nginx server. `host` is the rule host, `_` for the catch-all. */
export interface Server {
  readonly host: string;
  locations: Location[];
  aliases: readonly string[];
  /** `namespace/secret` or `default`; null without TLS. Only a host with a certificate is redirected to HTTPS. */
  certificate: string | null;
  redirectFromToWww: boolean;
  authTlsError: string;
  clientCertificates: ClientCertificates | undefined;
  sslPassthrough: boolean;
  serverSnippet: string;
}

export const catchAll = '_';

function newServer(host: string, root: Location): Server {
  return {
    host,
    locations: [root],
    aliases: [],
    certificate: null,
    redirectFromToWww: false,
    authTlsError: '',
    clientCertificates: undefined,
    sslPassthrough: false,
    serverSnippet: '',
  };
}

export function serverName(host: string): string {
  return host === '' ? catchAll : host;
}

/**
 * Creates the servers with their implicit `/` (createServers in controller.go; reference §5): each host gets the oldest
 * Ingress's default backend and annotations there.
 */
export function createServers(
  ingresses: readonly StoredIngress[],
  upstreams: ReadonlyMap<string, Upstream>,
  settings: Settings,
  certificates: Certificates,
): Map<string, Server> {
  const servers = new Map<string, Server>();
  const root: Location = {
    path: '/',
    pathType: 'Prefix',
    ingressPath: '/',
    upstream: defaultUpstream,
    implicit: true,
    settings: bareLocation(settings),
    ingress: null,
    rule: 'default backend',
    hasService: false,
    errorUpstream: defaultUpstream,
  };
  const fallback = newServer(catchAll, root);
  fallback.certificate = 'default';
  servers.set(catchAll, fallback);

  const ordinary = ingresses.filter((ingress) => !ingress.settings.canary.enabled);
  for (const { source, settings: annotations } of ordinary) {
    let upstream = defaultUpstream;
    if (source.defaultBackend !== null) {
      const name = upstreamName(source.namespace, source.defaultBackend);
      if (upstreams.has(name)) {
        upstream = name;
        if (root.implicit && source.rules.length === 0) {
          root.implicit = false;
          root.upstream = name;
          root.ingress = source;
          root.hasService = true;
          // createServers copies neither redirect nor rewrite of a catch-all Ingress to the default server.
          root.settings = { ...annotations, redirect: noRedirect, rewrite: noRewrite };
          root.rule = `Ingress ${source.key} spec.defaultBackend`;
        }
      }
    }
    for (const rule of source.rules) {
      const host = serverName(rule.host);
      if (servers.has(host)) continue;
      const server = newServer(host, {
        path: '/',
        pathType: 'Prefix',
        ingressPath: '/',
        upstream,
        implicit: true,
        settings: annotations,
        ingress: source,
        rule: `Ingress ${source.key} implicit / of ${host}`,
        hasService: false,
        errorUpstream: defaultUpstream,
      });
      server.sslPassthrough = annotations.sslPassthrough;
      servers.set(host, server);
    }
  }
  applyHostSettings(ordinary, servers, certificates);
  return servers;
}

/** Aliases, certificate, passthrough and server snippet: decided once per host, oldest Ingress first. */
function applyHostSettings(
  ingresses: readonly StoredIngress[],
  servers: ReadonlyMap<string, Server>,
  certificates: Certificates,
): void {
  for (const { source, settings } of ingresses) {
    for (const rule of source.rules) {
      const server = servers.get(serverName(rule.host));
      if (server === undefined) continue;
      if (server.aliases.length === 0) server.aliases = settings.aliases;
      server.serverSnippet ||= settings.serverSnippet;
      server.sslPassthrough ||= settings.sslPassthrough;
      if (server.certificate === null && source.tls.length > 0) {
        server.certificate = certificates.ofHost(server.host, source);
      }
    }
  }
  for (const server of servers.values()) {
    const kept = server.aliases.filter((alias) => alias !== server.host && !servers.has(alias));
    server.aliases = [...new Set(kept)].sort(compareText);
  }
}
