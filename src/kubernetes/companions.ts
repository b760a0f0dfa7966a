import type { ServicePort } from './ingress.js';
import type { CertificateNames, Manifest, ObjectMeta, PasswordHash } from './object.js';

export type { CertificateNames, PasswordHash } from './object.js';

export interface ServicePortSpec {
  readonly name?: string | undefined;
  readonly port: number;
  readonly targetPort?: string | undefined;
  readonly appProtocol?: string | undefined;
  /** Absent for TCP, the default. */
  readonly protocol?: string | undefined;
}

export interface Service {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
  readonly type: string;
  readonly clusterIP?: string | undefined;
  readonly externalName?: string | undefined;
  readonly ports: readonly ServicePortSpec[];
}

/** A Secret without its values: they are left behind where the file is read. */
export interface Secret {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
  readonly type: string;
  /** Names of the keys under `data` and `stringData`. */
  readonly keys: readonly string[];
  /** Present when `tls.crt` holds a certificate that could be read; undefined when there is none or it is unreadable. */
  readonly certificate?: CertificateNames | undefined;
  /** How the passwords of a file of users are hashed, each way once; absent where it holds none. */
  readonly hashes?: readonly PasswordHash[] | undefined;
}

export interface ConfigMap {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
  readonly data: Readonly<Record<string, string>>;
}

export interface IngressClass {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
  readonly controller: string;
  readonly isDefault: boolean;
}

export interface Namespace {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
}

/** A Gateway that is already there: its listeners tell where routes may attach. */
export interface ExistingGateway {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
  readonly listeners: readonly {
    readonly name: string;
    readonly port: number;
    readonly protocol: string;
    readonly hostname?: string | undefined;
  }[];
}

/** A policy of an implementation that is already there. */
export interface ExistingPolicy {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
  /** What it is tied to, in its own namespace. */
  readonly targets: readonly {
    readonly kind: string;
    readonly name: string;
    readonly sectionName?: string | undefined;
  }[];
}

/** The Service port number an Ingress port means (port number, targetPort or name, the first that fits), or undefined. */
export function resolveServicePort(service: Service, port: ServicePort): number | undefined {
  const wanted = 'number' in port ? String(port.number) : port.name;
  // ingress-nginx internal/ingress/controller/controller.go serviceEndpoints: any of the three, first port wins.
  return service.ports.find((p) => String(p.port) === wanted || p.targetPort === wanted || p.name === wanted)?.port;
}
