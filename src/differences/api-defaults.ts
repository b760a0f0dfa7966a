import type { KubernetesObject } from '../conversion.js';
import { isMapping } from './plain-values.js';

/** A field and the value that the API server gives it where it is absent; `[]` stands for every entry of a list. */
type Default = readonly [path: string, value: unknown];

const GATEWAY_GROUP = 'gateway.networking.k8s.io';
const ANY_PATH = { path: { type: 'PathPrefix', value: '/' } };
const SAME_NAMESPACE = { from: 'Same' };

const OF_EVERY_ROUTE: readonly Default[] = [
  ['spec.parentRefs[].group', GATEWAY_GROUP],
  ['spec.parentRefs[].kind', 'Gateway'],
  ['spec.rules[].backendRefs[].group', ''],
  ['spec.rules[].backendRefs[].kind', 'Service'],
  ['spec.rules[].backendRefs[].weight', 1],
];

const OF_SESSIONS: readonly Default[] = [
  ['spec.rules[].sessionPersistence.type', 'Cookie'],
  ['spec.rules[].sessionPersistence.cookieConfig.lifetimeType', 'Session'],
];

const OF_LISTENERS: readonly Default[] = [
  ['spec.listeners[].allowedRoutes', { namespaces: SAME_NAMESPACE }],
  ['spec.listeners[].allowedRoutes.namespaces', SAME_NAMESPACE],
  ['spec.listeners[].allowedRoutes.namespaces.from', 'Same'],
  ['spec.listeners[].allowedRoutes.kinds[].group', GATEWAY_GROUP],
  ['spec.listeners[].tls.mode', 'Terminate'],
  ['spec.listeners[].tls.certificateRefs[].group', ''],
  ['spec.listeners[].tls.certificateRefs[].kind', 'Secret'],
];

/**
 * The defaults in the CRDs of what is emitted, outer fields first, as the server fills them in (Gateway API 1.4 to 1.6, both
 * channels; OpenShift's Route). Fields that no conversion writes are left out.
 */
export const API_DEFAULTS: Readonly<Record<string, readonly Default[]>> = {
  HTTPRoute: [
    ...OF_EVERY_ROUTE,
    ...OF_SESSIONS,
    ['spec.rules', [{ matches: [ANY_PATH] }]],
    ['spec.rules[].matches', [ANY_PATH]],
    ['spec.rules[].matches[].path', ANY_PATH.path],
    ['spec.rules[].matches[].path.type', 'PathPrefix'],
    ['spec.rules[].matches[].path.value', '/'],
    ['spec.rules[].matches[].headers[].type', 'Exact'],
    ['spec.rules[].matches[].queryParams[].type', 'Exact'],
    ['spec.rules[].filters[].requestRedirect.statusCode', 302],
    ['spec.rules[].filters[].cors.maxAge', 5],
    ['spec.rules[].filters[].requestMirror.backendRef.group', ''],
    ['spec.rules[].filters[].requestMirror.backendRef.kind', 'Service'],
    ['spec.rules[].filters[].requestMirror.fraction.denominator', 100],
  ],
  GRPCRoute: [
    ...OF_EVERY_ROUTE,
    ...OF_SESSIONS,
    ['spec.rules[].matches[].method.type', 'Exact'],
    ['spec.rules[].matches[].headers[].type', 'Exact'],
    ['spec.rules[].filters[].requestMirror.backendRef.group', ''],
    ['spec.rules[].filters[].requestMirror.backendRef.kind', 'Service'],
    ['spec.rules[].filters[].requestMirror.fraction.denominator', 100],
  ],
  TLSRoute: OF_EVERY_ROUTE,
  TCPRoute: OF_EVERY_ROUTE,
  UDPRoute: OF_EVERY_ROUTE,
  Gateway: [
    ...OF_LISTENERS,
    ['spec.addresses[].type', 'IPAddress'],
    ['spec.allowedListeners.namespaces', { from: 'None' }],
    ['spec.allowedListeners.namespaces.from', 'None'],
    ['spec.tls.backend.clientCertificateRef.group', ''],
    ['spec.tls.backend.clientCertificateRef.kind', 'Secret'],
    ['spec.tls.frontend.default.validation.mode', 'AllowValidOnly'],
    ['spec.tls.frontend.perPort[].tls.validation.mode', 'AllowValidOnly'],
  ],
  ListenerSet: [...OF_LISTENERS, ['spec.parentRef.group', GATEWAY_GROUP], ['spec.parentRef.kind', 'Gateway']],
  Route: [
    ['spec.to.kind', 'Service'],
    ['spec.to.weight', 100],
    ['spec.alternateBackends[].kind', 'Service'],
    ['spec.alternateBackends[].weight', 100],
    ['spec.wildcardPolicy', 'None'],
  ],
};

/** An object as the API server keeps it, its defaults filled in. */
export function withDefaults(object: KubernetesObject): KubernetesObject {
  const defaults = API_DEFAULTS[object.kind];
  if (defaults === undefined) return object;
  let filled: unknown = object;
  for (const [path, value] of defaults) filled = filledIn(filled, path.split('.'), value);
  return filled as KubernetesObject;
}

/** A copy with a default where the field is absent and what holds it is there. */
function filledIn(node: unknown, [step, ...rest]: readonly string[], value: unknown): unknown {
  if (step === undefined || !isMapping(node)) return node;
  const isList = step.endsWith('[]');
  const key = isList ? step.slice(0, -2) : step;
  const inner = node[key];
  if (rest.length === 0) return (inner ?? null) === null ? { ...node, [key]: value } : node;
  if ((inner ?? null) === null) return node;
  if (!isList) return { ...node, [key]: filledIn(inner, rest, value) };
  return Array.isArray(inner) ? { ...node, [key]: inner.map((entry) => filledIn(entry, rest, value)) } : node;
}
