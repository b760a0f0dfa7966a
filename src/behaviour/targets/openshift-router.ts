import type { Candidate, Outcome, Request } from '../outcome.js';
import { admitRoutes } from './openshift-router/admission.js';
import { answerRequest } from './openshift-router/answer.js';
import { type FieldError, validateRoute } from './openshift-router/api-validation.js';
import { createBackends } from './openshift-router/backends.js';
import { createCertificates } from './openshift-router/certificates.js';
import { readCluster } from './openshift-router/cluster.js';
import type { Router } from './openshift-router/decision.js';
import { describeRouter } from './openshift-router/description.js';
import type { OpenshiftRouterInput, OpenshiftRouterModel } from './openshift-router/input.js';
import { createMaps } from './openshift-router/maps.js';
import { nearestRoutes } from './openshift-router/nearest-routes.js';
import { readRequest } from './openshift-router/request-facts.js';
import { readRoute } from './openshift-router/route-object.js';

export type { FieldError } from './openshift-router/api-validation.js';
export type { DescribedBackend, DescribedLine, DescribedRouter } from './openshift-router/description.js';
export type {
  OpenshiftRouterInput,
  OpenshiftRouterModel,
  RejectedRoute,
  RouteNames,
} from './openshift-router/input.js';
export { endpointCookie } from './openshift-router/sticky-cookie.js';

/**
 * The data plane of OpenShift's router (HAProxy) as a model: raw Route objects in, answers out, surprises included.
 * Everything that does not depend on a request is computed here, once. Never throws, whatever the objects look like.
 */
export function createOpenshiftRouterModel(input: OpenshiftRouterInput): OpenshiftRouterModel {
  const cluster = readCluster(input);
  const { admitted, rejected } = admitRoutes(input, cluster);
  const backends = createBackends(admitted, cluster);
  const router: Router = {
    maps: createMaps(admitted),
    backends,
    certificateFor: createCertificates(admitted, input.names),
  };
  return {
    answer: (request: Request): Outcome => answerRequest(router, readRequest(request)).outcome,
    nearest: (request: Request): readonly Candidate[] => nearestRoutes(router, rejected, readRequest(request)),
    upstreamHeaders(request: Request) {
      const { headers } = answerRequest(router, readRequest(request));
      return headers === undefined ? null : Object.fromEntries(headers);
    },
    describe: () => describeRouter(router),
    rejected: rejected.map(({ route, reason, message }) => ({ route, reason, message })),
    configErrors: backends.errors,
    unmodelled: backends.unmodelled,
  };
}

/** What the API server has against storing a Route; nothing for an object that is none. */
export function routeErrors(route: unknown): readonly FieldError[] {
  const object = readRoute(route, (key) => `Route ${key}`);
  return object === undefined ? [] : validateRoute(object);
}
