import type { Candidate, Outcome, Request } from '../outcome.js';
import { answerRequest } from './haproxy-ingress/answer.js';
import { buildConfiguration } from './haproxy-ingress/configuration.js';
import type { HaproxyIngressInput, HaproxyIngressModel } from './haproxy-ingress/input.js';
import { nearestPaths } from './haproxy-ingress/nearest-paths.js';

export { stickyCookie } from './haproxy-ingress/affinity.js';
export type {
  HaproxyIngressChecks,
  HaproxyIngressFlags,
  HaproxyIngressInput,
  HaproxyIngressModel,
  HaproxyIngressVersion,
  PodGroup,
} from './haproxy-ingress/input.js';

/**
 * The data plane of HAProxy Ingress (jcmoraisjr) v0.16.1 as a model: raw Ingress objects in, answers out; on request with the
 * rules of the v0.17 tree for TLS and CORS. It is written from the controller's rules and imports nothing of the converter.
 * Everything that does not depend on a request is computed once. Never throws, whatever the objects look like.
 */
export function createHaproxyIngressModel(input: HaproxyIngressInput): HaproxyIngressModel {
  const configuration = buildConfiguration(input);
  const byLabel = new Map(
    [...configuration.backends.values()].map(({ draft, settings }) => [draft.label, settings.blueGreen]),
  );
  return {
    answer: (request: Request): Outcome => answerRequest(configuration, request),
    nearest: (request: Request): readonly Candidate[] => nearestPaths(configuration, request),
    podGroups: (request: Request) => byLabel.get(answerRequest(configuration, request).backend ?? ''),
    tcpBackend: (port: number, serverName = ''): string | null => configuration.tcp.find(port, serverName),
    ignoredIngresses: configuration.ignored,
    skippedPaths: configuration.inventory.skippedPaths,
    configErrors: configuration.errors,
    unmodelled: configuration.unmodelled,
  };
}
