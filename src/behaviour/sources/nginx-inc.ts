import type { Candidate, Outcome, Request } from '../outcome.js';
import { answerRequest } from './nginx-inc/answer.js';
import { buildConfiguration } from './nginx-inc/configuration.js';
import { describeServers } from './nginx-inc/description.js';
import { exchange } from './nginx-inc/exchange.js';
import type { Backends, Exchange, NginxIncInput, NginxIncModel } from './nginx-inc/input.js';
import { nearestLocations } from './nginx-inc/nearest-locations.js';

export type { DescribedServer } from './nginx-inc/description.js';
export type {
  BackendAnswer,
  BackendProtocol,
  Backends,
  BackendTls,
  Exchange,
  IgnoredIngress,
  LostClaim,
  NginxIncChecks,
  NginxIncFlags,
  NginxIncInput,
  NginxIncModel,
} from './nginx-inc/input.js';

/**
 * The data plane of F5's NGINX Ingress Controller as a model (reference haproxy-nginxinc-semantics.md, section 3): raw
 * Ingress objects in, answers out. It is written from the controller's rules and imports nothing of the converter, so that
 * the two cannot be wrong together. Never throws, whatever the objects look like.
 */
export function createNginxIncModel(input: NginxIncInput): NginxIncModel {
  const configuration = buildConfiguration(input);
  return {
    answer: (request: Request): Outcome => answerRequest(configuration, request).outcome,
    nearest: (request: Request): readonly Candidate[] => nearestLocations(configuration, request),
    exchange: (request: Request, backends: Backends): Exchange => exchange(configuration, request, backends),
    describe: () => describeServers(configuration),
    ignoredIngresses: configuration.ignored,
    lostClaims: configuration.lost,
    configErrors: configuration.errors,
    unmodelled: configuration.unmodelled,
    settings: configuration.settings,
  };
}
