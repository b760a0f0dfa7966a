import type { Manifest, ObjectMeta } from './object.js';

export type PathType = 'Exact' | 'Prefix' | 'ImplementationSpecific';

/** A Service port as an Ingress writes it. */
export type ServicePort = { readonly number: number } | { readonly name: string };

export type IngressBackend =
  | { readonly kind: 'service'; readonly name: string; readonly port: ServicePort }
  | {
      readonly kind: 'resource';
      readonly apiGroup?: string | undefined;
      readonly resourceKind: string;
      readonly name: string;
    };

export interface IngressPath {
  /** As written; absent means "/" for ingress-nginx. */
  readonly path?: string | undefined;
  /** Absent in v1beta1 objects. */
  readonly pathType?: PathType | undefined;
  readonly backend: IngressBackend;
}

export interface IngressRule {
  /** As written; absent for host-less rules. */
  readonly host?: string | undefined;
  /** Absent when the rule has no `http` section. */
  readonly paths?: readonly (IngressPath | undefined)[] | undefined;
}

export interface IngressTls {
  readonly hosts: readonly string[];
  readonly secretName?: string | undefined;
}

/**
 * An Ingress of `networking.k8s.io/v1`, or of the v1beta1 groups brought into the v1 shape. List indices are those of the
 * manifest, so that `spec.rules[i].http.paths[j]` names the same thing here and there; an entry that could not be read is
 * `undefined` and has its own finding.
 */
export interface Ingress {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
  readonly className?: string | undefined;
  readonly defaultBackend?: IngressBackend | undefined;
  readonly tls: readonly (IngressTls | undefined)[];
  readonly rules: readonly (IngressRule | undefined)[];
  /** True for extensions/v1beta1 and networking.k8s.io/v1beta1, whose field names differ (`spec.backend`). */
  readonly legacy: boolean;
  /** Keys under `spec` (and deeper) that no Ingress version has; the API server would prune them. */
  readonly unknownFields: readonly (readonly (string | number)[])[];
}
