import { HostMap } from './host-map.js';
import type { HostSettings } from './host-settings.js';
import type { BackendDraft, HostDraft, Inventory, PathDraft } from './inventory.js';
import { defaultHost, linkHash, type MatchType } from './path-link.js';
import type { PathSettings } from './path-settings.js';

/** What a request for a host and path leads to. */
export interface Route {
  readonly rule: string;
  readonly path: PathDraft;
  readonly leadsTo: 'backend' | 'https' | 'nothing';
}

/** Where a redirect comes from and leads to. */
export interface Redirect {
  readonly rule: string;
  readonly to: string;
}

/** The maps of the frontends (WriteFrontendMaps in pkg/haproxy/config.go). */
export interface Maps {
  readonly http: HostMap<Route>;
  readonly https: HostMap<Route>;
  /** Rules without host. */
  readonly httpDefault: HostMap<Route>;
  readonly httpsDefault: HostMap<Route>;
  readonly redirectTo: HostMap<Redirect>;
  readonly redirectFrom: HostMap<Redirect>;
  readonly appRoot: HostMap<Redirect>;
  /** Hosts whose root goes to HTTPS before it goes to the app root. */
  readonly appRootTls: HostMap<string>;
  readonly passthrough: HostMap<{ readonly rule: string; readonly backend: BackendDraft }>;
  /** Hosts that ask for client certificates. */
  readonly clientCertificates: HostMap<string>;
  readonly certificates: HostMap<string>;
}

/** Aliases come after names that are declared. */
const behindDeclared = 1_000_000;

export class MapBuilder {
  private readonly inventory: Inventory;
  private readonly hosts: ReadonlyMap<string, HostSettings>;
  private readonly settings: ReadonlyMap<string, ReadonlyMap<string, PathSettings>>;
  private readonly maps: Maps;

  constructor(
    inventory: Inventory,
    hosts: ReadonlyMap<string, HostSettings>,
    settings: ReadonlyMap<string, ReadonlyMap<string, PathSettings>>,
    order: readonly MatchType[],
    report: (problem: string) => void,
  ) {
    const empty = <T>(): HostMap<T> => new HostMap<T>(order, report);
    this.inventory = inventory;
    this.hosts = hosts;
    this.settings = settings;
    this.maps = {
      http: empty(),
      https: empty(),
      httpDefault: empty(),
      httpsDefault: empty(),
      redirectTo: empty(),
      redirectFrom: empty(),
      appRoot: empty(),
      appRootTls: empty(),
      passthrough: empty(),
      clientCertificates: empty(),
      certificates: empty(),
    };
  }

  build(): Maps {
    const redirected = new Set<string>();
    for (const host of [...this.inventory.hosts.values()]) {
      const settings = this.hosts.get(host.hostname);
      if (settings === undefined) continue;
      for (const path of host.paths.values()) this.addPath(host, settings, path);
      if (host.hostname === defaultHost) continue;
      if (host.certificate !== undefined) this.maps.certificates.addHost(host.hostname, host.certificate);
      if (!settings.isPassthrough) this.addHost(host, settings, redirected);
    }
    return this.maps;
  }

  private addPath(host: HostDraft, settings: HostSettings, path: PathDraft): void {
    const { rule, backend, link } = path;
    const route: Route = { rule, path, leadsTo: backend === undefined ? 'nothing' : 'backend' };
    if (host.hostname === defaultHost) {
      // Its certificate is the default one, so that released versions answer on HTTPS as well (reference §1.6).
      this.maps.httpDefault.addPath(defaultHost, link, path.order, route);
      if (this.isOnHttps(host, settings, path)) this.maps.httpsDefault.addPath(defaultHost, link, path.order, route);
      return;
    }
    if (path.redirectTo !== undefined) {
      this.addBelowAll(this.maps.redirectTo, host, settings, path, { rule, to: path.redirectTo });
      return;
    }
    if (settings.isPassthrough) {
      if (link.path === '/' && backend !== undefined) {
        this.maps.passthrough.addHost(host.hostname, { rule, backend });
        this.addBelowAll(this.maps.http, host, settings, path, this.passthroughOverHttp(settings, path, backend));
        return;
      }
    } else if (this.isOnHttps(host, settings, path)) {
      this.addBelowAll(this.maps.https, host, settings, path, route);
    }
    this.addBelowAll(this.maps.http, host, settings, path, route);
  }

  private passthroughOverHttp(settings: HostSettings, path: PathDraft, backend: BackendDraft): Route {
    const { rule } = path;
    const port = settings.passthroughHttpPort;
    const other = port === undefined ? undefined : this.inventory.known(backend.namespace, backend.service, port);
    if (other === undefined) return { rule, path, leadsTo: 'https' };
    return { rule, path: { ...path, backend: other }, leadsTo: 'backend' };
  }

  /** Of released versions TLS is a matter of the host, in the development tree of the Ingress (reference §1.6). */
  private isOnHttps(host: HostDraft, settings: HostSettings, path: PathDraft): boolean {
    if (this.inventory.input.version === '0.17') return host.tlsOwners.has(path.owner) || settings.alwaysHttps;
    return host.hostname === defaultHost || host.certificate !== undefined || settings.alwaysHttps;
  }

  private addBelowAll<T>(
    map: HostMap<T>,
    { hostname }: HostDraft,
    { alias, aliasExpression }: HostSettings,
    { link, order }: PathDraft,
    value: T,
  ): void {
    map.addPath(hostname, link, order, value);
    if (alias !== '') map.addPath(alias, link, order + behindDeclared, value);
    if (aliasExpression !== '') map.addPathBelowExpression(aliasExpression, link, order, value);
  }

  private addHost(host: HostDraft, settings: HostSettings, redirected: Set<string>): void {
    const { hostname } = host;
    const { redirectFrom, redirectFromExpression, appRoot, clientCertificates } = settings;
    const owner = [...host.paths.values()][0]?.owner ?? '';
    if (redirectFrom !== '' && !redirected.has(redirectFrom)) {
      redirected.add(redirectFrom);
      this.maps.redirectFrom.addHost(redirectFrom, { rule: `Ingress ${owner} redirect-from`, to: hostname });
    }
    if (redirectFromExpression !== '' && !redirected.has(`~${redirectFromExpression}`)) {
      redirected.add(`~${redirectFromExpression}`);
      const rule = `Ingress ${owner} redirect-from-regex`;
      this.maps.redirectFrom.addHostExpression(redirectFromExpression, { rule, to: hostname });
    }
    if (clientCertificates !== undefined) this.maps.clientCertificates.addHost(hostname, hostname);
    if (appRoot !== '') {
      if (this.rootGoesToHttps(host)) this.maps.appRootTls.addHost(hostname, hostname);
      this.maps.appRoot.addHost(hostname, { rule: `Ingress ${owner} app-root`, to: appRoot });
    }
  }

  /** Without a root path the ConfigMap decides, whether there is TLS or not. */
  private rootGoesToHttps(host: HostDraft): boolean {
    for (const path of host.paths.values()) {
      if (path.link.path !== '/' || path.link.headers.length > 0 || path.backend === undefined) continue;
      const settings = this.settings.get(path.backend.id)?.get(linkHash(path.link));
      if (settings !== undefined) return settings.redirectsToHttps;
    }
    return this.inventory.global.get('ssl-redirect').isTrue;
  }
}
