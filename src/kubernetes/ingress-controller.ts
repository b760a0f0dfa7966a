import type { Manifest, ObjectMeta } from './object.js';

/** Where OpenShift's ingress operator looks for IngressControllers, and the one that every cluster has. */
export const OPERATOR_NAMESPACE = 'openshift-ingress-operator';
export const DEFAULT_CONTROLLER = 'default';
/** Where the routers run, and the Secrets of their certificates are. */
export const ROUTER_NAMESPACE = 'openshift-ingress';

export const OWNERSHIPS = ['Strict', 'InterNamespaceAllowed'] as const;
export type NamespaceOwnership = (typeof OWNERSHIPS)[number];

export const WILDCARD_POLICIES = ['WildcardsDisallowed', 'WildcardsAllowed'] as const;
export type WildcardPolicy = (typeof WILDCARD_POLICIES)[number];

export const FORWARDED_POLICIES = ['Append', 'Replace', 'IfNone', 'Never'] as const;
export type ForwardedPolicy = (typeof FORWARDED_POLICIES)[number];

/** The part of an IngressController (operator.openshift.io/v1) that decides what becomes of Routes. */
export interface IngressController {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
  /** `spec.domain`: what was asked for. */
  readonly wantedDomain?: string | undefined;
  /** `status.domain`: what the router uses. */
  readonly actualDomain?: string | undefined;
  readonly namespaceOwnership?: NamespaceOwnership | undefined;
  readonly wildcardPolicy?: WildcardPolicy | undefined;
  /** Name of a Secret in the namespace of the routers. */
  readonly defaultCertificate?: string | undefined;
  readonly forwardedPolicy?: ForwardedPolicy | undefined;
  /** Which of `routeSelector` and `namespaceSelector` it has. */
  readonly selectors: readonly string[];
  /** The other fields of its spec, as they are called. */
  readonly unread: readonly string[];
}

/** The Ingress of config.openshift.io: the settings of the whole cluster, where it is called `cluster`. */
export interface ClusterIngress {
  readonly manifest: Manifest;
  readonly meta: ObjectMeta;
  readonly domain?: string | undefined;
  /** Whether `spec.appsDomain` is set, in whose place hosts are made up. */
  readonly hasAppsDomain: boolean;
}

/** Whether an object called Ingress is one of config.openshift.io, which has nothing in common with those of Kubernetes. */
export function isClusterIngress({ ref }: Pick<Manifest, 'ref'>): boolean {
  return ref.kind === 'Ingress' && ref.apiVersion.startsWith('config.openshift.io/');
}

/** Whether an object configures OpenShift's router. */
export function isRouterSetting(manifest: Pick<Manifest, 'ref'>): boolean {
  return manifest.ref.kind === 'IngressController' || isClusterIngress(manifest);
}
