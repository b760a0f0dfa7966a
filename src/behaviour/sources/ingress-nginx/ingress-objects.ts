import {
  compareText,
  intOrStringAt,
  isPlainObject,
  listAt,
  objectAt,
  type PlainObject,
  stringAt,
  stringMapAt,
} from '../../values/plain-object.js';

export interface BackendRef {
  readonly service: string;
  /** As written: a number or a name. `80` and `http` make two upstreams (reference §4). */
  readonly port: string;
}

export type PathType = 'Exact' | 'Prefix';

export interface IngressPath {
  readonly path: string;
  readonly pathType: PathType;
  /** Null for `resource` backends, which the controller skips. */
  readonly backend: BackendRef | null;
  readonly index: number;
}

export interface IngressRule {
  readonly host: string;
  /** Null without an `http` section. */
  readonly paths: readonly IngressPath[] | null;
  readonly index: number;
}

export interface SourceIngress {
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly key: string;
  readonly uid: string;
  /** Seconds since the epoch; 0 if the object does not tell. */
  readonly created: number;
  readonly annotations: ReadonlyMap<string, string>;
  readonly className: string | undefined;
  readonly hasDefaultBackend: boolean;
  readonly defaultBackend: BackendRef | null;
  readonly rules: readonly IngressRule[];
  readonly tls: readonly { readonly hosts: readonly string[]; readonly secretName: string }[];
  /** The object as given; orders objects that agree in everything else, so that the input's order never shows. */
  readonly raw: PlainObject;
}

function readBackend(backend: PlainObject | undefined): BackendRef | null {
  const service = objectAt(backend, 'service');
  const name = stringAt(service, 'name');
  if (service === undefined || name === undefined) return null;
  const port = objectAt(service, 'port');
  const number = intOrStringAt(port, 'number');
  // A number of 0 counts as unset (upstreamName in internal/ingress/controller/util.go).
  return { service: name, port: number !== undefined && number !== '0' ? number : (stringAt(port, 'name') ?? '') };
}

function readTime(metadata: PlainObject | undefined): number {
  const raw: unknown = metadata?.creationTimestamp;
  const time = raw instanceof Date ? raw.getTime() : typeof raw === 'string' ? Date.parse(raw) : Number.NaN;
  // metav1.Time has a resolution of one second, which is why ties are common.
  return Number.isNaN(time) ? 0 : Math.floor(time / 1000);
}

function contentOf(value: unknown): string {
  try {
    return JSON.stringify(value, (_key, inner: unknown) =>
      isPlainObject(inner) ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => compareText(a, b))) : inner,
    );
  } catch {
    return ''; // cyclic values cannot come out of YAML text; such an object just has no tie-breaker
  }
}

/** Reads one Ingress; undefined if the value is no object at all. Path defaults as in reference §2, last paragraph. */
export function readIngress(value: unknown): SourceIngress | undefined {
  if (!isPlainObject(value)) return undefined;
  const metadata = objectAt(value, 'metadata');
  const spec = objectAt(value, 'spec');
  const namespace = stringAt(metadata, 'namespace') || 'default';
  const name = stringAt(metadata, 'name') ?? '';
  const defaultBackend = objectAt(spec, 'defaultBackend');
  return {
    namespace,
    name,
    key: `${namespace}/${name}`,
    uid: stringAt(metadata, 'uid') ?? `${namespace}-${name}`,
    created: readTime(metadata),
    annotations: stringMapAt(metadata, 'annotations'),
    className: stringAt(spec, 'ingressClassName'),
    hasDefaultBackend: defaultBackend !== undefined,
    defaultBackend: readBackend(defaultBackend),
    rules: listAt(spec, 'rules').map((rule, index): IngressRule => {
      const http = objectAt(rule, 'http');
      return {
        index,
        host: stringAt(rule, 'host') ?? '',
        paths:
          http === undefined
            ? null
            : listAt(http, 'paths').map((path, pathIndex) => ({
                index: pathIndex,
                path: stringAt(path, 'path') || '/',
                pathType: stringAt(path, 'pathType') === 'Exact' ? 'Exact' : 'Prefix',
                backend: readBackend(objectAt(path, 'backend')),
              })),
      };
    }),
    tls: listAt(spec, 'tls').map((entry) => ({
      hosts: listAt(entry, 'hosts').filter((host): host is string => typeof host === 'string'),
      secretName: stringAt(entry, 'secretName') ?? '',
    })),
    raw: value,
  };
}

/** Oldest first; equal times by namespace/name descending (ListIngresses in controller/store/store.go; reference §3). */
export function byAge(a: SourceIngress, b: SourceIngress): number {
  return a.created - b.created || compareText(b.key, a.key) || compareText(contentOf(a.raw), contentOf(b.raw));
}
