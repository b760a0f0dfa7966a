import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { load } from 'js-yaml';
import type { Request } from '../../../../../src/behaviour/outcome.js';
import type { ImplementationName } from '../../../../../src/behaviour/targets/gateway-api.js';

/** Cases of one implementation: objects beside a common base, requests, and what of their outcomes is expected. */
export interface CaseFile {
  readonly implementation: ImplementationName;
  readonly base: readonly ShortObject[];
  readonly cases: readonly Case[];
}

export interface Case {
  readonly id: string;
  readonly about: string;
  readonly version?: string;
  /** An object with the kind and name of one of the base replaces it. */
  readonly objects?: readonly ShortObject[];
  readonly steps?: readonly {
    readonly request: ShortRequest;
    /** A part of the outcome. */
    readonly expect?: object;
    /** The kinds of all guards. */
    readonly guards?: readonly string[];
  }[];
  /** A part of each problem, in order; where absent nothing is said about problems. */
  readonly problems?: readonly string[];
}

/** An object whose apiVersion follows from its kind; `name` may hold a namespace. */
interface ShortObject {
  readonly kind: string;
  readonly name: string;
  readonly created?: string;
  readonly [field: string]: unknown;
}

export interface ShortRequest {
  /** `METHOD URL`, or a URL alone. */
  readonly ask: string;
  readonly headers?: Readonly<Record<string, string>>;
  readonly from?: string;
  readonly port?: number;
}

const groups: ReadonlyMap<string, string> = new Map([
  ...['Gateway', 'HTTPRoute', 'GRPCRoute', 'ListenerSet', 'ReferenceGrant', 'BackendTLSPolicy'].map(
    (kind) => [kind, 'gateway.networking.k8s.io/v1'] as const,
  ),
  ...['Secret', 'ConfigMap', 'Service'].map((kind) => [kind, 'v1'] as const),
  ...['SecurityPolicy', 'BackendTrafficPolicy', 'ClientTrafficPolicy', 'HTTPRouteFilter', 'Backend'].map(
    (kind) => [kind, 'gateway.envoyproxy.io/v1alpha1'] as const,
  ),
  ...[
    'ClientSettingsPolicy',
    'ProxySettingsPolicy',
    'UpstreamSettingsPolicy',
    'RateLimitPolicy',
    'AuthenticationFilter',
    'SnippetsFilter',
    'SnippetsPolicy',
    'NginxProxy',
  ].map((kind) => [kind, 'gateway.nginx.org/v1alpha1'] as const),
  ...['Middleware', 'TraefikService', 'ServersTransport', 'TLSOption'].map(
    (kind) => [kind, 'traefik.io/v1alpha1'] as const,
  ),
  ...['AuthorizationPolicy'].map((kind) => [kind, 'security.istio.io/v1'] as const),
  ...['DestinationRule'].map((kind) => [kind, 'networking.istio.io/v1'] as const),
  ...['TrafficPolicy', 'GatewayExtension', 'BackendConfigPolicy', 'ListenerPolicy', 'DirectResponse'].map(
    (kind) => [kind, 'gateway.kgateway.dev/v1alpha1'] as const,
  ),
]);

/** Names of all case files. */
export const caseFiles = readdirSync(import.meta.dirname).filter((name) => name.endsWith('.yaml'));

export function readCaseFile(name: string): CaseFile {
  return load(readFileSync(join(import.meta.dirname, name), 'utf8')) as CaseFile;
}

/** Whole objects; of several with one kind and name the last counts. */
export function objectsOf(list: readonly ShortObject[]): object[] {
  const last = new Map(list.map((object) => [`${object.kind} ${object.name}`, object]));
  return [...last.values()].map(({ kind, name, created, ...rest }) => {
    const apiVersion = groups.get(kind);
    if (apiVersion === undefined) throw new Error(`kind ${kind} has no group`);
    const [first = '', second] = name.split('/');
    const metadata = second === undefined ? { name: first } : { namespace: first, name: second };
    return { apiVersion, kind, metadata: { ...metadata, creationTimestamp: created }, ...rest };
  });
}

export function requestOf({ ask, headers = {}, from, port }: ShortRequest): Request {
  const [, method = 'GET', scheme = '', host = '', path = ''] =
    /^(?:([A-Z]+) )?(https?):\/\/([^/]+)(\/.*)?$/.exec(ask) ?? [];
  if (scheme !== 'http' && scheme !== 'https') throw new Error(`${ask} is no request`);
  return { scheme, host, method, path: path || '/', headers, clientAddress: from, port };
}
