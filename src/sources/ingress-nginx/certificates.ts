import type { Secret } from '../../kubernetes/companions.js';
import type { ItemId } from '../../model/traced.js';
import type { Certificate } from '../../model/traffic.js';
import { displayName } from '../served-ingress.js';
import type { TargetWords } from '../target-words.js';
import { orderAssumption } from './order.js';
import { DEFAULT_SERVER, type Server } from './routing-table.js';
import type { ServedIngress } from './served-ingress.js';

/** What the controller presents for a host, and why. */
export interface HostCertificate {
  readonly certificate: Certificate;
  readonly from: readonly ItemId[];
  /** Names that the certificate is known or declared to cover. */
  readonly covers: (host: string) => boolean;
}

export type SecretLookup = (namespaceKey: string, name: string) => Secret | undefined;

/**
 * The certificate of a host: the oldest Ingress of the host with a non-empty `tls` list decides once and for all
 * (internal/ingress/controller/controller.go createServers, extractTLSSecretName; semantics §11.2). A Secret that is not
 * in the input is taken to exist and to fit the hosts that are listed with it.
 *
 * @returns undefined when no Ingress of the host has a `tls` list.
 */
export function certificateOf(server: Server, secretOf: SecretLookup, words: TargetWords): HostCertificate | undefined {
  if (server.host === DEFAULT_SERVER) {
    for (const user of server.users) sayHostless(user);
    return undefined;
  }
  const owner = server.users.find((u) => u.ingress.tls.some((t) => t !== undefined));
  if (owner === undefined) return undefined;
  const used = decide(server.host, owner, secretOf, words);
  const others = agreeing(server, owner, used, secretOf, words);
  return others.length === 0 ? used : { ...used, from: [...used.from, ...others] };
}

function decide(host: string, owner: ServedIngress, secretOf: SecretLookup, words: TargetWords): HostCertificate {
  const byName = owner.ingress.tls.findIndex((t) => t?.hosts.includes(host) === true);
  const chosen =
    byName >= 0
      ? byName
      : owner.ingress.tls.findIndex((t) => t !== undefined && vouches(t.secretName, t.hosts, host, owner, secretOf));
  const entry = owner.ingress.tls[chosen];
  const items = tlsItemsOf(owner, chosen);
  if (entry === undefined) {
    // A `tls` list for other hosts makes this host redirect all the same, with the default certificate.
    return {
      certificate: { kind: 'default' },
      from: owner.fields.tls.filter((i) => i !== undefined),
      covers: () => false,
    };
  }
  if (entry.secretName === undefined || entry.secretName === '')
    return { certificate: { kind: 'default' }, from: items, covers: () => false };
  const secret = secretOf(owner.namespaceKey, entry.secretName);
  if (secret !== undefined && !usable(secret, host)) {
    const why = secret.keys.includes('tls.crt') ? `its certificate does not cover ${host}` : 'it holds no tls.crt';
    owner.annotations.ledger.sayAll(items, {
      verdict: 'approximated',
      code: 'RS1203',
      severity: 'warning',
      message: `Secret ${entry.secretName} is not used for ${host}: ${why}, so the controller presents its default certificate`,
      next: 'Correct the certificate; until then clients of this host see the default one.',
    });
    return { certificate: { kind: 'default' }, from: items, covers: () => false };
  }
  sayWhatIsAssumed(owner, items, secret, entry.secretName, byName >= 0, host, words);
  const lists = (name: string): boolean => entry.hosts.includes(name);
  return {
    certificate: { kind: 'secret', namespace: owner.owner.namespace, name: entry.secretName },
    from: items,
    covers: (name) =>
      secret?.certificate === undefined ? lists(name) || lists(wildcardOf(name)) : usable(secret, name),
  };
}

