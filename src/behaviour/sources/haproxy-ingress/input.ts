import type { Candidate, Outcome, Request } from '../../outcome.js';

/** Controller flags that decide what a request gets; each defaults to the controller's own default. */
export interface HaproxyIngressFlags {
  /** `--ingress-class`; haproxy. */
  readonly ingressClass?: string | undefined;
  /** `--controller-class`: a suffix of the controller's name in IngressClasses. */
  readonly controllerClass?: string | undefined;
  readonly ingressClassPrecedence?: boolean | undefined;
  readonly watchIngressWithoutClass?: boolean | undefined;
  readonly watchNamespace?: string | undefined;
  /** `--annotations-prefix`; the stronger one first. */
  readonly annotationPrefixes?: readonly string[] | undefined;
  /** `namespace/name`. */
  readonly defaultBackendService?: string | undefined;
  /** `namespace/name`. */
  readonly defaultSslCertificate?: string | undefined;
  /** Namespace of the controller, where ConfigMaps named by IngressClasses are. */
  readonly controllerNamespace?: string | undefined;
}

/** What a party outside the model answers. Without a hook its question stays open and is listed as a guard. */
export interface HaproxyIngressChecks {
  /** Basic credentials of the request against a Secret (`namespace/name`). */
  readonly basic?: (request: Request, secret: string) => boolean;
  /** The external authentication service. */
  readonly external?: (
    subrequest: { readonly url: string; readonly method: string },
    request: Request,
  ) => { readonly status: number; readonly headers?: Readonly<Record<string, string>> };
  /** The client certificate of the TLS connection; null if none was presented. */
  readonly clientCertificate?: (request: Request) => { readonly verified: boolean; readonly subject: string } | null;
  /** Whether the host name of an auth-url resolves; assumed true. */
  readonly resolves?: (name: string) => boolean;
}

/** The release line: what TLS and CORS apply to differs between them. */
export type HaproxyIngressVersion = '0.16' | '0.17';

export interface HaproxyIngressInput {
  /** Ingress objects in the networking.k8s.io/v1 shape; apiVersion and kind may be missing, namespace means default. */
  readonly ingresses: readonly unknown[];
  /**
   * Services, with their annotations. A listed Service has endpoints, unless the pseudo field `endpoints` is 0. A Service
   * without `spec.ports` answers on every port.
   */
  readonly services?: readonly unknown[] | undefined;
  /** Secrets. The pseudo field `cert: {sans, caOnly, ca}` stands for a certificate. Certificates are not decoded. */
  readonly secrets?: readonly unknown[] | undefined;
  readonly configmaps?: readonly unknown[] | undefined;
  /** Absent: one class exists that is named like `--ingress-class` and belongs to this controller. */
  readonly ingressClasses?: readonly unknown[] | undefined;
  /** Data of the ConfigMap named by `--configmap`. */
  readonly controllerConfig?: Readonly<Record<string, string>> | undefined;
  readonly flags?: HaproxyIngressFlags | undefined;
  /** 0.16 when absent. */
  readonly version?: HaproxyIngressVersion | undefined;
  /** A Service that is referenced but not listed exists and has an endpoint. */
  readonly assumeServicesExist?: boolean | undefined;
  /** `namespace/name` of Services that do not exist all the same. */
  readonly missingServices?: readonly string[] | undefined;
  /** A Secret that is referenced but not listed exists and has the needed keys. */
  readonly assumeSecretsExist?: boolean | undefined;
  readonly checks?: HaproxyIngressChecks | undefined;
}

/** Pods of one Service that blue-green-balance tells apart. */
export interface PodGroup {
  /** `label=value`. */
  readonly label: string;
  readonly weight: number;
}

export interface HaproxyIngressModel {
  /** How the controller handles one request. Never throws. */
  answer(request: Request): Outcome;
  /** The rules of the same host that came closest to taking a request, and why they did not. */
  nearest(request: Request): readonly Candidate[];
  /**
   * How blue-green-balance shares the pods of the backend of a request: shares per label in mode deploy, weights of each pod in
   * mode pod. Undefined without it. Pods that no label names get nothing.
   */
  podGroups(request: Request): { readonly mode: 'deploy' | 'pod'; readonly groups: readonly PodGroup[] } | undefined;
  /** The backend (`namespace/service:port`) behind a port of tcp-service-port; by server name where rules have hosts. */
  tcpBackend(port: number, serverName?: string): string | null;
  /** Ingresses that the controller drops completely, with the reason. */
  readonly ignoredIngresses: readonly { readonly namespace: string; readonly name: string; readonly reason: string }[];
  /** Paths that the controller skips, with the reason. */
  readonly skippedPaths: readonly { readonly rule: string; readonly reason: string }[];
  /** What HAProxy would refuse. If there is anything, the reload fails and everybody keeps the previous configuration. */
  readonly configErrors: readonly string[];
  /** What the model saw and does not evaluate, such as configuration snippets. */
  readonly unmodelled: readonly string[];
}
