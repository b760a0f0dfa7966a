import type { OpenshiftRouterInput, OpenshiftRouterModel } from '../../targets/openshift-router.js';
import type { GeneratedRoute, IngressEvent } from './sync.js';

export interface OpenshiftIngressInput extends Omit<OpenshiftRouterInput, 'routes' | 'names'> {
  /** Ingress objects in the networking.k8s.io/v1 shape; apiVersion and kind may be missing, namespace means default. */
  readonly ingresses: readonly unknown[];
  /** Absent: the class `openshift-default` exists, as every cluster has it, and no other. */
  readonly ingressClasses?: readonly unknown[] | undefined;
  /** Routes that are there already: those that an Ingress owns are brought up to date, the others are served beside them. */
  readonly routes?: readonly unknown[] | undefined;
}

/** As the model of the router, but what it says about Routes of an Ingress names the path that they come from. */
export interface OpenshiftIngressModel extends OpenshiftRouterModel {
  /** The Routes that the controller makes, or keeps up to date, and the paths that they come from. */
  readonly routes: readonly GeneratedRoute[];
  /** What the controller says about Ingresses, such as paths that it skips. */
  readonly events: readonly (IngressEvent & { readonly ingress: string })[];
  /** `namespace/name` of Ingresses of another class. Routes made of them earlier stay as they are. */
  readonly ignoredIngresses: readonly string[];
}
