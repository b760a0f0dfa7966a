import type { KubernetesObject } from '../../conversion.js';
import type { Route, RouteBackend, RouteHeaderAction, RouteTls } from '../../kubernetes/route.js';
import { OWN_PREFIX } from '../../ledger/own-annotations.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import { validLabels } from '../object-metadata.js';

export const ROUTE_API = 'route.openshift.io/v1';
const LAST_APPLIED = 'kubectl.kubernetes.io/last-applied-configuration';
const DEFAULT_WEIGHT = 100;

/** The texts of a certificate as they stand in `spec.tls`. */
export interface WrittenCertificate {
  readonly certificate: string;
  /** Absent where it is not known. */
  readonly key?: string | undefined;
  readonly caCertificate?: string | undefined;
}

/**
 * A Route as a manifest: what somebody wrote, in the order of the API reference. Defaults of the API server are left out,
 * and so is what the cluster writes (status, identity, owner).
 */
export function routeObject(
  { route, owner }: OriginatedRoute,
  certificate: WrittenCertificate | undefined,
): KubernetesObject {
  const { meta } = route;
  const alternates = distinctAlternates(route);
  return {
    apiVersion: ROUTE_API,
    kind: 'Route',
    metadata: {
      name: meta.name,
      ...present('namespace', owner.namespace),
      ...present('labels', validLabels(owner.ref.kind === 'Ingress' ? meta.labels : owner.labels)),
      ...present('annotations', writtenAnnotations(meta.annotations)),
    },
    spec: {
      ...(route.host === '' ? {} : { host: route.host }),
      ...(route.subdomain === '' ? {} : { subdomain: route.subdomain }),
      ...(route.path === '' ? {} : { path: route.path }),
      to: target(route.to, alternates.length > 0),
      ...(alternates.length === 0 ? {} : { alternateBackends: alternates.map((backend) => target(backend, true)) }),
      ...(route.targetPort === undefined ? {} : { port: { targetPort: route.targetPort } }),
      ...(route.tls === undefined ? {} : { tls: tlsOf(route.tls, certificate) }),
      ...(route.wildcardPolicy === 'None' ? {} : { wildcardPolicy: route.wildcardPolicy }),
      ...present('httpHeaders', headersOf(route)),
    },
  };
}

/**
 * The alternate backends, each Service once: the router takes the last weight of one that is named again (reference §2.4),
 * and the schema of the API takes no Service twice.
 */
export function distinctAlternates({ alternateBackends }: Route): RouteBackend[] {
  return [...new Map(alternateBackends.map((backend) => [backend.service, backend])).values()];
}

function present<K extends string, V>(key: K, value: V | undefined): Partial<Record<K, V>> {
  return value === undefined ? {} : ({ [key]: value } as Record<K, V>);
}

/**
 * All but kubectl's copy of an object, which is not this one, and words to routeshift, which are about the input. Keys that
 * no API server stores are left out.
 */
export function writtenAnnotations(annotations: Readonly<Record<string, string>>): Record<string, string> | undefined {
  const kept = Object.entries(annotations).filter(
    ([key]) => key !== LAST_APPLIED && !key.startsWith(OWN_PREFIX) && isQualifiedName(key),
  );
  return kept.length === 0 ? undefined : Object.fromEntries(kept);
}

function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.at(-1) ?? '';
  const prefix = parts.length === 2 ? (parts[0] ?? '') : undefined;
  if (parts.length > 2 || !/^[A-Za-z0-9]([-A-Za-z0-9_.]{0,61}[A-Za-z0-9])?$/.test(name)) return false;
  if (prefix === undefined) return true;
  // Annotation keys are compared in lower case (apimachinery pkg/api/validation ValidateAnnotations).
  return /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/i.test(prefix) && prefix.length <= 253;
}

function target({ service, weight }: RouteBackend, weighted: boolean): object {
  return { kind: 'Service', name: service, ...(weighted || weight !== DEFAULT_WEIGHT ? { weight } : {}) };
}

function tlsOf(tls: RouteTls, certificate: WrittenCertificate | undefined): object {
  return {
    termination: tls.termination,
    ...(tls.insecure === 'None' ? {} : { insecureEdgeTerminationPolicy: tls.insecure }),
    ...(certificate === undefined
      ? {}
      : {
          certificate: certificate.certificate,
          ...present('key', certificate.key),
          ...present('caCertificate', certificate.caCertificate),
        }),
    ...(tls.externalCertificate === undefined ? {} : { externalCertificate: { name: tls.externalCertificate } }),
    ...(tls.destinationCaCertificate === '' ? {} : { destinationCACertificate: tls.destinationCaCertificate }),
  };
}

function headersOf({ requestHeaders, responseHeaders }: Route): object | undefined {
  if (requestHeaders.length + responseHeaders.length === 0) return undefined;
  return {
    actions: {
      ...(responseHeaders.length === 0 ? {} : { response: responseHeaders.map(headerAction) }),
      ...(requestHeaders.length === 0 ? {} : { request: requestHeaders.map(headerAction) }),
    },
  };
}

function headerAction({ name, value }: RouteHeaderAction): object {
  return { name, action: value === undefined ? { type: 'Delete' } : { type: 'Set', set: { value } } };
}
