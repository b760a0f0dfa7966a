import { compareText } from './compare-text.js';
import {
  type ClusterIngress,
  DEFAULT_CONTROLLER,
  type IngressController,
  type NamespaceOwnership,
  OPERATOR_NAMESPACE,
  type WildcardPolicy,
} from './ingress-controller.js';
import { formatRef } from './object.js';

/** What the input tells of the router of OpenShift. */
export interface RouterSettings {
  /** The IngressController whose settings count. */
  readonly controller?: IngressController | undefined;
  /** The Ingress of config.openshift.io called `cluster`. */
  readonly cluster?: ClusterIngress | undefined;
  /** All others, which count for nothing. */
  readonly aside: readonly (IngressController | ClusterIngress)[];
  /** `IngressController openshift-ingress-operator/default`; absent where the input has none. */
  readonly name?: string | undefined;
  /** Below which hosts are made up. */
  readonly domain?: string | undefined;
  /** Undefined where nothing tells; an IngressController that says nothing disallows wildcards. */
  readonly wildcardPolicy?: WildcardPolicy | undefined;
  /** Undefined where nothing tells; an IngressController that says nothing is strict. */
  readonly namespaceOwnership?: NamespaceOwnership | undefined;
}

/** The name of the one Ingress of config.openshift.io that a cluster reads. */
const CLUSTER = 'cluster';

/**
 * Settles which objects count: `default` in the namespace of the operator, else the first by name. A cluster may have more
 * IngressControllers (shards), each with routers and a domain of its own.
 */
export function routerSettings(
  controllers: readonly IngressController[],
  clusterIngresses: readonly ClusterIngress[],
): RouterSettings {
  const [firstByName] = [...controllers].sort(compareNames);
  const controller = controllers.find(isDefault) ?? firstByName;
  const cluster = clusterIngresses.find(({ meta }) => meta.name === CLUSTER);
  return {
    controller,
    cluster,
    aside: [...controllers, ...clusterIngresses].filter((one) => one !== controller && one !== cluster),
    name: controller === undefined ? undefined : formatRef(controller.manifest.ref),
    domain: controller?.actualDomain ?? controller?.wantedDomain ?? cluster?.domain,
    wildcardPolicy: controller === undefined ? undefined : (controller.wildcardPolicy ?? 'WildcardsDisallowed'),
    namespaceOwnership: controller === undefined ? undefined : (controller.namespaceOwnership ?? 'Strict'),
  };
}

function isDefault({ meta }: IngressController): boolean {
  return meta.name === DEFAULT_CONTROLLER && meta.namespace === OPERATOR_NAMESPACE;
}

/** The sort is stable: two objects of one name stay in the order of their places. */
function compareNames({ meta: a }: IngressController, { meta: b }: IngressController): number {
  return compareText(a.name, b.name) || compareText(a.namespace ?? '', b.namespace ?? '');
}
