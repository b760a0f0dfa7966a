import type { Candidate, Outcome, Request } from '../../outcome.js';
import type { DescribedServer } from './description.js';
import type { Settings } from './settings.js';

/** Command-line arguments of the controller that decide what a request gets; each defaults to the controller's own default. */
export interface NginxIncFlags {
  /**
   * `-ingress-class`. Absent: the names of the IngressClasses of this controller in the input, or `nginx` if none is given.
   */
  readonly ingressClass?: string | undefined;
  /** NGINX Plus instead of NGINX: keys under nginx.com are allowed. */
  readonly plus?: boolean | undefined;
  readonly enableSnippets?: boolean | undefined;
  readonly allowEmptyIngressHost?: boolean | undefined;
  /** `-enable-custom-resources`; on by default. Without it Policies are not read. */
  readonly enableCustomResources?: boolean | undefined;
  readonly enableTlsPassthrough?: boolean | undefined;
  readonly enableDirectiveAutoadjust?: boolean | undefined;
  /** `namespace/name` of the certificate of the default server; without it unknown names get no TLS connection. */
  readonly defaultServerTlsSecret?: string | undefined;
  /** `namespace/name` of the certificate for tls entries without a Secret. */
  readonly wildcardTlsSecret?: string | undefined;
  /** How many pods of the controller there are; divides rates with limit-req-scale. */
  readonly replicas?: number | undefined;
  /** Releases differ in which paths they refuse (reference section 3.1); 5.6 is the default. */
  readonly release?: '5.5' | '5.6' | undefined;
}

/** What a party outside the model answers. Without a hook its question stays open and is listed as a guard. */
export interface NginxIncChecks {
  /** Basic credentials of the request against a Secret (`namespace/name`). */
  readonly basic?: (request: Request, secret: string) => boolean;
  /** The external authentication service: its status. */
  readonly external?: (subrequest: { readonly url: string }, request: Request) => number;
  /** The client certificate of the TLS connection; null if none was presented. */
  readonly clientCertificate?: (request: Request) => { readonly verified: boolean } | null;
  /** How many bytes of body the request announces. */
  readonly bodyBytes?: (request: Request) => number;
}

export interface NginxIncInput {
  /** Ingress objects in the networking.k8s.io/v1 shape; apiVersion and kind may be missing, namespace means default. */
  readonly ingresses: readonly unknown[];
  /**
   * Objects of k8s.nginx.org: Policies are followed; VirtualServers and TransportServers only take their hosts, since what
   * they do with requests is not modelled.
   */
  readonly customResources?: readonly unknown[] | undefined;
  /** A listed Service has endpoints, unless the pseudo field `endpoints` is 0. Without `spec.ports` it has every port. */
  readonly services?: readonly unknown[] | undefined;
  /** Secrets. Their type counts; the pseudo field `cert` stands for a sound pair of certificate and key. */
  readonly secrets?: readonly unknown[] | undefined;
  readonly ingressClasses?: readonly unknown[] | undefined;
  /** Data of the ConfigMap named by `-nginx-configmaps`. */
  readonly controllerConfig?: Readonly<Record<string, string>> | undefined;
  readonly flags?: NginxIncFlags | undefined;
  /** A Service that is referenced but not listed exists and has an endpoint. */
  readonly assumeServicesExist?: boolean | undefined;
  /** A Secret that is referenced but not listed exists, is of the needed type and sound. */
  readonly assumeSecretsExist?: boolean | undefined;
  /** `namespace/name` of Secrets that do not exist all the same. */
  readonly missingSecrets?: readonly string[] | undefined;
  /** Act as if `-enable-snippets` were given. */
  readonly assumeSnippetsAllowed?: boolean | undefined;
  readonly checks?: NginxIncChecks | undefined;
}

/** What a backend answers when the model is asked for a whole exchange. */
export interface BackendAnswer {
  readonly status: number;
  readonly headers?: Readonly<Record<string, string>> | undefined;
}

/** How NGINX speaks to a pod. */
export type BackendProtocol = 'HTTP' | 'HTTPS' | 'GRPC' | 'GRPCS';

/** Plays the backends: which one is asked (`namespace/service:port`), for what and how. Null: it refuses the connection. */
export type Backends = (backend: string, path: string, protocol: BackendProtocol) => BackendAnswer | null;

/** A request's whole way. Header names are lower case. */
export interface Exchange {
  readonly outcome: Outcome;
  readonly status: number;
  /** The backend whose answer the client got; null if the controller answered. */
  readonly backend: string | null;
  readonly upstreamHeaders: Readonly<Record<string, string>>;
  readonly clientHeaders: Readonly<Record<string, string>>;
  /** Null for a connection to the pod without TLS. */
  readonly backendTls: BackendTls | null;
}

/** The TLS connection to a pod. `sni` is null where no server name is sent. */
export interface BackendTls {
  readonly verify: boolean;
  readonly sni: string | null;
}

export interface NginxIncModel {
  /** How the controller handles one request. Never throws. */
  answer(request: Request): Outcome;
  /** The rules of the same host that came closest to taking a request, and why they did not. */
  nearest(request: Request): readonly Candidate[];
  /** The same with a backend behind it: error interception and the rewriting of the backend's own headers take part. */
  exchange(request: Request, backends: Backends): Exchange;
  /** The servers and locations that the controller would write, to ask a real NGINX about them. */
  describe(): readonly DescribedServer[];
  /** Ingresses that serve nothing, with the reason. */
  readonly ignoredIngresses: readonly IgnoredIngress[];
  /** Hosts (`host`) and paths (`path`) of Ingresses that belong to an older object. */
  readonly lostClaims: readonly LostClaim[];
  /**
   * What `nginx -t` would say. If there is anything, NGINX keeps serving its previous configuration to all hosts; `answer`
   * then tells what it would do if it read the file up to there.
   */
  readonly configErrors: readonly string[];
  /** What the model saw and does not evaluate, such as directives in snippets. */
  readonly unmodelled: readonly string[];
  readonly settings: Settings;
}

export interface IgnoredIngress {
  readonly namespace: string;
  readonly name: string;
  readonly reason: string;
}

export interface LostClaim {
  /** `Ingress namespace/name`. */
  readonly ingress: string;
  readonly host: string;
  /** Absent: the whole host is lost. */
  readonly path?: string | undefined;
  /** The object that has it, such as `VirtualServer shop/cafe`. */
  readonly owner: string;
}
