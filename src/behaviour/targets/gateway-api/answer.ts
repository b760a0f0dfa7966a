import type { Guard, HeaderChanges } from '../../outcome.js';
import { type Backend, invalidBackendStatus } from './backends.js';
import { corsHeaders, isPreflight } from './cors.js';
import type { FilterChain, Mirror } from './filters.js';
import { noHeaderChanges, overlayHeaderChanges } from './header-changes.js';
import type { Listener } from './listener.js';
import type { ParsedRequest } from './parsed-request.js';
import { modifyPath } from './path-modifier.js';
import { redirectLocation } from './redirect.js';
import type { Rule } from './rule.js';

/** A share of the requests that a backend answers. */
export interface Forward {
  readonly kind: 'forward';
  readonly share: number;
  readonly backend: Backend;
  /** With query; null for a stream of bytes that the gateway does not read. */
  readonly path: string | null;
  readonly host: string | null;
  readonly requestHeaders: HeaderChanges;
  readonly responseHeaders: HeaderChanges;
  readonly mirrors: readonly Mirror[];
  readonly guards: readonly Guard[];
}

/** A share of the requests that the gateway answers itself. */
export interface Reply {
  readonly kind: 'reply';
  readonly share: number;
  readonly status: number;
  readonly reason?: string | undefined;
  readonly location?: string | undefined;
  readonly responseHeaders: HeaderChanges;
  readonly guards: readonly Guard[];
}

export type Answer = Forward | Reply;

/** What a rule does with an HTTP request, share by share. */
export function answerHttp(
  rule: Rule,
  prefix: string | undefined,
  listener: Listener,
  request: ParsedRequest,
): readonly Answer[] {
  const own = replyOf(rule.chain, prefix, listener, request);
  if (own !== undefined) return [{ ...own, share: 1 }];
  // HTTPRouteRule.backendRefs: nothing to forward to and nothing that responded is a 500.
  if (rule.backends.length === 0) return [reply(1, 500, 'rule has no backendRef with a weight')];
  return rule.backends.map(({ backend, share, chain }): Answer => {
    const answered = chain === rule.chain ? undefined : replyOf(chain, prefix, listener, request);
    if (answered !== undefined) return { ...answered, share };
    if ('problem' in backend) return reply(share, invalidBackendStatus(rule.kind), backend.problem);
    return {
      kind: 'forward',
      share,
      backend,
      path: (chain.path === undefined ? request.path : modifyPath(chain.path, request.path, prefix)) + request.query,
      host: chain.hostname ?? request.hostHeader,
      requestHeaders: chain.requestHeaders,
      responseHeaders: responseHeaders(chain, request),
      mirrors: chain.mirrors,
      guards: [...listener.guards, ...chain.guards, ...rule.affinity],
    };
  });
}

/** What a rule of a TLSRoute does with a connection: bytes pass as they are. */
export function answerTls(rule: Rule): readonly Answer[] {
  if (rule.backends.length === 0) return [reply(1, 0, 'rule has no backendRef with a weight')];
  return rule.backends.map(({ backend, share }): Answer => {
    if ('problem' in backend) return reply(share, invalidBackendStatus(rule.kind), backend.problem);
    return {
      kind: 'forward',
      share,
      backend,
      path: null,
      host: null,
      requestHeaders: noHeaderChanges,
      responseHeaders: noHeaderChanges,
      mirrors: [],
      guards: [],
    };
  });
}

/** The gateway's own answer, where a filter gives one: an error, a preflight, a redirect. */
function replyOf(
  chain: FilterChain,
  prefix: string | undefined,
  listener: Listener,
  request: ParsedRequest,
): Reply | undefined {
  if (chain.failure !== undefined) return reply(1, 500, chain.failure);
  if (chain.cors !== undefined && !chain.redirectBeforeCors && isPreflight(request)) {
    const set = corsHeaders(chain.cors, request);
    return {
      kind: 'reply',
      share: 1,
      status: 204,
      reason: 'CORS preflight',
      responseHeaders: { set, added: {}, removed: [] },
      guards: [...listener.guards, ...chain.guardsBeforeCors],
    };
  }
  if (chain.redirect === undefined) return undefined;
  const from = {
    scheme: request.scheme,
    host: request.hostHeader,
    path: request.path,
    query: request.query,
    port: listener.port,
  };
  return {
    kind: 'reply',
    share: 1,
    status: chain.redirect.status,
    location: redirectLocation(chain.redirect, from, prefix),
    responseHeaders: responseHeaders(chain, request),
    guards: [...listener.guards, ...chain.guards],
  };
}

function responseHeaders(chain: FilterChain, request: ParsedRequest): HeaderChanges {
  if (chain.cors === undefined) return chain.responseHeaders;
  return overlayHeaderChanges(corsHeaders(chain.cors, request), chain.responseHeaders);
}

function reply(share: number, status: number, reason: string): Reply {
  return { kind: 'reply', share, status, reason, responseHeaders: noHeaderChanges, guards: [] };
}
