import type { Backend, Backends } from './backends.js';
import { defaultCertificate } from './certificates.js';
import type { RouterMaps } from './maps.js';
import type { RequestFacts } from './request-facts.js';
import type { RouteObject } from './route-object.js';

/** Everything the router knows when a request arrives. */
export interface Router {
  readonly maps: RouterMaps;
  readonly backends: Backends;
  readonly certificateFor: (serverName: string) => string;
}

/** What the maps make of a request. */
export type Decision =
  | { readonly kind: 'http'; readonly backend: Backend; readonly certificate: string | null }
  | { readonly kind: 'passthrough'; readonly backend: Backend }
  | { readonly kind: 'redirect'; readonly route: RouteObject }
  /** The TLS greeting reaches a backend that waits for HTTP. */
  | { readonly kind: 'broken'; readonly route: RouteObject }
  | { readonly kind: 'none'; readonly certificate: string | null };

/** Leads a request to its Route (reference §2.1 and §2.2): port 80 by Host, port 443 by server name and then by Host. */
export function decide(router: Router, facts: RequestFacts): Decision {
  return facts.request.scheme === 'http' ? decideHttp(router, facts) : decideTls(router, facts);
}

function decideHttp({ maps, backends }: Router, { base }: RequestFacts): Decision {
  const redirect = maps.redirect.find(base);
  if (redirect?.value === '1') return { kind: 'redirect', route: redirect.route };
  const backend = backendOf(backends, maps.http.find(base)?.route);
  return backend === undefined ? { kind: 'none', certificate: null } : { kind: 'http', backend, certificate: null };
}

function decideTls({ maps, backends, certificateFor }: Router, { base, serverName }: RequestFacts): Decision {
  if (serverName !== '' && maps.passthrough.find(serverName) !== undefined) {
    const route = maps.tcp.find(serverName)?.route;
    const backend = backendOf(backends, route);
    if (backend !== undefined && route !== undefined) {
      return route.tls?.termination === 'passthrough' ? { kind: 'passthrough', backend } : { kind: 'broken', route };
    }
  }
  const certificate = serverName === '' ? defaultCertificate : certificateFor(serverName);
  const backend = backendOf(backends, maps.terminated.find(base)?.route);
  return backend === undefined ? { kind: 'none', certificate } : { kind: 'http', backend, certificate };
}

function backendOf({ byRoute }: Backends, route: RouteObject | undefined): Backend | undefined {
  return route === undefined ? undefined : byRoute.get(route);
}
