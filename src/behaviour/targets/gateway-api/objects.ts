import { type Fields, fields, stringMap, text } from './reading.js';

export const gatewayGroup = 'gateway.networking.k8s.io';

/** An object as the model reads it. */
export interface KubeObject {
  readonly group: string;
  readonly kind: string;
  /** `default` when the manifest has none. */
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly key: string;
  /** `Kind namespace/name`. */
  readonly label: string;
  /** Creation in milliseconds; Infinity without a timestamp: such an object is created when it is applied. */
  readonly created: number;
  readonly labels: ReadonlyMap<string, string>;
  readonly spec: Fields;
  readonly content: Fields;
}

/** Objects by `group/kind`; the version is of no importance to the data plane. */
export interface ObjectSet {
  /** All of a kind, in no particular order. */
  all(group: string, kind: string): readonly KubeObject[];
  find(group: string, kind: string, namespace: string, name: string): KubeObject | undefined;
}

/** Reads what every object has; a missing namespace is `default`. */
export function readObject(content: Fields): KubeObject {
  const apiVersion = text(content.apiVersion) ?? '';
  const meta = fields(content.metadata);
  const kind = text(content.kind) ?? '';
  const namespace = text(meta.namespace) || 'default';
  const name = text(meta.name) ?? '';
  return {
    group: apiVersion.includes('/') ? apiVersion.slice(0, apiVersion.indexOf('/')) : '',
    kind,
    namespace,
    name,
    key: `${namespace}/${name}`,
    label: `${kind} ${namespace}/${name}`,
    created: creationTime(meta.creationTimestamp),
    labels: stringMap(meta.labels),
    spec: fields(content.spec),
    content,
  };
}

/** Indexes objects by kind and by name. */
export function collectObjects(list: readonly KubeObject[]): ObjectSet {
  const byKind = new Map<string, KubeObject[]>();
  const byName = new Map<string, KubeObject>();
  for (const object of list) {
    const kind = `${object.group}/${object.kind}`;
    const known = byKind.get(kind);
    if (known === undefined) byKind.set(kind, [object]);
    else known.push(object);
    byName.set(`${kind}/${object.key}`, object);
  }
  return {
    all: (group, kind) => byKind.get(`${group}/${kind}`) ?? [],
    find: (group, kind, namespace, name) => byName.get(`${group}/${kind}/${namespace}/${name}`),
  };
}

/** Older first, then alphabetically by `namespace/name`: how Gateway API settles every conflict between objects. */
export function byAge(a: KubeObject, b: KubeObject): number {
  // Not a difference: Infinity minus Infinity is not a number.
  if (a.created !== b.created) return a.created < b.created ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function creationTime(value: unknown): number {
  const time = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}
