import {
  isPlainObject,
  listAt,
  numberAt,
  objectAt,
  type PlainObject,
  stringAt,
  stringMapAt,
} from '../../values/plain-object.js';

export interface IngressPath {
  readonly path: string;
  readonly isExact: boolean;
  /** Undefined for a backend that is no Service. */
  readonly service: { readonly name: string; readonly portName: string; readonly portNumber: number } | undefined;
}

export interface IngressRule {
  readonly host: string;
  /** Undefined without `http`. */
  readonly paths: readonly IngressPath[] | undefined;
}

export interface IngressTls {
  readonly hosts: readonly string[];
  readonly secretName: string;
}

export interface IngressObject {
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly key: string;
  readonly uid: string | undefined;
  readonly creationTimestamp: unknown;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  /** `spec.ingressClassName`. */
  readonly className: string | undefined;
  readonly rules: readonly IngressRule[];
  readonly tls: readonly IngressTls[];
  /** Hostnames in its status. */
  readonly hostnames: readonly string[];
}

/** The Ingress in an object; undefined if it is none. */
export function readIngress(value: unknown): IngressObject | undefined {
  const metadata = objectAt(value, 'metadata');
  const name = stringAt(metadata, 'name') ?? '';
  if (name === '' || (stringAt(value, 'kind') ?? 'Ingress') !== 'Ingress') return undefined;
  const namespace = stringAt(metadata, 'namespace') || 'default';
  const spec = objectAt(value, 'spec');
  const published = listAt(objectAt(objectAt(value, 'status'), 'loadBalancer'), 'ingress');
  return {
    namespace,
    name,
    key: `${namespace}/${name}`,
    uid: stringAt(metadata, 'uid'),
    creationTimestamp: metadata?.creationTimestamp,
    labels: stringMapAt(metadata, 'labels'),
    annotations: stringMapAt(metadata, 'annotations'),
    className: stringAt(spec, 'ingressClassName'),
    rules: listAt(spec, 'rules').map(readRule),
    tls: listAt(spec, 'tls').map(readTls),
    hostnames: published.map((entry) => stringAt(entry, 'hostname') ?? ''),
  };
}

function readRule(value: unknown): IngressRule {
  const http = objectAt(value, 'http');
  return {
    host: stringAt(value, 'host') ?? '',
    paths: http === undefined ? undefined : listAt(http, 'paths').map(readPath),
  };
}

function readPath(value: unknown): IngressPath {
  const service = objectAt(objectAt(value, 'backend'), 'service');
  return {
    path: stringAt(value, 'path') ?? '',
    isExact: stringAt(value, 'pathType') === 'Exact',
    service: service === undefined ? undefined : readBackend(service),
  };
}

function readBackend(service: PlainObject): NonNullable<IngressPath['service']> {
  const port = objectAt(service, 'port');
  return {
    name: stringAt(service, 'name') ?? '',
    portName: stringAt(port, 'name') ?? '',
    portNumber: numberAt(port, 'number') ?? 0,
  };
}

function readTls(value: unknown): IngressTls {
  const hosts = isPlainObject(value) ? listAt(value, 'hosts') : [];
  return {
    hosts: hosts.filter((host): host is string => typeof host === 'string'),
    secretName: stringAt(value, 'secretName') ?? '',
  };
}
