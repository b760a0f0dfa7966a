import type { RulePlace } from '../implementation.js';

/** Where a rule stands, as far as its policies depend on it. */
export interface Site {
  readonly place: RulePlace;
  readonly version: string;
  /** Whether directives of nginx may be written. */
  readonly snippets: boolean;
  /** Whether policies that name its route are accepted: they are refused where another route has the same path. */
  readonly policiesHold: boolean;
  /** gRPC backends have directives of their own, which no policy writes. */
  readonly isGrpc: boolean;
}

export const API = 'gateway.nginx.org/v1alpha1';

/** Policies that name a route are refused where another route shares one of its paths (internal/controller/state/graph/policies.go). */
export const REFUSED =
  'NGINX Gateway Fabric refuses policies of a route (TargetConflict) whose host, port and path another route has as well, and runs the route without them';

export function siteOf(place: RulePlace, version: string): Site {
  const protocol = place.rule.policies.protocol?.value;
  return {
    place,
    version,
    snippets: place.planning.options.allowSnippets === true,
    policiesHold: !place.isCrowded,
    isGrpc: protocol === 'grpc' || protocol === 'grpcs',
  };
}
