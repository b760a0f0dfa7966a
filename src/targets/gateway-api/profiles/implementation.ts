import type { EmittedObject } from '../../../conversion.js';
import type { ExistingPolicy } from '../../../kubernetes/companions.js';
import type { HttpRouteFilter, HttpRouteRule } from '../../../kubernetes/gateway-api.js';
import type { Ledger } from '../../../ledger/ledger.js';
import type { Policies } from '../../../model/policies.js';
import type { ItemId, Traced } from '../../../model/traced.js';
import type { Action, Backend, Rule, VirtualHost } from '../../../model/traffic.js';
import type { ConvertOptions } from '../../../options.js';
import type { Profile } from '../../../profile.js';
import type { Blocker } from '../../blocker.js';
import type { Claim } from '../draft.js';
import type { Features } from '../features.js';
import type { PathEntry, PathPlan } from '../path-entries.js';
import type { ExpressionSupport } from '../path-values.js';
import type { Planning, Scheme } from '../planning.js';
import type { PolicyDraft } from './policy-draft.js';

/** An implementation of Gateway API: what it takes of the specification, and what it brings along besides. */
export interface Implementation {
  readonly name: Profile;
  /** As its makers spell it, for messages. */
  readonly title: string;
  readonly version: string;
  /** The GatewayClass that its documentation creates, and the controller that the class names. */
  readonly gatewayClass: string;
  readonly controller: string;
  /** What is left of the fields of a version and channel (reference: gateway-support.yaml). */
  readonly narrow: (features: Features) => Features;
  /** How it reads regular expressions on paths. */
  readonly expressions: ExpressionSupport;
  /** Set where a longer path of a wildcard host wins over a shorter one of a host below it. */
  readonly ranksPathsOverHosts?: true | undefined;
  /** Absent where it has no policies of its own. */
  readonly policies?: PolicyWriter | undefined;
  /** What there is to say of the output as a whole, beside what was there before. */
  readonly sayOutput?: ((output: WrittenOutput, ledger: Ledger) => void) | undefined;
}

/** Everything that a run writes for an implementation. */
export interface WrittenOutput {
  readonly emitted: readonly EmittedObject[];
  /** Policies of the implementation among the input. */
  readonly existing: readonly ExistingPolicy[];
  /** Whether any host is published. */
  readonly isServing: boolean;
}

/** What of the options an implementation may depend on. */
export type ImplementationOptions = Pick<ConvertOptions, 'allowSnippets'>;

/** Makes an implementation as it is at a release. */
export type ImplementationAt = (version: string, options: ImplementationOptions) => Implementation;

/** Implementations by profile. `standard` is nobody's. */
export type Implementations = Readonly<Record<Exclude<Profile, 'standard'>, ImplementationAt>>;

/** How an implementation says what core Gateway API cannot. */
export interface PolicyWriter {
  /** The narrowest thing that its policies can be tied to. */
  readonly reach: 'rule' | 'route';
  /**
   * Every reason not to publish a rule with these policies.
   *
   * @param core the same question for an implementation without policies
   */
  readonly missing: (policies: Policies, core: (policies: Policies) => Blocker[], planning: Planning) => Blocker[];
  /** The same for what hangs on the host and the paths of a rule, where its policies alone do not tell. */
  readonly missingAt?: ((standing: Standing, planning: Planning) => Blocker[]) | undefined;
  /** What a rule that is published needs besides its core fields. */
  readonly attach: (place: RulePlace) => Attached;
  /** A backend that is no plain Service, as the implementation has to refer to it. */
  readonly backend?: ((backend: Backend, place: RulePlace) => BackendStandIn | undefined) | undefined;
  /** Whether `backend` has an answer: the core then says nothing of the Service itself, its type and TLS. */
  readonly standsFor?: ((backend: Backend, policies: Policies) => boolean) | undefined;
  /** Core parts that its own policies take the place of: they are not written, and nothing is said of them. */
  readonly replaces?: ReadonlySet<CorePart> | undefined;
  /** Whether its own objects say what is said of TLS towards backends: no BackendTLSPolicy is written then. */
  readonly securesBackend?: ((policies: Policies) => boolean) | undefined;
  /**
   * Whether it may leave a rule with these policies out altogether, so that a broader one takes its requests: such a rule is
   * followed by one that closes its paths.
   */
  readonly fallsThrough?: ((policies: Policies) => boolean) | undefined;
}

/** Parts of a rule that the core has fields for. */
export type CorePart =
  | 'cors'
  | 'timeouts'
  | 'retries'
  | 'affinity'
  | 'external-auth'
  | 'mirror'
  | 'host'
  | 'backend-tls';

/** A rule with its planned paths, among all rules of its host. */
export interface Standing {
  readonly rule: Rule;
  readonly entries: readonly PathEntry[];
  /** Whether another rule of the host has the same path. */
  readonly isCrowded: boolean;
  readonly host: VirtualHost;
  readonly plans: readonly PathPlan[];
}

/** One rule on its way into a route: a path of it, for one scheme. */
export interface RulePlace {
  readonly rule: Rule;
  readonly action: Action & { readonly kind: 'forward' };
  readonly entry: PathEntry;
  /** Whether another rule of the host has the same path. */
  readonly isCrowded: boolean;
  readonly scheme: Scheme;
  /** Namespace of the route. */
  readonly namespace: string | undefined;
  /** Its host, and all rules of it. */
  readonly standing: Standing | undefined;
  /** Items of guards whose loss the user accepts. */
  readonly accepted: ReadonlySet<ItemId>;
  readonly planning: Planning;
}

export interface FilterDraft {
  readonly filter: HttpRouteFilter;
  /**
   * Where the order means something: before those of the core, between those that change headers (also of answers that
   * this one gives) and those that rewrite, or behind them all.
   */
  readonly stands: 'before' | 'between' | 'after';
  /** `at` is a field inside the filter; '' for the filter itself. */
  readonly claims: readonly Claim[];
}

export interface Attached {
  readonly filters: readonly FilterDraft[];
  readonly policies: readonly PolicyDraft[];
  /** Fields of the rule, which win over those of the core. */
  readonly fields?: Partial<HttpRouteRule> | undefined;
  /** Claims on fields of the rule. */
  readonly claims: readonly Claim[];
  /** Headers that the backend must not see, besides those that the source takes away by name. */
  readonly removedRequestHeaders?: readonly Traced<string>[] | undefined;
}

/** A reference to something other than a Service, which the extra objects hold. */
export interface BackendStandIn {
  readonly group: string;
  readonly kind: string;
  readonly name: string;
  readonly port?: number | undefined;
  readonly claims: readonly Claim[];
}

export const NOTHING_ATTACHED: Attached = { filters: [], policies: [], claims: [] };
