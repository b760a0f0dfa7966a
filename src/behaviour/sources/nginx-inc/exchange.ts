import type { Outcome, Request } from '../../outcome.js';
import { compilePcre, fromBytes, toBytes } from '../../regex/pcre.js';
import { answerRequest } from './answer.js';
import type { Configuration } from './configuration.js';
import type { Backends, BackendTls, Exchange } from './input.js';
import type { Location } from './location.js';
import { portOf } from './request-facts.js';
import { headersFor, responseChanges } from './response-headers.js';
import type { Server } from './servers.js';

/** Headers of pods that NGINX keeps to itself (proxy_hide_header of ngx_http_proxy_module). */
const HIDDEN = /^(date|server|x-pad|x-accel-.*)$/;

/** Follows a request to the pod and its answer back to the client. */
export function exchange(configuration: Configuration, request: Request, backends: Backends): Exchange {
  const { outcome, server, location } = answerRequest(configuration, request);
  const own = (status: number): Exchange => ({
    outcome,
    status,
    backend: null,
    upstreamHeaders: {},
    clientHeaders: plain(outcome),
    backendTls: null,
  });
  if (outcome.backend === null || server === undefined || location === undefined) return own(outcome.status);
  const answer = backends(outcome.backend, outcome.path ?? '', location.protocol);
  if (answer === null) return own(502);
  const codes = location.errorCodes ?? server.settings.errorCodes;
  const isFallback = location.rule.endsWith('spec.defaultBackend');
  const intercepted = codes.has(answer.status) && server.errorBackend !== undefined && !isFallback;
  const from = intercepted
    ? (backends(server.errorBackend ?? '', outcome.path ?? '', 'HTTP') ?? { status: 502 })
    : answer;
  const facts = configuration.read(request);
  const lines = headersFor(facts, configuration.httpHeaders, server, location);
  // The status stays that of the first answer, whoever wrote the page.
  const { set, added, removed } = responseChanges(lines, answer.status, server, true).changes;
  const headers = new Map<string, string>();
  for (const [name, value] of Object.entries(from.headers ?? {})) {
    const lower = name.toLowerCase();
    if (HIDDEN.test(lower) && !server.settings.passHeaders.includes(lower)) continue;
    headers.set(lower, lower === 'location' ? rewriteLocation(value, server, location) : value);
  }
  for (const name of removed) headers.delete(name);
  for (const [name, value] of Object.entries(set)) headers.set(name, value);
  for (const [name, value] of Object.entries(added)) {
    const earlier = headers.get(name);
    headers.set(name, earlier === undefined ? value : `${earlier}, ${value}`);
  }
  return {
    outcome,
    status: answer.status,
    backend: intercepted ? (server.errorBackend ?? null) : outcome.backend,
    upstreamHeaders: upstreamHeaders(configuration, request, outcome, server),
    clientHeaders: Object.fromEntries(headers),
    backendTls: tlsTo(location, server),
  };
}

function plain({ location, responseHeaders: { set, added } }: Outcome): Record<string, string> {
  return { ...set, ...added, ...(location === undefined ? {} : { location }) };
}

/** The TLS connection to a pod: not verified and without a server name, unless an EgressMTLS Policy says else. */
function tlsTo({ protocol, policies }: Location, server: Server): BackendTls | null {
  if (protocol === 'HTTP' || protocol === 'GRPC') return null;
  return policies.backendTls ?? server.policies.backendTls ?? { verify: false, sni: null };
}

/** proxy_redirect: a text at the beginning, or an expression with `~`. The default only knows the controller's own upstreams. */
function rewriteLocation(value: string, server: Server, location: Location): string {
  const rule = location.settings.proxyRedirect ?? server.settings.proxyRedirect;
  if (rule === undefined || rule.from === 'off' || rule.from === 'default') return value;
  const [, caseless, expression] = /^~(\*?)([\s\S]*)$/.exec(rule.from) ?? [];
  if (expression === undefined)
    return value.startsWith(rule.from) ? `${rule.to}${value.slice(rule.from.length)}` : value;
  const compiled = compilePcre(expression, caseless === '*');
  const match = compiled.kind === 'compiled' ? compiled.regex.exec(toBytes(value)) : null;
  if (match === null) return value;
  return fromBytes(toBytes(rule.to).replace(/\$(\d)/g, (_whole, digit: string) => match[Number(digit)] ?? ''));
}

/** What the pod sees: the client's headers and those that the controller writes. Names are lower case. */
function upstreamHeaders(
  configuration: Configuration,
  request: Request,
  outcome: Outcome,
  server: Server,
): Record<string, string> {
  const facts = configuration.read(request);
  const sent = new Map(facts.headers);
  sent.delete('connection');
  sent.set('host', outcome.host ?? '');
  sent.set('x-real-ip', facts.clientAddress);
  if (!configuration.disableForwardedHeaders) {
    const earlier = facts.headers.get('x-forwarded-for');
    sent.set('x-forwarded-for', earlier === undefined ? facts.clientAddress : `${earlier}, ${facts.clientAddress}`);
    sent.set('x-forwarded-host', outcome.host ?? '');
    sent.set('x-forwarded-port', String(portOf(request)));
    sent.set('x-forwarded-proto', server.settings.redirectToHttps ? 'https' : request.scheme);
  }
  for (const [name, value] of Object.entries(outcome.requestHeaders.set)) sent.set(name, value);
  for (const name of outcome.requestHeaders.removed) sent.delete(name);
  return Object.fromEntries(sent);
}
