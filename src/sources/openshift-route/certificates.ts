import { formatRef } from '../../kubernetes/object.js';
import { cutText } from '../../kubernetes/stand-ins.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';
import type { Certificate, HostTls } from '../../model/traffic.js';
import type { AdmittedRoute, Context } from './context.js';

/** Names the Secret that holds the certificate of a Route, where it is known from elsewhere than the Route itself. */
export type CertificateSource = (
  originated: OriginatedRoute,
) => { readonly namespace: string | undefined; readonly name: string } | undefined;

/**
 * The TLS of a host. The router picks the certificate by server name among those of the host's Routes; where several bring
 * one, that of the greatest `namespace/name` is taken here, and said to be. The Routes of a wildcard host come last.
 */
export function hostTls(
  name: string,
  terminating: readonly AdmittedRoute[],
  certificateOf: CertificateSource,
  context: Context,
): HostTls {
  const [first] = terminating;
  if (first === undefined) return { kind: 'http-only' };
  const terminated = terminating.flatMap(({ originated }) => originated.from.tls ?? []);
  const own = terminating.filter(({ originated: { route } }) => hasCertificate(route.tls)).sort(compareNames);
  const [chosen, ...others] = own;
  for (const other of others) sayOther(name, other, chosen, context);
  if (chosen === undefined) return { kind: 'terminate', certificate: { kind: 'default' }, from: unique(terminated) };
  const { route, owner, from } = chosen.originated;
  const given = certificateOf(chosen.originated);
  const certificate: Certificate =
    given !== undefined
      ? { kind: 'secret', ...given }
      : route.tls?.externalCertificate !== undefined
        ? { kind: 'secret', namespace: owner.namespace, name: route.tls.externalCertificate }
        : inline(chosen, context);
  return {
    kind: 'terminate',
    certificate,
    from: unique([...terminated, ...(from.certificate ?? []), ...(from.externalCertificate ?? [])]),
  };
}

function hasCertificate(tls: OriginatedRoute['route']['tls']): boolean {
  return tls?.certificate !== undefined || tls?.externalCertificate !== undefined;
}

/** Own hosts before wildcards, then the greatest name. */
function compareNames(a: AdmittedRoute, b: AdmittedRoute): number {
  if (a.host.kind !== b.host.kind) return a.host.kind === 'exact' ? -1 : 1;
  const [x, y] = [a, b].map(({ originated: { owner, route } }) => `${owner.namespace ?? 'default'}:${route.meta.name}`);
  return (x ?? '') < (y ?? '') ? 1 : (x ?? '') > (y ?? '') ? -1 : 0;
}

/** The name of the Secret that takes the certificate of a Route. */
export function secretNameOf({ route }: OriginatedRoute): string {
  return `${cutText(route.meta.name, 243)}-route-tls`;
}

function inline({ originated }: AdmittedRoute, { ledger, options }: Context): Certificate {
  const { route, owner, from } = originated;
  const name = secretNameOf(originated);
  const certificate = { kind: 'secret' as const, namespace: owner.namespace, name };
  const items = from.certificate ?? [];
  const keyPair = route.tls?.certificate?.keyPair;
  if (options.extractCertificates === true && keyPair !== undefined) {
    ledger.sayAll(items, {
      verdict: 'converted',
      code: 'RS2114',
      severity: 'info',
      message: `written to Secret ${name}, with its key`,
    });
    return { ...certificate, content: keyPair };
  }
  const place = `${owner.namespace === undefined ? '' : `${owner.namespace}/`}${name}`;
  ledger.sayAll(items, {
    verdict: 'manual',
    code: 'RS2114',
    message:
      options.extractCertificates === true
        ? `the certificate or its key is missing, so Secret ${place}, to which the listener refers, cannot be written`
        : `the certificate is in the Route itself; the listener refers to Secret ${place}, which does not exist yet`,
    next:
      options.extractCertificates === true
        ? 'Create that Secret (type kubernetes.io/tls).'
        : 'Pass --extract-certificates, or create that Secret (type kubernetes.io/tls; tls.crt is the certificate followed by caCertificate).',
  });
  return certificate;
}

function sayOther(
  name: string,
  { originated: { from } }: AdmittedRoute,
  chosen: AdmittedRoute | undefined,
  { ledger }: Context,
): void {
  const of = chosen === undefined ? 'another Route' : formatRef(chosen.originated.owner.ref);
  ledger.sayAll([...(from.certificate ?? []), ...(from.externalCertificate ?? [])], {
    verdict: 'redundant',
    code: 'RS2115',
    message: `for ${name} the certificate of ${of} is presented`,
    next: 'Use one certificate for all Routes of a host.',
  });
}

function unique(items: readonly ItemId[]): ItemId[] {
  return [...new Set(items)];
}
