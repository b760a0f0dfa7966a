import type { GrpcMatch } from './grpc-match.js';
import type { HttpMatch } from './http-match.js';
import { byAge } from './objects.js';
import type { GatewayProfile } from './profile.js';
import type { RouteEntry } from './route-entry.js';

type Order<Match> = (a: RouteEntry<Match>, b: RouteEntry<Match>) => number;

/**
 * The order in which matches of one hostname are tried (HTTPRouteRule.matches): Exact path, longer PathPrefix, method, more
 * headers, more query parameters, then the oldest route, `namespace/name`, and the order of the rules in the route.
 */
export function httpOrder({
  regexPrecedence,
  regexOrder,
}: Pick<GatewayProfile, 'regexPrecedence' | 'regexOrder'>): Order<HttpMatch> {
  const length = ({ path }: HttpMatch): number =>
    path.kind === 'regex' && regexOrder === 'listed' ? 0 : path.value.length;
  return (a, b) =>
    pathRank(a.match, regexPrecedence) - pathRank(b.match, regexPrecedence) ||
    // Two exact paths that differ never meet; otherwise characters count, as written.
    length(b.match) - length(a.match) ||
    Number(b.match.method !== undefined) - Number(a.match.method !== undefined) ||
    b.match.headers.length - a.match.headers.length ||
    b.match.query.length - a.match.query.length ||
    b.match.cookies.length - a.match.cookies.length ||
    ofRoutes(a, b);
}

/** GRPCRouteRule.matches: characters of the service, of the method, more headers, then as for HTTPRoute. */
export function grpcOrder(a: RouteEntry<GrpcMatch>, b: RouteEntry<GrpcMatch>): number {
  return (
    b.match.serviceLength - a.match.serviceLength ||
    b.match.methodLength - a.match.methodLength ||
    b.match.headers.length - a.match.headers.length ||
    ofRoutes(a, b)
  );
}

export function ofRoutes(a: RouteEntry<unknown>, b: RouteEntry<unknown>): number {
  return byAge(a.route, b.route) || a.position - b.position;
}

function pathRank(match: HttpMatch, regexPrecedence: GatewayProfile['regexPrecedence']): number {
  switch (match.path.kind) {
    case 'exact':
      return 0;
    case 'prefix':
      return regexPrecedence === 'exact-regex-prefix' ? 2 : 1;
    case 'regex':
      return regexPrecedence === 'exact-prefix-regex' ? 2 : 1;
  }
}
