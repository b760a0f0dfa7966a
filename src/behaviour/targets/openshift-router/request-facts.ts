import type { Request } from '../../outcome.js';
import { hostWithoutPort } from './host-names.js';

/** A request as HAProxy sees it before it looks for a Route. */
export interface RequestFacts {
  readonly request: Request;
  /** The Host header in lower case, port included: the router changes it for the backend as well. */
  readonly host: string;
  /** Host and path, without query: what the maps are asked. */
  readonly base: string;
  readonly path: string;
  /** With its question mark, or empty. */
  readonly query: string;
  /** Lower case; empty if the client sends none. */
  readonly serverName: string;
  readonly port: number;
}

export function readRequest(request: Request): RequestFacts {
  const host = request.host.toLowerCase();
  const mark = request.path.indexOf('?');
  const path = mark < 0 ? request.path : request.path.slice(0, mark);
  return {
    request,
    host,
    // HAProxy's `base`: the asterisk of OPTIONS is no path.
    base: path.startsWith('/') ? host + path : host,
    path,
    query: mark < 0 ? '' : request.path.slice(mark),
    serverName: request.sni === undefined ? hostWithoutPort(request.host) : request.sni.toLowerCase(),
    port: request.port ?? (request.scheme === 'https' ? 443 : 80),
  };
}
