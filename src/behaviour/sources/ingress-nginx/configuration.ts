import { compilePcre } from '../../regex/pcre.js';
import { type Network, parseNetwork } from '../../values/addresses.js';
import { compareText } from '../../values/plain-object.js';
import { attachCanaries } from './canary-attachment.js';
import { Certificates, defaultCertificate } from './certificates.js';
import { selection } from './class-rules.js';
import { Cluster } from './cluster.js';
import { addGlobalErrorPages, type CompiledLocation, compileLocation } from './compiled-location.js';
import { checkLocations } from './config-check.js';
import { HostTable, type WwwRedirect } from './host-table.js';
import { byAge, readIngress, type SourceIngress } from './ingress-objects.js';
import { parseAnnotations } from './ingress-settings.js';
import type { IngressNginxInput } from './input.js';
import { LocationTable } from './location-table.js';
import { addLocations, normaliseLocations, rewrites, sortLocations } from './locations.js';
import { requestReader } from './request-facts.js';
import { catchAll, createServers, type Location, type Server } from './servers.js';
import { readSettings, type Settings } from './settings.js';
import { readSnippetEffects, type SnippetEffects } from './snippets.js';
import { readStreamServices } from './tcp-services.js';
import { createUpstreams, defaultUpstream, type StoredIngress, type Upstream } from './upstreams.js';
import { checkVariables } from './variable-check.js';

/** A server ready to answer. */
export interface CompiledServer {
  readonly server: Server;
  readonly locations: LocationTable;
  /** Every location's app-root and the Ingress it comes from; the first counts. */
  readonly appRoots: readonly { readonly path: string; readonly rule: string }[];
  readonly matchCn: RegExp | null;
  readonly errorPages: ReadonlyMap<number, string>;
  /** What the server-snippet does at its own level. */
  readonly snippet: SnippetEffects;
}

/** Everything the controller would have written, ready for requests. */
export interface Configuration {
  readonly settings: Settings;
  readonly input: IngressNginxInput;
  /** In the order of the file, which has the redirects first. */
  readonly servers: readonly CompiledServer[];
  readonly redirects: readonly WwwRedirect[];
  readonly hosts: HostTable<CompiledServer>;
  readonly upstreams: ReadonlyMap<string, Upstream>;
  /** Host -> certificate, as the Lua side knows them; a host without TLS is not in it. */
  readonly certificates: ReadonlyMap<string, string>;
  readonly defaultCertificate: string;
  /** SNI -> address of its Service for TLS passthrough; null if it has none. */
  readonly passthrough: ReadonlyMap<string, { readonly label: string | null; readonly rule: string }>;
  readonly blocked: { readonly agents: readonly RegExp[]; readonly referers: readonly RegExp[] };
  readonly statusAllow: readonly Network[];
  readonly read: ReturnType<typeof requestReader>;
  readonly setRequestHeaders: ReadonlyMap<string, string>;
  readonly addedResponseHeaders: ReadonlyMap<string, string>;
  readonly tcpServices: ReadonlyMap<number, string>;
  readonly udpServices: ReadonlyMap<number, string>;
  readonly ignored: readonly { readonly namespace: string; readonly name: string; readonly reason: string }[];
  readonly errors: readonly string[];
  readonly unmodelled: readonly string[];
}

interface Selected {
  readonly stored: readonly StoredIngress[];
  readonly ignored: Configuration['ignored'];
}

function selectIngresses(input: IngressNginxInput, cluster: Cluster, settings: Settings): Selected {
  const dropReason = selection(input, settings);
  const stored: StoredIngress[] = [];
  const ignored: { namespace: string; name: string; reason: string }[] = [];
  const sources = input.ingresses.map(readIngress).filter((ingress): ingress is SourceIngress => ingress !== undefined);
  for (const source of sources.sort(byAge)) {
    const { namespace, name } = source;
    const reason = dropReason(source);
    if (reason !== undefined) {
      ignored.push({ namespace, name, reason });
      continue;
    }
    const parsed = parseAnnotations(source, cluster, settings, input.flags ?? {});
    if (parsed.kind === 'rejected') ignored.push({ namespace, name, reason: parsed.reason });
    else stored.push({ source, settings: parsed.settings });
  }
  return { stored, ignored };
}

