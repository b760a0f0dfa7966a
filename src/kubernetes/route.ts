import type { CertificateNames, KeyPair, Manifest, ObjectMeta } from './object.js';

/**
 * An OpenShift Route as the API server stores it: defaults are filled in (openshift/api route/v1 types.go). Texts that are
 * absent are ''.
 */
export interface Route {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
  /** '' where the API server or each router makes one up. */
  readonly host: string;
  readonly subdomain: string;
  readonly path: string;
  readonly wildcardPolicy: 'None' | 'Subdomain';
  readonly to: RouteBackend;
  /** At most three. */
  readonly alternateBackends: readonly RouteBackend[];
  /** Name of a port of the Service, or number of a port of the pods; absent: all ports. */
  readonly targetPort?: string | number | undefined;
  readonly tls?: RouteTls | undefined;
  readonly requestHeaders: readonly RouteHeaderAction[];
  readonly responseHeaders: readonly RouteHeaderAction[];
  /** What routers say of it, where the manifest comes from a cluster. */
  readonly admitted: readonly RouteAdmission[];
}

export interface RouteBackend {
  readonly service: string;
  /** 0 to 256. */
  readonly weight: number;
}

export interface RouteTls {
  readonly termination: 'edge' | 'reencrypt' | 'passthrough';
  readonly insecure: 'None' | 'Allow' | 'Redirect';
  /** A certificate of its own is written in the Route; its key is never here. */
  readonly certificate?: RouteCertificate | undefined;
  /** Name of a Secret in the namespace of the Route. */
  readonly externalCertificate?: string | undefined;
  /** PEM; '' where the router's own CA decides. */
  readonly destinationCaCertificate: string;
  /** What routers have against its certificates, although the API server stores them: they do not serve the Route. */
  readonly refused?: string | undefined;
}

export interface RouteCertificate {
  /** Absent when it could not be read. */
  readonly names?: CertificateNames | undefined;
  /** Kept only where parsing was asked to. */
  readonly keyPair?: KeyPair | undefined;
}

export interface RouteHeaderAction {
  readonly name: string;
  /** The value to set; absent: the header is deleted. */
  readonly value?: string | undefined;
}

export interface RouteAdmission {
  readonly router: string;
  readonly host: string;
  readonly admitted: boolean;
}
