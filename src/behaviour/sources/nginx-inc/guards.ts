import type { Guard } from '../../outcome.js';
import type { RequestFacts } from '../ingress-nginx/request-facts.js';
import type { AddressLine } from '../ingress-nginx/snippets.js';
import type { NginxIncFlags } from './input.js';
import type { Location } from './location.js';
import { NO_POLICIES } from './policies.js';
import { scaledRate } from './rate-scale.js';
import type { Server } from './servers.js';

/** What of server and location stands before the pods, the innermost of each kind. */
export interface Protection {
  readonly allow: readonly string[];
  readonly deny: readonly string[];
  /** The Secret as `namespace/name`. */
  readonly basicAuth: { readonly secret: string; readonly realm: string } | undefined;
  readonly externalAuth: Server['policies']['externalAuth'];
}

/** Without a location it is that of the server. */
export function protectionOf(server: Server, location: Location | undefined): Protection {
  const own = location?.policies ?? NO_POLICIES;
  const lines = location?.snippet.addresses.length ? location.snippet.addresses : server.snippet.addresses;
  const written = own.allow.length + own.deny.length > 0 ? own : server.policies;
  const listed = written.allow.length + written.deny.length > 0 ? written : listsOf(lines);
  const basic = location?.basicAuth === undefined ? server : location;
  const auth = location?.basicAuth ?? server.settings.basicAuth;
  return {
    allow: listed.allow,
    // `allow …; deny all;` of a policy comes first, and the first line that fits decides.
    deny: listed === written && listed.allow.length > 0 ? [] : listed.deny,
    basicAuth: auth === undefined ? undefined : { secret: `${basic.namespace}/${auth.secret}`, realm: auth.realm },
    externalAuth: location?.open === true ? undefined : (own.externalAuth ?? server.policies.externalAuth),
  };
}

/** What the lines of a snippet let in and keep out; `deny all` alone keeps everybody out. */
function listsOf(lines: readonly AddressLine[]): Pick<Protection, 'allow' | 'deny'> {
  const allow: string[] = [];
  const deny: string[] = [];
  for (const { allows, network } of lines) {
    if (network !== null) (allows ? allow : deny).push(network.text);
    else if (allows) return { allow: [], deny };
    else return allow.length > 0 ? { allow, deny } : { allow: [], deny: ['0.0.0.0/0', '::/0'] };
  }
  return { allow: [], deny };
}

/** The guards of a location, in the order in which NGINX asks them. The built-in limits of bodies and times are not listed. */
export function guardsOf(
  facts: RequestFacts,
  server: Server,
  location: Location,
  protection: Protection,
  flags: NginxIncFlags | undefined,
): readonly Guard[] {
  const guards: Guard[] = [];
  const add = (kind: Guard['kind'], parameters: Guard['parameters']): void => {
    guards.push({ kind, parameters });
  };
  const { settings } = location;
  const certificates = server.policies.clientCertificates;
  if (certificates !== undefined && server.tls !== undefined && facts.request.scheme === 'https')
    add('client-certificate', { ...certificates });
  if (settings.bodySizeChosen && settings.bodySize > 0) add('body-size', { limit: settings.bodySize, status: 413 });
  const { rateLimit } = settings;
  if (rateLimit !== undefined && !rateLimit.dryRun) {
    add('rate-limit', {
      ...scaledRate(rateLimit, flags?.replicas),
      burst: rateLimit.burst,
      status: rateLimit.rejectCode === 0 ? 503 : rateLimit.rejectCode,
      key: rateLimit.key,
      zone: location.ingress,
    });
  }
  const { allow, deny, basicAuth, externalAuth } = protection;
  if (allow.length > 0) add('allow-list', { addresses: [...allow] });
  if (deny.length > 0) add('deny-list', { addresses: [...deny] });
  if (basicAuth !== undefined) add('basic-auth', { secret: basicAuth.secret, realm: basicAuth.realm });
  if (externalAuth !== undefined) {
    const { tls, service, path, signin } = externalAuth;
    add('external-auth', {
      url: `${tls ? 'https' : 'http'}://${service}${path}`,
      ...(signin === '' ? {} : { signin }),
    });
  }
  if (location.sticky !== undefined) add('affinity', affinity(location.sticky));
  return guards;
}

/** `sticky cookie NAME [expires=] [domain=] [httponly] [secure] [samesite=] [path=]`. */
function affinity(text: string): Guard['parameters'] {
  const [cookie = '', ...options] = text.split(/\s+/).filter((word) => word !== '');
  const parameters: Record<string, string | boolean> = { cookie, mode: 'persistent', secure: false };
  for (const option of options) {
    const equals = option.indexOf('=');
    if (equals > 0) parameters[option.slice(0, equals)] = option.slice(equals + 1);
    else parameters[option] = true;
  }
  return parameters;
}
