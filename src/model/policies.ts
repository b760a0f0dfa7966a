import type { PasswordHash } from '../kubernetes/companions.js';
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
  /** Set where one of several guards is enough, as `satisfy any` has it. */
  readonly anyGuardPasses?: Traced<true> | undefined;
  /** What core Gateway API has no words for and policies of its implementations may have. */
  readonly tuning?: Tuning | undefined;
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
    | Traced<{
        readonly codes: readonly number[];
        readonly off: boolean;
        readonly inexpressible: readonly string[];
        /** The conditions as nginx names them, where the source is one. */
        readonly words?: readonly string[] | undefined;
      }>
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
  readonly path?: Traced<string> | undefined;
  readonly domain?: Traced<string> | undefined;
  readonly changesOnFailure?: Traced<boolean> | undefined;
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
  /** Of how many endpoints the key chooses one set; absent: it chooses one endpoint. */
  readonly subset?: Traced<number> | undefined;
}

export interface BasicAuth {
  readonly scheme: 'basic' | 'digest';
  /** The Secret with the users, where the source reads one. */
  readonly secret?: UserSecret | undefined;
  readonly realm?: Traced<string> | undefined;
}

/** Where passwords are kept: as one htpasswd file under the key `auth`, or a key for each user. */
export interface UserSecret {
  readonly namespace: string | undefined;
  readonly name: string;
  readonly layout: 'file' | 'keys';
  /** How many keys it has, where the Secret is in the input. */
  readonly keyCount?: number | undefined;
  /** How its passwords are hashed, where the Secret is in the input. */
  readonly hashes?: readonly PasswordHash[] | undefined;
  /** Its users, line by line, where they were asked for because they are to be written out. */
  readonly users?: string | undefined;
}

export interface ExternalAuth {
  readonly url: Traced<string>;
  readonly signIn?: Traced<string> | undefined;
  readonly responseHeaders?: Traced<readonly string[]> | undefined;
  /** Headers of the client that the service is sent, where the source names them. */
  readonly requestHeaders?: Traced<readonly string[]> | undefined;
  readonly method?: Traced<string> | undefined;
  /** The query parameter that tells the sign-in page where to lead back. */
  readonly redirectParameter?: Traced<string> | undefined;
  /** What X-Auth-Request-Redirect is set to. */
  readonly requestRedirect?: Traced<string> | undefined;
  /** Headers that the check is sent besides, in the source's own words; undefined where the ConfigMap is not in the input. */
  readonly setHeaders?: Traced<Readonly<Record<string, string>> | undefined> | undefined;
  readonly alwaysSetsCookie?: Traced<boolean> | undefined;
  /** Directives for the request of the check in nginx's own language. */
  readonly directives?: Traced<string> | undefined;
  /** Idle connections to the service that are kept, and what tunes them. */
  readonly keepalive?: Traced<number> | undefined;
  readonly keepaliveRequests?: Traced<number> | undefined;
  /** Seconds. */
  readonly keepaliveTimeout?: Traced<number> | undefined;
  /** Items that tune the check; those with a field above are among them. */
  readonly details: readonly ItemId[];
}

export interface ClientCertificate {
  readonly mode: 'required' | 'optional';
  readonly caSecret: string;
  readonly tuning?:
    | {
        /** Length of the chain that is verified. */
        readonly depth?: Traced<number> | undefined;
        readonly errorPage?: Traced<string> | undefined;
        readonly passedOn?: Traced<boolean> | undefined;
        /** What the subject has to match, such as `CN=app`. */
        readonly subject?: Traced<string> | undefined;
      }
    | undefined;
}

export interface AccessList {
  readonly allow?: Traced<readonly string[]> | undefined;
  readonly deny?: Traced<readonly string[]> | undefined;
}

export interface RateLimit {
  /** Such as `10 requests per second and client, bursts of 50`. */
  readonly limits: readonly Limit[];
  /** How many times the limit is let through at once. */
  readonly burst?: Traced<number> | undefined;
  /** Addresses that are not limited. */
  readonly exempt?: Traced<readonly string[]> | undefined;
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
  readonly tuning?:
    | { readonly host?: Traced<string> | undefined; readonly withBody?: Traced<boolean> | undefined }
    | undefined;
}

