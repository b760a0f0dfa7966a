import { type FieldReader, type Fields, has } from './field-reader.js';
import type { FieldPath, Manifest } from './object.js';
import { readWord } from './read-word.js';
import type { RouteCertificate, RouteTls } from './route.js';

const TLS: FieldPath = ['spec', 'tls'];
const OWN_CERTIFICATE = ['certificate', 'key', 'caCertificate'] as const;

/** Reads `spec.tls`. Certificates are passed on by what they vouch for; keys were left behind where the file was read. */
export function readRouteTls(reader: FieldReader, spec: Fields, manifest: Manifest): RouteTls | undefined {
  const tls = reader.mapping(spec, ['spec'], 'tls');
  if (tls === undefined) return undefined;
  const termination = readWord(reader, tls, TLS, 'termination', ['edge', 'reencrypt', 'passthrough'] as const);
  if (termination === undefined) {
    if (!has(tls, 'termination') || tls.termination === '') reader.report([...TLS, 'termination'], 'is required');
    return undefined;
  }
  const policies = ['None', 'Allow', 'Redirect'] as const;
  const insecure = readWord(reader, tls, TLS, 'insecureEdgeTerminationPolicy', policies) ?? 'None';
  if (termination === 'passthrough' && insecure === 'Allow')
    reader.report([...TLS, 'insecureEdgeTerminationPolicy'], 'a passthrough Route takes None and Redirect only');
  const destinationCaCertificate = reader.text(tls, TLS, 'destinationCACertificate') ?? '';
  if (termination !== 'reencrypt' && destinationCaCertificate !== '')
    reader.report([...TLS, 'destinationCACertificate'], 'is for reencrypt Routes only');
  const own = OWN_CERTIFICATE.filter((key) => isWritten(tls, key));
  const external = readExternal(reader, tls);
  if (termination === 'passthrough') {
    for (const key of own) reader.report([...TLS, key], 'passthrough Routes have no certificate', 'Remove it.');
    if (external !== undefined)
      reader.report([...TLS, 'externalCertificate'], 'passthrough Routes have no certificate', 'Remove it.');
  }
  if (external !== undefined && own.includes('certificate'))
    reader.report([...TLS, 'externalCertificate'], 'and certificate exclude each other', 'Keep one of them.');
  return {
    termination,
    insecure,
    ...(own.includes('certificate') ? { certificate: certificateOf(manifest) } : {}),
    ...(external === undefined ? {} : { externalCertificate: external }),
    destinationCaCertificate,
  };
}

/** Keys are emptied when a file is read: that the field is there is all that is left of one. */
function isWritten(tls: Fields, key: string): boolean {
  return key === 'key' ? has(tls, key) : has(tls, key) && tls[key] !== '';
}

function readExternal(reader: FieldReader, tls: Fields): string | undefined {
  const external = reader.mapping(tls, TLS, 'externalCertificate');
  return external === undefined ? undefined : reader.text(external, [...TLS, 'externalCertificate'], 'name');
}

function certificateOf({ certificate, keyPair }: Manifest): RouteCertificate {
  return {
    ...(certificate === undefined ? {} : { names: certificate }),
    ...(keyPair === undefined ? {} : { keyPair }),
  };
}