/**
 * default-backend: with an endpoint it takes the errors of its location, and all of its requests if the location's own
 * Service has none (getBackendServers in controller.go; reference §12).
 */
function applyDefaultBackends(servers: readonly Server[], upstreams: Map<string, Upstream>, cluster: Cluster): void {
  for (const location of servers.flatMap((server) => server.locations)) {
    const { defaultBackend, customHttpErrors } = location.settings;
    const upstream = upstreams.get(location.upstream);
    if (defaultBackend === '' || location.ingress === null || upstream === undefined) continue;
    if (upstream.name === defaultUpstream) continue;
    if (upstream.destination.reachable && customHttpErrors.length === 0) continue;
    const { namespace } = location.ingress;
    const destination = cluster.firstPort(`${namespace}/${defaultBackend}`);
    if (destination === undefined) continue;
    const name = `custom-default-backend-${namespace}-${defaultBackend}`;
    if (!upstreams.has(name)) upstreams.set(name, { ...upstream, name, destination });
    location.errorUpstream = name;
    if (!upstream.destination.reachable) location.upstream = name;
  }
}

/** BuildRedirects in pkg/util/ingress: skipped where the counterpart is a rule host (aliases do not count). */
function wwwRedirects(servers: readonly Server[], certificates: Certificates): WwwRedirect[] {
  const hosts = new Set(servers.map((server) => server.host));
  return servers.flatMap((server): WwwRedirect[] => {
    if (!server.redirectFromToWww) return [];
    const from = server.host.startsWith('www.') ? server.host.slice(4) : `www.${server.host}`;
    if (hosts.has(from)) return [];
    const own = server.certificate;
    const certificate = own !== null && certificates.alsoCovers(own, from) ? own : null;
    return [{ from, to: server.host, certificate }];
  });
}

/** Names to certificates, in the order in which the controller writes them (configureCertificates in nginx.go). */
function certificateMap(servers: readonly Server[], redirects: readonly WwwRedirect[], certificates: Certificates) {
  const map = new Map<string, string>();
  const put = (name: string, certificate: string | null): void => {
    if (certificate === null) map.delete(name);
    else map.set(name, certificate);
  };
  for (const server of servers) {
    put(server.host, server.certificate);
    for (const alias of server.aliases) {
      const own = server.certificate;
      put(alias, own !== null && certificates.alsoCovers(own, alias) ? own : null);
    }
  }
  for (const redirect of redirects) put(redirect.from, redirect.certificate);
  return map;
}

function passthroughMap(
  servers: readonly Server[],
  upstreams: ReadonlyMap<string, Upstream>,
): Configuration['passthrough'] {
  const map = new Map<string, { label: string | null; rule: string }>();
  for (const server of servers) {
    const root = server.locations.find((location) => location.path === '/');
    if (!server.sslPassthrough || root === undefined) continue;
    const label = root.hasService ? (upstreams.get(root.upstream)?.destination.label ?? null) : null;
    map.set(server.host, { label, rule: root.rule });
  }
  return map;
}

/** `map` entries of block-user-agents and block-referers: text, or `~regex` / `~*regex`. */
function compileBlocklist(entries: readonly string[], errors: string[]): RegExp[] {
  const found: RegExp[] = [];
  for (const entry of entries) {
    const caseless = entry.startsWith('~*');
    if (!entry.startsWith('~')) {
      found.push(new RegExp(`^${entry.replace(/[.*+?^${}()|[\]\\/-]/g, '\\$&')}$`, 'i'));
      continue;
    }
    const compiled = compilePcre(entry.slice(caseless ? 2 : 1), caseless);
    if (compiled.kind === 'compiled') found.push(compiled.regex);
    else
      errors.push(compiled.kind === 'invalid' ? compiled.message : `blocklist entry ${entry}: ${compiled.construct}`);
  }
  return found;
}

