import type { KeyPair, ObjectRef, SourcePosition } from '../kubernetes/object.js';
import type { CarriedAnnotation } from './carried-annotation.js';
import type { HostPattern } from './host-pattern.js';
import type { Policies } from './policies.js';
import type { ItemId, Traced } from './traced.js';

/** What traffic does, in no controller's and no target's words. */
export interface TrafficModel {
  /** Sorted by host name. */
  readonly hosts: readonly VirtualHost[];
  /** TLS connections that go to a backend unopened, by server name. */
  readonly passthroughs: readonly Passthrough[];
  /** Ports of their own that carry anything; of one port there is one. */
  readonly tcpServices?: readonly TcpService[] | undefined;
  /** What the source is called in messages, where it is not "the controller". */
  readonly sourceName?: string | undefined;
  /** Wide hosts that other controllers serve at the same address: they would take what is left out of narrower ones here. */
  readonly besides?: readonly ServedBeside[] | undefined;
  readonly defaults?: SourceDefaults | undefined;
  /** The objects of which the new objects get annotations, whether anything is routed for them or not. */
  readonly carriers?: readonly Owner[] | undefined;
}

/**
 * What the source does to every request although no object asks for it. A target that can keep it, or wants to speak of its
 * loss in its own words, asks; the items are opened when they are asked for.
 */
export interface SourceDefaults {
  /** Seconds between two reads from a backend, and between two writes to it. */
  readonly readTimeout: () => Traced<number>;
  readonly sendTimeout: () => Traced<number>;
  /** Seconds for upgraded connections; absent where they have no limit of their own. */
  readonly tunnelTimeout?: (() => Traced<number>) | undefined;
  /** Set where address lists look at the address of the connection, whatever the X-Forwarded headers say. */
  readonly looksAtConnections?: true | undefined;
  /** What becomes of X-Forwarded headers that a client sends. */
  readonly forwardedHeaders: () => Traced<'replaced' | 'appended' | 'kept'>;
  /** The largest request body, such as `1m`; undefined: nobody relies on the default, because the setting is written. */
  readonly bodySize: () => Traced<string> | undefined;
  readonly retries: () => Traced<string> | undefined;
  /** Whether answers are read ahead of clients, and the seconds to wait for a connection; absent where nobody asks. */
  readonly buffersResponses?: (() => boolean) | undefined;
  readonly connectTimeout?: (() => number) | undefined;
  /** Request headers with an underscore in their name are dropped. */
  readonly underscores: () => Traced<string> | undefined;
  /**
   * Whether the address of a client is that of its connection or one that a proxy in front names. Absent: the latter wherever
   * X-Forwarded headers are not replaced.
   */
  readonly clientAddress?: (() => 'connection' | 'forwarded') | undefined;
  /** Whose word about the address of a client counts; absent where the source does not tell. */
  readonly trustedProxies?: (() => Traced<TrustedProxies>) | undefined;
}

/** Who may say what the address of a client is. */
export type TrustedProxies =
  | { readonly kind: 'nobody' }
  | { readonly kind: 'proxy-protocol' }
  /** Proxies of these networks, by this header. */
  | { readonly kind: 'header'; readonly header: string; readonly networks: readonly string[] };

/** A host of another controller, and an object that it is served for. */
export interface ServedBeside {
  readonly host: HostPattern;
  readonly owner: Owner;
  /** Whether it may have a listener or a Route for https. */
  readonly isSecured: boolean;
}

/** The input object that a rule was written in. Identity is the object itself, never its name. */
export interface Owner {
  readonly ref: ObjectRef;
  /** As it is to be written: the manifest's own, or the one that was asked for; absent stays absent. */
  readonly namespace: string | undefined;
  readonly labels: Readonly<Record<string, string>>;
  readonly source: SourcePosition;
  /** The class that serves the object, for one Gateway per class. */
  readonly className: string;
  /** Annotations that its new objects get; absent: none. */
  readonly annotations?: readonly CarriedAnnotation[] | undefined;
}

