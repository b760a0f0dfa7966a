import type { Candidate, Outcome, Request } from '../outcome.js';
import { answerRequest } from './ingress-nginx/answer.js';
import { buildConfiguration } from './ingress-nginx/configuration.js';
import { describeServers } from './ingress-nginx/description.js';
import { exchange } from './ingress-nginx/exchange.js';
import type { Backends, Exchange, IngressNginxInput, IngressNginxModel } from './ingress-nginx/input.js';
import { nearestLocations } from './ingress-nginx/nearest-locations.js';

export { affinityCookie } from './ingress-nginx/balancer.js';
export type { DescribedLocation, DescribedServer } from './ingress-nginx/description.js';
export type {
  BackendAnswer,
  Backends,
  Exchange,
  IngressNginxChecks,
  IngressNginxFlags,
  IngressNginxInput,
  IngressNginxModel,
} from './ingress-nginx/input.js';
export { proxyHeaders } from './ingress-nginx/proxy-headers.js';

/**
 * The data plane of ingress-nginx v1.15.1 as a model: raw Ingress objects in, answers out. It is written from the
 * controller's rules and imports nothing of the converter, so that the two cannot be wrong together. Everything that does
 * not depend on a request is computed here, once. Never throws, whatever the objects look like.
 */
export function createIngressNginxModel(input: IngressNginxInput): IngressNginxModel {
  const configuration = buildConfiguration(input);
  return {
    answer: (request: Request): Outcome => answerRequest(configuration, request).outcome,
    nearest: (request: Request): readonly Candidate[] => nearestLocations(configuration, request),
    exchange: (request: Request, backends: Backends): Exchange => exchange(configuration, request, backends),
    describe: () => describeServers(configuration),
    tcpBackend: (port: number): string | null => configuration.tcpServices.get(port) ?? null,
    udpBackend: (port: number): string | null => configuration.udpServices.get(port) ?? null,
    ignoredIngresses: configuration.ignored,
    configErrors: configuration.errors,
    unmodelled: configuration.unmodelled,
    settings: configuration.settings,
  };
}
