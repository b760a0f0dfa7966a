import type { Candidate, Outcome, Request } from '../../outcome.js';
import type { DescribedRouter } from './description.js';

/** What an outcome calls a Route that somebody did not write by hand. */
export interface RouteNames {
  readonly rule: string;
  /** Where its inline certificate comes from; `namespace/name` of the Route when absent. */
  readonly certificate?: string | undefined;
}

export interface OpenshiftRouterInput {
  /** Route objects of route.openshift.io/v1 or of the old v1; apiVersion and kind may be missing, namespace means default. */
  readonly routes: readonly unknown[];
  /**
   * Services. Manifests do not tell endpoints, so a listed Service has some; the pseudo field `endpoints` says how many, and
   * then weights are computed as precisely as the router does it.
   */
  readonly services?: readonly unknown[] | undefined;
  /** EndpointSlices; for a Service that has one they count instead of what its ports suggest. */
  readonly endpointSlices?: readonly unknown[] | undefined;
  /** Secrets. The pseudo field `cert` stands for a key pair of type kubernetes.io/tls. Values are not looked at. */
  readonly secrets?: readonly unknown[] | undefined;
  /** `spec.routeAdmission.wildcardPolicy` of the IngressController; WildcardsDisallowed. */
  readonly wildcardPolicy?: 'WildcardsAllowed' | 'WildcardsDisallowed' | undefined;
  /** `spec.routeAdmission.namespaceOwnership` of the IngressController; Strict. */
  readonly namespaceOwnership?: 'Strict' | 'InterNamespaceAllowed' | undefined;
  /** `spec.domain` of the IngressController, from which hosts are made for Routes that have none. */
  readonly ingressDomain?: string | undefined;
  /** A Service that is referenced but not listed exists and has endpoints behind the port that is asked for. */
  readonly assumeServicesExist?: boolean | undefined;
  /** A Secret that is referenced but not listed exists and holds a key pair. */
  readonly assumeSecretsExist?: boolean | undefined;
  /** Whether a Role lets the router's service account read the Secrets of `externalCertificate`; true. */
  readonly routerReadsSecrets?: boolean | undefined;
  /** By `namespace/name`: what outcomes call a Route instead of `Route namespace/name`. */
  readonly names?: ReadonlyMap<string, RouteNames> | undefined;
}

/** A Route that the router does not serve. */
export interface RejectedRoute {
  /** As in {@link Outcome.rule}. */
  readonly route: string;
  /** The condition's reason; `Invalid` where the API server does not even store the Route. */
  readonly reason:
    | 'Invalid'
    | 'RouteNotAdmitted'
    | 'HostAlreadyClaimed'
    | 'NoHostValue'
    | 'InvalidHost'
    | 'ExternalCertificateValidationFailed'
    | 'ExtendedValidationFailed';
  readonly message: string;
}

export interface OpenshiftRouterModel {
  /** How the router handles one request. Never throws. */
  answer(request: Request): Outcome;
  /** The other Routes of the host that came closest to taking a request, and why they did not. */
  nearest(request: Request): readonly Candidate[];
  /**
   * The headers that the backend sees, with those that tell it of the client; null where no backend sees any. Names are
   * lower case; a header that is there twice has two values.
   */
  upstreamHeaders(request: Request): Readonly<Record<string, readonly string[]>> | null;
  /** The maps and backends that the router writes, as data. */
  describe(): DescribedRouter;
  readonly rejected: readonly RejectedRoute[];
  /**
   * Values that make HAProxy refuse the whole configuration. If there is anything, the router keeps serving its previous
   * configuration to all hosts; `answer` then tells what it would do without the line at fault.
   */
  readonly configErrors: readonly string[];
  /** What the model saw and does not evaluate or has to guess. */
  readonly unmodelled: readonly string[];
}
