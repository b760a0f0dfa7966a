import { compareText, listAt, objectAt, stringAt, stringMapAt } from '../../values/plain-object.js';
import { type Annotations, lookUp, readObjectPath } from './annotation-layers.js';
import type { Cluster } from './cluster.js';
import type { StoredIngress } from './ingress-objects.js';
import type { HaproxytechInput } from './input.js';
import type { Remarks } from './rule-reading.js';

interface Certificate {
  /** `namespace/secret`. */
  readonly secret: string;
  readonly file: string;
  readonly names: ReadonlySet<string>;
}

/** The certificates of the HTTPS listener (pkg/haproxy/certs, pkg/handler/https.go; reference §2.3). */
export class Certificates {
  private readonly loaded: readonly Certificate[];
  readonly strict: boolean;

  constructor(
    input: HaproxytechInput,
    ingresses: readonly StoredIngress[],
    cluster: Cluster,
    config: Annotations,
    remarks: Remarks,
  ) {
    const found = new Map<string, Certificate>();
    const add = (namespace: string, name: string, hosts: readonly string[], isDefault: boolean): void => {
      const names = certificateNames(cluster, namespace, name, hosts);
      if (names === undefined) {
        remarks.messages.push(`Secret ${namespace}/${name}: no certificate that could be loaded`);
        return;
      }
      // The digit makes the default certificate the first of the folder, which is shown where no name matches.
      const file = `${isDefault ? '0_' : ''}${namespace}_${name}.pem`;
      const all = new Set([...(found.get(file)?.names ?? []), ...names]);
      found.set(file, { secret: `${namespace}/${name}`, file, names: all });
    };
    const layer = config.has('ssl-certificate') ? lookUp('ssl-certificate', config) : undefined;
    const chosen = readObjectPath(layer ?? input.flags?.defaultSslCertificate ?? '');
    if (chosen !== undefined && chosen.name !== '') add(chosen.namespace || 'default', chosen.name, [], true);
    for (const { namespace, tls } of ingresses) {
      for (const [host, secret] of tls) if (secret !== '') add(namespace, secret, [host], false);
    }
    this.loaded = [...found.values()].sort((a, b) => compareText(a.file, b.file));
    this.strict = lookUp('client-strict-sni', config) === 'true';
  }

  /** Without a certificate the HTTPS port speaks no TLS. */
  get none(): boolean {
    return this.loaded.length === 0;
  }

  /** The Secret whose certificate a client is shown, or the default one; undefined if the handshake is refused. */
  shown(serverName: string): string | undefined {
    const name = serverName.toLowerCase();
    const wildcard = name.replace(/^[^.]*/, '*');
    const named =
      this.loaded.find(({ names }) => names.has(name)) ??
      this.loaded.find(({ names }) => wildcard !== name && wildcard.includes('.') && names.has(wildcard));
    if (named !== undefined) return named.secret;
    // The first of the folder, whoever it belongs to.
    return this.strict ? undefined : 'default';
  }
}

/** The names in a certificate; one that nobody has shown covers the hosts that tls entries list. Undefined without one. */
function certificateNames(
  cluster: Cluster,
  namespace: string,
  name: string,
  hosts: readonly string[],
): readonly string[] | undefined {
  const secret = cluster.secret(namespace, name);
  if (secret === null) return undefined;
  const listed = hosts.map((host) => host.toLowerCase());
  if (secret.kind === 'assumed') return listed;
  const { object } = secret;
  const cert = objectAt(object, 'cert');
  if (cert !== undefined) {
    const sans = listAt(cert, 'sans').filter((san): san is string => typeof san === 'string');
    return sans.map((san) => san.toLowerCase());
  }
  const keys = new Set([...stringMapAt(object, 'data').keys(), ...stringMapAt(object, 'stringData').keys()]);
  const pair = ['tls', 'rsa', 'ecdsa', 'dsa'].some((kind) => keys.has(`${kind}.crt`) && keys.has(`${kind}.key`));
  return pair || (keys.size === 0 && stringAt(object, 'type') === 'kubernetes.io/tls') ? listed : undefined;
}
