import {
  isPlainObject,
  listAt,
  numberAt,
  objectAt,
  type PlainObject,
  stringAt,
  stringMapAt,
} from '../../values/plain-object.js';
import { type Annotations, ambiguousNames, bareAnnotations } from './annotation-layers.js';

export interface BackendRef {
  readonly service: string;
  readonly portName: string;
  readonly portNumber: number;
}

export interface IngressPath {
  readonly host: string;
  readonly path: string;
  /** As written; empty if it is missing. */
  readonly pathType: string;
  readonly backend: BackendRef;
  /** As in {@link Outcome.rule}. */
  readonly rule: string;
}

/** An Ingress as the controller stores it (ConvertIngress in pkg/store/convert.go). */
export interface StoredIngress {
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly key: string;
  readonly className: string;
  readonly annotations: Annotations;
  readonly paths: readonly IngressPath[];
  readonly hasRules: boolean;
  readonly defaultBackend: BackendRef | undefined;
  /** Host to Secret; entries without hosts leave no trace (reference §2.3). */
  readonly tls: ReadonlyMap<string, string>;
  /** Bare names of annotations that are spelled in several ways with different values. */
  readonly ambiguous: readonly string[];
}

/** The Ingress in an object; undefined if it is none. */
export function readIngress(value: unknown): StoredIngress | undefined {
  const metadata = objectAt(value, 'metadata');
  const name = stringAt(metadata, 'name') ?? '';
  if (!isPlainObject(value) || (stringAt(value, 'kind') ?? 'Ingress') !== 'Ingress') return undefined;
  const namespace = stringAt(metadata, 'namespace') || 'default';
  const spec = objectAt(value, 'spec');
  const key = `${namespace}/${name}`;
  const annotations = stringMapAt(metadata, 'annotations');
  const rules = listAt(spec, 'rules').filter((rule) => objectAt(rule, 'http') !== undefined);
  const fallback = objectAt(spec, 'defaultBackend');
  return {
    namespace,
    name,
    key,
    className: stringAt(spec, 'ingressClassName') ?? '',
    annotations: bareAnnotations(annotations),
    paths: readPaths(spec, key),
    hasRules: rules.length > 0,
    defaultBackend: fallback === undefined ? undefined : readBackend(fallback),
    tls: readTls(spec),
    ambiguous: ambiguousNames(annotations),
  };
}

/** Paths of one host that agree in type, text, Service and port name are one, whatever their port numbers: the last. */
function readPaths(spec: PlainObject | undefined, ingress: string): IngressPath[] {
  const found = new Map<string, IngressPath>();
  for (const [ruleIndex, rule] of listAt(spec, 'rules').entries()) {
    const host = stringAt(rule, 'host') ?? '';
    for (const [index, entry] of listAt(objectAt(rule, 'http'), 'paths').entries()) {
      const backend = readBackend(objectAt(entry, 'backend'));
      if (backend === undefined) continue;
      const [path, pathType] = [stringAt(entry, 'path') ?? '', stringAt(entry, 'pathType') ?? ''];
      const key = JSON.stringify([host, `${pathType}-${path}-${backend.service}-${backend.portName}`]);
      const where = `Ingress ${ingress} spec.rules[${ruleIndex}].http.paths[${index}]`;
      found.set(key, { host, path, pathType, backend, rule: where });
    }
  }
  return [...found.values()];
}

function readBackend(backend: PlainObject | undefined): BackendRef | undefined {
  const service = objectAt(backend, 'service');
  if (service === undefined) return undefined;
  const port = objectAt(service, 'port');
  return {
    service: stringAt(service, 'name') ?? '',
    portName: stringAt(port, 'name') ?? '',
    portNumber: numberAt(port, 'number') ?? 0,
  };
}

function readTls(spec: PlainObject | undefined): ReadonlyMap<string, string> {
  const found = new Map<string, string>();
  for (const entry of listAt(spec, 'tls')) {
    const secret = stringAt(entry, 'secretName') ?? '';
    for (const host of listAt(entry, 'hosts')) if (typeof host === 'string') found.set(host, secret);
  }
  return found;
}
