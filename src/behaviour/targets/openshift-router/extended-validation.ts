import { type PemBlock, pemBlocks } from './pem.js';
import type { RouteTls } from './route-object.js';

const knownBlocks = new Set([
  ...['RSA PRIVATE KEY', 'ECDSA PRIVATE KEY', 'EC PRIVATE KEY', 'PRIVATE KEY'],
  ...['PUBLIC KEY', 'RSA PUBLIC KEY', 'DSA PUBLIC KEY', 'ECDSA PUBLIC KEY', 'CERTIFICATE', 'EC PARAMETERS'],
]);

/** How a PKCS #8 key of the kind Ed25519 begins (RFC 8410). */
const ed25519 = 'MC4CAQAwBQYDK2VwBCIEI';

/**
 * What the router's extended validation has against the certificates of a Route, as far as it shows without decoding them
 * (reference §2.2): no PEM, unknown blocks, no key, an Ed25519 key. Whether a key belongs to its certificate, a certificate
 * to its CA, and how it is signed is not looked at. Never quotes a value.
 */
export function extendedValidation(tls: RouteTls): string | undefined {
  for (const field of ['certificate', 'key', 'caCertificate', 'destinationCACertificate'] as const) {
    const fault = faultOf(pemBlocks(tls[field]), field, tls[field] !== '');
    if (fault !== undefined) return `spec.tls.${field}: ${fault}`;
  }
  if (tls.certificate === '') return undefined;
  const keys = [...pemBlocks(tls.certificate), ...pemBlocks(tls.key)].filter(isPrivateKey);
  return keys.length === 0 ? 'spec.tls.key: there is no key for the certificate' : undefined;
}

function faultOf(blocks: readonly PemBlock[], field: string, given: boolean): string | undefined {
  const unknown = blocks.find(({ type }) => !knownBlocks.has(type));
  if (unknown !== undefined) return 'contains an unknown kind of PEM block';
  if (blocks.some((block) => isPrivateKey(block) && block.body.startsWith(ed25519))) return 'contains an Ed25519 key';
  if (given && field !== 'key' && !blocks.some(({ type }) => type === 'CERTIFICATE')) {
    return 'contains no certificate in PEM';
  }
  return undefined;
}

function isPrivateKey({ type }: PemBlock): boolean {
  return type.endsWith('PRIVATE KEY');
}