/** A certificate that cannot be looked into is taken to fit; the controller would present its default one otherwise. */
function sayWhatIsAssumed(
  owner: ServedIngress,
  items: readonly ItemId[],
  secret: Secret | undefined,
  name: string,
  listed: boolean,
  host: string,
  { user }: TargetWords,
): void {
  if (secret !== undefined && secret.certificate === undefined) {
    owner.annotations.ledger.sayAll(items, {
      verdict: 'approximated',
      code: 'RS1217',
      severity: 'warning',
      message: `tls.crt of Secret ${name} cannot be read as a certificate; it is taken to be blanked out here only, and to cover ${host}`,
      next: `Where it is so in the cluster, the controller presents its default certificate and ${user} is refused: correct the Secret.`,
    });
  } else if (secret === undefined && !listed) {
    owner.annotations.ledger.sayAll(items, {
      verdict: 'converted',
      code: 'RS1217',
      severity: 'info',
      message: `Secret ${name} is not in the input and the entry does not list ${host}; its certificate is taken to cover it`,
      next: 'Convert together with the Secret, or check that its certificate names the host.',
    });
  }
}

function tlsItemsOf(owner: ServedIngress, index: number): ItemId[] {
  const item = owner.fields.tls[index];
  return item === undefined ? [] : [item];
}

/** Whether an entry that does not list the host is used for it: its certificate must be valid for the host. */
function vouches(
  secretName: string | undefined,
  hosts: readonly string[],
  host: string,
  owner: ServedIngress,
  secretOf: SecretLookup,
): boolean {
  if (secretName === undefined || secretName === '') return false;
  const secret = secretOf(owner.namespaceKey, secretName);
  if (secret?.certificate !== undefined) return usable(secret, host);
  // Unknown certificate: an entry without hosts is meant for the Ingress' own hosts.
  return secret === undefined && (hosts.length === 0 || hosts.includes(wildcardOf(host)));
}

function usable(secret: Secret, host: string): boolean {
  const { certificate } = secret;
  if (certificate === undefined) return secret.keys.includes('tls.crt') && secret.keys.includes('tls.key');
  const names = certificate.dnsNames.length > 0 ? certificate.dnsNames : [certificate.commonName ?? ''];
  return names.some((name) => coversName(name.toLowerCase(), host));
}

/** A wildcard name covers one label; a wildcard host needs the same wildcard name. */
function coversName(name: string, host: string): boolean {
  return name === host || (name.startsWith('*.') && !host.startsWith('*.') && wildcardOf(host) === name);
}

function wildcardOf(host: string): string {
  const dot = host.indexOf('.');
  return dot < 0 ? host : `*${host.slice(dot)}`;
}

function sayHostless(user: ServedIngress): void {
  const onlyHostless = user.ingress.rules.every((r) => r === undefined || r.host === undefined || r.host === '');
  if (!onlyHostless) return;
  for (const item of user.fields.tls) {
    if (item === undefined || !user.annotations.ledger.isSilent(item)) continue;
    user.annotations.ledger.say(item, {
      verdict: 'redundant',
      code: 'RS1205',
      message:
        'the controller ignores tls on rules without a host: unknown hosts get the default certificate and no redirect',
    });
  }
}

/** The entries of younger Ingresses that name the same certificate; those that name another one are told that they lose. */
function agreeing(
  server: Server,
  owner: ServedIngress,
  used: HostCertificate,
  secretOf: SecretLookup,
  words: TargetWords,
): ItemId[] {
  const items: ItemId[] = [];
  for (const user of server.users) {
    if (user === owner || !user.ingress.tls.some((t) => t !== undefined)) continue;
    const own = decide(server.host, user, secretOf, words).certificate;
    const same = JSON.stringify(own) === JSON.stringify(used.certificate);
    user.ingress.tls.forEach((entry, index) => {
      const item = user.fields.tls[index];
      if (item === undefined || entry === undefined || !entry.hosts.includes(server.host)) return;
      if (same) {
        items.push(item);
        return;
      }
      user.annotations.ledger.say(item, {
        verdict: 'redundant',
        code: 'RS1204',
        severity: 'warning',
        message: `the certificate of ${server.host} comes from ${displayName(owner)}, the oldest Ingress of the host with tls${orderAssumption(owner, user)}`,
        next: 'Use one Secret for the host.',
      });
    });
  }
  return items;
}
