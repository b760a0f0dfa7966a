/** A request as a client sends it. */
export interface Request {
  readonly scheme: 'http' | 'https';
  /** The Host header, port included if the client sends one; '' for none. */
  readonly host: string;
  readonly method: string;
  /** Request target: raw path and query. */
  readonly path: string;
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** TLS server name; the host without port when absent, '' for none. */
  readonly sni?: string | undefined;
  /** Port of the listener; 80 or 443 by scheme when absent. */
  readonly port?: number | undefined;
  readonly clientAddress?: string | undefined;
}

export interface HeaderChanges {
  readonly set: Readonly<Record<string, string>>;
  readonly added: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
}

/** Something that stands before the backend and may refuse the request. */
export interface Guard {
  readonly kind:
    | 'basic-auth'
    | 'digest-auth'
    | 'external-auth'
    | 'client-certificate'
    | 'allow-list'
    | 'deny-list'
    | 'rate-limit'
    | 'connection-limit'
    | 'body-size'
    | 'affinity';
  readonly parameters: Readonly<Record<string, string | number | boolean | readonly string[]>>;
}

/** How one data plane handles one request. Header names are lower case. */
export interface Outcome {
  /** 200 stands for "forwarded"; 0 for a TLS connection that was refused. */
  readonly status: number;
  /** Why, for status 0 and for answers that the proxy makes itself. */
  readonly reason?: string | undefined;
  /** Nothing is there, although the status does not say so: what the proxy asks of everybody comes before its 404. */
  readonly isAbsent?: true | undefined;
  readonly location?: string | undefined;
  /** `namespace/service:port` when exactly one backend takes the request, else null. */
  readonly backend: string | null;
  /** All backends with their shares (they add up to 1); empty when the proxy answers itself. */
  readonly backends: readonly { readonly backend: string; readonly weight: number }[];
  /** Path and query as the backend sees them; null when the proxy answers itself. */
  readonly path: string | null;
  readonly host: string | null;
  /** `namespace/secret` or `default`, for https; null for http. */
  readonly certificate: string | null;
  readonly requestHeaders: HeaderChanges;
  readonly responseHeaders: HeaderChanges;
  readonly guards: readonly Guard[];
  /** Seconds; absent keys are not limited by the configuration. */
  readonly timeouts: Readonly<Record<string, number>>;
  /** `Kind namespace/name spec.rules[0]…`: what decided. */
  readonly rule: string;
}

/** A rule that might have taken a request and did not. */
export interface Candidate {
  /** As in {@link Outcome.rule}. */
  readonly rule: string;
  /** What it asks of a request, such as `PathPrefix /api`. */
  readonly asks: string;
  readonly why: string;
}
