import type { BackendContext } from '../backends.js';
import type { KubeObject } from '../objects.js';
import type { Plane } from '../plane.js';
import type { GatewayProfile, OpenChoices } from '../profile.js';

/** Implementations of the Gateway API whose own behaviour is modelled; `standard` is any that conforms, without policies. */
export type ImplementationName =
  | 'standard'
  | 'envoy-gateway'
  | 'nginx-gateway-fabric'
  | 'istio'
  | 'openshift'
  | 'traefik'
  | 'kgateway'
  | 'cilium';

/** Which parts of the core objects an implementation carries out (gateway-support.yaml, implementation-policies.md §1). */
export interface CoreSupport {
  /** Fields of a rule that are ignored; the route stays accepted. */
  readonly ignoredFields: readonly string[];
  /** Kinds that are not looked at. */
  readonly ignoredKinds: readonly string[];
  /** Types of filters for which the rule answers 500. */
  readonly failingFilters: readonly string[];
  /** Types of filters for which the whole route is not accepted. */
  readonly rejectedFilters: readonly string[];
  /** Whether filters of a backendRef are carried out; where not, the backendRef is invalid. */
  readonly backendFilters: boolean;
  /** Whether `spec.tls.frontend` of a Gateway makes it ask for client certificates. */
  readonly frontendValidation: boolean;
  /** With which a CORS preflight is answered. */
  readonly preflightStatus: 200 | 204;
  /** Whether redirects come before every check, as nginx's rewrite phase comes before its access phase. */
  readonly redirectsFirst: boolean;
  /**
   * Which headers of the rule answers have that the gateway gives itself: all (Envoy finalizes the headers of local replies,
   * nginx adds them `always`), those of filters further out, or nobody knows.
   */
  readonly headersOnReplies: 'all' | 'outer' | 'none';
  /** Whether several filters that rewrite the path work one after the other; where not, the rule answers 500. */
  readonly rewritesInSequence: boolean;
}

/** An implementation: its choices, what it supports of the core, and how it reads its own objects. */
export interface Implementation {
  readonly profile: GatewayProfile;
  /** Choices that nothing settles; only these are varied. */
  readonly open: OpenChoices;
  readonly support: CoreSupport;
  /** The expression that is tried on paths for a RegularExpression match. */
  pathExpression(value: string): string;
  readPlane(context: PlaneContext): Plane;
}

/** What reading policies needs to know of the cluster. */
export interface PlaneContext extends Omit<BackendContext, 'plane'> {
  readonly gateways: readonly KubeObject[];
  readonly routes: readonly KubeObject[];
}

export const fullSupport: CoreSupport = {
  ignoredFields: [],
  ignoredKinds: [],
  failingFilters: [],
  rejectedFilters: [],
  backendFilters: true,
  frontendValidation: true,
  preflightStatus: 204,
  redirectsFirst: false,
  headersOnReplies: 'none',
  rewritesInSequence: false,
};

/** The specification leaves everything open. */
export const allOpen: OpenChoices = { regexes: true, sharedPorts: true, nestedHostnames: true, mixedKinds: true };

/** An implementation makes its choices; only what becomes of routes of two kinds on one hostname is nowhere described. */
export const settled: OpenChoices = { regexes: false, sharedPorts: false, nestedHostnames: false, mixedKinds: true };
