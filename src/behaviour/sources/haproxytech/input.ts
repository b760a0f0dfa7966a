import type { Candidate, Outcome, Request } from '../../outcome.js';

/** Controller flags that decide what a request gets; each defaults to the controller's own default. */
export interface HaproxytechFlags {
  /** `--ingress.class`; none. */
  readonly ingressClass?: string | undefined;
  readonly emptyIngressClass?: boolean | undefined;
  /** `namespace/name`, `--default-backend-service`; the controller's own page that says 404. */
  readonly defaultBackendService?: string | undefined;
  /** `namespace/name`. */
  readonly defaultSslCertificate?: string | undefined;
  /** `namespace/name` of the ConfigMap whose values are files of patterns, `--configmap-patternfiles`. */
  readonly configmapPatternfiles?: string | undefined;
  readonly disableConfigSnippets?: boolean | undefined;
}

/** What a party outside the model answers. Without a hook its question stays open and is listed as a guard. */
export interface HaproxytechChecks {
  /** Credentials of the request against a Secret (`namespace/name`). */
  readonly basic?: (request: Request, secret: string) => boolean;
  /** The client certificate of the TLS connection; null if none was presented. */
  readonly clientCertificate?: (request: Request) => { readonly verified: boolean } | null;
}

export interface HaproxytechInput {
  /** Ingress objects in the networking.k8s.io/v1 shape; apiVersion and kind may be missing, namespace means default. */
  readonly ingresses: readonly unknown[];
  /**
   * Services. Real manifests do not tell endpoints, so a listed Service has some, unless the pseudo field `endpoints`
   * is 0. A Service without `spec.ports` answers on every port.
   */
  readonly services?: readonly unknown[] | undefined;
  /** Secrets. The pseudo field `cert: {sans}` stands for a key pair with these names; else it covers what tls entries list. */
  readonly secrets?: readonly unknown[] | undefined;
  readonly configmaps?: readonly unknown[] | undefined;
  /** Absent: a class `haproxy` exists that belongs to this controller. */
  readonly ingressClasses?: readonly unknown[] | undefined;
  /** Data of the controller's ConfigMap. */
  readonly controllerConfig?: Readonly<Record<string, string>> | undefined;
  readonly flags?: HaproxytechFlags | undefined;
  /** A Service that is referenced but not listed exists and has an endpoint. */
  readonly assumeServicesExist?: boolean | undefined;
  /** `namespace/name` of Services that do not exist all the same. */
  readonly missingServices?: readonly string[] | undefined;
  /** A Secret that is referenced but not listed exists and holds what is needed. */
  readonly assumeSecretsExist?: boolean | undefined;
  /** `namespace/name` of Secrets that do not exist all the same. */
  readonly missingSecrets?: readonly string[] | undefined;
  readonly checks?: HaproxytechChecks | undefined;
}

export interface HaproxytechModel {
  /** How the controller handles one request. Never throws. */
  answer(request: Request): Outcome;
  /** The other paths of the host that came closest to taking a request, and why they did not. */
  nearest(request: Request): readonly Candidate[];
  /** Ingresses of another class, with the reason. */
  readonly ignoredIngresses: readonly { readonly namespace: string; readonly name: string; readonly reason: string }[];
  /** What the controller logs about single annotations and paths that it leaves out. */
  readonly messages: readonly string[];
  /**
   * Values that make HAProxy refuse the whole configuration. If there is anything, the controller keeps serving its
   * previous configuration to all hosts; `answer` then tells what it would do without the line at fault.
   */
  readonly configErrors: readonly string[];
  /** What the model saw and does not evaluate, or what the controller leaves to chance. */
  readonly unmodelled: readonly string[];
}
