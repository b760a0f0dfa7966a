import { isDnsName, isIpAddress, isWildcardHost } from './dns-name.js';
import { FieldReader, type Fields, has } from './field-reader.js';
import type { Ingress, IngressBackend, IngressPath, IngressRule, IngressTls, PathType } from './ingress.js';
import type { InputProblem } from './input-problem.js';
import type { FieldPath, Manifest } from './object.js';
import { readBackend, templateHint } from './read-backend.js';
import { unknownIngressFields } from './unknown-ingress-fields.js';

const VERSIONS: ReadonlyMap<string, { readonly legacy: boolean }> = new Map([
  ['networking.k8s.io/v1', { legacy: false }],
  ['networking.k8s.io/v1beta1', { legacy: true }],
  ['extensions/v1beta1', { legacy: true }],
]);
const PATH_TYPES: readonly PathType[] = ['Exact', 'Prefix', 'ImplementationSpecific'];
/** Not allowed in Exact and Prefix paths (pkg/apis/networking/validation, validateHTTPIngressPath). */
const FORBIDDEN_IN_PATH = ['//', '/./', '/../', '%2f', '%2F'];
const FORBIDDEN_AT_END = ['/..', '/.'];

/**
 * Reads an Ingress of any version. What the API server would reject is reported as RS0108 and left out entry by entry; a
 * bad entry of a list stays in its place as `undefined`.
 *
 * @returns undefined, after a report, when the version is unknown or there is no spec
 */
export function readIngress(manifest: Manifest, problems: InputProblem[]): Ingress | undefined {
  const reader = new FieldReader(manifest, problems);
  const version = VERSIONS.get(manifest.ref.apiVersion);
  if (version === undefined) {
    reader.report(
      ['apiVersion'],
      'no such version of Ingress is known',
      'Use networking.k8s.io/v1 (or a v1beta1 of networking.k8s.io or extensions).',
    );
    return undefined;
  }
  const spec = reader.mapping(manifest.content, [], 'spec');
  if (spec === undefined) {
    if (!has(manifest.content, 'spec')) reader.report([], 'the Ingress has no spec');
    return undefined;
  }
  const { legacy } = version;
  const at: FieldPath = ['spec'];
  const className = reader.text(spec, at, 'ingressClassName');
  const defaultBackend = readDefaultBackend(reader, spec, legacy);
  const rules = reader.list(spec, at, 'rules') ?? [];
  if (rules.length === 0 && !has(spec, legacy ? 'backend' : 'defaultBackend')) {
    reader.report(at, 'has neither rules nor a default backend');
  }
  return {
    manifest,
    meta: reader.meta(),
    ...(className === undefined ? {} : { className }),
    ...(defaultBackend === undefined ? {} : { defaultBackend }),
    tls: (reader.list(spec, at, 'tls') ?? []).map((tls, index) => readTls(reader, tls, [...at, 'tls', index])),
    rules: rules.map((rule, index) => readRule(reader, rule, [...at, 'rules', index], legacy)),
    legacy,
    unknownFields: unknownIngressFields(spec),
  };
}

function readDefaultBackend(reader: FieldReader, spec: Fields, legacy: boolean): IngressBackend | undefined {
  const [key, otherKey] = legacy ? ['backend', 'defaultBackend'] : ['defaultBackend', 'backend'];
  if (has(spec, otherKey)) {
    const otherVersion = legacy ? 'v1' : 'v1beta1';
    reader.report(
      ['spec', otherKey],
      `is a field of ${otherVersion}, not of the apiVersion of this object`,
      `Name it ${key}.`,
    );
  }
  const backend = reader.mapping(spec, ['spec'], key);
  return backend === undefined ? undefined : readBackend(reader, backend, ['spec', key], legacy);
}

function readTls(reader: FieldReader, value: unknown, path: FieldPath): IngressTls | undefined {
  const tls = reader.item(value, path);
  if (tls === undefined) return undefined;
  const secretName = reader.text(tls, path, 'secretName');
  const hosts: string[] = [];
  for (const [index, host] of (reader.list(tls, path, 'hosts') ?? []).entries()) {
    const at = [...path, 'hosts', index];
    if (typeof host !== 'string') reader.report(at, 'expected a host name');
    else if (isDnsName(host) || isWildcardHost(host)) hosts.push(host);
    else reader.report(at, `is no host name${templateHint(host)}`);
  }
  return { hosts, ...(secretName === undefined ? {} : { secretName }) };
}