export interface VirtualHost {
  readonly host: HostPattern;
  /** Further names that are served in exactly the same way. */
  readonly aliases: readonly Traced<HostPattern>[];
  readonly tls: HostTls;
  /** In the order in which the source tries them: the first that matches takes the request. */
  readonly rules: readonly Rule[];
  /** The fields that name the host. */
  readonly from: readonly ItemId[];
  /** Set for an alias that is served unlike its host. */
  readonly aliasOf?: string | undefined;
}

export type HostTls =
  /** Nobody asked for TLS; the source answers https with its default certificate all the same. */
  | { readonly kind: 'default' }
  | { readonly kind: 'terminate'; readonly certificate: Certificate; readonly from: readonly ItemId[] }
  /** https goes elsewhere (a passthrough); the rules are for http only. */
  | { readonly kind: 'http-only' };

export type Certificate =
  | {
      readonly kind: 'secret';
      readonly namespace: string | undefined;
      readonly name: string;
      /** Set where the Secret is to be written, because the source holds the certificate elsewhere. */
      readonly content?: KeyPair | undefined;
    }
  /** The source's default certificate, which belongs to no host. */
  | { readonly kind: 'default' };

export interface Rule {
  readonly owner: Owner;
  /** Where it is written, such as `spec.rules[0].http.paths[1]`, or what made it, such as `implicit /`. */
  readonly label: string;
  readonly path: PathMatch;
  readonly action: Action;
  readonly plainHttp: PlainHttp;
  /** Set: the rule is for plain HTTP only; requests that come with TLS are answered as if it were not there. */
  readonly refusesTls?: true | undefined;
  readonly policies: Policies;
  /** The fields that make the rule (path and backend). */
  readonly from: readonly ItemId[];
  /** The items that make its path an expression. */
  readonly regexFrom: readonly ItemId[];
}

/** What becomes of requests that come without TLS. */
export type PlainHttp =
  | { readonly kind: 'serve'; readonly from: readonly ItemId[] }
  /** They are answered as if the rule were not there. */
  | { readonly kind: 'refuse'; readonly from: readonly ItemId[] }
  | {
      readonly kind: 'redirect';
      readonly status: number;
      /** Port that the redirect names; absent: none. */
      readonly port?: Traced<number> | undefined;
      /** Whether a final slash of the URL survives the redirect. */
      readonly keepsTrailingSlash: Traced<boolean>;
      /** Requests that carry this header (written by a proxy in front) count as https and are served. */
      readonly unless?: Traced<{ readonly name: string; readonly value: string }> | undefined;
      readonly from: readonly ItemId[];
    };

/**
 * Paths are compared without query, after percent-decoding, dot-segment removal and merging of slashes; those `asWritten`
 * without any of it.
 */
export type PathMatch =
  | { readonly kind: 'exact'; readonly path: string; readonly asWritten?: true | undefined }
  /** The path itself and everything below it: `/a` takes `/a`, `/a/`, `/a/b`, not `/ab`. `/` takes everything. */
  | { readonly kind: 'element-prefix'; readonly path: string; readonly asWritten?: true | undefined }
  /** A regular expression anchored at the start and open at the end, compared without regard to case unless it is `cased`. */
  | { readonly kind: 'regex'; readonly pattern: string; readonly cased?: true | undefined };

export type Action =
  | {
      readonly kind: 'forward';
      readonly split: Split;
      readonly rewrite?: Traced<Rewrite> | undefined;
      /** Host header towards the backend, where it is not the client's. */
      readonly host?: Traced<string> | undefined;
    }
  | { readonly kind: 'redirect'; readonly redirect: Traced<Redirect> }
  | {
      readonly kind: 'respond';
      readonly status: number;
      readonly reason: string;
      /** Set: somebody asked for the answer, so that nothing else may take its requests, whatever the status says. */
      readonly isMeant?: true | undefined;
      readonly from: readonly ItemId[];
    };

/** Whether the answer only says that nothing is there, which a target without the rule says as well. */
export function isNotFound(action: Action): boolean {
  return action.kind === 'respond' && action.status === 404 && action.isMeant !== true;
}

/** Replaces the whole path; `$1` to `$9` stand for groups of the rule's regular expression. The query is kept. */
export interface Rewrite {
  readonly template: string;
  /**
   * Set: only this beginning of the path is replaced by the template, as plain text, and what follows it is kept. An empty
   * result is `/`.
   */
  readonly prefix?: string | undefined;
  /** Set where the source does something with the path that no template says: what it is. */
  readonly inexpressible?: string | undefined;
}

