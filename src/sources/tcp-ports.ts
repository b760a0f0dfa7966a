import { isDnsLabel, isPortNumber } from '../kubernetes/dns-name.js';
import type { Ledger } from '../ledger/ledger.js';
import type { ItemId } from '../model/traced.js';
import type { Backend, Owner, TcpService } from '../model/traffic.js';
import type { ConvertOptions } from '../options.js';
import { listenerWords, type TcpWords } from './tcp-words.js';

/** What opens a TCP port. */
export interface TcpClaim {
  readonly words: TcpWords;
  /** The field that leads to the backend. */
  readonly item: ItemId;
  /** What else the port comes from. */
  readonly from: readonly ItemId[];
  readonly owner: Owner;
  readonly backend: Backend;
  readonly assumption?: string | undefined;
  /** Why it cannot be published, asked when everything is read; undefined where it can. */
  readonly why: () => string | undefined;
}

/**
 * The TCP ports that a source opens. Published is a port that leads to one backend whatever is said on it: where one of its
 * claims cannot be kept, none of them is.
 */
export class TcpPorts {
  /** By protocol and port. */
  readonly #claims = new Map<string, TcpClaim[]>();
  readonly #options: ConvertOptions;
  readonly #ledger: Ledger;

  constructor(options: ConvertOptions, ledger: Ledger) {
    this.#options = options;
    this.#ledger = ledger;
  }

  claim(claim: TcpClaim): void {
    const { port, protocol = 'TCP' } = claim.words;
    const key = `${protocol} ${port}`;
    this.#claims.set(key, [...(this.#claims.get(key) ?? []), claim]);
  }

  /** The ports that can be published; the others are told. */
  settle(): TcpService[] {
    return [...this.#claims.values()]
      .flatMap((claims) => this.#settlePort(claims))
      .sort((a, b) => a.port - b.port || Number(a.protocol === 'UDP') - Number(b.protocol === 'UDP'));
  }

  #settlePort(claims: readonly TcpClaim[]): TcpService[] {
    const whys = claims.map(whyNot);
    const [only, ...others] = claims;
    if (only === undefined) return [];
    const { backend, owner, item, from, assumption, words } = only;
    const isAlone = others.length === 0 && whys[0] === undefined;
    if (this.#options.to === 'gateway-api' && isAlone && backend.port !== undefined) {
      const to = { ...backend, port: backend.port };
      const protocol = words.protocol === 'UDP' ? ({ protocol: 'UDP' } as const) : {};
      return [{ port: words.port, ...protocol, owner, backend: to, assumption, from: [item, ...from] }];
    }
    const shared = others.length > 0 ? sharedBy(words.port, claims) : undefined;
    claims.forEach((claim, index) => {
      this.#tell(claim, whys[index] ?? shared);
    });
    return [];
  }

  #tell({ words, item }: TcpClaim, why: string | undefined): void {
    const told = listenerWords(words, this.#options, this.#options.to === 'gateway-api' ? why : undefined);
    this.#ledger.say(item, { verdict: 'manual', code: words.protocol === 'UDP' ? 'RS2461' : 'RS2201', ...told });
  }
}

function sharedBy(port: number, claims: readonly TcpClaim[]): string {
  return claims.some(({ words }) => words.host !== '')
    ? `port ${port} leads elsewhere for some server names, and a TCP listener knows none`
    : `${claims.length} objects open port ${port}`;
}

function whyNot({ words, backend, why }: TcpClaim): string | undefined {
  if (!isPortNumber(words.port)) return 'it is no number of a port';
  if (words.host !== '') return 'a TCP listener knows no server names';
  if (words.hasTls) return 'a TCP listener does not end TLS';
  const reason = why();
  if (reason !== undefined) return reason;
  const { service, namespace, port, writtenPort, externalName } = backend;
  if (!isDnsLabel(service) || (namespace !== undefined && !isDnsLabel(namespace)))
    return 'the name of the Service is none';
  if (externalName !== undefined) return `Service ${service} is of type ExternalName`;
  if (port === undefined) return `port ${writtenPort} is known by name only, and the Service is not in the input`;
  return undefined;
}
