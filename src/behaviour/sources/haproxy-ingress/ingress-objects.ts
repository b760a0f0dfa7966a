import {
  compareText,
  intOrStringAt,
  listAt,
  objectAt,
  type PlainObject,
  stringAt,
  stringMapAt,
} from '../../values/plain-object.js';

export interface BackendRef {
  readonly service: string;
  /** The name where there is one, else the number; `0` without either. */
  readonly port: string;
}

export interface IngressPath {
  readonly path: string;
  /** As written; undefined if absent. */
  readonly pathType: string | undefined;
  /** Undefined for `resource` backends, which the controller skips. */
  readonly backend: BackendRef | undefined;
  /** `Ingress namespace/name spec.rules[0].http.paths[0]`. */
  readonly rule: string;
}

export interface IngressObject {
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly key: string;
  readonly created: number;
  readonly annotations: ReadonlyMap<string, string>;
  readonly className: string | undefined;
  readonly defaultBackend: { readonly backend: BackendRef | undefined } | undefined;
  /** Rules without `http` are left out. */
  readonly rules: readonly { readonly host: string; readonly paths: readonly IngressPath[] }[];
  readonly tls: readonly { readonly hosts: readonly string[]; readonly secretName: string }[];
}

/** The Ingress in an object; undefined if it is none. */
export function readIngress(value: unknown): IngressObject | undefined {
  const metadata = objectAt(value, 'metadata');
  const name = stringAt(metadata, 'name') ?? '';
  if (name === '' || (stringAt(value, 'kind') ?? 'Ingress') !== 'Ingress') return undefined;
  const namespace = stringAt(metadata, 'namespace') || 'default';
  const spec = objectAt(value, 'spec');
  const key = `${namespace}/${name}`;
  const defaultBackend = objectAt(spec, 'defaultBackend');
  return {
    namespace,
    name,
    key,
    created: readTime(metadata),
    annotations: stringMapAt(metadata, 'annotations'),
    className: stringAt(spec, 'ingressClassName'),
    defaultBackend: defaultBackend === undefined ? undefined : { backend: readBackend(defaultBackend) },
    rules: listAt(spec, 'rules').flatMap((rule, index) => {
      const http = objectAt(rule, 'http');
      if (http === undefined) return [];
      const paths = listAt(http, 'paths').map(
        (path, i): IngressPath => ({
          path: stringAt(path, 'path') || '/',
          pathType: stringAt(path, 'pathType'),
          backend: readBackend(objectAt(path, 'backend')),
          rule: `Ingress ${key} spec.rules[${index}].http.paths[${i}]`,
        }),
      );
      return [{ host: stringAt(rule, 'host') ?? '', paths }];
    }),
    tls: listAt(spec, 'tls').map((entry) => ({
      hosts: listAt(entry, 'hosts').filter((host): host is string => typeof host === 'string'),
      secretName: stringAt(entry, 'secretName') ?? '',
    })),
  };
}

/** Oldest first; equal times by namespace/name (sortIngress in pkg/converters/ingress/ingress.go; reference §1.1). */
export function byAge(a: IngressObject, b: IngressObject): number {
  return a.created - b.created || compareText(a.key, b.key);
}

function readBackend(backend: PlainObject | undefined): BackendRef | undefined {
  const service = objectAt(backend, 'service');
  if (service === undefined) return undefined;
  const port = objectAt(service, 'port');
  return {
    service: stringAt(service, 'name') ?? '',
    port: stringAt(port, 'name') || intOrStringAt(port, 'number') || '0',
  };
}

/** Seconds, the resolution of metav1.Time; 0 if the object does not tell. */
function readTime(metadata: PlainObject | undefined): number {
  const raw: unknown = metadata?.creationTimestamp;
  const time = raw instanceof Date ? raw.getTime() : typeof raw === 'string' ? Date.parse(raw) : Number.NaN;
  return Number.isNaN(time) ? 0 : Math.floor(time / 1000);
}
