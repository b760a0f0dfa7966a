import type { Cluster } from './cluster.js';
import type { SourceIngress } from './ingress-objects.js';

export const defaultCertificate = 'default';

/** Whether one of the names (lower case) covers a host: equal, or a wildcard for exactly its first label. */
function anyCovers(names: ReadonlySet<string>, host: string): boolean {
  const wanted = host.toLowerCase();
  if (names.has(wanted)) return true;
  const dot = wanted.indexOf('.');
  return dot > 0 && !wanted.startsWith('*') && names.has(`*${wanted.slice(dot)}`);
}

/** The hosts that an Ingress lists for a Secret (`namespace/name`); null for every host. */
function listedBy(ingress: SourceIngress, key: string): ReadonlySet<string> | null {
  const entries = ingress.tls.filter((entry) => `${ingress.namespace}/${entry.secretName}` === key);
  if (entries.some((entry) => entry.hosts.length === 0)) return null;
  return new Set(entries.flatMap((entry) => entry.hosts.map((host) => host.toLowerCase())));
}

/** Picks certificates (reference §11.2): Secrets of the Ingress's own namespace, the default one where they do not fit. */
export class Certificates {
  private readonly cluster: Cluster;
  /** Hosts that tls entries list per Secret: what an assumed certificate is taken to cover; null, every host, if none. */
  private readonly listed = new Map<string, Set<string> | null>();

  constructor(cluster: Cluster, ingresses: readonly SourceIngress[]) {
    this.cluster = cluster;
    for (const ingress of ingresses) {
      for (const entry of ingress.tls) {
        const key = `${ingress.namespace}/${entry.secretName}`;
        const hosts = this.listed.get(key) ?? new Set<string>();
        for (const host of entry.hosts) hosts.add(host.toLowerCase());
        this.listed.set(key, hosts.size === 0 ? null : hosts);
      }
    }
  }

  /**
   * Whether the Secret's certificate is valid for the host; undefined if there is no certificate.
   *
   * @param ingress whose tls entries tell what an assumed certificate covers; all of them without it
   */
  private valid(key: string, host: string, ingress?: SourceIngress): boolean | undefined {
    const names = this.cluster.secret(key)?.names;
    if (names === null || names === undefined) return undefined;
    if (names !== 'assumed') return anyCovers(new Set(names.map((name) => name.toLowerCase())), host);
    const hosts = ingress === undefined ? this.listed.get(key) : listedBy(ingress, key);
    return hosts === null || (hosts !== undefined && anyCovers(hosts, host));
  }

  /** The certificate an Ingress with a tls section gives to a host: `namespace/secret` or `default`. */
  ofHost(host: string, ingress: SourceIngress): string {
    const literal = ingress.tls.find((entry) =>
      entry.hosts.some((listed) => listed.toLowerCase() === host.toLowerCase()),
    );
    const bySan = ingress.tls.find(
      (entry) =>
        entry.secretName !== '' && this.valid(`${ingress.namespace}/${entry.secretName}`, host, ingress) === true,
    );
    const secretName = (literal ?? bySan)?.secretName ?? '';
    if (secretName === '') return defaultCertificate;
    const key = `${ingress.namespace}/${secretName}`;
    return this.valid(key, host, ingress) === true ? key : defaultCertificate;
  }

  /** Whether a chosen certificate also names an alias or the www counterpart (IsValidHostname in net/ssl/ssl.go). */
  alsoCovers(certificate: string, name: string): boolean {
    return certificate !== defaultCertificate && this.valid(certificate, name) === true;
  }
}
