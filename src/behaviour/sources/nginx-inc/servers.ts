import { readSnippetEffects, type SnippetEffects } from '../ingress-nginx/snippets.js';
import type { Cluster } from './cluster.js';
import type { IngressObject } from './ingress-objects.js';
import type { NginxIncInput } from './input.js';
import type { Location } from './location.js';
import { type BuiltLocations, buildLocations, type LocationSource, signinLocation } from './locations.js';
import { masterAnnotations, minionAnnotations } from './mergeable.js';
import type { ServingIngress } from './ownership.js';
import { type Cors, type PolicyEffects, policiesOf } from './policies.js';
import { type Settings, settingsOf } from './settings.js';

/** One `server` block. */
export interface Server {
  /** The rule host; '' for that of a rule without one. */
  readonly host: string;
  /** As in an Outcome, for what the server answers before it looks for a location. */
  readonly rule: string;
  /** `namespace/name` of the Ingress or master. */
  readonly ingress: string;
  readonly namespace: string;
  /** Ports without TLS. */
  readonly ports: readonly number[];
  readonly sslPorts: readonly number[];
  /** Undefined without TLS; a certificate that is null refuses the handshake. */
  readonly tls: { readonly certificate: string | null } | undefined;
  readonly settings: Settings;
  readonly policies: PolicyEffects;
  readonly snippet: SnippetEffects;
  readonly locations: readonly Location[];
  /** As in BuiltLocations. */
  readonly written: readonly string[];
  /** Only gRPC: nothing listens without TLS, and nothing is redirected there. */
  readonly grpcOnly: boolean;
  /** Whether intercepted errors have a default backend to go to. */
  readonly errorBackend: string | undefined;
  readonly errors: readonly string[];
}

export interface ServerSurroundings {
  readonly input: NginxIncInput;
  readonly cluster: Cluster;
  readonly base: Settings;
  readonly classes: ReadonlySet<string>;
}

/** The servers of an Ingress, one for each of its hosts (generateNginxCfg in internal/configs/ingress.go). */
export function buildServers(serving: ServingIngress, around: ServerSurroundings): Server[] {
  const { ingress, hosts, minions } = serving;
  const isMaster = minions !== undefined;
  const annotations = isMaster ? masterAnnotations(ingress.annotations) : ingress.annotations;
  const settings = settingsOf(annotations, around.base);
  const policies = policiesOf(ingress, annotations, around.cluster, around.classes);
  const source: LocationSource = {
    ingress,
    annotations,
    settings,
    policies,
    master: undefined,
    cluster: around.cluster,
  };
  return ingress.rules.flatMap(({ host }, index) => {
    if (!hosts.has(host)) return [];
    const built = isMaster ? buildMinions(serving, annotations, policies.cors, around) : ordinary(source, index);
    const grpc = built.locations.filter(({ protocol }) => protocol.startsWith('GRPC'));
    const grpcOnly = grpc.length > 0 && grpc.length === built.locations.length;
    const tls = host === '' ? defaultTls(around.input) : tlsOf(ingress, host, around);
    const ports = grpcOnly ? [] : host === '' ? [80] : settings.ports;
    return [
      {
        host,
        rule: `Ingress ${ingress.key} spec.rules[${index}]`,
        ingress: ingress.key,
        namespace: ingress.namespace,
        // A server that listens nowhere listens on port 80.
        ports: ports.length === 0 && tls === undefined ? [80] : ports,
        sslPorts: tls === undefined ? [] : host === '' ? [443] : settings.sslPorts,
        tls,
        settings,
        policies,
        snippet: readSnippetEffects(settings.serverSnippet),
        locations: built.locations,
        written: built.written,
        grpcOnly,
        errorBackend: errorBackendOf(ingress, around.cluster),
        errors: built.errors,
      },
    ];
  });
}

function ordinary(source: LocationSource, ruleIndex: number): BuiltLocations {
  return withSignin(source, buildLocations(source, ruleIndex));
}

/** The locations of all minions; CORS of the master holds for those that have none (generateNginxCfgForMergeableIngresses). */
function buildMinions(
  { ingress: { annotations: all }, minions = [] }: ServingIngress,
  master: ReadonlyMap<string, string>,
  masterCors: Cors | undefined,
  { base, cluster, classes }: ServerSurroundings,
): BuiltLocations {
  const built = minions.map(({ ingress, paths }): BuiltLocations => {
    const annotations = minionAnnotations(ingress.annotations, master);
    const settings = settingsOf(annotations, base);
    const own = policiesOf(ingress, annotations, cluster, classes);
    const policies = { ...own, cors: own.cors ?? masterCors };
    const source: LocationSource = { ingress, annotations, settings, policies, master: all, cluster };
    return withSignin(source, buildLocations(source, 0, paths));
  });
  return {
    locations: built.flatMap(({ locations }) => locations),
    written: built.flatMap(({ written }) => written),
    errors: built.flatMap(({ errors }) => errors),
  };
}

/** Before the locations of the paths stands that of external authentication. */
function withSignin(source: LocationSource, built: BuiltLocations): BuiltLocations {
  const signin = signinLocation(source);
  return signin === undefined
    ? built
    : { ...built, locations: [signin, ...built.locations], written: [signin.rule, ...built.written] };
}

/** addSSLConfig: the last tls entry that lists exactly this host decides; a Secret that is not there refuses handshakes. */
function tlsOf(ingress: IngressObject, host: string, { cluster, input }: ServerSurroundings): Server['tls'] {
  const entry = ingress.tls.findLast(({ hosts }) => hosts.includes(host));
  if (entry === undefined) return undefined;
  if (entry.secretName === '') return { certificate: input.flags?.wildcardTlsSecret ?? null };
  const key = `${ingress.namespace}/${entry.secretName}`;
  return { certificate: cluster.hasSecret(key, 'kubernetes.io/tls') ? key : null };
}

/** The certificate of the default server. */
export function defaultTls(input: NginxIncInput): NonNullable<Server['tls']> {
  return { certificate: input.flags?.defaultServerTlsSecret === undefined ? null : 'default' };
}

function errorBackendOf({ defaultBackend, namespace }: IngressObject, cluster: Cluster): string | undefined {
  return typeof defaultBackend === 'object' && defaultBackend !== null
    ? cluster.destination(namespace, defaultBackend).label
    : undefined;
}
