import type { Problem } from '../../attachment.js';
import type { CorsPolicy } from '../../cors.js';
import type { KubeObject } from '../../objects.js';
import { type Extension, noSettings, type Place, type Plane } from '../../plane.js';
import { text } from '../../reading.js';
import { noTreatment, type Treatment } from '../../treatment.js';
import type { PlaneContext } from '../implementation.js';
import { attachSinglePolicies } from '../policies/attachment.js';
import { notFound } from '../standard.js';
import { resolveEnvoyBackend } from './backend.js';
import { noClientRules, readClientPolicy } from './client-policy.js';
import { envoyGroup } from './group.js';
import { effectivePolicy } from './merging.js';
import { readRouteFilter } from './route-filter.js';
import { readSecurityPolicy } from './security-policy.js';
import { noTrafficRules, readTrafficPolicy } from './traffic-policy.js';

const above = ['Gateway', 'ListenerSet'];
const routes = ['HTTPRoute', 'GRPCRoute'];

/**
 * What Envoy Gateway makes of its policies, filters and Backends (implementation-policies.md §1.1).
 *
 * @param withoutCookies whether its filters know no matches yet, as before 1.9
 */
export function readEnvoyPlane(context: PlaneContext, withoutCookies: boolean): Plane {
  const problems: Problem[] = [];
  const attach = (kind: string, kinds: readonly string[]) =>
    attachSinglePolicies(envoyGroup, kind, { kinds, sections: true }, context, problems);
  const security = attach('SecurityPolicy', [...above, ...routes, 'TCPRoute']);
  const traffic = attach('BackendTrafficPolicy', [...above, ...routes, 'TCPRoute', 'UDPRoute', 'TLSRoute']);
  const client = attach('ClientTrafficPolicy', above);
  for (const kind of ['SecurityPolicy', 'BackendTrafficPolicy', 'ClientTrafficPolicy']) {
    for (const policy of context.objects.all(envoyGroup, kind)) {
      const found =
        kind === 'SecurityPolicy'
          ? readSecurityPolicy(policy, context)
          : kind === 'BackendTrafficPolicy'
            ? readTrafficPolicy(policy)
            : readClientPolicy(policy, true, context);
      if ('problem' in found) problems.push({ object: policy.label, reason: `Invalid: ${found.problem}` });
    }
  }
  return {
    problems,
    treatment: (place) => treat(place, { security, traffic, client }, context),
    extension(reference, route): Extension | { readonly failure: string } {
      const { group, kind, name } = reference;
      if (group !== envoyGroup || kind !== 'HTTPRouteFilter') return { failure: `UnsupportedValue: ${text(kind)}` };
      const filter = context.objects.find(envoyGroup, kind, route.namespace, text(name) ?? '');
      if (filter === undefined) return { failure: notFound(kind, name, route.namespace) };
      const read = readRouteFilter(filter);
      return 'failure' in read || !withoutCookies ? read : { ...read, cookies: [] };
    },
    backends(reference, route) {
      const backend = resolveEnvoyBackend(reference, route, context);
      return backend === undefined ? undefined : [{ backend, share: 1 }];
    },
    service: () => noSettings,
  };
}

interface Attached {
  readonly security: (key: string) => KubeObject | undefined;
  readonly traffic: (key: string) => KubeObject | undefined;
  readonly client: (key: string) => KubeObject | undefined;
}

/** Envoy's own limit of a route for which nothing is said. */
const builtInRequestLimit = 15;

/** A policy that cannot be carried out closes what it is attached to: the routes answer 500. */
function treat(place: Place, attached: Attached, context: PlaneContext): Treatment {
  const isTls = place.listener.protocol === 'HTTPS';
  const security = effectivePolicy(place, attached.security);
  const traffic = effectivePolicy(place, attached.traffic);
  const client = effectivePolicy(place, attached.client);
  const clientRules = client === undefined ? noClientRules : readClientPolicy(client, isTls, context);
  const securityRules = security === undefined ? noSecurityRules : readSecurityPolicy(security, context);
  const trafficRules = traffic === undefined ? noTrafficRules : readTrafficPolicy(traffic);
  if ('problem' in clientRules) return closed(client, clientRules.problem);
  if ('problem' in securityRules) return closed(security, securityRules.problem);
  if ('problem' in trafficRules) return closed(traffic, trafficRules.problem);
  return {
    failure: undefined,
    cors: securityRules.cors,
    steps: [...clientRules.steps, ...securityRules.steps, ...trafficRules.steps],
    requestHeaders: clientRules.requestHeaders,
    responseHeaders: clientRules.responseHeaders,
    path: undefined,
    affinity: trafficRules.affinity,
    limits: (own) => ({
      ...(own.backendRequest === undefined ? { request: builtInRequestLimit } : {}),
      ...clientRules.limits,
      ...trafficRules.limits,
      ...own,
    }),
    clientAddress: clientRules.clientAddress,
    expand: noTreatment.expand,
    override: trafficRules.override,
  };
}

const noSecurityRules: { readonly cors: CorsPolicy | undefined; readonly steps: Treatment['steps'] } = {
  cors: undefined,
  steps: [],
};

function closed(policy: KubeObject | undefined, problem: string): Treatment {
  return { ...noTreatment, failure: { status: 500, reason: `${policy?.label}: ${problem}` } };
}
