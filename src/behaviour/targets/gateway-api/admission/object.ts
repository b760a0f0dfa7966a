import type { KubeObject } from '../objects.js';
import { durationSeconds, type Fields, fields, items, number, optionalItems, text, texts } from '../reading.js';
import { refusedFilters } from './filters.js';
import { isHostname } from './hostname.js';
import { refusedListeners } from './listeners.js';
import { refusedPath } from './path.js';

/**
 * The first rule of the CRDs' schemas and validations that an object of the Gateway API breaks, or undefined. Only rules
 * that change what the data plane would see are here; checking emitted objects in full is not the model's task.
 */
export function refusedRule(object: KubeObject): string | undefined {
  switch (object.kind) {
    case 'HTTPRoute':
      return refusedRoute(object) ?? refusedHttpRules(optionalItems(object.spec.rules));
    case 'GRPCRoute':
      return refusedRoute(object) ?? refusedGrpcRules(items(object.spec.rules));
    case 'TLSRoute':
      return refusedRoute(object) ?? refusedTlsRoute(object.spec);
    case 'Gateway':
    case 'ListenerSet':
      return refusedListeners(items(object.spec.listeners));
    case 'BackendTLSPolicy':
      return refusedValidation(fields(object.spec.validation));
    default:
      return undefined;
  }
}

function refusedRoute({ kind, spec }: KubeObject): string | undefined {
  const hostnames = texts(spec.hostnames);
  if (hostnames.length > (kind === 'TLSRoute' ? 1024 : 16)) return 'too many hostnames';
  const wrong = hostnames.find((hostname) => !isHostname(hostname));
  if (wrong !== undefined) return `hostname ${JSON.stringify(wrong)}`;
  return refusedParents(items(spec.parentRefs));
}

/** Several references to one parent have to be told apart by sectionName (or, in the experimental channel, port). */
function refusedParents(parents: readonly Fields[]): string | undefined {
  if (parents.length > 32) return 'more than 32 parentRefs';
  const seen = new Map<string, { section: boolean; port: boolean; places: Set<string> }>();
  for (const parent of parents) {
    const key = JSON.stringify([parent.group, parent.kind, parent.name, parent.namespace]);
    const section = (text(parent.sectionName) ?? '') !== '';
    const port = number(parent.port) !== undefined;
    const place = JSON.stringify([parent.sectionName, parent.port]);
    const known = seen.get(key);
    if (known === undefined) {
      seen.set(key, { section, port, places: new Set([place]) });
      continue;
    }
    if (known.section !== section || known.port !== port)
      return 'parentRefs to one parent with and without sectionName';
    if (known.places.has(place)) return 'the same parentRef twice';
    known.places.add(place);
  }
  return undefined;
}

function refusedHttpRules(rules: readonly Fields[] | undefined): string | undefined {
  if (rules === undefined) return undefined;
  if (rules.length < 1 || rules.length > 16) return `${rules.length} rules, 1 to 16 are allowed`;
  // An absent list of matches defaults to one match before it is counted.
  const matches = rules.reduce((sum, rule) => sum + (optionalItems(rule.matches)?.length ?? 1), 0);
  if (matches > 128) return 'more than 128 matches in a route';
  return first(rules, refusedHttpRule);
}

function refusedHttpRule(rule: Fields): string | undefined {
  const matches = optionalItems(rule.matches) ?? [{}];
  if (matches.length > 64) return 'more than 64 matches in a rule';
  const filters = items(rule.filters);
  const backends = items(rule.backendRefs);
  const redirects = filters.some((filter) => filter.requestRedirect !== undefined);
  return (
    first(matches, refusedMatch) ??
    (backends.length > 0 && redirects ? 'RequestRedirect beside backendRefs' : undefined) ??
    refusedFilters(filters, matches) ??
    refusedBackends(backends) ??
    first(backends, (backend) => refusedFilters(items(backend.filters), matches)) ??
    refusedTimeouts(fields(rule.timeouts))
  );
}

function refusedMatch(match: Fields): string | undefined {
  return (
    refusedPath(fields(match.path)) ??
    refusedDuplicates(items(match.headers), 'headers') ??
    refusedDuplicates(items(match.queryParams), 'queryParams')
  );
}

function refusedDuplicates(list: readonly Fields[], field: string): string | undefined {
  if (list.length > 16) return `more than 16 ${field}`;
  return new Set(list.map((item) => item.name)).size < list.length ? `a name twice in ${field}` : undefined;
}

function refusedTimeouts(timeouts: Fields): string | undefined {
  const request = durationSeconds(timeouts.request);
  const backend = durationSeconds(timeouts.backendRequest);
  for (const key of ['request', 'backendRequest']) {
    if (timeouts[key] !== undefined && durationSeconds(timeouts[key]) === undefined)
      return `timeouts.${key} is no duration`;
  }
  if (request === undefined || backend === undefined || request === 0) return undefined;
  return backend > request ? 'backendRequest timeout longer than request timeout' : undefined;
}

/** A Service has to be named with its port (also TLSRoute, GRPCRoute). */
function refusedBackends(backends: readonly Fields[]): string | undefined {
  if (backends.length > 16) return 'more than 16 backendRefs';
  return first(backends, (backend) => {
    const service = (text(backend.group) ?? '') === '' && (text(backend.kind) ?? 'Service') === 'Service';
    if (service && number(backend.port) === undefined) return 'a Service without port';
    const weight = number(backend.weight) ?? 1;
    return weight < 0 || weight > 1_000_000 ? `weight ${weight}` : undefined;
  });
}

function refusedGrpcRules(rules: readonly Fields[]): string | undefined {
  if (rules.length > 16) return `${rules.length} rules, at most 16 are allowed`;
  return first(rules, (rule) => {
    const matches = items(rule.matches);
    if (matches.length > 64) return 'more than 64 matches in a rule';
    const nameless = (match: Fields) => {
      const method = match.method === undefined ? undefined : fields(match.method);
      if (method === undefined) return undefined;
      return text(method.service) === undefined && text(method.method) === undefined
        ? 'method match without service and method'
        : undefined;
    };
    return (
      first(matches, nameless) ?? refusedFilters(items(rule.filters), []) ?? refusedBackends(items(rule.backendRefs))
    );
  });
}

function refusedTlsRoute(spec: Fields): string | undefined {
  if (texts(spec.hostnames).length === 0) return 'a TLSRoute without hostnames';
  const rules = items(spec.rules);
  if (rules.length !== 1) return `${rules.length} rules, a TLSRoute has one`;
  return first(rules, (rule) => refusedBackends(items(rule.backendRefs)));
}

function refusedValidation(validation: Fields): string | undefined {
  const references = items(validation.caCertificateRefs).length > 0;
  const wellKnown = (text(validation.wellKnownCACertificates) ?? '') !== '';
  return references === wellKnown ? 'exactly one of caCertificateRefs and wellKnownCACertificates' : undefined;
}

function first<T>(list: readonly T[], check: (item: T) => string | undefined): string | undefined {
  for (const item of list) {
    const found = check(item);
    if (found !== undefined) return found;
  }
  return undefined;
}