export interface BackendTls {
  /** Whether the source verifies the backend's certificate. */
  readonly verify: Traced<boolean>;
  /** Secret that holds the CA (`ca.crt`). */
  readonly caSecret?: Traced<{ readonly namespace: string | undefined; readonly name: string }> | undefined;
  readonly serverName?: Traced<string> | undefined;
  /** Set where the source trusts the CA with which OpenShift signs for its Services. */
  readonly serviceCa?: true | undefined;
  readonly tuning?:
    | {
        /** Ciphers and protocols as OpenSSL and nginx name them, and the length of the chain. */
        readonly ciphers?: Traced<string> | undefined;
        readonly protocols?: Traced<string> | undefined;
        readonly depth?: Traced<number> | undefined;
        /** Whether the name of the backend is sent to it. */
        readonly sendsName?: Traced<boolean> | undefined;
      }
    | undefined;
  /** The CA itself, in PEM, where the source holds it in the rule's own object; the name of the backend is not checked. */
  readonly ca?: Traced<string> | undefined;
}

export type BackendProtocol = 'http' | 'https' | 'grpc' | 'grpcs' | 'fastcgi' | 'as-client';

/**
 * Settings of the proxy. Sizes are bytes and times are seconds; absent where nobody wrote one. What a target does not take up
 * is told by the mapping.
 */
export interface Tuning {
  readonly connectTimeout?: Traced<number> | undefined;
  /** Seconds after which no further attempt is made; 0 for no limit. */
  readonly retryTimeout?: Traced<number> | undefined;
  /** The largest request body; 0 for no limit. */
  readonly bodySize?: Traced<number> | undefined;
  /** The part of a request body that is held in memory. */
  readonly bodyBuffer?: Traced<number> | undefined;
  /** Whether a request is read to its end before the backend sees it, and an answer before the client does. */
  readonly buffersRequests?: Traced<boolean> | undefined;
  readonly buffersResponses?: Traced<boolean> | undefined;
  readonly responseBuffer?: Traced<number> | undefined;
  readonly responseBuffers?: Traced<number> | undefined;
  readonly busyBuffers?: Traced<number> | undefined;
  readonly temporaryFile?: Traced<number> | undefined;
  readonly httpVersion?: Traced<string> | undefined;
  /** Bytes per second of an answer, and the bytes before the limit acts. */
  readonly bandwidth?: Traced<number> | undefined;
  readonly bandwidthAfter?: Traced<number> | undefined;
  /** Rewrites of what backends send: cookies' paths and domains, and Location; `from to` as nginx writes it. */
  readonly cookiePath?: Traced<string> | undefined;
  readonly cookieDomain?: Traced<string> | undefined;
  readonly locationFrom?: Traced<string> | undefined;
  readonly locationTo?: Traced<string> | undefined;
  /** Status codes of backends that a page of the default backend takes the place of. */
  readonly errorCodes?: Traced<readonly number[]> | undefined;
  readonly keepsErrors?: Traced<boolean> | undefined;
  /** The Service that answers where the backend has no endpoints, and for the codes above. */
  readonly errorBackend?: Traced<string> | undefined;
  /** Its first port, where the Service is in the input. */
  readonly errorPort?: number | undefined;
  /** Set where requests go to the address of the Service instead of its endpoints. */
  readonly viaService?: Traced<boolean> | undefined;
  /** Of the host's TLS, in OpenSSL's words. */
  readonly tlsCiphers?: Traced<string> | undefined;
  readonly prefersServerCiphers?: Traced<boolean> | undefined;
  readonly accessLog?: Traced<boolean> | undefined;
  readonly rewriteLog?: Traced<boolean> | undefined;
  readonly tracing?: Traced<boolean> | undefined;
  readonly trustsTraces?: Traced<boolean> | undefined;
  readonly traceName?: Traced<string> | undefined;
  /** The value of the Connection header towards backends. */
  readonly connectionHeader?: Traced<string> | undefined;
  /** Directives for the paths in nginx's own language, of which nothing else here says anything. */
  readonly directives?: Traced<string> | undefined;
  /** A web application firewall: ModSecurity, its rules, directives and transaction ids. */
  readonly firewall?: Traced<boolean> | undefined;
  readonly firewallRules?: Traced<boolean> | undefined;
  readonly firewallDirectives?: Traced<string> | undefined;
  readonly firewallTransaction?: Traced<string> | undefined;
}
