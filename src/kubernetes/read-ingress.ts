import { isDnsName, isIpAddress, isWildcardHost } from './dns-name.js';
import { FieldReader, type Fields, has } from './field-reader.js';
import { FieldWay } from './field-way.js';
import type { Ingress, IngressBackend, IngressPath, IngressRule, IngressTls, PathType } from './ingress.js';
import type { InputProblem } from './input-problem.js';
import type { Manifest } from './object.js';
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
  const at = new FieldWay('spec');
  const className = reader.text(spec, at, 'ingressClassName');
  const defaultBackend = readDefaultBackend(reader, spec, at, legacy);
  const rules = reader.list(spec, at, 'rules') ?? [];
  if (rules.length === 0 && !has(spec, legacy ? 'backend' : 'defaultBackend')) {
    reader.report(at, 'has neither rules nor a default backend');
  }
  return {
    manifest,
    meta: reader.meta(),
    className,
    defaultBackend,
    tls: eachOf(reader.list(spec, at, 'tls'), at.to('tls'), (tls, way) => readTls(reader, tls, way)),
    rules: eachOf(rules, at.to('rules'), (rule, way) => readRule(reader, rule, way, legacy)),
    legacy,
    unknownFields: unknownIngressFields(spec),
  };
}

/** The entries of a list, read; the list keeps its length. */
function eachOf<T>(list: readonly unknown[] = [], at: FieldWay, read: (value: unknown, way: FieldWay) => T): T[] {
  return list.map((value, index) => read(value, at.to(index)));
}

function readDefaultBackend(
  reader: FieldReader,
  spec: Fields,
  at: FieldWay,
  legacy: boolean,
): IngressBackend | undefined {
  const [key, otherKey] = legacy ? ['backend', 'defaultBackend'] : ['defaultBackend', 'backend'];
  if (has(spec, otherKey)) {
    const otherVersion = legacy ? 'v1' : 'v1beta1';
    reader.report(
      at.to(otherKey),
      `is a field of ${otherVersion}, not of the apiVersion of this object`,
      `Name it ${key}.`,
    );
  }
  const backend = reader.mapping(spec, at, key);
  return backend === undefined ? undefined : readBackend(reader, backend, at.to(key), legacy);
}

function readTls(reader: FieldReader, value: unknown, path: FieldWay): IngressTls | undefined {
  const tls = reader.item(value, path);
  if (tls === undefined) return undefined;
  const secretName = reader.text(tls, path, 'secretName');
  const listed = reader.list(tls, path, 'hosts') ?? [];
  if (listed.every(isTlsHost)) return { hosts: listed, secretName };
  listed.forEach((host, index) => {
    if (isTlsHost(host)) return;
    const fault = typeof host === 'string' ? `is no host name${templateHint(host)}` : 'expected a host name';
    reader.report(path.to('hosts').to(index), fault);
  });
  return { hosts: listed.filter(isTlsHost), secretName };
}

function isTlsHost(host: unknown): host is string {
  return typeof host === 'string' && (isDnsName(host) || isWildcardHost(host));
}

function readRule(reader: FieldReader, value: unknown, path: FieldWay, legacy: boolean): IngressRule | undefined {
  const rule = reader.item(value, path);
  if (rule === undefined) return undefined;
  const host = reader.text(rule, path, 'host');
  if (host === undefined && has(rule, 'host') && rule.host !== '') return undefined;
  if (host !== undefined && !isRuleHost(reader, host, path.to('host'))) return undefined;
  const http = reader.mapping(rule, path, 'http');
  // Without knowing what stood there, the rule must not become one that has no paths on purpose.
  if (http === undefined) return has(rule, 'http') ? undefined : { host, paths: undefined };
  const at = path.to('http');
  const paths = reader.list(http, at, 'paths') ?? [];
  if (paths.length === 0) reader.report(at, 'needs at least one path');
  return { host, paths: eachOf(paths, at.to('paths'), (entry, way) => readPath(reader, entry, way, legacy)) };
}

function isRuleHost(reader: FieldReader, host: string, path: FieldWay): boolean {
  if (isIpAddress(host)) reader.report(path, 'must be a DNS name, not an IP address');
  else if (host.includes('*') && !isWildcardHost(host))
    reader.report(path, 'a wildcard must be the whole first label: *.example.com');
  else if (!host.includes('*') && !isDnsName(host))
    reader.report(path, `is no DNS name (lower case, no port)${templateHint(host)}`);
  else return true;
  return false;
}

function readPath(reader: FieldReader, value: unknown, at: FieldWay, legacy: boolean): IngressPath | undefined {
  const entry = reader.item(value, at);
  if (entry === undefined) return undefined;
  const path = reader.text(entry, at, 'path');
  if (path === undefined && has(entry, 'path') && entry.path !== '') return undefined;
  const pathType = readPathType(reader, entry, at, legacy);
  if (pathType === 'invalid') return undefined;
  const fault = pathFault(path ?? '', pathType);
  if (fault !== undefined) {
    reader.report(at.to('path'), `${fault}${templateHint(path ?? '')}`);
    return undefined;
  }
  const backendFields = reader.mapping(entry, at, 'backend');
  if (backendFields === undefined) {
    if (!has(entry, 'backend')) reader.report(at, 'needs a backend');
    return undefined;
  }
  const backend = readBackend(reader, backendFields, at.to('backend'), legacy);
  if (backend === undefined) return undefined;
  return { path, pathType, backend };
}

function readPathType(
  reader: FieldReader,
  entry: Fields,
  at: FieldWay,
  legacy: boolean,
): PathType | undefined | 'invalid' {
  if (!has(entry, 'pathType')) {
    if (!legacy) {
      const next = 'Add the pathType; v1 requires it. It was read as ImplementationSpecific.';
      reader.report(at.to('pathType'), 'is required', next, 'warning');
    }
    return undefined;
  }
  const pathType = PATH_TYPES.find((known) => known === entry.pathType);
  if (pathType !== undefined) return pathType;
  reader.report(at.to('pathType'), `expected one of ${PATH_TYPES.join(', ')}`);
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
