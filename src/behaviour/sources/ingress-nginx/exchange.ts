import type { Request } from '../../outcome.js';
import { answerRequest } from './answer.js';
import { affinityCookie } from './balancer.js';
import type { Configuration } from './configuration.js';
import type { Backends, Exchange } from './input.js';
import { proxyHeaders } from './proxy-headers.js';
import type { ProxySettings } from './settings.js';

/** Statuses on which add_header without `always` works (ngx_http_headers_module). */
const plainStatuses = new Set([200, 201, 204, 206, 301, 302, 303, 304, 307, 308]);

/** proxy_cookie_path and proxy_cookie_domain on one Set-Cookie value. */
function rewriteCookie(value: string, proxy: ProxySettings): string {
  const parts = value.split(/;\s*/);
  return parts
    .map((part) => {
      const [name = '', text = ''] = [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)];
      const [fromPath, toPath] = proxy.cookiePath.split(/\s+/);
      const [fromDomain, toDomain] = proxy.cookieDomain.split(/\s+/);
      if (/^path$/i.test(name) && fromPath !== undefined && toPath !== undefined && text.startsWith(fromPath)) {
        return `${name}=${toPath}${text.slice(fromPath.length)}`;
      }
      const domain = text.replace(/^\./, '').toLowerCase();
      if (/^domain$/i.test(name) && toDomain !== undefined && domain === fromDomain?.replace(/^\./, '').toLowerCase()) {
        return `${name}=${toDomain}`;
      }
      return part;
    })
    .join('; ');
}

/** proxy_redirect: the first text of Location replaced; `off` and a lone proxy-redirect-from change nothing. */
function rewriteLocation(value: string, proxy: ProxySettings): string {
  const { redirectFrom, redirectTo } = proxy;
  if (redirectFrom === 'off' || redirectFrom === 'default' || redirectTo === 'off') return value;
  return value.startsWith(redirectFrom) ? `${redirectTo}${value.slice(redirectFrom.length)}` : value;
}

/** Follows a request to the backend and its answer back to the client (reference §13, last paragraph). */
export function exchange(configuration: Configuration, request: Request, backends: Backends): Exchange {
  const answered = answerRequest(configuration, request, backends);
  const { outcome } = answered;
  const headers = new Map<string, string>();
  const proxy = answered.location?.location.settings.proxy ?? configuration.settings.proxy;
  for (const [name, value] of Object.entries(answered.backendAnswer?.headers ?? {})) {
    const lower = name.toLowerCase();
    if (lower === 'set-cookie') headers.set(lower, rewriteCookie(value, proxy));
    else if (lower === 'location') headers.set(lower, rewriteLocation(value, proxy));
    else if (lower !== 'server') headers.set(lower, value);
  }
  const forwarded = outcome.path !== null;
  const refused = forwarded && answered.backendAnswer === null;
  const status = refused ? 502 : forwarded ? (answered.backendAnswer?.status ?? 200) : outcome.status;
  for (const name of outcome.responseHeaders.removed) headers.delete(name);
  for (const [name, value] of Object.entries(outcome.responseHeaders.set)) headers.set(name, value);
  const always = answered.location?.location.externalAuth?.alwaysSetCookie === true;
  for (const [name, value] of Object.entries(outcome.responseHeaders.added)) {
    if (always || plainStatuses.has(status)) headers.set(name, value);
  }
  if (outcome.location !== undefined) headers.set('location', outcome.location);
  if (status === 204 && outcome.path === null) headers.set('content-length', '0');
  for (const guard of outcome.guards) {
    const cookie = affinityCookie(guard, new Date(0));
    if (cookie !== undefined && outcome.path !== null) headers.set('set-cookie', cookie);
  }
  return {
    outcome,
    status,
    backend: refused ? null : outcome.backend,
    upstreamHeaders: outcome.path === null ? {} : proxyHeaders(request, outcome, configuration.settings),
    clientHeaders: Object.fromEntries(headers),
  };
}
