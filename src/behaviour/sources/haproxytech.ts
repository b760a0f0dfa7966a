import type { Candidate, Outcome, Request } from '../outcome.js';
import { compareText } from '../values/plain-object.js';
import { answerRequest } from './haproxytech/answer.js';
import { buildConfiguration } from './haproxytech/configuration.js';
import type { HaproxytechInput, HaproxytechModel } from './haproxytech/input.js';
import { nearestPaths } from './haproxytech/nearest-paths.js';

export type {
  HaproxytechChecks,
  HaproxytechFlags,
  HaproxytechInput,
  HaproxytechModel,
} from './haproxytech/input.js';

/**
 * The data plane of HAProxy Technologies' ingress controller (v3.2) as a model: raw Ingress objects in, answers out,
 * surprises included. Everything that does not depend on a request is computed here, once. Never throws, whatever the
 * objects look like.
 */
export function createHaproxytechModel(input: HaproxytechInput): HaproxytechModel {
  const configuration = buildConfiguration(input);
  const { messages, errors, unmodelled } = configuration.remarks;
  return {
    answer: (request: Request): Outcome => answerRequest(configuration, request),
    nearest: (request: Request): readonly Candidate[] => nearestPaths(configuration, request),
    ignoredIngresses: configuration.ignored,
    messages: sorted(messages),
    configErrors: sorted(errors),
    unmodelled: sorted(unmodelled),
  };
}

function sorted(texts: readonly string[]): readonly string[] {
  return [...new Set(texts)].sort(compareText);
}
