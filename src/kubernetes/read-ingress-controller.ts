import { isDnsName } from './dns-name.js';
import { FieldReader, type Fields, has } from './field-reader.js';
import {
  type ClusterIngress,
  FORWARDED_POLICIES,
  type IngressController,
  OWNERSHIPS,
  WILDCARD_POLICIES,
} from './ingress-controller.js';
import type { InputProblem } from './input-problem.js';
import type { FieldPath, Manifest } from './object.js';
import { readWord } from './read-word.js';

const SPEC: FieldPath = ['spec'];
const SELECTORS = ['routeSelector', 'namespaceSelector'] as const;
/** Fields of the spec of which every part is read or spoken of. */
const READ: ReadonlySet<string> = new Set([
  'domain',
  'routeAdmission',
  'defaultCertificate',
  'httpHeaders',
  ...SELECTORS,
]);

/** Reads an IngressController (openshift/api operator/v1 types_ingress.go). A wrong word is reported and counts as none. */
export function readIngressController(manifest: Manifest, problems: InputProblem[]): IngressController {
  const reader = new FieldReader(manifest, problems);
  const spec = reader.mapping(manifest.content, [], 'spec') ?? {};
  const status = reader.mapping(manifest.content, [], 'status') ?? {};
  const admission = reader.mapping(spec, SPEC, 'routeAdmission') ?? {};
  const headers = reader.mapping(spec, SPEC, 'httpHeaders') ?? {};
  const certificate = reader.mapping(spec, SPEC, 'defaultCertificate') ?? {};
  const inAdmission = [...SPEC, 'routeAdmission'];
  const inHeaders = [...SPEC, 'httpHeaders'];
  return {
    manifest,
    meta: reader.meta(),
    wantedDomain: readDomain(reader, spec, SPEC),
    actualDomain: readDomain(reader, status, ['status']),
    namespaceOwnership: readWord(reader, admission, inAdmission, 'namespaceOwnership', OWNERSHIPS),
    wildcardPolicy: readWord(reader, admission, inAdmission, 'wildcardPolicy', WILDCARD_POLICIES),
    defaultCertificate: readSecretName(reader, certificate, [...SPEC, 'defaultCertificate']),
    forwardedPolicy: readWord(reader, headers, inHeaders, 'forwardedHeaderPolicy', FORWARDED_POLICIES),
    selectors: SELECTORS.filter((key) => has(spec, key)),
    unread: [
      ...writtenIn(spec).filter((key) => !READ.has(key)),
      ...othersOf(admission, 'routeAdmission', ['namespaceOwnership', 'wildcardPolicy']),
      ...othersOf(headers, 'httpHeaders', ['forwardedHeaderPolicy']),
    ].map((key) => `spec.${key}`),
  };
}

/** Reads an Ingress of config.openshift.io. */
export function readClusterIngress(manifest: Manifest, problems: InputProblem[]): ClusterIngress {
  const reader = new FieldReader(manifest, problems);
  const spec = reader.mapping(manifest.content, [], 'spec') ?? {};
  return {
    manifest,
    meta: reader.meta(),
    domain: readDomain(reader, spec, SPEC),
    hasAppsDomain: reader.text(spec, SPEC, 'appsDomain') !== undefined,
  };
}

function readDomain(reader: FieldReader, parent: Fields, path: FieldPath): string | undefined {
  const domain = reader.text(parent, path, 'domain');
  if (domain === undefined || isDnsName(domain)) return domain;
  reader.report([...path, 'domain'], 'is no DNS name, so no host can be made of it', 'Write a domain in lower case.');
  return undefined;
}

function readSecretName(reader: FieldReader, parent: Fields, path: FieldPath): string | undefined {
  const name = reader.text(parent, path, 'name');
  if (name === undefined || isDnsName(name)) return name;
  reader.report([...path, 'name'], 'is no name that a Secret can have');
  return undefined;
}

function othersOf(fields: Fields, name: string, read: readonly string[]): string[] {
  return writtenIn(fields).flatMap((key) => (read.includes(key) ? [] : [`${name}.${key}`]));
}

/** Keys with a value. The API server writes many fields out with empty texts inside (`clientTLS`, `httpErrorCodePages`). */
function writtenIn(fields: Fields): string[] {
  return Object.keys(fields).filter((key) => !isEmpty(fields[key], MOST_EMPTY_LEVELS));
}

const MOST_EMPTY_LEVELS = 5;

function isEmpty(value: unknown, levels: number): boolean {
  if (value === undefined || value === null || value === '') return true;
  return typeof value === 'object' && levels > 0 && Object.values(value).every((one) => isEmpty(one, levels - 1));
}
