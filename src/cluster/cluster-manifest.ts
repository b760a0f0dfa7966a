import { placeOfCluster } from '../kubernetes/cluster-place.js';
import type {
  CertificateNames,
  FieldPath,
  KeyPair,
  Manifest,
  ObjectRef,
  SourcePosition,
} from '../kubernetes/object.js';
import { readCertificate } from '../manifests/certificate.js';
import { withTextMetadata } from '../manifests/metadata-text.js';
import { certificateOfRoute, keyPairOfRoute, withoutRouteKey } from '../manifests/secret-values.js';
import { fieldsOf, isFields, textOf } from './json-values.js';
import { apiVersionOf, type Resource } from './resources.js';

/** An object of a cluster. It has one place for all its fields: there is no text in which they stand. */
export class ClusterManifest implements Manifest {
  readonly ref: ObjectRef;
  readonly source: SourcePosition;
  readonly content: Readonly<Record<string, unknown>>;
  declare readonly certificate?: CertificateNames;
  declare readonly certificates?: Readonly<Record<string, string>>;
  declare readonly keyPair?: KeyPair;

  constructor(
    ref: ObjectRef,
    content: Readonly<Record<string, unknown>>,
    context: string,
    known: Pick<Manifest, 'certificate' | 'certificates' | 'keyPair'> = {},
  ) {
    this.ref = ref;
    this.source = placeOfCluster(context, ref);
    this.content = content;
    if (known.certificate !== undefined) this.certificate = known.certificate;
    if (known.certificates !== undefined) this.certificates = known.certificates;
    if (known.keyPair !== undefined) this.keyPair = known.keyPair;
  }

  locate(_path: FieldPath): SourcePosition {
    return this.source;
  }
}

/** How objects of a cluster become manifests. */
export interface ManifestReading {
  readonly context: string;
  /** Keeps certificates of Routes with their keys, for output that has to hold them. */
  readonly keepKeyPairs: boolean;
}

/** Written by the API server for itself; most of an object's size is the history of its fields. */
const SERVER_METADATA = new Set(['managedFields', 'resourceVersion', 'generation', 'selfLink']);

/** Kinds of whose status something is read. */
const READ_STATUS = new Set(['Route', 'IngressController']);

/** The manifest of an item of a list, which may lack its type; undefined for what is no object. */
export function manifestOf(item: unknown, resource: Resource, reading: ManifestReading): ClusterManifest | undefined {
  if (!isFields(item)) return undefined;
  const named = withTextMetadata(
    item,
    (_path, value) => String(value),
    () => {},
  );
  const metadata = fieldsOf(named.metadata);
  const name = textOf(metadata.name);
  if (name === undefined) return undefined;
  const apiVersion = apiVersionOf(resource);
  const own = Object.entries(named).filter(([key]) => isRead(key, resource.kind));
  const content = { apiVersion, kind: resource.kind, ...Object.fromEntries(own), metadata: plainMetadata(metadata) };
  const namespace = textOf(metadata.namespace);
  const ref = { apiVersion, kind: resource.kind, ...(namespace === undefined ? {} : { namespace }), name };
  if (resource.kind !== 'Route') return new ClusterManifest(ref, content, reading.context);
  const certificate = certificateOfRoute(content, readCertificate);
  const keyPair = reading.keepKeyPairs ? keyPairOfRoute(content) : undefined;
  return new ClusterManifest(ref, withoutRouteKey(content), reading.context, { certificate, keyPair });
}

function isRead(key: string, kind: string): boolean {
  return key !== 'apiVersion' && key !== 'kind' && (key !== 'status' || READ_STATUS.has(kind));
}

function plainMetadata(metadata: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(metadata).filter(([key]) => !SERVER_METADATA.has(key)));
}
