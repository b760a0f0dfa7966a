import { goSeconds } from '../../../../values/go-durations.js';
import { byAge, type KubeObject } from '../../objects.js';
import { noSettings, type ServiceSettings } from '../../plane.js';
import { type Fields, fields, items, number, optionalFields, text } from '../../reading.js';
import type { PlaneContext } from '../implementation.js';

const rootNamespace = 'istio-system';

/**
 * The DestinationRule of a Service, looked for in the namespace of the Gateway, of the Service, and of the mesh, in this
 * order; of several the oldest (implementation-policies.md §1.3).
 */
export function serviceSettings(
  namespace: string,
  name: string,
  port: number | undefined,
  { objects, gateways }: PlaneContext,
): ServiceSettings {
  const host = `${name}.${namespace}.svc.cluster.local`;
  const rules = [...objects.all('networking.istio.io', 'DestinationRule')]
    .sort(byAge)
    .filter((rule) => fullHost(rule) === host);
  const places = [...gateways.map((gateway) => gateway.namespace), namespace, rootNamespace];
  for (const place of places) {
    const found = rules.find((rule) => rule.namespace === place);
    if (found !== undefined) return readRule(found.spec, port);
  }
  return noSettings;
}

/** A short name is one of the rule's own namespace. */
function fullHost({ spec, namespace }: KubeObject): string {
  const host = text(spec.host) ?? '';
  return host.includes('.') ? host : `${host}.${namespace}.svc.cluster.local`;
}

/** What is said for a port replaces what is said for the host; nothing of it is inherited. */
function readRule(spec: Fields, port: number | undefined): ServiceSettings {
  const whole = fields(spec.trafficPolicy);
  const policy =
    items(whole.portLevelSettings).find((settings) => number(fields(settings.port).number) === port) ?? whole;
  const cookie = optionalFields(fields(fields(policy.loadBalancer).consistentHash).httpCookie);
  const connect = goSeconds(fields(fields(policy.connectionPool).tcp).connectTimeout);
  return {
    guards: cookie === undefined ? [] : affinity(cookie),
    limits: connect === undefined ? {} : { connect },
  };
}

/** Without a ttl no cookie is ever handed out (implementation-policies.md §6.15). */
function affinity(cookie: Fields): ServiceSettings['guards'] {
  const seconds = goSeconds(cookie.ttl);
  if (seconds === undefined) return [];
  const path = text(cookie.path);
  const attributes = items(cookie.attributes).map(
    ({ name, value }) => [lowerFirst(text(name) ?? ''), text(value) ?? ''] as const,
  );
  return [
    {
      kind: 'affinity',
      parameters: {
        cookie: text(cookie.name) ?? '',
        mode: 'balanced',
        ...(seconds === 0 ? {} : { maxAge: seconds }),
        ...(path === undefined ? {} : { path }),
        ...Object.fromEntries(attributes),
      },
    },
  ];
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
