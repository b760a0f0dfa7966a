import type { FindingCode } from '../ledger/catalogue.js';
import type { Situation } from './situation.js';

type Explains = (situation: Situation) => boolean;

/** What the codes about policies of Envoy Gateway say of requests. None of them says that a guard is gone. */
export const envoyGatewayCodes: Partial<Readonly<Record<FindingCode, Explains>>> = {
  RS2603: isOtherwise('guards.external-auth'),
  // What clients send under the names of the check's answer is taken away on every host of the Gateway.
  RS2604: ({ difference: { field, target } }) => field.startsWith('requestHeaders.') && target === null,
  RS2607: isOtherwise('guards.rate-limit'),
  // Exempt addresses are limited like all others.
  RS2608: ({ difference: { field, target } }) => field === 'guards.rate-limit' && target !== null,
  RS2609: isOtherwise('timeouts'),
  RS2611: isOtherwise('retries'),
  RS2615: isOtherwise('guards.body-size'),
  // One Backend stands for Services that mean the same host; it reaches what the controller could not, and speaks gRPC only.
  RS2619: (situation) =>
    isOtherwise('backend')(situation) ||
    (situation.difference.field === 'status' && (situation.source.status === 503 || isOfGrpc(situation))),
};

/** A GRPCRoute takes calls and nothing else. */
function isOfGrpc({ request, target }: Situation): boolean {
  return target.status === 404 && !/^application\/grpc/.test(request.headers?.['content-type'] ?? '');
}

/** Both sides have it, in other terms. */
function isOtherwise(field: string): Explains {
  return ({ difference }) => difference.field === field && difference.source !== null && difference.target !== null;
}
