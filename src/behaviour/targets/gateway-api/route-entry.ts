import type { GrpcMatch } from './grpc-match.js';
import type { HttpMatch } from './http-match.js';
import type { KubeObject } from './objects.js';
import type { Rule } from './rule.js';

/** One match of one rule of one route: the unit to which precedence applies. */
export interface RouteEntry<Match> {
  readonly route: KubeObject;
  /** Position among all matches of the route, rule by rule. */
  readonly position: number;
  readonly rule: Rule;
  readonly match: Match;
}

export type HttpEntry = RouteEntry<HttpMatch>;
export type GrpcEntry = RouteEntry<GrpcMatch>;
/** A TLSRoute has one rule and no match of its own. */
export type TlsEntry = RouteEntry<undefined>;
