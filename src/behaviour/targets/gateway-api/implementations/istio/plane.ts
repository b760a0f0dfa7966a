import type { Guard } from '../../../../outcome.js';
import type { Problem } from '../../attachment.js';
import type { Listener } from '../../listener.js';
import { byAge, gatewayGroup, type KubeObject } from '../../objects.js';
import type { ParsedRequest } from '../../parsed-request.js';
import type { Plane } from '../../plane.js';
import { fields, items, stringMap, text } from '../../reading.js';
import { guardsOnly } from '../../step.js';
import { noTreatment } from '../../treatment.js';
import type { PlaneContext } from '../implementation.js';
import { forwardedFor } from '../policies/addresses.js';
import { targetsOf } from '../policies/targets.js';
import { authorizationSteps } from './authorization-policy.js';
import { serviceSettings } from './destination-rule.js';

const securityGroup = 'security.istio.io';

/** What Istio makes of its own objects at a Gateway (implementation-policies.md §1.3). */
export function readIstioPlane(context: PlaneContext): Plane {
  const problems: Problem[] = [];
  const onGateway = new Map<string, KubeObject[]>(context.gateways.map(({ key }) => [key, []]));
  for (const policy of [...context.objects.all(securityGroup, 'AuthorizationPolicy')].sort(byAge)) {
    for (const key of gatewaysOf(policy, context, problems)) onGateway.get(key)?.push(policy);
  }
  return {
    problems,
    treatment({ listener }) {
      const remoteOf = remoteAddress(context.gateways.find(({ key }) => key === listener.gateway));
      const policies = onGateway.get(listener.gateway) ?? [];
      return {
        ...noTreatment,
        steps: [
          ...guardsOnly(listenerCertificates(listener)),
          ...authorizationSteps(policies, (visit) => ({ ...visit, remote: visit.address })),
        ],
        clientAddress: remoteOf,
      };
    },
    extension: ({ kind }) => ({ failure: `UnsupportedValue: ${text(kind)}` }),
    backends: () => undefined,
    service: (namespace, name, port) => serviceSettings(namespace, name, port, context),
  };
}

/** The Gateways to which a policy is attached: by name, by the labels of their pods, or all of its namespace. */
function gatewaysOf(policy: KubeObject, context: PlaneContext, problems: Problem[]): readonly string[] {
  const { spec } = policy;
  const own = context.gateways.filter(({ namespace }) => namespace === policy.namespace);
  if (spec.targetRef !== undefined || items(spec.targetRefs).length > 0) {
    const { targets, faults } = targetsOf(policy, context, { kinds: ['Gateway'], sections: false });
    for (const reason of faults) problems.push({ object: policy.label, reason });
    return targets.map(({ object }) => object.key);
  }
  const labels = stringMap(fields(spec.selector).matchLabels);
  const name = labels.get('gateway.networking.k8s.io/gateway-name');
  if (labels.size === 0 || (labels.size === 1 && name !== undefined)) {
    return own.filter((gateway) => name === undefined || gateway.name === name).map(({ key }) => key);
  }
  problems.push({ object: policy.label, reason: 'not attached: its selector names no Gateway' });
  return [];
}

/** With trusted proxies that of the last but so many in X-Forwarded-For, else the peer: `gatewayTopology` of the Gateway. */
function remoteAddress(gateway: KubeObject | undefined): (request: ParsedRequest) => bigint | undefined {
  const infrastructure = stringMap(fields(gateway?.spec.infrastructure).annotations);
  const own = stringMap(fields(gateway?.content.metadata).annotations);
  const config = infrastructure.get('proxy.istio.io/config') ?? own.get('proxy.istio.io/config') ?? '';
  const hops = Number(/numTrustedProxies["']?\s*:\s*(\d+)/.exec(config)?.[1] ?? 0);
  return (request) => {
    const chain = forwardedFor(request);
    return hops === 0 || chain.length < hops ? request.peer : (chain[chain.length - hops] ?? request.peer);
  };
}

/** A listener may ask for client certificates by an option of its own; the authority lies beside its certificate. */
function listenerCertificates({ owner, name, protocol, certificate }: Listener): readonly Guard[] {
  if (protocol !== 'HTTPS' || owner.group !== gatewayGroup) return [];
  const entry = items(owner.spec.listeners).find((listener) => text(listener.name) === name);
  const mode = stringMap(fields(entry?.tls).options).get('gateway.istio.io/tls-terminate-mode') ?? '';
  if (mode !== 'MUTUAL' && mode !== 'OPTIONAL_MUTUAL') return [];
  return [{ kind: 'client-certificate', parameters: { mode, authorities: certificate === null ? [] : [certificate] } }];
}
