import type { Candidate, Outcome, Request } from '../../outcome.js';
import type { OpenshiftRouterInput, RejectedRoute } from '../../targets/openshift-router.js';
import type { GeneratedRoute, IngressEvent } from './sync.js';

export interface OpenshiftIngressInput extends Omit<OpenshiftRouterInput, 'routes' | 'names'> {
  /** Ingress objects in the networking.k8s.io/v1 shape; apiVersion and kind may be missing, namespace means default. */
  readonly ingresses: readonly unknown[];
  /** Absent: the class `openshift-default` exists, as every cluster has it, and no other. */
  readonly ingressClasses?: readonly unknown[] | undefined;
  /** Routes that are there already: those that an Ingress owns are brought up to date, the others are served beside them. */
  readonly routes?: readonly unknown[] | undefined;
}

export interface OpenshiftIngressModel {
  /** How the router handles one request; `rule` names the path of the Ingress whose Route decided. Never throws. */
  answer(request: Request): Outcome;
  /** The other rules of the host that came closest to taking a request, and why they did not. */
  nearest(request: Request): readonly Candidate[];
  /** As in the model of the router. */
  upstreamHeaders(request: Request): Readonly<Record<string, readonly string[]>> | null;
  /** The Routes that the controller makes, or keeps up to date, and the paths that they come from. */
  readonly routes: readonly GeneratedRoute[];
  /** What the controller says about Ingresses, such as paths that it skips. */
  readonly events: readonly (IngressEvent & { readonly ingress: string })[];
  /** `namespace/name` of Ingresses of another class. Routes made of them earlier stay as they are. */
  readonly ignoredIngresses: readonly string[];
  readonly rejected: readonly RejectedRoute[];
  readonly configErrors: readonly string[];
  readonly unmodelled: readonly string[];
}
