import { domainOf } from './host-names.js';
import type { RouteNames } from './input.js';
import { compareBytes } from './map-lines.js';
import { isTerminated } from './maps.js';
import type { RouteObject } from './route-object.js';

/** What is shown to clients whose server name nobody brought a certificate for. */
export const defaultCertificate = 'default';

/**
 * The certificates by server name (cert_config.map): each Route with a certificate of its own shows it for its whole host.
 * Of several for one host the first line of the file counts, which is the last name. Gives `namespace/name` of the Secret
 * or, for an inline certificate, of the Route.
 */
export function createCertificates(
  routes: readonly RouteObject[],
  names: ReadonlyMap<string, RouteNames> | undefined,
): (serverName: string) => string {
  const byName = new Map<string, string>();
  const file = ({ namespace, name }: RouteObject): string => `${namespace}:${name}.pem`;
  for (const route of [...routes].sort((a, b) => compareBytes(file(b), file(a)))) {
    const certificate = certificateOf(route, names);
    if (certificate === undefined) continue;
    const wildcard = route.wildcardPolicy === 'Subdomain' && route.host.includes('.');
    const name = wildcard ? `*.${domainOf(route.host)}` : route.host;
    if (!byName.has(name)) byName.set(name, certificate);
  }
  return (serverName) => byName.get(serverName) ?? byName.get(`*.${domainOf(serverName)}`) ?? defaultCertificate;
}

function certificateOf(route: RouteObject, names: ReadonlyMap<string, RouteNames> | undefined): string | undefined {
  const { tls, namespace, key } = route;
  if (tls === undefined || !isTerminated(route)) return undefined;
  if (tls.externalCertificate !== '') return `${namespace}/${tls.externalCertificate}`;
  return tls.certificate === '' ? undefined : (names?.get(key)?.certificate ?? key);
}
