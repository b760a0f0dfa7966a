import type { Guard } from '../../outcome.js';
import type { Configuration } from './configuration.js';
import type { ClientCertificates, HostSettings } from './host-settings.js';
import type { Reply } from './reply.js';
import type { RequestFacts } from './request-facts.js';

/**
 * What becomes of a request over HTTPS because of client certificates (reference §1.9): the handshake itself never fails.
 * The server name decides what is asked for, and Host must be the same name.
 */
export function checkClientCertificate(
  { maps, hosts, input, inventory }: Configuration,
  facts: RequestFacts,
): Reply | undefined {
  if (maps.clientCertificates.isEmpty) return undefined;
  const settingsOf = (name: string | undefined): ClientCertificates | undefined => {
    const found = name === undefined ? undefined : maps.clientCertificates.find(name, () => []);
    return found === undefined ? undefined : hosts.get(found)?.clientCertificates;
  };
  const { serverName, host, request } = facts;
  const bySni = serverName === '' ? undefined : settingsOf(serverName);
  const byHost = settingsOf(host);
  const asked = bySni ?? byHost;
  if (asked === undefined) return undefined;
  const named = maps.clientCertificates.find(bySni === undefined ? (host ?? '') : serverName, () => []) ?? '';
  const owner = [...(inventory.hosts.get(named)?.paths.values() ?? [])][0]?.owner ?? '';
  const rule = `Ingress ${owner} auth-tls-secret`;
  // A CA that cannot be read accepts nobody, so that the question is not open.
  if (input.checks?.clientCertificate === undefined && asked.secret !== '') return undefined;
  const shown = input.checks?.clientCertificate?.(request) ?? null;
  if (shown !== null && serverName !== '' && serverName !== host)
    return { status: 421, rule, reason: 'Host and server name differ' };
  if (shown === null) {
    if (bySni?.verify === 'on') return refused(bySni, 496, rule, 'no client certificate');
    if (byHost?.verify === 'on')
      return { status: 421, rule, reason: 'the server name does not ask for the certificate that Host needs' };
    return undefined;
  }
  const isChecked = bySni !== undefined && bySni.verify !== 'optional_no_ca';
  const isGood = shown.verified && bySni?.secret !== '';
  return isChecked && !isGood ? refused(bySni, 495, rule, 'client certificate not verified') : undefined;
}

function refused({ errorPage }: ClientCertificates, status: number, rule: string, reason: string): Reply {
  return errorPage === '' ? { status, rule, reason } : { status: 303, rule, reason, location: errorPage };
}

/** The guard of a host that asks for client certificates; it stands on HTTPS only. */
export function clientCertificateGuard(host: HostSettings | undefined): Guard | undefined {
  const certificates = host?.clientCertificates;
  if (certificates === undefined) return undefined;
  const { secret, verify, errorPage } = certificates;
  return {
    kind: 'client-certificate',
    parameters: { secret, verify, ...(errorPage === '' ? {} : { errorPage }) },
  };
}
