import { parseGoBool } from '../../values/go-values.js';
import { readSnippetEffects } from '../ingress-nginx/snippets.js';
import type { Cluster } from './cluster.js';
import type { BackendRef, IngressObject, IngressPath } from './ingress-objects.js';
import type { BackendProtocol } from './input.js';
import {
  type Location,
  locationPattern,
  type PathRegex,
  pathRegexOf,
  type Rewrite,
  rewriteExpression,
} from './location.js';
import { NO_POLICIES, type PolicyEffects } from './policies.js';
import type { Settings } from './settings.js';
import { parseRewrites, parseServiceList } from './value-grammar.js';

/** Where the locations of one Ingress come from, prepared once for all of its paths. */
export interface LocationSource {
  readonly ingress: IngressObject;
  /** Those that count for this Ingress. */
  readonly annotations: ReadonlyMap<string, string>;
  readonly settings: Settings;
  readonly policies: PolicyEffects;
  /** Undefined for an ordinary Ingress. */
  readonly master: ReadonlyMap<string, string> | undefined;
  readonly cluster: Cluster;
}

/** The locations of one rule, and what `nginx -t` has against them. */
export interface BuiltLocations {
  readonly locations: readonly Location[];
  /** The rules of all, also of those that cannot be read. */
  readonly written: readonly string[];
  readonly errors: readonly string[];
}

/** The paths of a rule, as far as they are the Ingress's own, and `/` for its default backend. */
export function buildLocations(source: LocationSource, ruleIndex: number, valid?: ReadonlySet<string>): BuiltLocations {
  const { ingress } = source;
  const locations: Location[] = [];
  const written: string[] = [];
  const errors: string[] = [];
  const take = (path: IngressPath, rule: string): void => {
    written.push(rule);
    const built = buildLocation(source, path, rule);
    if ('message' in built) errors.push(`${built.message} (${rule})`);
    else locations.push(built);
  };
  let hasRoot = false;
  for (const [index, path] of (ingress.rules[ruleIndex]?.paths ?? []).entries()) {
    if (valid !== undefined && !valid.has(path.path)) continue;
    take(path, `Ingress ${ingress.key} spec.rules[${ruleIndex}].http.paths[${index}]`);
    if ((path.path === '' || path.path === '/') && path.pathType !== 'Exact') hasRoot = true;
  }
  const { defaultBackend } = ingress;
  if (source.master === undefined && !hasRoot && defaultBackend !== undefined) {
    const root = { path: '/', pathType: 'Prefix', backend: defaultBackend };
    take(root, `Ingress ${ingress.key} spec.defaultBackend`);
  }
  return { locations, written, errors };
}

function buildLocation(
  source: LocationSource,
  { path: written, pathType, backend }: IngressPath,
  rule: string,
): Location | { readonly message: string } {
  const { annotations, settings, policies, ingress, cluster } = source;
  const path = written === '' ? '/' : written;
  const isExact = pathType === 'Exact';
  const mode = pathRegexOf(annotations);
  const pattern = locationPattern(path, isExact, mode);
  if (pattern.kind === 'error') return pattern;
  const ref: BackendRef = typeof backend === 'object' && backend !== null ? backend : { service: '', port: '' };
  const rewrite = rewriteOf(source, ref.service, path, isExact, mode);
  if (rewrite !== undefined && 'message' in rewrite) return rewrite;
  if (rewrite?.kind === 'replace' && pattern.kind === 'regex') {
    return { message: '"proxy_pass" cannot have URI part in location given by regular expression' };
  }
  const isMinion = source.master !== undefined;
  const lists = (key: string): boolean => parseServiceList(annotations.get(`nginx.org/${key}`) ?? '').has(ref.service);
  const tls = lists('ssl-services');
  const grpc = lists('grpc-services') && settings.http2;
  const protocol: BackendProtocol = grpc ? (tls ? 'GRPCS' : 'GRPC') : tls ? 'HTTPS' : 'HTTP';
  const destination = cluster.destination(ingress.namespace, ref);
  const useClusterIp = parseGoBool(annotations.get('nginx.org/use-cluster-ip') ?? '') === true;
  const snippet = readSnippetEffects(settings.locationSnippet);
  return {
    ...pattern,
    rule,
    path,
    ingress: ingress.key,
    namespace: ingress.namespace,
    service: ref.service,
    destination: useClusterIp ? cluster.clusterAddress(ingress.namespace, ref) : destination,
    protocol,
    rewrite,
    websocket: !grpc && lists('websocket-services'),
    sticky: settings.stickyServices.get(ref.service),
    settings,
    policies: isMinion ? policies : { ...NO_POLICIES, backendTls: policies.backendTls, cors: policies.cors },
    basicAuth: isMinion ? settings.basicAuth : undefined,
    addHeaders: isMinion ? settings.addHeaders : [],
    snippet,
    errorCodes: isMinion && settings.errorCodes.size > 0 ? settings.errorCodes : undefined,
    open: false,
  };
}

/** nginx.org/rewrites for the Service, or else rewrite-target; the first switches the second off wherever it is written. */
function rewriteOf(
  { annotations, master }: LocationSource,
  service: string,
  path: string,
  isExact: boolean,
  mode: PathRegex | undefined,
): Rewrite | { readonly message: string } | undefined {
  const rewrites = annotations.get('nginx.org/rewrites');
  if (rewrites !== undefined) {
    const to = parseRewrites(rewrites)?.get(service);
    return to === undefined ? undefined : { kind: 'replace', to };
  }
  const target = annotations.get('nginx.org/rewrite-target');
  if (target === undefined) return undefined;
  // The pattern follows the path-regex of the master where the minion has none, the location does not.
  const patternMode = mode ?? (master === undefined ? undefined : pathRegexOf(master));
  const expression = rewriteExpression(path, isExact, patternMode, target);
  return expression.kind === 'error' ? { message: expression.message } : expression;
}

/** The way to sign in with external authentication: a location of its own, which asks nobody. */
export function signinLocation(source: LocationSource): Location | undefined {
  const auth = source.policies.externalAuth;
  if (auth === undefined || auth.signinPath === '') return undefined;
  const { ingress, settings } = source;
  return {
    kind: 'prefix',
    pattern: auth.signinPath,
    caseless: false,
    rule: `Ingress ${ingress.key} metadata.annotations[nginx.org/policies]`,
    path: auth.signinPath,
    ingress: ingress.key,
    namespace: ingress.namespace,
    service: '',
    destination: { label: auth.service, reachable: true },
    protocol: auth.tls ? 'HTTPS' : 'HTTP',
    rewrite: undefined,
    websocket: false,
    sticky: undefined,
    settings: { ...settings, bodySize: 0, bodySizeChosen: false, rateLimit: undefined, setHeaders: [] },
    policies: NO_POLICIES,
    basicAuth: undefined,
    addHeaders: [],
    snippet: readSnippetEffects(''),
    errorCodes: undefined,
    open: true,
  };
}
