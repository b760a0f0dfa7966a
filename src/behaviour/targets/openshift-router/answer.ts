import type { HeaderChanges, Outcome } from '../../outcome.js';
import type { Backend } from './backends.js';
import { decide, type Router } from './decision.js';
import { turnedAway } from './guards.js';
import { applyActions, type HeaderLines, responseChanges } from './header-actions.js';
import { hostWithoutPort } from './host-names.js';
import type { RequestFacts } from './request-facts.js';
import { rewritePath } from './rewrite-target.js';
import { readStickyCookie } from './sticky-cookie.js';
import { addForwardedFor, forwardHeaders, strippedHeaders } from './upstream-headers.js';

/** An outcome, and the headers that the backend sees. */
export interface Answer {
  readonly outcome: Outcome;
  readonly headers: HeaderLines | undefined;
}

const unchanged: HeaderChanges = { set: {}, added: {}, removed: [] };

const silence = {
  backend: null,
  backends: [],
  path: null,
  host: null,
  certificate: null,
  requestHeaders: unchanged,
  responseHeaders: unchanged,
  guards: [],
  timeouts: {},
} as const;

/** How the router handles a request. */
export function answerRequest(router: Router, facts: RequestFacts): Answer {
  const decision = decide(router, facts);
  switch (decision.kind) {
    case 'none':
      return own({ status: 503, reason: noRoute(router, facts), certificate: decision.certificate, rule: 'router' });
    case 'redirect': {
      // %[url] is the target as the client sent it; of the host, the case and the port are lost.
      const location = `https://${facts.host.replace(/:[0-9]+$/, '')}${facts.request.path}`;
      return own({ status: 302, location, rule: decision.route.label });
    }
    case 'broken':
      return own({
        status: 0,
        reason: 'a wildcard passthrough Route makes the router pass TLS on to a backend that reads HTTP',
        rule: decision.route.label,
      });
    case 'passthrough':
      return passThrough(decision.backend, facts);
    case 'http':
      return forward(decision.backend, decision.certificate, facts);
  }
}

type Reply = Pick<Outcome, 'status' | 'rule'> & Partial<Outcome>;

function own(reply: Reply): Answer {
  return { outcome: { ...silence, ...reply }, headers: undefined };
}

/** Bytes pass as they are: no path, no headers, no certificate of the router's. */
function passThrough({ route, servers, protection, timeouts }: Backend, facts: RequestFacts): Answer {
  const { guards } = protection;
  const refused = turnedAway(protection, facts.request.clientAddress) ?? servers.fault;
  if (refused !== undefined) return own({ status: 0, reason: refused, guards, rule: route.label });
  const outcome = { ...silence, status: 200, ...shares(servers.list), guards, timeouts, rule: route.label };
  return { outcome, headers: undefined };
}

function forward(backend: Backend, certificate: string | null, facts: RequestFacts): Answer {
  const { route, servers, protection, rewrite, timeouts } = backend;
  const { guards } = protection;
  const base = { certificate, guards, rule: route.label };
  const refused = turnedAway(protection, facts.request.clientAddress);
  if (refused !== undefined) return own({ ...base, status: 0, reason: refused });
  const path = rewritePath(rewrite, facts.path);
  if (path === undefined) return own({ ...base, status: 500, reason: 'the rewrite target ends in a backslash' });
  const headers = forwardHeaders(facts, backend.forwarded);
  const stripped = strippedHeaders(facts);
  const changes = applyActions(backend.requestActions, headers);
  const sticky = applyCookie(backend, headers);
  if (sticky.server === undefined && servers.fault !== undefined) {
    return own({ ...base, status: 503, reason: servers.fault });
  }
  addForwardedFor(facts, backend.forwarded, headers);
  const { host = facts.host, ...set } = changes.set;
  const outcome: Outcome = {
    status: 200,
    ...shares(sticky.server === undefined ? servers.list : [{ backend: sticky.server, share: 1 }]),
    path: path + facts.query,
    host: changes.removed.includes('host') ? '' : host,
    certificate,
    requestHeaders: {
      set: { ...sticky.set, ...set },
      added: {},
      removed: [...stripped, ...sticky.removed, ...changes.removed.filter((name) => name !== 'host')],
    },
    responseHeaders: responseChanges(backend.responseActions, backend.hsts),
    guards,
    timeouts,
    rule: route.label,
  };
  return { outcome, headers };
}

interface Sticky {
  readonly server: string | undefined;
  readonly set: Readonly<Record<string, string>>;
  readonly removed: readonly string[];
}

/** The sticky cookie chooses the server and is taken out before the backend sees the request. */
function applyCookie({ protection, servers }: Backend, headers: HeaderLines): Sticky {
  const [sent] = headers.get('cookie') ?? [];
  if (sent === undefined || protection.cookie === undefined) return { server: undefined, set: {}, removed: [] };
  const { server, rest } = readStickyCookie(sent, protection.cookie, servers.list);
  if (rest === undefined) headers.delete('cookie');
  else headers.set('cookie', [rest]);
  return {
    server: server?.backend,
    set: rest === undefined || rest === sent ? {} : { cookie: rest },
    removed: rest === undefined ? ['cookie'] : [],
  };
}

function shares(
  list: readonly { readonly backend: string; readonly share: number }[],
): Pick<Outcome, 'backend' | 'backends'> {
  const backends = list.filter(({ share }) => share > 0).map(({ backend, share }) => ({ backend, weight: share }));
  const [first] = backends;
  return { backend: backends.length === 1 && first !== undefined ? first.backend : null, backends };
}

/** What the router's own 503 page comes from. */
function noRoute({ maps }: Router, { base, host, request }: RequestFacts): string {
  const other = request.scheme === 'http' ? maps.terminated.find(base) : maps.http.find(base);
  if (other === undefined) return `no Route for ${hostWithoutPort(host)} takes this path`;
  return `no Route: ${other.route.label} is not served over ${request.scheme}`;
}