export interface Redirect {
  readonly status: number;
  /** Absent: the request's own. */
  readonly scheme?: 'http' | 'https' | undefined;
  readonly hostname?: string | undefined;
  readonly port?: number | undefined;
  /** The new path; absent: the request's own. */
  readonly path?: string | undefined;
  /** A query that belongs to the target itself, without `?`. */
  readonly query?: string | undefined;
  /** Whether the request's query is carried over. */
  readonly keepsQuery: boolean;
  /** What asked for it, for messages: a fixed target, an application root, a missing slash, another host. */
  readonly purpose: 'fixed-target' | 'app-root' | 'add-slash' | 'other-host' | 'rewrite';
}

/** Where requests go: a primary backend, and perhaps an alternative that takes some of them. */
export interface Split {
  readonly primary: Backend;
  readonly alternative?: Alternative | undefined;
  /** Set where weights alone decide, among any number of backends: all of them, the primary included. */
  readonly shares?: readonly Share[] | undefined;
}

export interface Share {
  readonly backend: Backend;
  /** In relation to the sum of all. */
  readonly weight: number;
}

export interface Alternative {
  readonly owner: Owner;
  readonly backend: Backend;
  /** Tried in order before the share decides. */
  readonly decisions: readonly Decision[];
  /** `weight` of `total` requests go to the alternative. */
  readonly share: Traced<{ readonly weight: number; readonly total: number }>;
  /** The items that make the alternative (the canary switch, its path). */
  readonly from: readonly ItemId[];
}

export type Decision =
  | {
      readonly on: 'header';
      readonly name: string;
      readonly test: { readonly kind: 'exact' | 'pattern'; readonly value: string };
      readonly goesTo: 'primary' | 'alternative';
      readonly from: readonly ItemId[];
    }
  | {
      readonly on: 'cookie';
      readonly name: string;
      readonly value: string;
      readonly goesTo: 'primary' | 'alternative';
      readonly from: readonly ItemId[];
    };

export interface Backend {
  readonly namespace: string | undefined;
  readonly service: string;
  /** The Service's port number; undefined when only a name is known and the Service is not in the input. */
  readonly port: number | undefined;
  /** Why the number is not known, where it is not for want of the Service. */
  readonly portUnknown?: string | undefined;
  /** The port as written, for messages. */
  readonly writtenPort: string;
  /** Name of the Service's port, where the Service is in the input. */
  readonly portName?: string | undefined;
  /** Whether the Service is in the input. */
  readonly isKnown?: boolean | undefined;
  /** Set when the Service is in the input and is of type ExternalName. */
  readonly externalName?: string | undefined;
  readonly appProtocol?: string | undefined;
  readonly from: readonly ItemId[];
}

export interface Passthrough {
  readonly host: HostPattern & { readonly kind: 'exact' | 'wildcard' };
  readonly owner: Owner;
  /** Absent when the source would close such connections for want of a backend. */
  readonly backend: Backend | undefined;
  /** Set where connections are shared among several: all of them, the backend above included. */
  readonly shares?: readonly Share[] | undefined;
  /** Set where no switch of the controller decides whether it acts. */
  readonly certain?: true | undefined;
  /** Where there is no backend: why the connections are closed. */
  readonly closed?: string | undefined;
  /** What guards the connections. */
  readonly policies?: Policies | undefined;
  readonly from: readonly ItemId[];
  /** The fields that name the host. */
  readonly hostFrom: readonly ItemId[];
}

/** A TCP port of the source, all connections of which go to one backend unopened; or the same for the packets of a UDP port. */
export interface TcpService {
  readonly port: number;
  /** Absent: TCP. */
  readonly protocol?: 'TCP' | 'UDP' | undefined;
  readonly owner: Owner;
  readonly backend: Backend & { readonly port: number };
  /** What guards the connections. */
  readonly policies?: Policies | undefined;
  /** Set where the input does not say that it acts: what is taken for granted. */
  readonly assumption?: string | undefined;
  readonly from: readonly ItemId[];
}
