import {
  isPlainObject,
  listAt,
  numberAt,
  objectAt,
  type PlainObject,
  stringAt,
  stringMapAt,
} from '../../values/plain-object.js';
import type { DesiredTls } from './desired-route.js';

/** A Route that is there before the controller looks. */
export interface ExistingRoute {
  readonly object: PlainObject;
  readonly namespace: string;
  readonly name: string;
  readonly key: string;
  /** Name of the Ingress that owns it. */
  readonly owner: string | undefined;
  /** Of the first owner reference, whoever that is. */
  readonly ownerApiVersion: string | undefined;
  readonly labels: ReadonlyMap<string, string>;
  readonly annotations: ReadonlyMap<string, string>;
  readonly host: string;
  readonly path: string;
  readonly service: string;
  readonly weight: number | undefined;
  readonly wildcardPolicy: string;
  readonly hasAlternateBackends: boolean;
  readonly targetPort: unknown;
  readonly tls: (DesiredTls & { readonly hasExternalCertificate: boolean }) | undefined;
  /** Canonical hostnames of the routers that admitted it. */
  readonly admittedBy: readonly string[];
}

/** The Route in an object; undefined if it is none. */
export function readExistingRoute(object: unknown): ExistingRoute | undefined {
  const metadata = objectAt(object, 'metadata');
  const name = stringAt(metadata, 'name') ?? '';
  if (!isPlainObject(object) || name === '' || (stringAt(object, 'kind') ?? 'Route') !== 'Route') return undefined;
  const namespace = stringAt(metadata, 'namespace') || 'default';
  const owners = listAt(metadata, 'ownerReferences');
  const spec = objectAt(object, 'spec');
  const to = objectAt(spec, 'to');
  return {
    object,
    namespace,
    name,
    key: `${namespace}/${name}`,
    owner: stringAt(owners.find(isIngress), 'name'),
    ownerApiVersion: stringAt(owners[0], 'apiVersion'),
    labels: stringMapAt(metadata, 'labels'),
    annotations: stringMapAt(metadata, 'annotations'),
    host: stringAt(spec, 'host') ?? '',
    path: stringAt(spec, 'path') ?? '',
    service: stringAt(to, 'name') ?? '',
    weight: numberAt(to, 'weight'),
    wildcardPolicy: stringAt(spec, 'wildcardPolicy') || 'None',
    hasAlternateBackends: listAt(spec, 'alternateBackends').length > 0,
    targetPort: objectAt(spec, 'port')?.targetPort,
    tls: readTls(objectAt(spec, 'tls')),
    admittedBy: listAt(objectAt(object, 'status'), 'ingress').filter(isAdmitted).map(canonicalHostname),
  };
}

/** Old names of the API are recognised too, one of them by a group that never existed. */
const ownerVersions = ['networking.k8s.io/v1', 'networking.k8s.io/v1beta1', 'extensions.k8s.io/v1beta1'];

function isIngress(owner: unknown): boolean {
  return (
    stringAt(owner, 'kind') === 'Ingress' &&
    ownerVersions.includes(stringAt(owner, 'apiVersion') ?? '') &&
    isPlainObject(owner) &&
    owner.controller === true
  );
}

function readTls(tls: PlainObject | undefined): ExistingRoute['tls'] {
  if (tls === undefined) return undefined;
  const read = (key: string): string | undefined => stringAt(tls, key) || undefined;
  return {
    termination: stringAt(tls, 'termination') ?? '',
    insecureEdgeTerminationPolicy: read('insecureEdgeTerminationPolicy'),
    certificate: read('certificate'),
    key: read('key'),
    caCertificate: read('caCertificate'),
    destinationCACertificate: read('destinationCACertificate'),
    hasExternalCertificate: objectAt(tls, 'externalCertificate') !== undefined,
  };
}

function isAdmitted(entry: unknown): boolean {
  const condition = listAt(entry, 'conditions').find((one) => stringAt(one, 'type') === 'Admitted');
  return stringAt(condition, 'status') === 'True';
}

function canonicalHostname(entry: unknown): string {
  return stringAt(entry, 'routerCanonicalHostname') ?? '';
}
