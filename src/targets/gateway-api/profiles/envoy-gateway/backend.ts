import type { Policies } from '../../../../model/policies.js';
import type { ItemId } from '../../../../model/traced.js';
import type { Backend } from '../../../../model/traffic.js';
import type { Claim } from '../../draft.js';
import type { BackendStandIn, RulePlace } from '../implementation.js';
import { tlsOf } from './backend-tls.js';
import { API_VERSION, GROUP } from './parts.js';

const HOST = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;

/** Where a Backend stands for a Service; undefined: the Service itself is referred to. */
function addressOf({ externalName, service, namespace, port }: Backend, policies: Policies): string | undefined {
  if (port === undefined) return undefined;
  if (externalName !== undefined) {
    const host = externalName.toLowerCase().replace(/\.$/, '');
    return host.length <= 253 && HOST.test(host) ? host : undefined;
  }
  const protocol = policies.protocol?.value;
  if (protocol !== 'https' && protocol !== 'grpcs') return undefined;
  // Behind the address of the Service there are no endpoints to choose from.
  if (policies.affinity !== undefined || policies.balancing?.hashBy !== undefined || namespace === undefined)
    return undefined;
  const ca = policies.backendTls?.caSecret?.value.namespace;
  return (ca !== undefined && ca !== namespace) || policies.backendTls?.serviceCa === true
    ? undefined
    : `${service}.${namespace}.svc.cluster.local`;
}

/** Whether a Backend of Envoy Gateway is referred to, and not the Service. */
export function needsBackend(backend: Backend, policies: Policies): boolean {
  return addressOf(backend, policies) !== undefined;
}

/** ExternalName Services, which Envoy Gateway refuses, and backends over TLS, as Backends. */
export function standInFor(backend: Backend, place: RulePlace): BackendStandIn | undefined {
  const { policies, owner } = place.rule;
  const hostname = addressOf(backend, policies);
  if (hostname === undefined || backend.port === undefined) return undefined;
  const protocol = policies.protocol?.value;
  const isSecured = protocol === 'https' || protocol === 'grpcs';
  const tls = isSecured ? tlsOf(policies, protocol, hostname) : undefined;
  const spec = {
    endpoints: [{ fqdn: { hostname, port: backend.port } }],
    ...(protocol === 'grpc' ? { appProtocols: [`${GROUP}/h2c`] } : {}),
    ...(tls === undefined ? {} : { tls: tls.spec }),
  };
  const ref = place.planning.extras.need(
    {
      apiVersion: API_VERSION,
      kind: 'Backend',
      namespace: place.namespace,
      wanted: backend.externalName === undefined ? `${backend.service}-${backend.port}` : backend.service,
      content: { spec },
    },
    owner,
  );
  const enable = 'Switch extensionApis.enableBackend of Envoy Gateway on.';
  const claims: Claim[] = [];
  const say = (items: readonly ItemId[], message: string, at: string, isFirst = false): void => {
    const emitted = [{ ...ref, path: at }];
    const further = isFirst ? ({ severity: 'warning', next: enable } as const) : {};
    claims.push({
      items,
      at: undefined,
      remark: { verdict: 'converted', code: 'RS2619', message, emitted, ...further },
    });
  };
  if (backend.externalName !== undefined)
    say(
      backend.from,
      `Backend ${ref.name} stands for Service ${backend.service} of type ExternalName: ${hostname}:${backend.port}`,
      'spec.endpoints',
      true,
    );
  if (tls !== undefined) {
    const where = `Backend ${ref.name} stands for Service ${backend.service}`;
    say(policies.protocol?.from ?? [], `${where}: ${tls.message}`, 'spec.tls', true);
    for (const { items, message, at } of tls.said) say(items, message, at);
    claims.push(...tls.lost);
  }
  return { group: GROUP, kind: 'Backend', name: ref.name, claims };
}
