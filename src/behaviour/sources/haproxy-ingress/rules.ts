import { parseGoBool, parseGoInt } from '../../values/go-values.js';
import { type Keys, readKeys, type ValueSource } from './annotations.js';
import { parseAuthUrl } from './auth-url.js';
import type { IngressObject, IngressPath } from './ingress-objects.js';
import type { HostDraft, Inventory, PathDraft } from './inventory.js';
import { defaultHost, headerConditions, linkHash, matchTypeOf, type PathLink } from './path-link.js';
import type { TcpServices } from './tcp-services.js';

/** Keys of annTCP and annHost (types/annotations.go); the rest belongs to backends. */
const hostKeys = new Set([
  'app-root',
  'auth-tls-error-page',
  'auth-tls-secret',
  'auth-tls-strict',
  'auth-tls-verify-client',
  'redirect-from',
  'redirect-from-regex',
  'server-alias',
  'server-alias-regex',
  'ssl-always-add-https',
  'ssl-always-follow-redirect',
  'ssl-options-host',
  'ssl-passthrough',
  'ssl-passthrough-http-port',
  'tls-alpn',
]);

/** Keys that a host and a backend read both, by where the check is placed. */
const sharedKeys = new Set([
  'auth-external-placement',
  'auth-headers-fail',
  'auth-headers-request',
  'auth-headers-succeed',
  'auth-method',
  'auth-signin',
  'auth-url',
]);

/** Adds what an Ingress declares (syncIngressHTTP in pkg/converters/ingress/ingress.go). */
export function addIngress(inventory: Inventory, tcp: TcpServices, ingress: IngressObject): void {
  const keys = readKeys(ingress.annotations, inventory.prefixes);
  const port = parseGoInt(keys.get('tcp-service-port') ?? '') ?? 0;
  if (port !== 0) tcp.add(inventory, ingress, port, keys);
  else new HttpIngress(inventory, ingress, keys).add();
}

class HttpIngress {
  private readonly inventory: Inventory;
  private readonly ingress: IngressObject;
  private readonly source: ValueSource;
  private readonly keys: Keys;
  private readonly forHost: Keys;
  private readonly parameters: Keys | undefined;

  constructor(inventory: Inventory, ingress: IngressObject, keys: Keys) {
    this.inventory = inventory;
    this.ingress = ingress;
    this.source = { namespace: ingress.namespace, name: ingress.name };
    this.keys = keys;
    this.forHost = new Map([...keys].filter(([key]) => hostKeys.has(key) || sharedKeys.has(key)));
    this.parameters = inventory.cluster.classParameters(ingress.className);
  }

  add(): void {
    this.inventory.skip(`Ingress ${this.ingress.key} spec.defaultBackend`, this.addDefaultBackend());
    for (const rule of this.ingress.rules) {
      const host = this.inventory.host(rule.host, this.source, this.forHost);
      for (const path of rule.paths) this.inventory.skip(path.rule, this.addPath(host, path));
    }
    for (const { hosts, secretName } of this.ingress.tls) {
      const key = `${this.ingress.namespace}/${secretName}`;
      const isThere = secretName !== '' && this.inventory.cluster.secret(key)?.hasKeyPair === true;
      for (const hostname of hosts) {
        const host = this.inventory.host(hostname, this.source, this.forHost);
        // A missing Secret means the default certificate; the first entry stays (reference §1.6).
        host.certificate ??= isThere ? key : 'default';
        host.tlsOwners.add(this.ingress.key);
      }
    }
  }

  /** `spec.defaultBackend` is a rule without host for everybody; the oldest one stays (reference §1.5). */
  private addDefaultBackend(): string | undefined {
    const { defaultBackend, key } = this.ingress;
    if (defaultBackend === undefined) return undefined;
    const rule = `Ingress ${key} spec.defaultBackend`;
    const link: PathLink = { hostname: defaultHost, path: '/', match: 'begin', headers: [] };
    if (this.inventory.hosts.get(defaultHost)?.paths.has(linkHash(link)) === true)
      return 'another rule without a host takes everything already';
    if (defaultBackend.backend === undefined) return 'a resource is no Service';
    const backend = this.inventory.backend(this.source, link, defaultBackend.backend, this.keys, undefined);
    if (typeof backend === 'string') return backend;
    return this.addTo(this.inventory.host('', this.source, this.forHost), rule, link, backend, undefined);
  }

  private addPath(host: HostDraft, { path, pathType, backend: ref, rule }: IngressPath): string | undefined {
    const headers = [
      ...headerConditions(this.keys.get('http-header-match'), false),
      ...headerConditions(this.keys.get('http-header-match-regex'), true),
    ];
    const match = matchTypeOf(pathType, this.keys.get('path-type'));
    const link: PathLink = { hostname: host.hostname, path, match, headers };
    const isPassthrough = parseGoBool(this.keys.get('ssl-passthrough') ?? '') === true;
    const isTaken =
      isPassthrough && path === '/'
        ? [...host.paths.values()].some((known) => known.link.path === path && known.link.headers.length === 0)
        : host.paths.has(linkHash(link));
    if (isTaken) return 'an older rule has the same host, path and type';
    const redirectTo = this.keys.get('redirect-to') ?? '';
    // Header conditions do not reach a redirect.
    if (redirectTo !== '') return this.addTo(host, rule, { ...link, headers: [] }, undefined, redirectTo);
    if (ref === undefined) return 'a resource is no Service';
    const backend = this.inventory.backend(this.source, link, ref, this.keys, this.parameters);
    if (typeof backend === 'string') return backend;
    const reason = this.addTo(host, rule, link, backend, undefined);
    const httpPort = this.keys.get('ssl-passthrough-http-port') ?? '';
    if (isPassthrough && httpPort !== '')
      this.inventory.backend(this.source, link, { service: ref.service, port: httpPort }, this.keys, undefined);
    this.addAuthenticationService(link);
    return reason;
  }

  /** A Service named by auth-url is a backend like others, found later by its targetPort (reference §1.9). */
  private addAuthenticationService(link: PathLink): void {
    const url = parseAuthUrl(this.keys.get('auth-url') ?? '');
    if (url === undefined || (url.scheme !== 'svc' && url.scheme !== 'service') || url.port === '') return;
    const [namespace, service] = url.host.includes('/') ? url.host.split('/') : [this.ingress.namespace, url.host];
    if (namespace === undefined || service === undefined) return;
    // Services of other namespaces are denied unless the ConfigMap allows them.
    const isAllowed =
      namespace === this.ingress.namespace ||
      this.inventory.global.get('cross-namespace-services').text.toLowerCase() === 'allow';
    if (isAllowed)
      this.inventory.backend(this.source, link, { service, port: url.port }, new Map(), undefined, namespace);
  }

  private addTo(
    host: HostDraft,
    rule: string,
    link: PathLink,
    backend: PathDraft['backend'],
    redirectTo: string | undefined,
  ): string | undefined {
    const hash = linkHash(link);
    const path = { rule, link, hash, host, backend, redirectTo, order: host.paths.size, owner: this.ingress.key };
    // A redirect loses its header conditions, and so may be there already.
    if (host.paths.has(hash)) return 'an older rule has the same host, path and type';
    host.paths.set(hash, path);
    backend?.paths.set(hash, path);
    return undefined;
  }
}