function readRule(reader: FieldReader, value: unknown, path: FieldPath, legacy: boolean): IngressRule | undefined {
  const rule = reader.item(value, path);
  if (rule === undefined) return undefined;
  const host = reader.text(rule, path, 'host');
  if (host === undefined && has(rule, 'host') && rule.host !== '') return undefined;
  if (host !== undefined && !isRuleHost(reader, host, [...path, 'host'])) return undefined;
  const http = reader.mapping(rule, path, 'http');
  const named = host === undefined ? {} : { host };
  // Without knowing what stood there, the rule must not become one that has no paths on purpose.
  if (http === undefined) return has(rule, 'http') ? undefined : named;
  const at = [...path, 'http'];
  const paths = reader.list(http, at, 'paths') ?? [];
  if (paths.length === 0) reader.report(at, 'needs at least one path');
  return { ...named, paths: paths.map((entry, index) => readPath(reader, entry, [...at, 'paths', index], legacy)) };
}

function isRuleHost(reader: FieldReader, host: string, path: FieldPath): boolean {
  if (isIpAddress(host)) reader.report(path, 'must be a DNS name, not an IP address');
  else if (host.includes('*') && !isWildcardHost(host))
    reader.report(path, 'a wildcard must be the whole first label: *.example.com');
  else if (!host.includes('*') && !isDnsName(host))
    reader.report(path, `is no DNS name (lower case, no port)${templateHint(host)}`);
  else return true;
  return false;
}

function readPath(reader: FieldReader, value: unknown, at: FieldPath, legacy: boolean): IngressPath | undefined {
  const entry = reader.item(value, at);
  if (entry === undefined) return undefined;
  const path = reader.text(entry, at, 'path');
  if (path === undefined && has(entry, 'path') && entry.path !== '') return undefined;
  const pathType = readPathType(reader, entry, at, legacy);
  if (pathType === 'invalid') return undefined;
  const fault = pathFault(path ?? '', pathType);
  if (fault !== undefined) {
    reader.report([...at, 'path'], `${fault}${templateHint(path ?? '')}`);
    return undefined;
  }
  const backendFields = reader.mapping(entry, at, 'backend');
  if (backendFields === undefined) {
    if (!has(entry, 'backend')) reader.report(at, 'needs a backend');
    return undefined;
  }
  const backend = readBackend(reader, backendFields, [...at, 'backend'], legacy);
  if (backend === undefined) return undefined;
  return { ...(path === undefined ? {} : { path }), ...(pathType === undefined ? {} : { pathType }), backend };
}

function readPathType(
  reader: FieldReader,
  entry: Fields,
  at: FieldPath,
  legacy: boolean,
): PathType | undefined | 'invalid' {
  if (!has(entry, 'pathType')) {
    if (!legacy) {
      const next = 'Add the pathType; v1 requires it. It was read as ImplementationSpecific.';
      reader.report([...at, 'pathType'], 'is required', next, 'warning');
    }
    return undefined;
  }
  const pathType = PATH_TYPES.find((known) => known === entry.pathType);
  if (pathType !== undefined) return pathType;
  reader.report([...at, 'pathType'], `expected one of ${PATH_TYPES.join(', ')}`);
  return 'invalid';
}

function pathFault(path: string, pathType: PathType | undefined): string | undefined {
  const isFree = pathType === undefined || pathType === 'ImplementationSpecific';
  if (isFree && path === '') return undefined;
  if (!path.startsWith('/')) return 'must begin with /';
  if (isFree) return undefined;
  const sequence = FORBIDDEN_IN_PATH.find((part) => path.includes(part));
  if (sequence !== undefined) return `must not contain ${sequence} in an ${pathType} path`;
  const ending = FORBIDDEN_AT_END.find((part) => path.endsWith(part));
  return ending === undefined ? undefined : `must not end in ${ending} in an ${pathType} path`;
}
