import { type DesiredSpec, type DesiredTls, desiredTls, destinationCaAnnotation, routeHost } from './desired-route.js';
import type { ExistingRoute } from './existing-route.js';
import type { IngressObject, IngressPath, IngressRule } from './ingress-objects.js';
import type { Surroundings } from './surroundings.js';

/** Whether a Route is as its Ingress wants it; `complaint` goes into the event (reference §1.8). */
export interface Comparison {
  readonly matches: boolean;
  readonly complaint?: string;
}

const differs: Comparison = { matches: false };

export function compareRoute(
  route: ExistingRoute,
  ingress: IngressObject,
  rule: IngressRule,
  path: IngressPath,
  service: NonNullable<IngressPath['service']>,
  surroundings: Surroundings,
  withLabels: boolean,
): Comparison {
  // The policy has to be None and the wanted one: a Route for a wildcard is never as it should be.
  const metadataMatches =
    route.host === routeHost(rule.host) &&
    route.path === path.path &&
    route.service === service.name &&
    route.wildcardPolicy === 'None' &&
    !rule.host.startsWith('*.') &&
    !route.hasAlternateBackends &&
    sameMap(route.annotations, ingress.annotations) &&
    route.ownerApiVersion === 'networking.k8s.io/v1' &&
    (!withLabels || sameMap(route.labels, ingress.labels));
  if (!metadataMatches) return differs;
  const target = surroundings.target(ingress.namespace, service);
  if (target.kind !== 'found') return complain(`No valid target port for backend service "${service.name}"`);
  if (target.targetPort === undefined && route.targetPort !== undefined) {
    return complain(`Route specifies a port but the backend service "${service.name}" has no port`);
  }
  if (target.targetPort !== route.targetPort) {
    return complain(`Target port of "${service.name}" backend service does not match route target port`);
  }
  const wanted = desiredTls(ingress, rule.host, surroundings);
  if (wanted.kind === 'invalid-secret') {
    return complain(`Invalid or missing TLS secret for rule host "${rule.host}"`);
  }
  return { matches: sameTls(wanted.tls, route.tls, ingress) };
}

/** The wanted spec with what somebody may have changed by hand and may keep. */
export function preserve(spec: DesiredSpec, route: ExistingRoute, ingress: IngressObject): DesiredSpec {
  const to = { ...spec.to, weight: route.weight };
  if (spec.tls === undefined || route.tls === undefined) return { ...spec, to };
  const keepsAuthority = spec.tls.termination === 'reencrypt' && !ingress.annotations.has(destinationCaAnnotation);
  const tls: DesiredTls = {
    ...spec.tls,
    caCertificate: route.tls.caCertificate,
    insecureEdgeTerminationPolicy: route.tls.insecureEdgeTerminationPolicy,
    destinationCACertificate: keepsAuthority ? route.tls.destinationCACertificate : spec.tls.destinationCACertificate,
  };
  return { ...spec, to, tls };
}

/** The insecure policy is not compared; a CA certificate added by hand never compares equal, though it is kept. */
function sameTls(wanted: DesiredTls | undefined, found: ExistingRoute['tls'], ingress: IngressObject): boolean {
  if (wanted === undefined || found === undefined) return wanted === undefined && found === undefined;
  return (
    wanted.termination === found.termination &&
    wanted.certificate === found.certificate &&
    wanted.key === found.key &&
    found.caCertificate === undefined &&
    !found.hasExternalCertificate &&
    (!ingress.annotations.has(destinationCaAnnotation) ||
      wanted.destinationCACertificate === found.destinationCACertificate)
  );
}

function complain(complaint: string): Comparison {
  return { matches: false, complaint };
}

function sameMap(a: ReadonlyMap<string, string>, b: ReadonlyMap<string, string>): boolean {
  return a.size === b.size && [...a].every(([key, value]) => b.get(key) === value);
}
