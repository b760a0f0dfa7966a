import type { Policies } from '../../../../model/policies.js';
import type { ItemId } from '../../../../model/traced.js';
import type { Claim } from '../../draft.js';
import { loses } from './parts.js';

interface BackendTlsFields {
  readonly spec: Readonly<Record<string, unknown>>;
  /** What becomes of the connection, for the protocol itself. */
  readonly message: string;
  readonly said: readonly { readonly items: readonly ItemId[]; readonly message: string; readonly at: string }[];
  readonly lost: readonly Claim[];
}

const VERSIONS: ReadonlyMap<string, string> = new Map([
  ['TLSv1', '1.0'],
  ['TLSv1.1', '1.1'],
  ['TLSv1.2', '1.2'],
  ['TLSv1.3', '1.3'],
]);
/** The name of one cipher suite, as opposed to a class of them or a command. */
const CIPHER = /^(?:ECDHE|DHE|AES\d{3})-[A-Z0-9-]+$/;
const NAME = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** TLS towards a backend (Backend spec.tls): as the source verifies it, or not at all. */
export function tlsOf({ backendTls }: Policies, protocol: 'https' | 'grpcs', hostname: string): BackendTlsFields {
  const said: BackendTlsFields['said'][number][] = [];
  const lost: Claim[] = [];
  const verifies = backendTls?.verify.value === true && backendTls.caSecret !== undefined;
  const written = backendTls?.serverName?.value.toLowerCase() ?? '';
  const named = NAME.test(written) ? written : undefined;
  const sni = named ?? (verifies ? hostname : undefined);
  const secret = backendTls?.caSecret?.value.name;
  const { versions, ciphers } = chosen(backendTls?.tuning, said, lost);
  if (backendTls !== undefined) {
    const at = 'spec.tls';
    if (backendTls.verify.from.length > 0)
      said.push({
        items: backendTls.verify.from,
        message: verifies
          ? `the certificate is verified for ${sni ?? ''}`
          : 'the certificate is not looked at, as before',
        at,
      });
    if (backendTls.serverName !== undefined && named !== undefined)
      said.push({ items: backendTls.serverName.from, message: `${named} is sent as server name`, at: `${at}.sni` });
    else if (backendTls.serverName !== undefined)
      lost.push(
        loses(
          backendTls.serverName.from,
          'RS2619',
          `${sni ?? 'no name'} is sent as server name`,
          'Write the name as proxy-ssl-name.',
        ),
      );
    if (backendTls.caSecret !== undefined) {
      const message = `Secret ${secret ?? ''} has the certificate for the backend (tls.crt, tls.key)${verifies ? ' and the CA that it is verified by (ca.crt)' : ''}`;
      said.push({ items: backendTls.caSecret.from, message, at: `${at}.clientCertificateRef` });
    }
  }
  const ca =
    verifies && secret !== undefined
      ? { caCertificateRefs: [{ group: '', kind: 'Secret', name: secret }] }
      : { insecureSkipVerify: true };
  return {
    spec: {
      ...ca,
      ...(sni === undefined ? {} : { sni }),
      ...(secret === undefined ? {} : { clientCertificateRef: { name: secret } }),
      ...versions,
      ...ciphers,
      ...(protocol === 'grpcs' ? { alpnProtocols: ['h2'] } : {}),
    },
    message: `${protocol === 'https' ? 'HTTPS' : 'gRPC over TLS'} to ${hostname}, ${verifies ? `verified by the CA of Secret ${secret ?? ''}` : 'whose certificate is not verified, as before'}`,
    said,
    lost,
  };
}

type Said = BackendTlsFields['said'][number][];

function chosen(
  tuning: NonNullable<Policies['backendTls']>['tuning'],
  said: Said,
  lost: Claim[],
): { versions: Record<string, string>; ciphers: Record<string, readonly string[]> } {
  const { protocols, ciphers } = tuning ?? {};
  const found = (protocols?.value.trim().split(/\s+/) ?? []).flatMap((word) => VERSIONS.get(word) ?? []).sort();
  const [minVersion] = found;
  const maxVersion = found.at(-1);
  const versions = minVersion === undefined || maxVersion === undefined ? {} : { minVersion, maxVersion };
  if (protocols !== undefined) {
    if (minVersion === undefined || maxVersion === undefined)
      lost.push(
        loses(
          protocols.from,
          'RS2619',
          `none of ${protocols.value} is a version that Envoy speaks`,
          'Write TLSv1.2 or TLSv1.3.',
        ),
      );
    else
      said.push({
        items: protocols.from,
        message: `TLS ${minVersion} to ${maxVersion} is spoken`,
        at: 'spec.tls.minVersion',
      });
  }
  if (ciphers === undefined) return { versions, ciphers: {} };
  const names = ciphers.value.split(/[:,\s]+/).filter((name) => name !== '');
  if (names.length === 0 || !names.every((name) => CIPHER.test(name)) || minVersion === '1.3') {
    const why =
      minVersion === '1.3' ? 'ciphers of TLS 1.3 cannot be chosen' : `${ciphers.value} is no list of single ciphers`;
    lost.push(
      loses(
        ciphers.from,
        'RS2619',
        `${why}, so that Envoy offers its own`,
        'Name each cipher of TLS 1.2, such as ECDHE-RSA-AES128-GCM-SHA256.',
      ),
    );
    return { versions, ciphers: {} };
  }
  said.push({
    items: ciphers.from,
    message: `${names.length} ${names.length === 1 ? 'cipher is' : 'ciphers are'} offered for TLS 1.2`,
    at: 'spec.tls.ciphers',
  });
  return { versions, ciphers: { ciphers: names } };
}
