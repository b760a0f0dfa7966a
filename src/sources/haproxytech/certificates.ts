import type { Secret } from '../../kubernetes/companions.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { ItemId } from '../../model/traced.js';
import type { HostTls } from '../../model/traffic.js';
import type { Context } from './context.js';
import type { ServedIngress } from './served-ingress.js';

/** A certificate that the controller loads. */
interface Loaded {
  readonly namespace: string | undefined;
  readonly name: string;
  /** As the controller calls the file; the first of the folder is shown where no name fits. */
  readonly file: string;
  readonly covers: (host: string) => boolean;
  readonly from: readonly ItemId[];
}

/**
 * The certificates of the HTTPS listener, which are chosen by server name and serve every host (reference §2.3): with one
 * loaded, all hosts answer on HTTPS; with none, nobody does. A Secret that is not in the input is taken to exist.
 */
export class Certificates {
  readonly #loaded: readonly Loaded[];
  readonly #hasDefault: boolean;
  readonly #ledger: Ledger;

  constructor(served: readonly ServedIngress[], { options, settings, secretOf, ledger }: Context) {
    const found: Loaded[] = [];
    this.#ledger = ledger;
    for (const { ingress, fields, namespaceKey, owner } of served) {
      ingress.tls.forEach((entry, index) => {
        const item = fields.tls[index];
        if (entry === undefined || item === undefined) return;
        if (entry.hosts.length === 0) {
          ledger.say(item, {
            verdict: 'redundant',
            code: 'RS1206',
            message:
              'the controller drops entries without hosts: neither a certificate nor a redirect comes of this one',
            next: 'List the hosts that the certificate is for.',
          });
          return;
        }
        const name = entry.secretName ?? '';
        if (name === '') return;
        const secret = secretOf(namespaceKey, name);
        if (secret !== undefined && !isUsable(secret)) {
          ledger.say(item, {
            verdict: 'approximated',
            code: 'RS1203',
            severity: 'warning',
            message: `Secret ${name} holds no tls.crt with its key, so the controller does not load it`,
            next: 'Correct the Secret.',
          });
          return;
        }
        const hosts = entry.hosts.map((host) => host.toLowerCase());
        found.push({
          namespace: owner.namespace,
          name,
          file: `${namespaceKey}_${name}.pem`,
          covers: (host) => namesOf(secret, hosts).some((one) => coversName(one, host)),
          from: [item],
        });
      });
    }
    this.#loaded = found.sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : 0));
    const configured = settings.written('ssl-certificate');
    this.#hasDefault = configured !== undefined || options.defaultSslCertificate !== undefined;
    ledger.sayAll(configured?.from ?? [], {
      verdict: 'manual',
      code: 'RS0319',
      message:
        'the default certificate opens HTTPS for every host; hosts without TLS of their own refer to a Secret that has to be named',
      next: 'Pass --default-ssl-certificate NAMESPACE/NAME.',
    });
  }

  /**
   * TLS of a host; '' for requests to hosts that nobody names.
   *
   * @param redirected the items of those who redirect its plain HTTP to https
   */
  tlsOf(host: string, redirected: readonly ItemId[]): HostTls {
    const own = this.#loaded.filter(({ covers }) => covers(host));
    const [chosen] = own;
    if (chosen !== undefined) {
      const { namespace, name } = chosen;
      const from = own.filter((one) => one.file === chosen.file).flatMap((one) => one.from);
      return { kind: 'terminate', certificate: { kind: 'secret', namespace, name }, from };
    }
    if (this.#hasDefault || this.#loaded.length > 0) return { kind: 'default' };
    if (redirected.length === 0) return { kind: 'http-only' };
    this.#ledger.sayAll(redirected, {
      verdict: 'approximated',
      code: 'RS2238',
      message:
        'plain HTTP is redirected to https, where nothing answers today: the input names no certificate, and without one the controller speaks no TLS. The output serves https',
      next: 'Name the certificate in spec.tls, or pass --default-ssl-certificate NAMESPACE/NAME if the controller has one.',
    });
    return { kind: 'default' };
  }
}

function isUsable({ keys }: Secret): boolean {
  return ['tls', 'rsa', 'ecdsa', 'dsa'].some((kind) => keys.includes(`${kind}.crt`) && keys.includes(`${kind}.key`));
}

/** The names in a certificate; one that cannot be looked into covers what the entry lists. */
function namesOf(secret: Secret | undefined, hosts: readonly string[]): readonly string[] {
  const certificate = secret?.certificate;
  if (certificate === undefined) return hosts;
  const names = certificate.dnsNames.length > 0 ? certificate.dnsNames : [certificate.commonName ?? ''];
  return names.map((name) => name.toLowerCase());
}

function coversName(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && !host.startsWith('*.') && host.replace(/^[^.]*/, '*') === name);
}
