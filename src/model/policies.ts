import type { ItemId, Traced } from './traced.js';

/** What happens to requests besides routing. One optional field per concern; absent means "nobody asked". */
export interface Policies {
  readonly timeouts?: Timeouts | undefined;
  readonly retries?: Retries | undefined;
  readonly cors?: Cors | undefined;
  readonly affinity?: Affinity | undefined;
  readonly balancing?: Balancing | undefined;
  readonly basicAuth?: Traced<BasicAuth> | undefined;
  readonly externalAuth?: ExternalAuth | undefined;
  readonly clientCertificate?: Traced<ClientCertificate> | undefined;
  readonly accessList?: AccessList | undefined;
  readonly rateLimit?: RateLimit | undefined;
  /** Further guards, of kinds that no target has. */
  readonly otherGuards?: readonly Traced<OtherGuard>[] | undefined;
  /** Directives in the source proxy's own language that stop requests, as far as they can be told. */
  readonly opaqueGuard?: OpaqueGuard | undefined;
  readonly requestHeaders?: readonly Traced<HeaderValue>[] | undefined;
  readonly responseHeaders?: readonly Traced<HeaderValue>[] | undefined;
  /** Names of headers that are taken away. */
  readonly removedRequestHeaders?: readonly Traced<string>[] | undefined;
  readonly removedResponseHeaders?: readonly Traced<string>[] | undefined;
  readonly mirror?: Traced<Mirror> | undefined;
  /** Value of Strict-Transport-Security on TLS connections. */
  readonly hsts?: Traced<string> | undefined;
  readonly backendTls?: BackendTls | undefined;
  readonly protocol?: Traced<BackendProtocol> | undefined;
}

export interface HeaderValue {
  readonly name: string;
  readonly value: string;
  /** Set: it stands beside what the backend sends under the name, instead of replacing it. */
  readonly added?: true | undefined;
  /** Set: a `$` in the value is a dollar sign, not the beginning of a variable. */
  readonly literal?: true | undefined;
}

/** A guard in words: what it is, and what may take its place. */
export interface OtherGuard {
  readonly what: string;
  readonly next: string;
}

export interface OpaqueGuard extends Traced<string> {
  /** Where it is no snippet. */
  readonly words?: OtherGuard | undefined;
}

/** Seconds. `read` and `send` limit the time between two operations, not the whole exchange. */
export interface Timeouts {
  readonly connect?: Traced<number> | undefined;
  readonly read?: Traced<number> | undefined;
  readonly send?: Traced<number> | undefined;
}

export interface Retries {
  /** Status codes (and only those) that cause another attempt, besides connection errors. Empty: connection errors only. */
  readonly on?:
    | Traced<{ readonly codes: readonly number[]; readonly off: boolean; readonly inexpressible: readonly string[] }>
    | undefined;
  /** Attempts in all, the first included; 0 is unlimited. */
  readonly tries?: Traced<number> | undefined;
}

export interface Cors {
  readonly enabled: Traced<true>;
  /** `['*']` for any. Others are `scheme://host[:port]`; a leading `*.` stands for one label. */
  readonly origins: Traced<readonly string[]>;
  readonly methods: Traced<readonly string[]>;
  readonly headers: Traced<readonly string[]>;
  readonly exposeHeaders: Traced<readonly string[]>;
  readonly credentials: Traced<boolean>;
  /** Seconds. */
  readonly maxAge: Traced<number>;
}

export interface Affinity {
  readonly cookie: Traced<string>;
  /** Seconds; absent: the cookie lives as long as the browser. */
  readonly maxAge?: Traced<number> | undefined;
  readonly mode?: Traced<'balanced' | 'persistent'> | undefined;
  /** Its SameSite attribute, and whether it is Secure. Their items are among the details, too. */
  readonly sameSite?: Traced<'None' | 'Lax' | 'Strict'> | undefined;
  readonly secure?: Traced<boolean> | undefined;
  /** Items that shape the cookie and have no field of their own here. */
  readonly details: readonly ItemId[];
}

/** How the endpoints of a backend are chosen; absent: one after the other. */
export interface Balancing {
  readonly algorithm?: Traced<'round-robin' | 'least-loaded' | 'random'> | undefined;
  /** Set where the least loaded is the one with the fewest connections, exactly as a Route has it. */
  readonly byConnections?: true | undefined;
  /** What is hashed, in the source's own words, and whether that is the address of the client. */
  readonly hashBy?: Traced<{ readonly key: string; readonly isClientAddress: boolean }> | undefined;
}

export interface BasicAuth {
  readonly scheme: 'basic' | 'digest';
}

export interface ExternalAuth {
  readonly url: Traced<string>;
  readonly signIn?: Traced<string> | undefined;
  readonly responseHeaders?: Traced<readonly string[]> | undefined;
  /** Headers of the client that the service is sent, where the source names them. */
  readonly requestHeaders?: Traced<readonly string[]> | undefined;
  /** Items that tune the check and have no field of their own here. */
  readonly details: readonly ItemId[];
}

export interface ClientCertificate {
  readonly mode: 'required' | 'optional';
  readonly caSecret: string;
}

export interface AccessList {
  readonly allow?: Traced<readonly string[]> | undefined;
  readonly deny?: Traced<readonly string[]> | undefined;
}

export interface RateLimit {
  /** Such as `10 requests per second and client, bursts of 50`. */
  readonly limits: readonly Limit[];
  /** Items that tune the limits: burst, exempt addresses. */
  readonly details: readonly ItemId[];
}

export interface Limit extends Traced<string> {
  /** The number behind the words. */
  readonly count: number;
  /** The seconds in which so many are let through; or so many at a time. */
  readonly per: number | 'at a time';
}

export interface Mirror {
  readonly namespace: string | undefined;
  readonly service: string;
  readonly port: number;
}

export interface BackendTls {
  /** Whether the source verifies the backend's certificate. */
  readonly verify: Traced<boolean>;
  /** Secret that holds the CA (`ca.crt`). */
  readonly caSecret?: Traced<{ readonly namespace: string | undefined; readonly name: string }> | undefined;
  readonly serverName?: Traced<string> | undefined;
  /** Set where the source trusts the CA with which OpenShift signs for its Services. */
  readonly serviceCa?: true | undefined;
  /** The CA itself, in PEM, where the source holds it in the rule's own object; the name of the backend is not checked. */
  readonly ca?: Traced<string> | undefined;
}

export type BackendProtocol = 'http' | 'https' | 'grpc' | 'grpcs' | 'fastcgi' | 'as-client';
