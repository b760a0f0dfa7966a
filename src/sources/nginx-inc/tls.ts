import type { ItemId } from '../../model/traced.js';
import type { Certificate } from '../../model/traffic.js';
import type { Context, ServedIngress } from './context.js';

/** What becomes of TLS connections to a host (semantics 3.4, addSSLConfig in internal/configs/ingress.go). */
export type HostSecurity =
  /** Nobody asked for TLS: handshakes are refused. */
  | { readonly kind: 'none' }
  /** The Secret is of no use: handshakes are refused, and plain HTTP is redirected all the same. */
  | { readonly kind: 'refused'; readonly why: string; readonly from: readonly ItemId[] }
  | { readonly kind: 'terminate'; readonly certificate: Certificate; readonly from: readonly ItemId[] };

/** The last entry that lists exactly this host decides; a wildcard there does not cover names below it. */
export function securityOf(served: ServedIngress, host: string, context: Context): HostSecurity {
  const { ingress, fields, owner, namespaceKey } = served;
  const index = ingress.tls.findLastIndex((entry) => entry?.hosts.includes(host) === true);
  const entry = ingress.tls[index];
  if (entry === undefined) return { kind: 'none' };
  const item = fields.tls[index];
  const from = item === undefined ? [] : [item];
  const { secretName } = entry;
  if (secretName === undefined || secretName === '') {
    sayWildcardSecret(from, context);
    return { kind: 'terminate', certificate: { kind: 'default' }, from };
  }
  const secret = context.secretOf(namespaceKey, secretName);
  if (secret !== undefined) {
    const lacks = ['tls.crt', 'tls.key'].find((key) => !secret.keys.includes(key));
    const why =
      secret.type !== 'kubernetes.io/tls'
        ? `Secret ${secretName} is of type ${secret.type}, not kubernetes.io/tls`
        : lacks === undefined
          ? undefined
          : `Secret ${secretName} has no ${lacks}`;
    if (why !== undefined) return { kind: 'refused', why, from };
  }
  return { kind: 'terminate', certificate: { kind: 'secret', namespace: owner.namespace, name: secretName }, from };
}

function sayWildcardSecret(from: readonly ItemId[], { ledger }: Context): void {
  ledger.sayAll(from, {
    verdict: 'converted',
    code: 'RS0207',
    message:
      'no Secret is named, so the controller is assumed to have one for such hosts (-wildcard-tls-secret); without it, it would refuse their connections',
    next: 'Name the Secret, or pass --default-ssl-certificate with that of the controller.',
  });
}
