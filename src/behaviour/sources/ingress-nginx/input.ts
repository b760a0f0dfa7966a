import type { Candidate, Outcome, Request } from '../../outcome.js';
import type { DescribedServer } from './description.js';
import type { Settings } from './settings.js';

/** Controller flags that decide what a request gets; each defaults to the controller's own default. */
export interface IngressNginxFlags {
  /** `--controller-class`; k8s.io/ingress-nginx. */
  readonly controllerClass?: string | undefined;
  /** `--ingress-class`; nginx. */
  readonly ingressClass?: string | undefined;
  readonly ingressClassByName?: boolean | undefined;
  readonly watchIngressWithoutClass?: boolean | undefined;
  readonly watchNamespace?: string | undefined;
  /** `--annotations-prefix`; nginx.ingress.kubernetes.io. */
  readonly annotationsPrefix?: string | undefined;
  readonly enableAnnotationValidation?: boolean | undefined;
  readonly deepInspect?: boolean | undefined;
  readonly disableCatchAll?: boolean | undefined;
  /** `namespace/name`. */
  readonly defaultBackendService?: string | undefined;
  /** `namespace/name`. */
  readonly defaultSslCertificate?: string | undefined;
  readonly enableSslPassthrough?: boolean | undefined;
  readonly disableSvcExternalName?: boolean | undefined;
  readonly healthCheckPath?: string | undefined;
  /** `namespace/name` of the ConfigMap with TCP services. */
  readonly tcpServicesConfigmap?: string | undefined;
  /** `namespace/name` of the ConfigMap with UDP services. */
  readonly udpServicesConfigmap?: string | undefined;
  readonly httpPort?: number | undefined;
  readonly httpsPort?: number | undefined;
}

/** What a party outside the model answers. Without a hook its question stays open and is listed as a guard. */
export interface IngressNginxChecks {
  /** Basic or digest credentials of the request against a Secret (`namespace/name`). */
  readonly basic?: (request: Request, secret: string) => boolean;
  /** The external authentication service. */
  readonly external?: (
    subrequest: { readonly url: string; readonly method: string },
    request: Request,
  ) => { readonly status: number; readonly headers?: Readonly<Record<string, string>> };
  /** The client certificate of the TLS connection; null if none was presented. */
  readonly clientCertificate?: (request: Request) => { readonly verified: boolean; readonly subject: string } | null;
  /** Whether the name of an ExternalName Service resolves; assumed true. */
  readonly resolves?: (name: string) => boolean;
}

export interface IngressNginxInput {
  /** Ingress objects in the networking.k8s.io/v1 shape; apiVersion and kind may be missing, namespace means default. */
  readonly ingresses: readonly unknown[];
  /**
   * Services. Real manifests do not tell endpoints, so a listed Service has some, unless the pseudo field `endpoints`
   * is 0. A Service without `spec.ports` answers on every port.
   */
  readonly services?: readonly unknown[] | undefined;
  /**
   * Secrets. The pseudo field `cert: {sans, caOnly, ca}` stands for a certificate with these names. Certificates are not
   * decoded: a Secret with tls.crt and tls.key and without that field covers the hosts its tls entries list.
   */
  readonly secrets?: readonly unknown[] | undefined;
  readonly configmaps?: readonly unknown[] | undefined;
  /** Absent: one class exists that is named like `--ingress-class` and belongs to this controller. */
  readonly ingressClasses?: readonly unknown[] | undefined;
  /** Data of the ConfigMap named by `--configmap`. */
  readonly controllerConfig?: Readonly<Record<string, string>> | undefined;
  readonly flags?: IngressNginxFlags | undefined;
  /** A Service that is referenced but not listed exists and has an endpoint. */
  readonly assumeServicesExist?: boolean | undefined;
  /** `namespace/name` of Services that do not exist all the same. */
  readonly missingServices?: readonly string[] | undefined;
  /** A Secret that is referenced but not listed exists, has the needed keys and covers the hosts its tls entries list. */
  readonly assumeSecretsExist?: boolean | undefined;
  /** A ConfigMap that is referenced but not listed exists; what is in it is not known. */
  readonly assumeConfigMapsExist?: boolean | undefined;
  /** Act as if global-allowed-response-headers listed every header that custom-headers sets. */
  readonly assumeHeadersAllowed?: boolean | undefined;
  /** Act as if allow-snippet-annotations were true and annotations-risk-level Critical. */
  readonly assumeSnippetsAllowed?: boolean | undefined;
  readonly checks?: IngressNginxChecks | undefined;
}

/** What a backend answers when the model is asked for a whole exchange. */
export interface BackendAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** How long it takes; matters against the read timeout. */
  readonly seconds?: number | undefined;
}

/**
 * Plays the backends of an exchange: which one is asked (`namespace/service:port`), for what, over which
 * backend-protocol (upper case). Null: it refuses the connection or does not speak that protocol.
 */
export type Backends = (backend: string, path: string, protocol: string) => BackendAnswer | null;

/** A request's whole way: the outcome, what the backend saw, and what the client got. Header names are lower case. */
export interface Exchange {
  readonly outcome: Outcome;
  readonly status: number;
  /** The backend whose answer the client got; null if the controller answered. */
  readonly backend: string | null;
  readonly upstreamHeaders: Readonly<Record<string, string>>;
  readonly clientHeaders: Readonly<Record<string, string>>;
}

export interface IngressNginxModel {
  /** How the controller handles one request. Never throws. */
  answer(request: Request): Outcome;
  /** The rules of the same host that came closest to taking a request, and why they did not. */
  nearest(request: Request): readonly Candidate[];
  /**
   * The same with a backend behind it: error interception, sign-in redirects for backend 401s and the rewriting of the
   * backend's own headers take part.
   */
  exchange(request: Request, backends: Backends): Exchange;
  /** The server blocks and locations that the controller writes, as data. */
  describe(): readonly DescribedServer[];
  /** The Service behind a port of --tcp-services-configmap: a plain TCP proxy, without any HTTP (reference §25). */
  tcpBackend(port: number): string | null;
  /** The same for a port of --udp-services-configmap, which has a Service with such a UDP port behind it. */
  udpBackend(port: number): string | null;
  /** Ingresses that the controller drops completely, with the reason. */
  readonly ignoredIngresses: readonly { readonly namespace: string; readonly name: string; readonly reason: string }[];
  /**
   * What `nginx -t` would say. If there is anything, the controller aborts the reload and keeps serving its previous
   * configuration to all hosts; `answer` then tells what nginx would do if it read the file up to there.
   */
  readonly configErrors: readonly string[];
  /** What the model saw and does not evaluate, such as directives in snippets or PCRE constructs JavaScript lacks. */
  readonly unmodelled: readonly string[];
  readonly settings: Settings;
}
