import { gatewayGroup, type KubeObject, readObject } from '../targets/gateway-api/objects.js';
import {
  type Fields,
  fields,
  items,
  optionalFields,
  optionalItems,
  text,
  texts,
} from '../targets/gateway-api/reading.js';
import { corsVariations } from './cors-variations.js';
import { addPattern, addVariations, type HostSubjects, type SubjectTable } from './host-subjects.js';
import { grpcVariations, matchVariations } from './match-variations.js';
import { patternValues } from './value-samples.js';

/** Collects what Gateways, ListenerSets and routes say about their hosts. */
export function collectRouteSubjects(emitted: readonly unknown[], table: SubjectTable): void {
  const objects = emitted
    .map(optionalFields)
    .filter((content) => content !== undefined)
    .map(readObject)
    .filter(({ group }) => group === gatewayGroup);
  const listeners = collectListeners(objects, table);
  for (const route of objects) {
    if (!['HTTPRoute', 'GRPCRoute', 'TLSRoute'].includes(route.kind)) continue;
    for (const hostname of hostnamesOf(route, listeners)) {
      const subjects = table.of(hostname);
      if (route.kind === 'TLSRoute') subjects.tls = true;
      else if (route.kind === 'GRPCRoute') for (const rule of items(route.spec.rules)) addGrpcRule(subjects, rule);
      else for (const rule of items(route.spec.rules)) addHttpRule(subjects, rule);
    }
  }
}

interface NamedListener {
  readonly name: string;
  readonly hostname: string;
}

/** Listeners by `Kind namespace/name` of the object that holds them. */
function collectListeners(
  objects: readonly KubeObject[],
  table: SubjectTable,
): ReadonlyMap<string, readonly NamedListener[]> {
  const found = new Map<string, readonly NamedListener[]>();
  for (const object of objects) {
    if (object.kind !== 'Gateway' && object.kind !== 'ListenerSet') continue;
    const listeners = items(object.spec.listeners).map((listener) => {
      const hostname = text(listener.hostname) ?? '';
      const protocol = text(listener.protocol);
      if (hostname !== '') table.of(hostname).tls ||= protocol === 'HTTPS' || protocol === 'TLS';
      return { name: text(listener.name) ?? '', hostname };
    });
    found.set(object.label, [...(found.get(object.label) ?? []), ...listeners]);
  }
  return found;
}

/** A route's hostnames; those of the listeners that it names when it has none. */
function hostnamesOf(route: KubeObject, listeners: ReadonlyMap<string, readonly NamedListener[]>): readonly string[] {
  const own = texts(route.spec.hostnames);
  if (own.length > 0) return [...new Set(own)];
  const parents = items(route.spec.parentRefs).flatMap((parent) => {
    const label = `${text(parent.kind) ?? 'Gateway'} ${text(parent.namespace) ?? route.namespace}/${text(parent.name) ?? ''}`;
    const section = text(parent.sectionName);
    return (listeners.get(label) ?? []).filter(({ name }) => section === undefined || section === name);
  });
  return parents.length > 0 ? [...new Set(parents.map(({ hostname }) => hostname))] : [''];
}

const everything: readonly Fields[] = [{}];

function addHttpRule(subjects: HostSubjects, rule: Fields): void {
  const paths: string[] = [];
  for (const match of optionalItems(rule.matches) ?? everything) {
    const path = text(fields(match.path).value) ?? '/';
    paths.push(path);
    if (text(fields(match.path).type) === 'RegularExpression') {
      addPattern(subjects, { pattern: path, written: path, caseless: false, whole: true });
    } else {
      subjects.literals.add(path);
    }
    addVariations(subjects, [path], matchVariations(match));
  }
  const backendFilters = items(rule.backendRefs).flatMap((backend) => items(backend.filters));
  for (const filter of [...items(rule.filters), ...backendFilters]) {
    const rewrite = fields(fields(filter.urlRewrite).path);
    const target = text(rewrite.replacePrefixMatch) ?? text(rewrite.replaceFullPath);
    if (target?.startsWith('/') === true) subjects.plainPaths.add(target);
    const origins = optionalFields(filter.cors);
    if (origins !== undefined) addVariations(subjects, paths, corsVariations(texts(origins.allowOrigins)));
  }
}

const call = { method: 'POST', headers: { 'Content-Type': 'application/grpc' } };

/** A gRPC call is a POST to `/service/method`; names that a match leaves open are made up. */
function addGrpcRule(subjects: HostSubjects, rule: Fields): void {
  for (const match of optionalItems(rule.matches) ?? everything) {
    const method = fields(match.method);
    const regex = text(method.type) === 'RegularExpression';
    const services = namesOf(text(method.service), regex, 'probe.Service');
    const methods = namesOf(text(method.method), regex, 'Probe');
    const [service = '', ...otherServices] = services;
    const [name = '', ...otherMethods] = methods;
    const path = `/${service}/${name}`;
    const near = [
      ...otherServices.map((other) => `/${other}/${name}`),
      ...otherMethods.map((other) => `/${service}/${other}`),
      `/${service}`,
      `/${service}/${name}/x`,
    ];
    addVariations(subjects, [path], grpcVariations(match, call));
    addVariations(subjects, near, [{ why: 'gRPC call near a match', ...call }]);
  }
}

/** Names that fit first, then ones that nearly do. */
function namesOf(wanted: string | undefined, regex: boolean, open: string): readonly string[] {
  if (wanted === undefined || wanted === '') return [open];
  if (!regex) return [wanted, `${wanted}x`, wanted.toUpperCase()];
  return patternValues(wanted, true).map(({ value }) => value);
}
