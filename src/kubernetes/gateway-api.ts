/** The parts of Gateway API objects that are emitted. Field names and limits: gateway.networking.k8s.io/v1. */

export interface ParentRef {
  readonly group?: string | undefined;
  readonly kind?: 'Gateway' | 'ListenerSet' | undefined;
  readonly name: string;
  readonly namespace?: string | undefined;
  readonly sectionName?: string | undefined;
  readonly port?: number | undefined;
}

export interface BackendRef {
  /** Absent for Services. */
  readonly group?: string | undefined;
  readonly kind?: string | undefined;
  readonly name: string;
  readonly namespace?: string | undefined;
  /** Absent where the object that is named knows it. */
  readonly port?: number | undefined;
  readonly weight?: number | undefined;
}

export interface PathMatchValue {
  readonly type: 'Exact' | 'PathPrefix' | 'RegularExpression';
  readonly value: string;
}

export interface HeaderMatch {
  readonly type?: 'Exact' | 'RegularExpression' | undefined;
  readonly name: string;
  readonly value: string;
}

export interface HttpRouteMatch {
  readonly path: PathMatchValue;
  readonly headers?: readonly HeaderMatch[] | undefined;
}

export type PathModifier =
  | { readonly type: 'ReplaceFullPath'; readonly replaceFullPath: string }
  | { readonly type: 'ReplacePrefixMatch'; readonly replacePrefixMatch: string };

export interface NamedValue {
  readonly name: string;
  readonly value: string;
}

export interface HeaderModifier {
  readonly set?: readonly NamedValue[] | undefined;
  readonly add?: readonly NamedValue[] | undefined;
  readonly remove?: readonly string[] | undefined;
}

export interface CorsFilter {
  readonly allowOrigins: readonly string[];
  readonly allowCredentials?: boolean | undefined;
  readonly allowMethods?: readonly string[] | undefined;
  readonly allowHeaders?: readonly string[] | undefined;
  readonly exposeHeaders?: readonly string[] | undefined;
  readonly maxAge?: number | undefined;
}

export interface RequestRedirect {
  readonly scheme?: 'http' | 'https' | undefined;
  readonly hostname?: string | undefined;
  readonly port?: number | undefined;
  readonly path?: PathModifier | undefined;
  readonly statusCode: number;
}

export type HttpRouteFilter =
  | { readonly type: 'RequestHeaderModifier'; readonly requestHeaderModifier: HeaderModifier }
  | { readonly type: 'ResponseHeaderModifier'; readonly responseHeaderModifier: HeaderModifier }
  | { readonly type: 'RequestMirror'; readonly requestMirror: { readonly backendRef: BackendRef } }
  | { readonly type: 'RequestRedirect'; readonly requestRedirect: RequestRedirect }
  | {
      readonly type: 'URLRewrite';
      readonly urlRewrite: { readonly hostname?: string | undefined; readonly path?: PathModifier | undefined };
    }
  | { readonly type: 'CORS'; readonly cors: CorsFilter }
  | {
      readonly type: 'ExtensionRef';
      readonly extensionRef: { readonly group: string; readonly kind: string; readonly name: string };
    }
  | {
      readonly type: 'ExternalAuth';
      readonly externalAuth: {
        readonly protocol: 'HTTP';
        readonly backendRef: BackendRef;
        readonly http: {
          readonly path?: string | undefined;
          readonly allowedHeaders?: readonly string[] | undefined;
          readonly allowedResponseHeaders?: readonly string[] | undefined;
        };
      };
    };

export interface HttpRouteRule {
  readonly name?: string | undefined;
  readonly matches: readonly HttpRouteMatch[];
  readonly filters?: readonly HttpRouteFilter[] | undefined;
  readonly backendRefs?: readonly BackendRef[] | undefined;
  readonly timeouts?:
    | { readonly request?: string | undefined; readonly backendRequest?: string | undefined }
    | undefined;
  readonly retry?: { readonly codes?: readonly number[] | undefined; readonly attempts: number } | undefined;
  readonly sessionPersistence?:
    | {
        readonly sessionName: string;
        readonly type: 'Cookie';
        readonly absoluteTimeout?: string | undefined;
        readonly cookieConfig?: { readonly lifetimeType: 'Permanent' | 'Session' } | undefined;
      }
    | undefined;
}

export interface GrpcRouteRule {
  readonly name?: string | undefined;
  readonly matches?:
    | readonly {
        readonly method: {
          readonly type?: 'Exact' | undefined;
          readonly service?: string | undefined;
          readonly method?: string | undefined;
        };
      }[]
    | undefined;
  readonly filters?: readonly HttpRouteFilter[] | undefined;
  readonly backendRefs?: readonly BackendRef[] | undefined;
}

export type NamespaceSelector =
  | { readonly from: 'Same' | 'All' }
  | {
      readonly from: 'Selector';
      readonly selector: {
        readonly matchExpressions: readonly {
          readonly key: string;
          readonly operator: 'In';
          readonly values: readonly string[];
        }[];
      };
    };

export interface Listener {
  readonly name: string;
  readonly hostname?: string | undefined;
  readonly port: number;
  readonly protocol: 'HTTP' | 'HTTPS' | 'TLS' | 'TCP' | 'UDP';
  readonly tls?:
    | {
        readonly mode: 'Terminate' | 'Passthrough';
        readonly certificateRefs?:
          | readonly { readonly name: string; readonly namespace?: string | undefined }[]
          | undefined;
      }
    | undefined;
  readonly allowedRoutes: {
    readonly namespaces: NamespaceSelector;
    readonly kinds?: readonly { readonly kind: 'TCPRoute' | 'UDPRoute' }[] | undefined;
  };
}
