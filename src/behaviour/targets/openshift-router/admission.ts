import { validateRoute } from './api-validation.js';
import { HostClaims, WildcardClaims } from './claims.js';
import type { Cluster } from './cluster.js';
import { extendedValidation } from './extended-validation.js';
import { isDnsLabel, isDnsSubdomain } from './host-names.js';
import type { OpenshiftRouterInput, RejectedRoute } from './input.js';
import { byAge, type RouteObject, readRoute } from './route-object.js';

export interface Admission {
  /** Oldest first. */
  readonly admitted: readonly RouteObject[];
  readonly rejected: readonly Rejection[];
}

export interface Rejection extends RejectedRoute {
  readonly object: RouteObject;
}

/**
 * The Routes that the router serves and why not the others, in the order of its plugins (reference §2.10): domains and
 * wildcards, hosts, external certificates, extended validation. Claims are settled before certificates are looked at, so
 * a Route that fails later still holds its host.
 */
export function admitRoutes(input: OpenshiftRouterInput, cluster: Cluster): Admission {
  const ownership = input.namespaceOwnership ?? 'Strict';
  const wildcardsAllowed = input.wildcardPolicy === 'WildcardsAllowed';
  const wildcards = new WildcardClaims(ownership);
  const hosts = new HostClaims(ownership);
  const admitted: RouteObject[] = [];
  const rejected: Rejection[] = [];

  for (const object of readRoutes(input)) {
    const errors = validateRoute(object);
    const route = { ...object, host: hostOf(object, input.ingressDomain) };
    const reject = (reason: Rejection['reason'], message: string): void => {
      rejected.push({ object: route, route: route.label, reason, message });
    };
    if (errors.length > 0) {
      reject('Invalid', errors.map(({ field, message }) => `${field}: ${message}`).join('; '));
      continue;
    }
    if (route.wildcardPolicy === 'Subdomain' && !wildcardsAllowed) {
      reject('RouteNotAdmitted', 'the IngressController does not allow wildcard Routes');
      continue;
    }
    // Without a host there is nothing to claim; the plugin after this one turns such a Route down.
    const displacing = wildcardsAllowed && route.host !== '' ? wildcards.claim(route) : undefined;
    if (displacing !== undefined) {
      reject('HostAlreadyClaimed', claimedBy(displacing, route));
      continue;
    }
    if (route.host === '') {
      reject('NoHostValue', 'neither the Route nor the ingress domain tells a host');
      continue;
    }
    if (!isDnsSubdomain(route.host) || !route.host.split('.').every(isDnsLabel)) {
      reject('InvalidHost', `${route.host} is no DNS name`);
      continue;
    }
    const owner = hosts.claim(route);
    if (owner !== undefined) {
      reject('HostAlreadyClaimed', claimedBy(owner, route));
      continue;
    }
    const certificate = certificateFault(route, input, cluster);
    if (certificate === undefined) admitted.push(route);
    else reject(certificate.reason, certificate.message);
  }
  return { admitted, rejected };
}

/** Oldest first. A cluster has one object of a name: what is applied later replaces it. */
function readRoutes({ routes, names }: OpenshiftRouterInput): readonly RouteObject[] {
  const found = new Map<string, RouteObject>();
  for (const value of routes) {
    const route = readRoute(value, (key) => names?.get(key)?.rule ?? `Route ${key}`);
    if (route !== undefined) found.set(route.key, route);
  }
  return [...found.values()].sort(byAge);
}

/** The host that the API server or the router makes up where `spec.host` is empty (reference §2.10). */
function hostOf({ host, subdomain, name, namespace, publishedHost }: RouteObject, domain: string | undefined): string {
  if (host !== '') return host;
  if (domain === undefined || domain === '') return publishedHost;
  return `${subdomain || `${name.replaceAll('.', '-')}-${namespace}`}.${domain}`;
}

function claimedBy(owner: RouteObject, route: RouteObject): string {
  const claim = owner.wildcardPolicy === 'Subdomain' ? 'its domain' : 'its host';
  return owner.namespace === route.namespace
    ? `${owner.label} is older and claims ${claim} and path`
    : `${owner.label} of another namespace is older and claims ${claim}`;
}

function certificateFault(
  { tls, namespace }: RouteObject,
  { routerReadsSecrets = true }: OpenshiftRouterInput,
  cluster: Cluster,
): Pick<RejectedRoute, 'reason' | 'message'> | undefined {
  if (tls === undefined) return undefined;
  if (tls.externalCertificate !== '') {
    const key = `${namespace}/${tls.externalCertificate}`;
    const fault = routerReadsSecrets ? cluster.keyPairFault(key) : 'the router may not read it';
    if (fault === undefined) return undefined;
    return { reason: 'ExternalCertificateValidationFailed', message: `Secret ${key}: ${fault}` };
  }
  const message = extendedValidation(tls);
  return message === undefined ? undefined : { reason: 'ExtendedValidationFailed', message };
}
