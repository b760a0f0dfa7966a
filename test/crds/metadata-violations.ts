import { isPlainObject, type PlainObject } from './structural-schema.js';
import type { Violations } from './violations.js';

/** The fields of metav1.ObjectMeta. */
const KNOWN_FIELDS: ReadonlySet<string> = new Set([
  'name',
  'generateName',
  'namespace',
  'selfLink',
  'uid',
  'resourceVersion',
  'generation',
  'creationTimestamp',
  'deletionTimestamp',
  'deletionGracePeriodSeconds',
  'labels',
  'annotations',
  'ownerReferences',
  'finalizers',
  'managedFields',
]);

const DNS_LABEL = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/;
const DNS_SUBDOMAIN = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;
const QUALIFIED_NAME = /^([A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const ANNOTATION_BYTES = 256 * 1024;

/**
 * Reports what the API server refuses in `metadata` of a custom resource
 * (k8s.io/apimachinery/pkg/api/validation ValidateObjectMeta). An absent namespace is fine: the request carries it.
 */
export function checkMetadata(metadata: unknown, scope: 'Namespaced' | 'Cluster', found: Violations): void {
  found.enter('metadata');
  if (isPlainObject(metadata)) checkObjectMeta(metadata, scope, found);
  else found.add('is required');
  found.leave();
}

function checkObjectMeta(metadata: PlainObject, scope: 'Namespaced' | 'Cluster', found: Violations): void {
  for (const key of Object.keys(metadata)) {
    if (!KNOWN_FIELDS.has(key) && metadata[key] !== undefined) found.add(`unknown field ${JSON.stringify(key)}`);
  }
  const { name, generateName, namespace, labels, annotations } = metadata;
  if (name === undefined && generateName === undefined) found.add('name is required');
  if (name !== undefined && !isDnsSubdomain(name))
    found.add(`name ${JSON.stringify(name)} is no DNS subdomain of at most 253 characters`);
  if (scope === 'Cluster') {
    if (namespace !== undefined) found.add('namespace is not allowed on a cluster-scoped kind');
  } else if (namespace !== undefined && !isDnsLabel(namespace)) {
    found.add(`namespace ${JSON.stringify(namespace)} is no DNS label of at most 63 characters`);
  }
  for (const [key, value] of stringEntries('labels', labels, found)) {
    if (!isQualifiedName(key)) found.add(`label key ${JSON.stringify(key)} is no qualified name`);
    if (!isLabelValue(value)) found.add(`label ${key} has the invalid value ${JSON.stringify(value)}`);
  }
  let bytes = 0;
  for (const [key, value] of stringEntries('annotations', annotations, found)) {
    // The one difference to labels: the API server lowers the key's case before it looks at it.
    if (!isQualifiedName(key.toLowerCase())) found.add(`annotation key ${JSON.stringify(key)} is no qualified name`);
    bytes += Buffer.byteLength(key) + Buffer.byteLength(value);
  }
  if (bytes > ANNOTATION_BYTES) found.add(`annotations take ${bytes} bytes, more than ${ANNOTATION_BYTES}`);
}

function stringEntries(field: string, value: unknown, found: Violations): [string, string][] {
  if (value === undefined || value === null) return [];
  if (!isPlainObject(value)) {
    found.add(`${field} must be an object`);
    return [];
  }
  const entries: [string, string][] = [];
  for (const [key, entry] of Object.entries(value)) {
    if (typeof entry === 'string') entries.push([key, entry]);
    else if (entry !== undefined) found.add(`${field}[${JSON.stringify(key)}] must be a string`);
  }
  return entries;
}

function isDnsSubdomain(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 253 && DNS_SUBDOMAIN.test(value);
}

/** A DNS label as the API server knows it (RFC 1123): lower case, at most 63 characters. */
export function isDnsLabel(value: unknown): boolean {
  return typeof value === 'string' && value.length <= 63 && DNS_LABEL.test(value);
}

function isQualifiedName(key: string): boolean {
  const parts = key.split('/');
  const name = parts.pop() ?? '';
  if (parts.length > 1 || (parts.length === 1 && !isDnsSubdomain(parts[0]))) return false;
  return name.length <= 63 && QUALIFIED_NAME.test(name);
}

function isLabelValue(value: string): boolean {
  return value === '' || (value.length <= 63 && QUALIFIED_NAME.test(value));
}
