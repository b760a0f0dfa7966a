import { hostWithoutPort } from './hostname.js';
import { modifyPath, type PathModifier, readPathModifier } from './path-modifier.js';
import { type Fields, number, text } from './reading.js';

/** A RequestRedirect filter; what is absent stays as the request has it. */
export interface Redirect {
  readonly scheme: string | undefined;
  readonly hostname: string | undefined;
  readonly port: number | undefined;
  readonly path: PathModifier | undefined;
  readonly status: number;
}

export interface RedirectedRequest {
  readonly scheme: 'http' | 'https';
  /** Host header as sent. */
  readonly host: string;
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
  /** Port of the listener. */
  readonly port: number;
}

/** Reads a RequestRedirect filter; the status is 302 unless given. */
export function readRedirect(filter: Fields): Redirect {
  return {
    scheme: text(filter.scheme),
    hostname: text(filter.hostname),
    port: number(filter.port),
    path: readPathModifier(filter.path),
    status: number(filter.statusCode) ?? 302,
  };
}

/**
 * The Location of a redirect, always absolute; the query is kept.
 *
 * The port is the filter's, else the well-known one of the filter's scheme, else the listener's (not the Host header's);
 * 80 for http and 443 for https are left out (field docs of HTTPRequestRedirectFilter.port).
 */
export function redirectLocation(redirect: Redirect, request: RedirectedRequest, prefix: string | undefined): string {
  const scheme = redirect.scheme ?? request.scheme;
  const host = redirect.hostname ?? bareHost(request.host);
  const port = redirect.port ?? (redirect.scheme === undefined ? request.port : wellKnownPort(redirect.scheme));
  const authority = port === undefined || port === wellKnownPort(scheme) ? host : `${host}:${port}`;
  const path = redirect.path === undefined ? request.path : modifyPath(redirect.path, request.path, prefix);
  return `${scheme}://${authority}${path}${request.query}`;
}

function wellKnownPort(scheme: string): number | undefined {
  return scheme === 'http' ? 80 : scheme === 'https' ? 443 : undefined;
}

/** The host without port, spelled as the client spelled it. */
function bareHost(host: string): string {
  return host.slice(0, hostWithoutPort(host).length);
}
