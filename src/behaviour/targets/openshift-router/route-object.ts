import { type Fields, fields, items, number, optionalFields, stringMap, text } from '../gateway-api/reading.js';

export interface ServiceTarget {
  readonly kind: string;
  readonly name: string;
  /** 100 when the Route says nothing, as the API server fills in. */
  readonly weight: number;
}

export interface HeaderAction {
  readonly name: string;
  /** Set or Delete, if the Route is valid. */
  readonly type: string;
  readonly value: string | undefined;
}

export interface RouteTls {
  /** edge, reencrypt or passthrough, if the Route is valid. */
  readonly termination: string;
  /** None, Allow, Redirect or empty, if the Route is valid. */
  readonly insecurePolicy: string;
  readonly certificate: string;
  readonly key: string;
  readonly caCertificate: string;
  readonly destinationCACertificate: string;
  /** Name of a Secret, or empty. */
  readonly externalCertificate: string;
}

/** A Route as the API server would store it: read without trust, with the defaults filled in, not yet validated. */
export interface RouteObject {
  readonly namespace: string;
  readonly name: string;
  /** `namespace/name`. */
  readonly key: string;
  /** What outcomes call it. */
  readonly label: string;
  /** Creation in milliseconds; Infinity without a timestamp: such an object is created when it is applied. */
  readonly created: number;
  readonly uid: string;
  readonly annotations: ReadonlyMap<string, string>;
  readonly host: string;
  readonly subdomain: string;
  readonly path: string;
  readonly wildcardPolicy: string;
  readonly to: ServiceTarget;
  readonly alternateBackends: readonly ServiceTarget[];
  /** The text of a name or a number; empty for one that may not be, undefined without `spec.port`. */
  readonly targetPort: string | undefined;
  readonly tls: RouteTls | undefined;
  readonly requestActions: readonly HeaderAction[];
  readonly responseActions: readonly HeaderAction[];
  /** The host that a router published for it, from its status. */
  readonly publishedHost: string;
}

const apiVersions = ['route.openshift.io/v1', 'v1', ''];

/** The Route in an object; undefined if it is none. */
export function readRoute(value: unknown, labelOf: (key: string) => string): RouteObject | undefined {
  const object = fields(value);
  const metadata = fields(object.metadata);
  const name = text(metadata.name) ?? '';
  if (name === '' || (text(object.kind) ?? 'Route') !== 'Route') return undefined;
  if (!apiVersions.includes(text(object.apiVersion) ?? '')) return undefined;
  const namespace = text(metadata.namespace) || 'default';
  const key = `${namespace}/${name}`;
  const spec = fields(object.spec);
  const actions = fields(fields(spec.httpHeaders).actions);
  return {
    namespace,
    name,
    key,
    label: labelOf(key),
    created: creationTime(metadata.creationTimestamp),
    uid: text(metadata.uid) ?? '',
    annotations: stringMap(metadata.annotations),
    host: text(spec.host) ?? '',
    subdomain: text(spec.subdomain) ?? '',
    path: text(spec.path) ?? '',
    wildcardPolicy: text(spec.wildcardPolicy) || 'None',
    to: readTarget(fields(spec.to)),
    alternateBackends: items(spec.alternateBackends).map(readTarget),
    targetPort: readTargetPort(optionalFields(spec.port)),
    tls: readTls(optionalFields(spec.tls)),
    requestActions: items(actions.request).map(readAction),
    responseActions: items(actions.response).map(readAction),
    publishedHost: text(items(fields(object.status).ingress)[0]?.host) ?? '',
  };
}

/** Older first: creation, then UID (RouteLessThan), then, for objects of files that have neither, `namespace/name`. */
export function byAge(a: RouteObject, b: RouteObject): number {
  if (a.created !== b.created) return a.created < b.created ? -1 : 1;
  if (a.uid !== b.uid) return a.uid < b.uid ? -1 : 1;
  return a.key < b.key ? -1 : a.key > b.key ? 1 : 0;
}

function readTarget(target: Fields): ServiceTarget {
  return { kind: text(target.kind) || 'Service', name: text(target.name) ?? '', weight: number(target.weight) ?? 100 };
}

/** Number 0 is what an absent field means here, and is refused like the empty name. */
function readTargetPort(port: Fields | undefined): string | undefined {
  if (port === undefined) return undefined;
  const target = number(port.targetPort) ?? text(port.targetPort) ?? 0;
  return target === 0 ? '' : String(target);
}

/** Capital initials and a missing termination are put right before validation (library-go, pkg/route/defaulting). */
const spellings: Readonly<Record<string, string>> = {
  Edge: 'edge',
  Reencrypt: 'reencrypt',
  Passthrough: 'passthrough',
};

function readTls(tls: Fields | undefined): RouteTls | undefined {
  if (tls === undefined) return undefined;
  const destinationCACertificate = text(tls.destinationCACertificate) ?? '';
  const stated = text(tls.termination) || (destinationCACertificate === '' ? 'edge' : '');
  return {
    termination: Object.hasOwn(spellings, stated) ? (spellings[stated] ?? stated) : stated,
    insecurePolicy: text(tls.insecureEdgeTerminationPolicy) ?? '',
    certificate: text(tls.certificate) ?? '',
    key: text(tls.key) ?? '',
    caCertificate: text(tls.caCertificate) ?? '',
    destinationCACertificate,
    externalCertificate: text(fields(tls.externalCertificate).name) ?? '',
  };
}

function readAction(item: Fields): HeaderAction {
  const action = fields(item.action);
  const set = optionalFields(action.set);
  return {
    name: text(item.name) ?? '',
    type: text(action.type) ?? '',
    value: set === undefined ? undefined : (text(set.value) ?? ''),
  };
}

function creationTime(value: unknown): number {
  const time = value instanceof Date ? value.getTime() : typeof value === 'string' ? Date.parse(value) : Number.NaN;
  return Number.isNaN(time) ? Number.POSITIVE_INFINITY : time;
}
