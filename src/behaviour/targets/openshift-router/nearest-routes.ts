import { type Considered, nearest } from '../../nearest.js';
import type { Candidate } from '../../outcome.js';
import type { Rejection } from './admission.js';
import { type Answer, answerRequest } from './answer.js';
import type { Router } from './decision.js';
import { domainOf } from './host-names.js';
import { hostAndPathLine } from './map-lines.js';
import { isPassthrough, isTerminated } from './maps.js';
import type { RequestFacts } from './request-facts.js';
import type { RouteObject } from './route-object.js';

/** Why the other Routes for a host did not take a request: the nearest ones. */
export function nearestRoutes(router: Router, rejected: readonly Rejection[], facts: RequestFacts): Candidate[] {
  const { outcome } = answerRequest(router, facts);
  const host = facts.host.replace(/:[0-9]+$/, '').replace(/\.$/, '');
  const served = router.maps.redirect.lines.map(({ route }) => route);
  const considered = served
    .filter((route) => covers(route, host) && route.label !== outcome.rule)
    .map((route) => consider(route, facts, outcome));
  const refused = rejected
    .filter(({ object }) => covers(object, host))
    .map(({ object, reason, message }): Considered => {
      return { ...describe(object), matches: false, why: `it is not admitted: ${reason}, ${message}` };
    });
  return nearest([...considered, ...refused], facts.path);
}

function consider(route: RouteObject, facts: RequestFacts, outcome: Answer['outcome']): Considered {
  const fault = faultOf(route, facts);
  const winner = outcome.rule === 'router' ? 'nothing is served' : `the line of ${outcome.rule} comes first`;
  return { ...describe(route), matches: fault === undefined, why: fault ?? `it matches too, but ${winner}` };
}

function faultOf(route: RouteObject, { base, request, serverName }: RequestFacts): string | undefined {
  const http = request.scheme === 'http';
  const policy = route.tls?.insecurePolicy;
  if (http && route.tls !== undefined && policy !== 'Allow' && policy !== 'Redirect')
    return 'it is served over TLS only';
  if (!http && route.tls === undefined) return 'it is served over plain HTTP only';
  if (!http && isPassthrough(route)) {
    return serverName === '' ? 'a passthrough Route needs a server name' : 'the server name is another';
  }
  return hostAndPathLine(route, '').pattern.test(base) ? undefined : 'the path does not match';
}

function describe(route: RouteObject): Pick<Considered, 'rule' | 'asks' | 'path'> {
  const { host, path, wildcardPolicy, label } = route;
  const name = wildcardPolicy === 'Subdomain' ? `*.${domainOf(host)}` : host;
  const scheme = isPassthrough(route) ? 'passthrough ' : isTerminated(route) ? `${route.tls?.termination} ` : '';
  return { rule: label, asks: `${scheme}host ${name}, path ${path === '' ? '/' : path}`, path };
}

function covers({ host, wildcardPolicy }: RouteObject, requested: string): boolean {
  if (wildcardPolicy !== 'Subdomain') return host === requested;
  return requested.includes('.') && domainOf(host) === domainOf(requested);
}
