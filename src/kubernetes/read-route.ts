import { isDnsName } from './dns-name.js';
import { FieldReader, type Fields, has } from './field-reader.js';
import type { InputProblem } from './input-problem.js';
import type { FieldPath, Manifest } from './object.js';
import { templateHint } from './read-backend.js';
import { readRouteHeaders } from './read-route-headers.js';
import { readRouteTls } from './read-route-tls.js';
import { readWord } from './read-word.js';
import type { Route, RouteAdmission, RouteBackend } from './route.js';
import { leastLength } from './stand-ins.js';

const SPEC: FieldPath = ['spec'];
const MOST_ALTERNATES = 3;
const LONGEST_LABEL = 63;
const DEFAULT_WEIGHT = 100;
const HEAVIEST = 256;
/** Lets the API server store hosts whose labels are too long (openshift/api route/v1 types.go). */
const LAX_HOST = 'route.openshift.io/allow-non-dns-compliant-host';

/**
 * Reads a Route as the API server stores it. What its validation refuses (library-go pkg/route/validation; reference §2.11)
 * is reported as RS0108, each fault at its field, and the Route is left out as a whole: it cannot be in any cluster.
 */
export function readRoute(manifest: Manifest, problems: InputProblem[]): Route | undefined {
  const found: InputProblem[] = [];
  const reader = new FieldReader(manifest, found);
  const route = readSpec(reader, manifest);
  for (const problem of found) problems.push(problem);
  return found.some(({ severity }) => severity === 'error') ? undefined : route;
}

function readSpec(reader: FieldReader, manifest: Manifest): Route | undefined {
  const spec = reader.mapping(manifest.content, [], 'spec');
  if (spec === undefined) {
    if (!has(manifest.content, 'spec')) reader.report(SPEC, 'is required');
    return undefined;
  }
  const meta = reader.meta();
  const host = readHost(reader, spec, 'host', meta.annotations[LAX_HOST] === 'true');
  const subdomain = readHost(reader, spec, 'subdomain', false);
  const path = readPath(reader, spec);
  const wildcardPolicy = readWord(reader, spec, SPEC, 'wildcardPolicy', ['None', 'Subdomain'] as const) ?? 'None';
  if (wildcardPolicy === 'Subdomain' && host === '')
    reader.report(['spec', 'wildcardPolicy'], 'Subdomain needs spec.host', 'Name the host.');
  const tls = readRouteTls(reader, spec, manifest);
  const headers = readRouteHeaders(reader, spec);
  if (tls?.termination === 'passthrough') {
    if (path !== '') reader.report(['spec', 'path'], 'passthrough Routes have no path', 'Remove the path.');
    if (headers.request.length + headers.response.length > 0)
      reader.report(['spec', 'httpHeaders'], 'passthrough Routes have no header actions', 'Remove them.');
  }
  const to = readTo(reader, spec);
  const targetPort = readTargetPort(reader, spec);
  return {
    manifest,
    meta,
    host,
    subdomain,
    path,
    wildcardPolicy,
    to: to ?? { service: '', weight: 0 },
    alternateBackends: readAlternates(reader, spec),
    ...(targetPort === undefined ? {} : { targetPort }),
    ...(tls === undefined ? {} : { tls }),
    requestHeaders: headers.request,
    responseHeaders: headers.response,
    admitted: readAdmissions(manifest.content.status),
  };
}

function readHost(reader: FieldReader, spec: Fields, key: 'host' | 'subdomain', lax: boolean): string {
  const host = reader.text(spec, SPEC, key) ?? '';
  if (host === '') return '';
  const at = ['spec', key];
  if (host.startsWith('*.'))
    reader.report(at, 'has no wildcard', 'Name one host of the domain and set wildcardPolicy: Subdomain.');
  else if (!isDnsName(host)) reader.report(at, `is no DNS name (lower case, no port)${templateHint(host)}`);
  else if (!lax && host.split('.').some((label) => leastLength(label) > LONGEST_LABEL))
    reader.report(at, `has a label of more than ${LONGEST_LABEL} characters`);
  return host;
}

function readPath(reader: FieldReader, spec: Fields): string {
  const path = reader.text(spec, SPEC, 'path') ?? '';
  if (path !== '' && !path.startsWith('/')) reader.report(['spec', 'path'], `must begin with /${templateHint(path)}`);
  else if (/[# ]/.test(path)) reader.report(['spec', 'path'], 'must not contain # or a space');
  return path;
}

function readTo(reader: FieldReader, spec: Fields): RouteBackend | undefined {
  const to = reader.mapping(spec, SPEC, 'to');
  if (to !== undefined) return readBackend(reader, to, ['spec', 'to']);
  if (!has(spec, 'to')) reader.report(['spec', 'to'], 'is required');
  return undefined;
}

function readAlternates(reader: FieldReader, spec: Fields): RouteBackend[] {
  const list = reader.list(spec, SPEC, 'alternateBackends') ?? [];
  const at: FieldPath = ['spec', 'alternateBackends'];
  if (list.length > MOST_ALTERNATES) reader.report(at, `holds ${list.length} backends; ${MOST_ALTERNATES} are allowed`);
  return list.flatMap((value, index) => {
    const item = reader.item(value, [...at, index]);
    const backend = item === undefined ? undefined : readBackend(reader, item, [...at, index]);
    return backend === undefined ? [] : [backend];
  });
}

function readBackend(reader: FieldReader, fields: Fields, path: FieldPath): RouteBackend | undefined {
  readWord(reader, fields, path, 'kind', ['Service'] as const);
  const service = reader.text(fields, path, 'name');
  const weight = reader.integer(fields, path, 'weight') ?? DEFAULT_WEIGHT;
  if (service === undefined) reader.report([...path, 'name'], 'is required');
  if (weight < 0 || weight > HEAVIEST) reader.report([...path, 'weight'], `must be 0 to ${HEAVIEST}`);
  return service === undefined ? undefined : { service, weight };
}

function readTargetPort(reader: FieldReader, spec: Fields): string | number | undefined {
  const port = reader.mapping(spec, SPEC, 'port');
  if (port === undefined) return undefined;
  const at = ['spec', 'port', 'targetPort'];
  const value = port.targetPort;
  if (typeof value === 'string' && value !== '') return value;
  if (typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= 65535) return value;
  reader.report(at, 'needs the name of a Service port or the number of a pod port (1 to 65535)');
  return undefined;
}

/** What routers say, from `status.ingress`. It is their business: nothing of it is ever reported as wrong. */
function readAdmissions(status: unknown): RouteAdmission[] {
  const entries = isRecord(status) && Array.isArray(status.ingress) ? (status.ingress as unknown[]) : [];
  return entries.flatMap((entry) => {
    if (!isRecord(entry)) return [];
    const { routerName, host, conditions } = entry;
    const all: unknown[] = Array.isArray(conditions) ? conditions : [];
    const admitted = all.find((c) => isRecord(c) && c.type === 'Admitted');
    if (!isRecord(admitted)) return [];
    return [
      {
        router: typeof routerName === 'string' ? routerName : '',
        host: typeof host === 'string' && isDnsName(host) ? host : '',
        admitted: admitted.status === 'True',
      },
    ];
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
