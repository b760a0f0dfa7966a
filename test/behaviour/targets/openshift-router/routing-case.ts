import type { Request } from '../../../../src/behaviour/outcome.js';
import { endpointCookie, type OpenshiftRouterInput } from '../../../../src/behaviour/targets/openshift-router.js';
import type { Case } from './case-file.js';

/** A Route in the short form of the cases. */
export interface ShortRoute {
  readonly name: string;
  readonly namespace?: string;
  readonly age?: number;
  readonly uid?: string;
  readonly host: string;
  readonly path?: string;
  readonly wildcardPolicy?: string;
  readonly tls?: Readonly<Record<string, unknown>>;
  readonly annotations?: Readonly<Record<string, unknown>>;
  readonly certificate?: string;
  readonly destinationCA?: string;
  readonly backends?: readonly { readonly service: string; readonly weight: number; readonly endpoints: number }[];
  readonly httpHeaders?: Readonly<Record<'request' | 'response', readonly ShortAction[]>>;
}

interface ShortAction {
  readonly name: string;
  readonly set?: string;
  readonly delete?: boolean;
}

export interface CaseRequest {
  readonly n: number | string;
  readonly scheme: 'http' | 'https';
  readonly host: string;
  readonly path: string;
  readonly method?: string;
  readonly sni?: string;
  readonly headers?: readonly (readonly [string, string])[];
}

export interface Expectation {
  readonly n?: number;
  readonly status?: number;
  readonly route?: string;
  readonly service?: string;
  readonly upstream_path?: string;
  readonly location?: string;
  readonly connection?: string;
  readonly strict_transport_security?: string | null;
  readonly set_cookie?: { readonly attributes: string } | null;
  readonly server_certificate?: string;
  readonly upstream_headers?: Readonly<Record<string, readonly string[]>>;
  readonly response_headers?: Readonly<Record<string, readonly string[]>>;
  readonly distribution?: Readonly<Record<string, number>>;
}

export interface RoutingCase extends Case {
  readonly ingressController?: Pick<OpenshiftRouterInput, 'wildcardPolicy' | 'namespaceOwnership'>;
  readonly routes: readonly ShortRoute[];
  readonly rejected?: readonly { readonly route: string; readonly reason: string }[];
  readonly requests: readonly CaseRequest[];
  readonly expect: readonly Expectation[] | { readonly config: 'invalid' };
}

const certificate = '-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n';
const key = '-----BEGIN PRIVATE KEY-----\nMIIE\n-----END PRIVATE KEY-----\n';

const weighted = ({ service, weight }: { readonly service: string; readonly weight: number }) => ({
  kind: 'Service',
  name: service,
  weight,
});

const action = ({ name, set }: ShortAction) => ({
  name,
  action: set === undefined ? { type: 'Delete' } : { type: 'Set', set: { value: set } },
});

/** The Route that a short form stands for; ages are days. */
export function routeObject(short: ShortRoute): object {
  const { namespace = 'ns', name, age, uid, annotations, host, path, wildcardPolicy, backends, httpHeaders } = short;
  const explicit = short.destinationCA?.startsWith('explicit') === true;
  const [to = { kind: 'Service', name }, ...alternateBackends] = (backends ?? []).map(weighted);
  const tls = short.tls && {
    ...short.tls,
    ...(short.certificate === undefined ? {} : { certificate, key }),
    ...(explicit ? { destinationCACertificate: certificate } : {}),
  };
  const creationTimestamp = age === undefined ? undefined : new Date(Date.UTC(2026, 0, age)).toISOString();
  return {
    apiVersion: 'route.openshift.io/v1',
    kind: 'Route',
    metadata: { namespace, name, uid, creationTimestamp, annotations },
    spec: {
      host,
      path,
      wildcardPolicy,
      to,
      alternateBackends,
      tls,
      httpHeaders: httpHeaders && {
        actions: { request: httpHeaders.request.map(action), response: httpHeaders.response.map(action) },
      },
    },
  };
}

export function inputOf({ routes, ingressController }: RoutingCase): OpenshiftRouterInput {
  const services = routes.flatMap(({ namespace = 'ns', backends = [] }) =>
    backends.map(({ service, endpoints }) => ({
      metadata: { namespace, name: service },
      spec: { ports: [{ port: 80 }] },
      endpoints,
    })),
  );
  return { ...ingressController, routes: routes.map(routeObject), services, assumeServicesExist: true };
}

/** `<route cookie>` and `<id of B endpoint>` stand for what the model makes up. */
export function requestOf({ scheme, host, path, method, sni, headers }: CaseRequest, cookie: string): Request {
  const filled = headers?.map(([name, value]) => [
    name,
    value
      .replace('<route cookie>', cookie)
      .replace(/<id of (\w+) endpoint>/, (_all, service: string) => endpointCookie(`ns/${service}:80`)),
  ]);
  return {
    scheme,
    host,
    path,
    method: method ?? 'GET',
    sni,
    headers: filled === undefined ? undefined : (Object.fromEntries(filled) as Record<string, string>),
  };
}
