import type { Judged } from './judged.js';
import { liveDifference } from './judged.js';
import type { LiveDifference, OtherCertificate } from './live-verification.js';
import { serverNameOf } from './sendable.js';
import type { CertificateSeen } from './wire-answer.js';

/** What certificates say, once for each server name. */
export interface ComparedCertificates {
  /** The request at which a certificate turned out to be for its server name on one side only. */
  readonly differences: ReadonlyMap<Judged, LiveDifference>;
  readonly others: readonly OtherCertificate[];
}

/**
 * Compares the certificates of both sides: whether they are for the server name is a difference, another certificate that
 * does the same is told. Nobody is asked whether they can be trusted.
 */
export function compareCertificates(all: readonly Judged[]): ComparedCertificates {
  const differences = new Map<Judged, LiveDifference>();
  const others: OtherCertificate[] = [];
  const known = new Set<string>();
  for (const one of all) {
    const [old, now] = [one.answers?.old.certificate, one.answers?.new.certificate];
    const serverName = serverNameOf(one.request);
    if (one.answers === undefined || old === undefined || now === undefined || known.has(serverName)) continue;
    known.add(serverName);
    if (old.covers !== now.covers) {
      const difference = { field: 'certificate', source: certificateWords(old), target: certificateWords(now) };
      differences.set(one, liveDifference(one.foreseen, one.prediction, difference, one.answers));
    } else if (old.fingerprint !== now.fingerprint) {
      others.push({ serverName, old: textOf(old), new: textOf(now) });
    }
  }
  return { differences, others };
}

function certificateWords({ covers, names }: CertificateSeen): string {
  return `${covers ? 'for the name' : 'not for the name'}: ${names.join(', ') || 'no name at all'}`;
}

function textOf({ names, fingerprint }: CertificateSeen): OtherCertificate['old'] {
  return { names, fingerprint };
}
