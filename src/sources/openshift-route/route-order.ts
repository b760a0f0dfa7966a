import { withoutFinalSlashes } from '../../model/final-slashes.js';
import type { OriginatedRoute } from '../../model/originated-route.js';
import type { AdmittedRoute } from './context.js';

const TLS_KINDS: Readonly<Record<string, string>> = {
  edge: 'be_edge_http',
  reencrypt: 'be_secure',
  passthrough: 'be_tcp',
};

/**
 * The order of the lines in the router's maps: reverse byte order of the expression and the backend, lines of wildcard hosts
 * last (reference §2.1; pkg/router/template/util, GenerateRouteRegexp and SortMapEntries).
 */
export function compareLines(a: AdmittedRoute, b: AdmittedRoute): number {
  const wild = Number(a.host.kind === 'wildcard') - Number(b.host.kind === 'wildcard');
  if (wild !== 0) return wild;
  const [x, y] = [lineOf(a.originated), lineOf(b.originated)];
  return x < y ? 1 : x > y ? -1 : 0;
}

function expressionOf({ route: { path } }: OriginatedRoute): string {
  const quoted = path.replace(/[\\.+*?()|[\]{}^$]/g, '\\$&');
  return isRoot(path) ? '(/.*)?$' : path.endsWith('/') ? `${quoted}(.*)?$` : `${quoted}(/.*)?$`;
}

function lineOf(originated: OriginatedRoute): string {
  const { route, owner } = originated;
  const kind = route.tls === undefined ? 'be_http' : TLS_KINDS[route.tls.termination];
  return `${expressionOf(originated)} ${kind}:${owner.namespace ?? 'default'}:${route.meta.name}`;
}

/** Paths of nothing but slashes take everything. */
function isRoot(path: string): boolean {
  return /^\/*$/.test(path);
}

/** Whether the line of a Route matches a path. */
export function matches({ originated }: AdmittedRoute, path: string): boolean {
  const { path: own } = originated.route;
  if (isRoot(own)) return true;
  return own.endsWith('/') ? path.startsWith(own) : path === own || path.startsWith(`${own}/`);
}

export type Scheme = 'http' | 'https';

/** What the router does with a request: serve it by a Route, redirect it as a Route asks, or answer 503. */
export type Answer = { readonly kind: 'serve' | 'redirect'; readonly route: AdmittedRoute } | { readonly kind: 'none' };

const NONE: Answer = { kind: 'none' };

/**
 * The answer to a path, of Routes in the order of their lines. Plain HTTP asks a map of all Routes whether to redirect, and
 * the first line decides; then it is served by the first of those that plain HTTP may use (reference §2.1, §2.2).
 */
export function answer(routes: readonly AdmittedRoute[], scheme: Scheme, path: string): Answer {
  const found = routes.filter((route) => matches(route, path));
  const redirecting = scheme === 'http' ? redirectLine(found) : undefined;
  if (redirecting !== undefined) return { kind: 'redirect', route: redirecting };
  const serving = found.find(scheme === 'https' ? servesTls : servesPlainHttp);
  return serving === undefined ? NONE : { kind: 'serve', route: serving };
}

/** Lines of one expression stand in the order of what they say, and in the map of redirects yes comes before no. */
function redirectLine(found: readonly AdmittedRoute[]): AdmittedRoute | undefined {
  const [first] = found;
  if (first === undefined) return undefined;
  return found.find(
    (one) =>
      one.host.kind === first.host.kind &&
      expressionOf(one.originated) === expressionOf(first.originated) &&
      one.originated.route.tls?.insecure === 'Redirect',
  );
}

export function servesTls({ originated: { route } }: AdmittedRoute): boolean {
  return route.tls !== undefined && route.tls.termination !== 'passthrough';
}

function servesPlainHttp({ originated: { route } }: AdmittedRoute): boolean {
  return route.tls === undefined || route.tls.insecure === 'Allow';
}

/** The path of a Route without its final slashes; '' for the root. */
export function elementsOf(path: string): string {
  return withoutFinalSlashes(path);
}
