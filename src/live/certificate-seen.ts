import type { Socket } from 'node:net';
import { checkServerIdentity, type PeerCertificate, TLSSocket } from 'node:tls';
import type { CertificateSeen } from './wire-answer.js';

/** The certificate that a server showed on a connection. */
export function certificateOf(socket: Socket, serverName: string): CertificateSeen | undefined {
  if (!(socket instanceof TLSSocket)) return undefined;
  const certificate = socket.getPeerCertificate();
  if (certificate?.fingerprint256 === undefined) return undefined;
  const alternative = [...(certificate.subjectaltname ?? '').matchAll(/(?:DNS|IP Address):([^,\s"]+)/g)];
  const names = alternative.map(([, name = '']) => name);
  const common: unknown = certificate.subject?.CN;
  if (names.length === 0 && typeof common === 'string') names.push(common);
  return {
    fingerprint: certificate.fingerprint256,
    names: [...new Set(names)].sort(),
    covers: isFor(serverName, certificate),
  };
}

function isFor(serverName: string, certificate: PeerCertificate): boolean {
  try {
    return checkServerIdentity(serverName, certificate) === undefined;
  } catch {
    // Names that are not written as they have to be are for nobody.
    return false;
  }
}
