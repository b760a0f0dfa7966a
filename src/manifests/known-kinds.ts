/** API groups in which a kind is one that routeshift reads; '' is the core group. */
const GROUPS_BY_KIND: ReadonlyMap<string, readonly string[]> = new Map([
  ['Ingress', ['networking.k8s.io', 'extensions']],
  ['IngressClass', ['networking.k8s.io']],
  ['Service', ['']],
  ['Secret', ['']],
  ['ConfigMap', ['']],
  ['Namespace', ['']],
  ['Gateway', ['gateway.networking.k8s.io']],
  // Not converted, but a part of what is there after the conversion.
  ['HTTPRoute', ['gateway.networking.k8s.io']],
  ['GRPCRoute', ['gateway.networking.k8s.io']],
  ['TLSRoute', ['gateway.networking.k8s.io']],
  ['TCPRoute', ['gateway.networking.k8s.io']],
  ['UDPRoute', ['gateway.networking.k8s.io']],
  ['ListenerSet', ['gateway.networking.k8s.io']],
  ['ReferenceGrant', ['gateway.networking.k8s.io']],
  ['BackendTLSPolicy', ['gateway.networking.k8s.io']],
  // Policies of Envoy Gateway, beside which those of the output act.
  ['SecurityPolicy', ['gateway.envoyproxy.io']],
  ['BackendTrafficPolicy', ['gateway.envoyproxy.io']],
  ['ClientTrafficPolicy', ['gateway.envoyproxy.io']],
  // OpenShift served Route and Template in the core group before it had API groups.
  ['Route', ['route.openshift.io', '']],
  ['Template', ['template.openshift.io', '']],
  ['VirtualServer', ['k8s.nginx.org']],
  ['VirtualServerRoute', ['k8s.nginx.org']],
  ['TransportServer', ['k8s.nginx.org']],
  ['Policy', ['k8s.nginx.org']],
]);

/** Groups and kinds of what configures OpenShift's router. */
const ROUTER_GROUPS: ReadonlyMap<string, string> = new Map([
  ['IngressController', 'operator.openshift.io'],
  ['Ingress', 'config.openshift.io'],
]);

/** The kinds that are read, for whoever has to look for them in raw text. */
export const KNOWN_KINDS: readonly string[] = [...GROUPS_BY_KIND.keys()];

/** The same where OpenShift's router is of interest, too. */
export const KNOWN_KINDS_WITH_ROUTER: readonly string[] = [...new Set([...KNOWN_KINDS, ...ROUTER_GROUPS.keys()])];

/** `networking.k8s.io` of `networking.k8s.io/v1`, '' of `v1`. */
export function groupOf(apiVersion: string): string {
  const slash = apiVersion.indexOf('/');
  return slash === -1 ? '' : apiVersion.slice(0, slash);
}

/**
 * Whether an object is read: `yes`; `no` when it is something else (`config.openshift.io` has a kind Ingress, Knative a
 * kind Service, Istio a kind Gateway); `misplaced` when nobody else claims the name, so that it must be a mistake.
 *
 * @param withRouter whether what configures OpenShift's router is read
 */
export function recognise(apiVersion: string, kind: string, withRouter: boolean): 'yes' | 'no' | 'misplaced' {
  const group = groupOf(apiVersion);
  if (withRouter && group !== '' && ROUTER_GROUPS.get(kind) === group) return 'yes';
  const groups = GROUPS_BY_KIND.get(kind);
  if (groups === undefined) return 'no';
  if (groups.includes(group)) return 'yes';
  return group === '' ? 'misplaced' : 'no';
}

/** Whether the kind names a list of objects (`List`, `IngressList`). */
export function isListKind(kind: string): boolean {
  return kind.endsWith('List');
}

/** Whether a document whose kind is this word has to be parsed. */
export function isWorthReading(kind: string, withRouter: boolean): boolean {
  return GROUPS_BY_KIND.has(kind) || (withRouter && ROUTER_GROUPS.has(kind)) || isListKind(kind);
}
