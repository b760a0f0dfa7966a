import type { Guard, HeaderChanges } from '../../../../outcome.js';
import { isWithin, type Network, parseAddress } from '../../../../values/addresses.js';
import { composeHeaderChanges } from '../../header-changes.js';
import type { KubeObject } from '../../objects.js';
import type { ParsedRequest } from '../../parsed-request.js';
import { durationSeconds, type Fields, fields, items, number, optionalFields, text, texts } from '../../reading.js';
import type { Step } from '../../step.js';
import type { PlaneContext } from '../implementation.js';
import { beyondTrusted, forwardedFor, readNetworks } from '../policies/addresses.js';
import { follow } from '../policies/references.js';

/** A ClientTrafficPolicy, worked out. */
export interface ClientRules {
  readonly steps: readonly Step[];
  readonly requestHeaders: HeaderChanges;
  readonly responseHeaders: HeaderChanges;
  readonly limits: Readonly<Record<string, number>>;
  clientAddress(request: ParsedRequest): bigint | undefined;
}

/** Envoy Gateway without a policy: header names with an underscore are refused, and the peer is the client. */
export const noClientRules: ClientRules = {
  steps: [underscores('RejectRequest')],
  requestHeaders: composeHeaderChanges([]),
  responseHeaders: composeHeaderChanges([]),
  limits: {},
  clientAddress: (request) => request.peer,
};

/** Reads a ClientTrafficPolicy. */
export function readClientPolicy(
  policy: KubeObject,
  isTls: boolean,
  context: PlaneContext,
): ClientRules | { readonly problem: string } {
  const { spec } = policy;
  const headers = fields(spec.headers);
  const detection = readDetection(fields(spec.clientIPDetection));
  if ('problem' in detection) return { problem: `clientIPDetection: ${detection.problem}` };
  const validation = optionalFields(fields(spec.tls).clientValidation);
  const certificates = validation === undefined || !isTls ? undefined : readValidation(validation, policy, context);
  if (certificates !== undefined && 'problem' in certificates) return certificates;
  const received = durationSeconds(fields(fields(spec.timeout).http).requestReceivedTimeout);
  return {
    steps: [
      underscores(text(headers.withUnderscoresAction) ?? 'RejectRequest'),
      ...detection.steps,
      ...(certificates === undefined ? [] : [{ guard: certificates }]),
    ],
    requestHeaders: composeHeaderChanges([fields(headers.earlyRequestHeaders)]),
    responseHeaders: composeHeaderChanges([fields(headers.lateResponseHeaders)]),
    limits: received === undefined ? {} : { requestReceived: received },
    clientAddress: detection.clientAddress,
  };
}

function underscores(action: string): Step {
  if (action !== 'RejectRequest') return {};
  return {
    answer({ request }) {
      const name = request.headerNames.find((header) => header.includes('_'));
      return name === undefined ? undefined : { status: 400, reason: `header ${name} has an underscore` };
    },
  };
}

interface Detection {
  readonly steps: readonly Step[];
  clientAddress(request: ParsedRequest): bigint | undefined;
}

/** One way to know the client: so many hops of X-Forwarded-For, trusted proxies, or a header (field docs). */
function readDetection(detection: Fields): Detection | { readonly problem: string } {
  const forwarded = optionalFields(detection.xForwardedFor);
  const custom = optionalFields(detection.customHeader);
  if (forwarded !== undefined) {
    const trusted = readNetworks(texts(forwarded.trustedCIDRs));
    if ('problem' in trusted) return trusted;
    const hops = number(forwarded.numTrustedHops) ?? 0;
    if (hops > 0 && trusted.networks.length > 0) return { problem: 'numTrustedHops beside trustedCIDRs' };
    return { steps: [], clientAddress: (request) => behindHops(request, hops, trusted.networks) };
  }
  if (custom === undefined) return { steps: [], clientAddress: (request) => request.peer };
  const name = (text(custom.name) ?? '').toLowerCase();
  const named = (request: ParsedRequest) => parseAddress(request.header(name) ?? '');
  const refusal = { status: 403, reason: `header ${name} names no address` };
  return {
    steps:
      custom.failClosed === true
        ? [{ answer: ({ request }) => (named(request) === undefined ? refusal : undefined) }]
        : [],
    clientAddress: (request) => named(request) ?? request.peer,
  };
}

function behindHops(request: ParsedRequest, hops: number, trusted: readonly Network[]): bigint | undefined {
  if (trusted.length > 0) return isWithin(request.peer, trusted) ? beyondTrusted(request, trusted) : request.peer;
  if (hops === 0) return request.peer;
  const chain = forwardedFor(request);
  return chain.length < hops ? request.peer : (chain[chain.length - hops] ?? request.peer);
}

/** Certificates that clients have to show, told as a guard; without an authority the policy cannot be carried out. */
function readValidation(
  validation: Fields,
  policy: KubeObject,
  context: PlaneContext,
): Guard | { readonly problem: string } {
  const authorities: string[] = [];
  for (const reference of items(validation.caCertificateRefs)) {
    const found = follow(reference, policy, context, ['Secret', 'ConfigMap']);
    if ('problem' in found) return { problem: `clientValidation: ${found.problem}` };
    authorities.push(found.key);
  }
  const optional = validation.optional === true ? 'VerifyIfGiven' : 'RequireAndVerify';
  return { kind: 'client-certificate', parameters: { mode: text(validation.mode) ?? optional, authorities } };
}
