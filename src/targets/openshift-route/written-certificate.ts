import type { Ledger } from '../../ledger/ledger.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { WrittenCertificate } from './route-object.js';

/** A key may stand in the field of the certificate, too (openshift/router extended validation); it is written once. */
const PRIVATE_KEY = /-----BEGIN [A-Z ]*PRIVATE KEY-----[\s\S]*?-----END [A-Z ]*PRIVATE KEY-----\s*/g;

/** The certificate that is written into a Route: its own, or a copy of what a Secret holds; undefined for none. */
export function certificateOf({ route, owner }: OriginatedRoute): WrittenCertificate | undefined {
  const own = route.tls?.certificate;
  if (own === undefined) return undefined;
  if (owner.ref.kind === 'Ingress') return own.keyPair;
  const tls = tlsOf(route.manifest.content.spec);
  const key = own.keyPair?.key;
  const caCertificate = textOf(tls?.caCertificate);
  return {
    certificate: textOf(tls?.certificate)?.replace(PRIVATE_KEY, '') ?? own.keyPair?.certificate ?? '',
    ...(key === undefined ? {} : { key }),
    ...(caCertificate === undefined ? {} : { caCertificate }),
  };
}

/** Says what becomes of the certificate of a Route, and how that differs from what the controller does. */
export function sayCertificate(
  { route, owner, from }: OriginatedRoute,
  written: WrittenCertificate | undefined,
  emitted: EmittedRef,
  ledger: Ledger,
): void {
  const at = (path: string): EmittedRef[] => [{ ...emitted, path: `spec.tls.${path}` }];
  const isOfIngress = owner.ref.kind === 'Ingress';
  const secret = route.tls?.externalCertificate;
  if (isOfIngress && secret !== undefined)
    ledger.sayAll(
      from.externalCertificate ?? [],
      {
        verdict: 'approximated',
        code: 'RS2152',
        message: `the Route refers to Secret ${secret} where the controller copies it: new certificates still reach the router, the Secret has to be there first, and whoever applies the Route needs the permission routes/custom-host`,
        next: 'Apply the Role and the RoleBinding before the Route; pass --inline-certificates for copies instead.',
      },
      at('externalCertificate'),
    );
  if (isOfIngress && written !== undefined)
    ledger.sayAll(
      from.certificate ?? [],
      {
        verdict: 'approximated',
        code: 'RS2153',
        message:
          'the certificate and its key are written into the Route; when the Secret gets a new one, the Route keeps the old one',
        next: 'Replace it when it is renewed, or leave out --inline-certificates. Keep the manifest as secret as the key.',
      },
      at('certificate'),
    );
  if (isOfIngress && route.tls?.destinationCaCertificate)
    ledger.sayAll(
      from.destinationCaCertificate ?? [],
      {
        verdict: 'approximated',
        code: 'RS2153',
        message:
          'the CA is written into the Route as text; when the Secret gets a new one, the Route keeps the old one',
        next: 'Write the Route anew when the CA changes.',
      },
      at('destinationCACertificate'),
    );
  if (!isOfIngress && written !== undefined && written.key === undefined)
    ledger.sayAll(
      from.certificate ?? from.tls ?? [],
      {
        verdict: 'manual',
        code: 'RS2155',
        message:
          'the certificate is written without its key, which the input does not have or which was not kept: routers refuse the Route like that',
        next: 'Write spec.tls.key into the Route before it is applied.',
      },
      at('certificate'),
    );
}

function tlsOf(spec: unknown): Readonly<Record<string, unknown>> | undefined {
  return isRecord(spec) && isRecord(spec.tls) ? spec.tls : undefined;
}

function textOf(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value : undefined;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
