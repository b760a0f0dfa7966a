import type { IngressObject, IngressPath, IngressRule } from './ingress-objects.js';
import type { Surroundings } from './surroundings.js';

/** `spec.tls` of a Route; fields that are empty are absent. */
export interface DesiredTls {
  readonly termination: string;
  readonly insecureEdgeTerminationPolicy?: string | undefined;
  readonly certificate?: string | undefined;
  readonly key?: string | undefined;
  readonly caCertificate?: string | undefined;
  readonly destinationCACertificate?: string | undefined;
}

/** `spec` of a Route as the controller wants it. */
export interface DesiredSpec {
  readonly host: string;
  readonly path?: string | undefined;
  readonly to: { readonly kind: 'Service'; readonly name: string; readonly weight?: number | undefined };
  readonly port?: { readonly targetPort: string | number } | undefined;
  readonly tls?: DesiredTls | undefined;
  readonly wildcardPolicy?: 'Subdomain' | undefined;
}

export interface Desired {
  readonly spec: DesiredSpec;
  /** `namespace/name` of the Secret whose key pair was copied. */
  readonly secret: string | undefined;
}

export const destinationCaAnnotation = 'route.openshift.io/destination-ca-certificate-secret';
const terminationAnnotation = 'route.openshift.io/termination';

/** The host of the Routes of a rule: a wildcard gets a label of its own (reference §1.4). */
export function routeHost(host: string): string {
  return host.startsWith('*.') ? host.replace('*', 'wildcard') : host;
}

/** The Route for a path, or why there is none, in the words of the controller's event. */
export function desiredRoute(
  ingress: IngressObject,
  { host }: IngressRule,
  path: IngressPath,
  service: NonNullable<IngressPath['service']>,
  surroundings: Surroundings,
): Desired | string {
  const target = surroundings.target(ingress.namespace, service);
  if (target.kind !== 'found') {
    return target.kind === 'missing-service'
      ? `Backend service "${service.name}" not found`
      : `No valid target port for backend service "${service.name}"`;
  }
  const tls = desiredTls(ingress, host, surroundings);
  if (tls.kind === 'invalid-secret') return `Invalid or missing TLS secret for rule host "${host}"`;
  return {
    spec: {
      host: routeHost(host),
      path: path.path || undefined,
      to: { kind: 'Service', name: service.name },
      port: target.targetPort === undefined ? undefined : { targetPort: target.targetPort },
      tls: tls.tls,
      wildcardPolicy: host.startsWith('*.') ? 'Subdomain' : undefined,
    },
    secret: tls.tls?.certificate === undefined ? undefined : tls.secret,
  };
}

export type TlsDecision =
  | { readonly kind: 'invalid-secret' }
  | { readonly kind: 'decided'; readonly tls: DesiredTls | undefined; readonly secret: string | undefined };

/**
 * TLS of the Routes of a host (reference §1.6). A Secret is looked for under the host as the rule spells it, and has to be
 * valid even where its content is not used. An empty item switches TLS on for every host, with the default certificate.
 */
export function desiredTls(ingress: IngressObject, host: string, surroundings: Surroundings): TlsDecision {
  const { namespace, annotations } = ingress;
  const item = ingress.tls.find(({ hosts }) => hosts.includes(host));
  const pair = item === undefined ? undefined : surroundings.keyPair(namespace, item.secretName);
  if (item !== undefined && pair === undefined) return { kind: 'invalid-secret' };
  const stated = annotations.get(terminationAnnotation) ?? '';
  const termination = stated === 'passthrough' || stated === 'reencrypt' ? stated : 'edge';
  const emptyItem = ingress.tls.some(({ hosts, secretName }) => hosts.length === 0 && secretName === '');
  if (termination !== stated && pair === undefined && !emptyItem) {
    return { kind: 'decided', tls: undefined, secret: undefined };
  }
  const inline = termination === 'passthrough' ? undefined : pair;
  const authority =
    termination === 'reencrypt'
      ? surroundings.certificateAuthority(namespace, annotations.get(destinationCaAnnotation) ?? '')
      : undefined;
  const tls: DesiredTls = {
    termination,
    insecureEdgeTerminationPolicy: 'Redirect',
    certificate: inline?.certificate || undefined,
    key: inline?.key || undefined,
    destinationCACertificate: authority || undefined,
  };
  return { kind: 'decided', tls, secret: item === undefined ? undefined : `${namespace}/${item.secretName}` };
}
