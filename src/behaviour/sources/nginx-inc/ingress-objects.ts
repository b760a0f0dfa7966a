import {
  compareText,
  isPlainObject,
  listAt,
  numberAt,
  objectAt,
  type PlainObject,
  stringAt,
  stringMapAt,
} from '../../values/plain-object.js';

/** Which of two objects came first decides who gets a host or a path. */
export interface Seniority {
  /** Seconds since the epoch; 0 if the object does not tell. */
  readonly created: number;
  readonly uid: string;
}

export interface BackendRef {
  readonly service: string;
  /** The name, or else the number (GetBackendPortAsString in internal/configs/ingress.go). */
  readonly port: string;
}

export interface IngressPath {
  /** As written; '' is possible for ImplementationSpecific. */
  readonly path: string;
  /** As written; undefined if absent. */
  readonly pathType: string | undefined;
  /** `resource` for a backend that is no Service, null for none. */
  readonly backend: BackendRef | 'resource' | null;
}

export interface IngressRule {
  readonly host: string;
  /** Empty without `http`. */
  readonly paths: readonly IngressPath[];
}

export interface IngressTls {
  readonly hosts: readonly string[];
  readonly secretName: string;
}

export interface IngressObject extends Seniority {
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly key: string;
  readonly annotations: ReadonlyMap<string, string>;
  /** `spec.ingressClassName`. */
  readonly className: string;
  /** Undefined if there is none. */
  readonly defaultBackend: BackendRef | 'resource' | null | undefined;
  readonly rules: readonly IngressRule[];
  readonly tls: readonly IngressTls[];
}

/** The Ingress in an object; undefined if it is none. */
export function readIngress(value: unknown): IngressObject | undefined {
  if (!isPlainObject(value) || (stringAt(value, 'kind') ?? 'Ingress') !== 'Ingress') return undefined;
  const metadata = objectAt(value, 'metadata');
  const name = stringAt(metadata, 'name') ?? '';
  if (name === '') return undefined;
  const namespace = stringAt(metadata, 'namespace') || 'default';
  const spec = objectAt(value, 'spec');
  const defaultBackend = objectAt(spec, 'defaultBackend');
  return {
    namespace,
    name,
    key: `${namespace}/${name}`,
    ...readSeniority(value),
    annotations: stringMapAt(metadata, 'annotations'),
    className: stringAt(spec, 'ingressClassName') ?? '',
    defaultBackend: defaultBackend === undefined ? undefined : readBackend(defaultBackend),
    rules: listAt(spec, 'rules').map((rule) => ({
      host: stringAt(rule, 'host') ?? '',
      paths: listAt(objectAt(rule, 'http'), 'paths').map((path) => ({
        path: stringAt(path, 'path') ?? '',
        pathType: stringAt(path, 'pathType'),
        backend: readBackend(objectAt(path, 'backend')),
      })),
    })),
    tls: listAt(spec, 'tls').map((entry) => ({
      hosts: listAt(entry, 'hosts').filter((host): host is string => typeof host === 'string'),
      secretName: stringAt(entry, 'secretName') ?? '',
    })),
  };
}

function readBackend(backend: PlainObject | undefined): IngressPath['backend'] {
  if (objectAt(backend, 'resource') !== undefined) return 'resource';
  const service = objectAt(backend, 'service');
  if (service === undefined) return null;
  const port = objectAt(service, 'port');
  return {
    service: stringAt(service, 'name') ?? '',
    port: stringAt(port, 'name') || String(numberAt(port, 'number') ?? 0),
  };
}

/** When an object was made and what it is known by; of objects that were never in a cluster neither is known. */
export function readSeniority(object: unknown): Seniority {
  const metadata = objectAt(object, 'metadata');
  const raw: unknown = metadata?.creationTimestamp;
  const time = raw instanceof Date ? raw.getTime() : typeof raw === 'string' ? Date.parse(raw) : Number.NaN;
  // metav1.Time has a resolution of one second.
  return { created: Number.isNaN(time) ? 0 : Math.floor(time / 1000), uid: stringAt(metadata, 'uid') ?? '' };
}

/**
 * Whether the first keeps what both claim: it is older, or of the same second and of the greater UID
 * (chooseObjectMetaWinner in internal/k8s/configuration.go). Of equals neither keeps it, so the one that comes later in the
 * order of keys takes it.
 */
export function keeps(holder: Seniority, other: Seniority): boolean {
  return holder.created === other.created ? holder.uid > other.uid : holder.created < other.created;
}

/** Orders objects as the controller walks them: by the text `namespace/name`. */
export function byKey(a: { readonly key: string }, b: { readonly key: string }): number {
  return compareText(a.key, b.key);
}
