import { type FieldReader, type Fields, has } from './field-reader.js';
import type { FieldPath, Manifest } from './object.js';
import { readWord } from './read-word.js';
import type { RouteCertificate, RouteTls } from './route.js';
import { holdsStandIn } from './stand-ins.js';

const TLS: FieldPath = ['spec', 'tls'];
const OWN_CERTIFICATE = ['certificate', 'key', 'caCertificate'] as const;

/** Reads `spec.tls`. Certificates are passed on by what they vouch for; keys were left behind where the file was read. */
export function readRouteTls(reader: FieldReader, spec: Fields, manifest: Manifest): RouteTls | undefined {
  const tls = reader.mapping(spec, ['spec'], 'tls');
  if (tls === undefined) return undefined;
  const destinationCaCertificate = reader.text(tls, TLS, 'destinationCACertificate') ?? '';
  const termination = readTermination(reader, tls, destinationCaCertificate !== '');
  if (termination === undefined) return undefined;
  const policies = ['None', 'Allow', 'Redirect'] as const;
  const insecure = readWord(reader, tls, TLS, 'insecureEdgeTerminationPolicy', policies) ?? 'None';
  if (termination === 'passthrough' && insecure === 'Allow')
    reader.report([...TLS, 'insecureEdgeTerminationPolicy'], 'a passthrough Route takes None and Redirect only');
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
  const refused = refusalOf(tls);
  return {
    termination,
    insecure,
    ...(own.includes('certificate') ? { certificate: certificateOf(manifest) } : {}),
    ...(external === undefined ? {} : { externalCertificate: external }),
    destinationCaCertificate,
    ...(refused === undefined ? {} : { refused }),
  };
}

const PEM_BLOCK = /-----BEGIN ([^\r\n]*?)-----/g;
const CERTIFICATE_FIELDS = ['certificate', 'caCertificate', 'destinationCACertificate'] as const;
const KNOWN_BLOCKS: ReadonlySet<string> = new Set([
  ...['RSA PRIVATE KEY', 'ECDSA PRIVATE KEY', 'EC PRIVATE KEY', 'PRIVATE KEY', 'EC PARAMETERS'],
  ...['PUBLIC KEY', 'RSA PUBLIC KEY', 'DSA PUBLIC KEY', 'ECDSA PUBLIC KEY', 'CERTIFICATE'],
]);

/**
 * What the router's extended validation refuses, as far as it shows without opening certificates and keys
 * (openshift/router pkg/router/routeapihelpers/validation.go; reference §2.2).
 */
function refusalOf(tls: Fields): string | undefined {
  for (const field of CERTIFICATE_FIELDS) {
    const blocks = blocksOf(tls[field]);
    // What a parameter without value stands for is in order, as far as anybody knows.
    if (isOpen(tls[field])) continue;
    if (isWritten(tls, field) && !blocks.includes('CERTIFICATE'))
      return `the router finds no certificate in spec.tls.${field}`;
    if (blocks.some((block) => !KNOWN_BLOCKS.has(block)))
      return `the router does not know a block of PEM in spec.tls.${field}`;
  }
  const keys = [...blocksOf(tls.certificate), ...blocksOf(tls.key)].some((block) => block.endsWith('PRIVATE KEY'));
  if (isOpen(tls.certificate)) return undefined;
  return isWritten(tls, 'certificate') && !keys ? 'the router finds no key for its certificate' : undefined;
}

function isOpen(value: unknown): boolean {
  return typeof value === 'string' && holdsStandIn(value);
}

function blocksOf(value: unknown): string[] {
  return typeof value === 'string' ? [...value.matchAll(PEM_BLOCK)].map(([, type = '']) => type) : [];
}

/** Capital initials are put right before validation (library-go pkg/route/defaulting). */
const SPELLINGS = new Map([
  ['Edge', 'edge'],
  ['Reencrypt', 'reencrypt'],
  ['Passthrough', 'passthrough'],
] as const);

/** Edge is the default, unless a CA for the backends speaks against it (library-go pkg/route/defaulting). */
function readTermination(reader: FieldReader, tls: Fields, hasCa: boolean): RouteTls['termination'] | undefined {
  const words = ['edge', 'reencrypt', 'passthrough'] as const;
  const word = readWord(reader, tls, TLS, 'termination', words, SPELLINGS);
  const isAbsent = !has(tls, 'termination') || tls.termination === '' || tls.termination === null;
  if (word !== undefined || !isAbsent) return word;
  if (!hasCa) return 'edge';
  reader.report([...TLS, 'termination'], 'is required where a CA for the backends is given', 'Write reencrypt.');
  return undefined;
}

function isWritten(tls: Fields, key: string): boolean {
  return has(tls, key) && tls[key] !== '';
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
