import type { Guard } from '../../outcome.js';
import type { Network } from '../../values/addresses.js';
import type { ClientCertificates } from './authentication-annotations.js';
import type { CompiledLocation } from './compiled-location.js';
import type { Settings } from './settings.js';
import type { AddressLine } from './snippets.js';

type Parameters = Record<string, string | number | boolean | readonly string[]>;

/**
 * What stands before the backends of a location, in the order in which nginx asks it (reference §9). The compiled-in
 * body limit of 1m is not listed, only one that somebody chose. Affinity is listed where it is known: with the upstream.
 */
export function guardsOf(location: Omit<CompiledLocation, 'guards'>, settings: Settings): Guard[] {
  const { settings: own, basicAuth, externalAuth } = location;
  const { deny, allow } = listsOf(location.addresses);
  const { limits } = own;
  const guards: Guard[] = [];
  const add = (kind: Guard['kind'], parameters: Parameters): void => {
    guards.push({ kind, parameters });
  };
  if (own.proxy.bodySizeChosen) add('body-size', { limit: own.proxy.bodySize });
  const exempt: Parameters = limits.exempt.length > 0 ? { exempt: limits.exempt.map((network) => network.text) } : {};
  if (limits.connections > 0) {
    add('connection-limit', { connections: limits.connections, status: settings.limitConnStatus, ...exempt });
  }
  if (limits.rps > 0) {
    const burst = limits.rps * limits.burstMultiplier;
    add('rate-limit', { requests: limits.rps, seconds: 1, burst, status: settings.limitReqStatus, ...exempt });
  }
  if (limits.rpm > 0) {
    const burst = limits.rpm * limits.burstMultiplier;
    add('rate-limit', { requests: limits.rpm, seconds: 60, burst, status: settings.limitReqStatus, ...exempt });
  }
  const any: Parameters = own.satisfyAny ? { satisfy: 'any' } : {};
  if (deny.length > 0) add('deny-list', { addresses: deny.map((network) => network.text), ...any });
  if (allow !== undefined) add('allow-list', { addresses: allow.map((network) => network.text), ...any });
  if (basicAuth !== undefined) {
    const kind = basicAuth.type === 'basic' ? 'basic-auth' : 'digest-auth';
    add(kind, { secret: basicAuth.secret, realm: basicAuth.realm, ...any });
  }
  if (externalAuth !== undefined) {
    add('external-auth', {
      url: externalAuth.url,
      ...(externalAuth.method === '' ? {} : { method: externalAuth.method }),
      ...(externalAuth.signin === '' ? {} : { signin: externalAuth.signin }),
      ...(externalAuth.responseHeaders.length === 0 ? {} : { responseHeaders: externalAuth.responseHeaders }),
      ...any,
    });
  }
  return guards;
}

/** What the lines of a location keep out: those before any that are let in, and everybody else where it says so. */
function listsOf(lines: readonly AddressLine[]): {
  readonly deny: readonly Network[];
  readonly allow: readonly Network[] | undefined;
} {
  const deny: Network[] = [];
  const allow: Network[] = [];
  for (const { allows, network } of lines) {
    if (network === null) return { deny, allow: allows ? undefined : allow };
    if (allows) allow.push(network);
    else deny.push(network);
  }
  return { deny, allow: undefined };
}

/** The guard of a host that verifies client certificates; it stands on HTTPS only (reference §18.3). */
export function clientCertificateGuard(certificates: ClientCertificates): Guard {
  return {
    kind: 'client-certificate',
    parameters: {
      secret: certificates.secret,
      verify: certificates.verify,
      depth: certificates.depth,
      ...(certificates.matchCn === '' ? {} : { matchCn: certificates.matchCn }),
      ...(certificates.errorPage === '' ? {} : { errorPage: certificates.errorPage }),
    },
  };
}
