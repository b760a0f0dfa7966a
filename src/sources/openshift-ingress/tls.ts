import type { Secret } from '../../kubernetes/companions.js';
import type { RouteCertificate, RouteTls } from '../../kubernetes/route.js';
import type { RoutePart } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';
import { destinationCaOf } from './destination-ca.js';
import type { Context, ManagedIngress } from './managed-ingress.js';

/** What the controller decides for a host: no TLS, TLS, or no Route at all. */
export type TlsDecision =
  | { readonly kind: 'plain' }
  | {
      readonly kind: 'tls';
      readonly tls: RouteTls;
      readonly from: Readonly<Partial<Record<RoutePart, readonly ItemId[]>>>;
    }
  | { readonly kind: 'refused'; readonly why: string; readonly next: string; readonly from: readonly ItemId[] };

/** A certificate that the Ingress names for a host; the Secret may not be in the input. */
interface Named {
  readonly secretName: string;
  readonly item: ItemId;
  /** Set where a copy of it is to stand in the Route. */
  readonly copy: RouteCertificate | undefined;
}

/**
 * The TLS decision table (reference §1.6; route-controller-manager pkg/route/ingress/ingress.go tlsEnabled, tlsConfigForIngress):
 * hosts are compared as they are written, a Secret that is named and wrong voids the Route, an empty entry of spec.tls turns
 * TLS on for every host, and plain HTTP is always redirected.
 *
 * @param host as the rule writes it, wildcard included
 */
export function decideTls(managed: ManagedIngress, host: string, context: Context): TlsDecision {
  const named = certificateFor(managed, host, context);
  if (named !== undefined && 'why' in named) return { kind: 'refused', ...named };
  const { termination: asked } = managed.annotations;
  const empty = emptyEntries(managed);
  if (asked === undefined && named === undefined && empty.length === 0) return { kind: 'plain' };
  const termination = asked?.value ?? 'edge';
  const ownTls = named === undefined ? empty : [named.item];
  const from = { tls: [...(asked?.from ?? []), ...ownTls], insecure: [...(asked?.from ?? []), ...ownTls] };
  if (termination === 'passthrough') {
    if (named !== undefined) sayUnusedCertificate(named, context);
    const tls = { termination, insecure: 'Redirect', destinationCaCertificate: '' } as const;
    return {
      kind: 'tls',
      tls,
      from: named === undefined ? from : { tls: asked?.from ?? [], insecure: asked?.from ?? [] },
    };
  }
  const ca = termination === 'reencrypt' ? destinationCaOf(managed, context) : { value: '', from: [] };
  return {
    kind: 'tls',
    tls: {
      termination,
      insecure: 'Redirect',
      ...(named === undefined ? {} : certificateField(named)),
      destinationCaCertificate: ca.value,
    },
    from: {
      ...from,
      ...(named === undefined
        ? {}
        : { [named.copy === undefined ? 'externalCertificate' : 'certificate']: [named.item] }),
      ...(ca.from.length === 0 ? {} : { destinationCaCertificate: ca.from }),
    },
  };
}

function certificateFor(
  { ingress, fields, namespace }: ManagedIngress,
  host: string,
  context: Context,
): Named | undefined | { readonly why: string; readonly next: string; readonly from: readonly ItemId[] } {
  const { ledger, secretOf } = context;
  const index = ingress.tls.findIndex((entry) => entry?.hosts.includes(host) === true);
  const entry = ingress.tls[index];
  const item = fields.tls[index];
  if (entry === undefined || item === undefined) return undefined;
  const { secretName } = entry;
  const place = `spec.tls[${index}]`;
  if (secretName === undefined)
    return {
      why: `${place} lists ${host} without a secretName, which the controller takes for a missing Secret`,
      next: 'Name the Secret; for the default certificate of the router, make the entry empty ({}) or use the annotation route.openshift.io/termination: edge.',
      from: [item],
    };
  const secret = secretOf(namespace, secretName);
  const fault = secret === undefined ? undefined : faultOf(secret);
  if (fault !== undefined)
    return {
      why: `${place} names Secret ${secretName} for ${host}, and ${fault}`,
      next: 'Correct the Secret; until then the host is not served.',
      from: [item],
    };
  if (secret === undefined)
    ledger.say(item, {
      verdict: 'converted',
      code: 'RS2145',
      message: `Secret ${secretName} is not in the input; it is taken to exist, to be of type kubernetes.io/tls and to hold both keys`,
      next: 'Check it, or convert together with the Secret: without a valid one the controller makes no Route.',
    });
  const copy = context.inlineCertificates ? copyOf(secretName, item, secret, context) : undefined;
  return { secretName, item, copy };
}

function certificateField({ secretName, copy }: Named): Pick<RouteTls, 'certificate' | 'externalCertificate'> {
  return copy === undefined ? { externalCertificate: secretName } : { certificate: copy };
}

/** What the controller would copy; undefined, after a word about it, where it is not at hand. */
function copyOf(
  secretName: string,
  item: ItemId,
  secret: Secret | undefined,
  { ledger }: Context,
): RouteCertificate | undefined {
  const keyPair = secret?.manifest.keyPair;
  if (keyPair !== undefined) return { names: secret?.certificate, keyPair };
  ledger.say(item, {
    verdict: 'approximated',
    code: 'RS2155',
    severity: 'warning',
    message: `the certificate and key of Secret ${secretName} are not in the input, so they cannot be copied; the Route refers to the Secret`,
    next: 'Convert together with the Secret if the Route has to hold copies.',
  });
  return undefined;
}

/** tlsSecretIfValid: the type and the two keys, whatever stands in them. */
function faultOf({ type, keys }: Secret): string | undefined {
  if (type !== 'kubernetes.io/tls') return `its type is ${type} instead of kubernetes.io/tls`;
  const missing = ['tls.crt', 'tls.key'].filter((key) => !keys.includes(key));
  return missing.length === 0 ? undefined : `it lacks ${missing.join(' and ')}`;
}

/** Entries of spec.tls that say nothing at all: they turn TLS on for every rule, with the certificate of the router. */
function emptyEntries({ ingress, fields }: ManagedIngress): ItemId[] {
  return ingress.tls.flatMap((entry, index) => {
    const item = fields.tls[index];
    const isEmpty = entry !== undefined && entry.hosts.length === 0 && entry.secretName === undefined;
    return isEmpty && item !== undefined ? [item] : [];
  });
}

function sayUnusedCertificate({ secretName, item }: Named, { ledger }: Context): void {
  ledger.say(item, {
    verdict: 'redundant',
    code: 'RS1207',
    message: `the controller asks that Secret ${secretName} is valid and does not use it: TLS passes through to the pods`,
  });
}
