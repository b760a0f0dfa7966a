import type { CertificateNames } from '../kubernetes/object.js';

/** `DNS:name` in the form of node:crypto: names with characters that could deceive stand in JSON quotes. */
const DNS_NAME = /(?:^|, )DNS:(?:"((?:[^"\\]|\\.)*)"|([^,]*))/g;

/**
 * Reads the names that a certificate in PEM form vouches for: the first certificate, when there is a chain. Undefined for
 * whatever is no certificate. Node only; node:crypto is loaded on first use. Never throws.
 */
export function readCertificate(pem: string): CertificateNames | undefined {
  try {
    const { X509Certificate } = process.getBuiltinModule('node:crypto');
    const certificate = new X509Certificate(pem);
    const dnsNames = [...(certificate.subjectAltName ?? '').matchAll(DNS_NAME)].map((match) => dnsName(match));
    const commonName = /^CN=(.+)$/m.exec(certificate.subject ?? '')?.[1];
    return commonName === undefined ? { dnsNames } : { dnsNames, commonName };
  } catch {
    return undefined;
  }
}

function dnsName(match: RegExpMatchArray): string {
  return match[1] === undefined ? (match[2] ?? '') : String(JSON.parse(`"${match[1]}"`));
}
