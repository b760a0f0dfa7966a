import type { Cluster } from './cluster.js';
import { type Protection, protectionOf } from './guards.js';
import { haproxySeconds } from './haproxy-time.js';
import { type CompiledAction, compileActions } from './header-actions.js';
import type { FormatPart } from './header-format.js';
import { isPassthrough, isTerminated } from './maps.js';
import { type Rewrite, readRewrite } from './rewrite-target.js';
import type { RouteObject } from './route-object.js';
import { type Servers, serversOf } from './servers.js';

/** How the router tells backends of the client: `set-forwarded-headers`. */
export type ForwardedHeaders = 'append' | 'replace' | 'if-none' | 'never';

/** What the router writes for one Route. */
export interface Backend {
  readonly route: RouteObject;
  readonly servers: Servers;
  readonly protection: Protection;
  readonly rewrite: Rewrite;
  readonly timeouts: Readonly<Record<string, number>>;
  /** Value of Strict-Transport-Security. */
  readonly hsts: string | undefined;
  readonly forwarded: ForwardedHeaders;
  readonly requestActions: readonly CompiledAction[];
  readonly responseActions: readonly CompiledAction[];
}

export interface Backends {
  readonly byRoute: ReadonlyMap<RouteObject, Backend>;
  readonly errors: readonly string[];
  readonly unmodelled: readonly string[];
}

const prefix = 'haproxy.router.openshift.io';

export function createBackends(routes: readonly RouteObject[], cluster: Cluster): Backends {
  const byRoute = new Map<RouteObject, Backend>();
  const errors: string[] = [];
  const unmodelled: string[] = [];
  for (const route of routes) {
    const backend = createBackend(route, cluster);
    byRoute.set(route, backend);
    const { rewrite, servers, requestActions, responseActions } = backend;
    errors.push(...backend.protection.errors);
    if (rewrite.kind === 'invalid') errors.push(`${route.label}: ${prefix}/rewrite-target: ${rewrite.message}`);
    if (rewrite.kind === 'unmodelled') unmodelled.push(`${route.label}: ${rewrite.construct} in spec.path`);
    if (servers.guess !== undefined) unmodelled.push(`${route.label}: ${servers.guess}`);
    for (const { name } of requestActions.filter(({ parts }) => parts?.some(isQuoted))) {
      unmodelled.push(
        `${route.label}: request header ${name} asks for quotes, which some versions of HAProxy leave out`,
      );
    }
    for (const { name } of responseActions.filter(({ parts }) => parts?.some(({ kind }) => kind === 'lookup'))) {
      unmodelled.push(`${route.label}: response header ${name} takes its value from the answer`);
    }
  }
  return { byRoute, errors, unmodelled };
}

/** Debian's HAProxy 2.6 ignores `%{+Q}` before a lookup. */
function isQuoted(part: FormatPart): boolean {
  return part.kind === 'lookup' && part.quoted;
}

function createBackend(route: RouteObject, cluster: Cluster): Backend {
  const { annotations } = route;
  const passedThrough = isPassthrough(route);
  const rewrite = readRewrite(route.path, passedThrough ? undefined : annotations.get(`${prefix}/rewrite-target`));
  return {
    route,
    servers: serversOf(route, cluster),
    protection: protectionOf(route),
    rewrite,
    timeouts: timeoutsOf(route),
    hsts: isTerminated(route) ? hstsOf(annotations.get(`${prefix}/hsts_header`)) : undefined,
    forwarded: forwardedOf(annotations.get(`${prefix}/set-forwarded-headers`)),
    requestActions: compileActions(route.requestActions, 'req'),
    responseActions: compileActions(route.responseActions, 'res'),
  };
}

/** Inactivity of the server, and of either side of a connection that carries no HTTP any more (reference §2.6). */
function timeoutsOf(route: RouteObject): Readonly<Record<string, number>> {
  const server = haproxySeconds(route.annotations.get(`${prefix}/timeout`));
  const tunnel = haproxySeconds(route.annotations.get(`${prefix}/timeout-tunnel`));
  if (isPassthrough(route)) return { tunnel: tunnel ?? server ?? 3600 };
  return { read: server ?? 30, tunnel: tunnel ?? 3600 };
}

const hstsValue =
  /^(?:(?:includeSubDomains|preload)\s*;\s*)*max-age\s*=\s*(?:\d+|"\d+")(?:\s*;\s*(?:includeSubDomains|preload))*$/i;

/** One wrong directive makes the whole value void. */
function hstsOf(value: string | undefined): string | undefined {
  return value !== undefined && hstsValue.test(value) ? value : undefined;
}

function forwardedOf(value: string | undefined): ForwardedHeaders {
  return value === 'replace' || value === 'if-none' || value === 'never' ? value : 'append';
}