function compileServer(
  server: Server,
  settings: Settings,
  healthPath: string,
): { compiled: CompiledServer; all: CompiledLocation[] } {
  const regexMode = server.locations.some((location) => rewrites(location) || location.settings.rewrite.useRegex);
  const snippet = readSnippetEffects(server.serverSnippet);
  const all = server.locations.map((location) => compileLocation(location, server, settings, snippet));
  const owners = server.locations.filter((location: Location) => location.settings.rewrite.appRoot !== '');
  const pages = new Map<number, string>();
  addGlobalErrorPages(pages, server, settings);
  const cn = server.clientCertificates?.matchCn ?? '';
  const matchCn = cn === '' ? null : compilePcre(cn, false);
  return {
    all,
    compiled: {
      server,
      locations: new LocationTable(all, regexMode, server.host === catchAll ? healthPath : null),
      appRoots: owners.map(({ settings: { rewrite }, ingress }) => ({
        path: rewrite.appRoot,
        rule: `Ingress ${ingress?.key ?? ''} app-root`,
      })),
      matchCn: matchCn?.kind === 'compiled' ? matchCn.regex : null,
      errorPages: pages,
      snippet,
    },
  };
}

/** Folds the input into the configuration the controller would render (getConfiguration in controller.go). */
export function buildConfiguration(input: IngressNginxInput): Configuration {
  const settings = readSettings(input);
  const cluster = new Cluster(input);
  const { stored, ignored } = selectIngresses(input, cluster, settings);
  const certificates = new Certificates(
    cluster,
    stored.filter(({ settings: own }) => !own.canary.enabled).map((ingress) => ingress.source),
  );
  const defaultService = input.flags?.defaultBackendService ?? '';
  const upstreams = createUpstreams(
    stored,
    cluster,
    defaultService === '' ? undefined : cluster.firstPort(defaultService),
  );
  const byHost = createServers(stored, upstreams, settings, certificates);
  addLocations(stored, upstreams, byHost);
  attachCanaries(stored, upstreams, byHost);
  const servers = [...byHost.values()].sort((a, b) => compareText(a.host, b.host));
  applyDefaultBackends(servers, upstreams, cluster);
  const errors: string[] = [];
  const unmodelled: string[] = [];
  for (const server of servers) {
    sortLocations(server.locations);
    server.locations = normaliseLocations(server.locations);
  }
  const redirects = wwwRedirects(servers, certificates);
  const compiled = servers.map((server) => {
    const result = compileServer(server, settings, input.flags?.healthCheckPath ?? '/healthz');
    errors.push(...result.compiled.locations.errors, ...checkLocations(server.host, result.all));
    unmodelled.push(...result.compiled.locations.unsupported, ...result.all.flatMap((location) => location.problems));
    unmodelled.push(...result.compiled.snippet.unmodelled.map((what) => `${what} (server-snippet of ${server.host})`));
    return result.compiled;
  });
  const fallback = compiled.find((server) => server.server.host === catchAll);
  if (fallback === undefined) throw new TypeError('the catch-all server always exists');
  const hosts = new HostTable(compiled, redirects, fallback);
  errors.push(...hosts.errors, ...checkVariables(compiled, hosts.groups));
  unmodelled.push(...hosts.unsupported);
  const flag = input.flags?.defaultSslCertificate ?? '';
  return {
    settings,
    input,
    servers: compiled,
    redirects,
    hosts,
    upstreams,
    certificates: certificateMap(servers, redirects, certificates),
    defaultCertificate: flag !== '' && cluster.secret(flag) !== undefined ? flag : defaultCertificate,
    passthrough: input.flags?.enableSslPassthrough === true ? passthroughMap(servers, upstreams) : new Map(),
    blocked: {
      agents: compileBlocklist(settings.blockUserAgents, errors),
      referers: compileBlocklist(settings.blockReferers, errors),
    },
    statusAllow: settings.statusAllow.map(parseNetwork).filter((network) => network !== undefined),
    read: requestReader(settings),
    setRequestHeaders: cluster.configmap(settings.proxySetHeaders) ?? new Map(),
    addedResponseHeaders: cluster.configmap(settings.addHeaders) ?? new Map(),
    tcpServices: readStreamServices(input, cluster, 'TCP'),
    udpServices: readStreamServices(input, cluster, 'UDP'),
    ignored,
    errors: [...new Set(errors)].sort(compareText),
    unmodelled: [...new Set(unmodelled)].sort(compareText),
  };
}
