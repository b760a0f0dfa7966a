import type { Outcome } from '../../outcome.js';
import { fromBytes, toBytes } from '../../regex/pcre.js';
import { Headers } from '../ingress-nginx/reply.js';
import { runRewrites } from '../ingress-nginx/snippet-rewrites.js';
import { escapeUri } from '../ingress-nginx/uri.js';
import { type Captures, expandToBytes, type VariableScope } from '../ingress-nginx/variables.js';
import { checkAccess } from './access.js';
import { guardsOf, protectionOf } from './guards.js';
import { isOwnHeader, type Location } from './location.js';
import { type Answered, type RequestContext, refusedAt, replyAt } from './reply-at.js';
import { corsHeaders, headersFor, responseChanges } from './response-headers.js';

/** A request inside its location: rewrite, limits, access, content. */
export function inLocation(
  context: RequestContext,
  location: Location,
  captures: RegExpExecArray | undefined,
): Answered {
  const { configuration, facts, server } = context;
  const { failure, cors } = location.policies;
  if (failure !== undefined) return replyAt(context, location, 500, { reason: failure });
  const answered = snippetAnswer(context, location);
  if (answered !== undefined) return answered;
  const path = forwardedPath(context, location, captures);
  if (cors !== undefined && facts.request.method === 'OPTIONS') {
    const lines = [...location.addHeaders, ...corsHeaders(cors, facts)];
    const headers = responseChanges(lines, 204, server, false).set('content-type', 'text/plain');
    return replyAt(context, location, 204, { reason: 'CORS preflight', headers });
  }
  const protection = protectionOf(server, location);
  const guards = guardsOf(facts, server, location, protection, configuration.input.flags);
  const access = checkAccess(protection, facts, configuration.input.checks, configuration.hasUsers);
  if (access.kind === 'refused') return refusedAt(context, location, access, guards);
  if (!location.destination.reachable) return replyAt(context, location, 502, { reason: 'no endpoints', guards });
  return { outcome: forwarded(context, location, path, guards), server, location };
}

/** What the lines of a snippet answer in the rewrite phase, before anything is asked. */
function snippetAnswer(context: RequestContext, location: Location): Answered | undefined {
  const { facts, uri, server } = context;
  const found = runRewrites(location.snippet.rewrites, {
    facts,
    uri: uri.path,
    args: uri.args,
    namespace: location.namespace,
    ingress: location.ingress,
    service: location.service,
    servicePort: '',
    locationPath: location.path,
    serverName: server.host,
    own: ownVariables(location, facts.request.path),
  });
  if (found === undefined) return undefined;
  const { status } = found;
  const lines = headersFor(facts, context.configuration.httpHeaders, server, location);
  const headers = responseChanges(lines, status, server, false);
  const to = found.location;
  const target = to?.startsWith('/') === true ? `${facts.request.scheme}://${facts.host}${to}` : to;
  return replyAt(context, location, status, {
    ...(target === undefined ? { reason: `return ${status}` } : { location: target }),
    headers,
  });
}

function forwarded(context: RequestContext, location: Location, path: string, guards: Outcome['guards']): Outcome {
  const { configuration, facts, server, certificate } = context;
  const backend = location.destination.label;
  const request = new Headers();
  for (const { name, value } of location.settings.setHeaders) {
    if (value !== undefined && !isOwnHeader(name)) {
      if (value === '') request.remove(name);
      else request.set(name, value);
    }
  }
  for (const line of location.snippet.requestHeaders) {
    if (line.kind === 'set' && !isOwnHeader(line.name)) request.set(line.name, line.value);
    else if (line.kind === 'clear') request.remove(line.name);
  }
  // NGINX ends upgrades at itself unless the Service is listed.
  if (!location.websocket && facts.headers.has('upgrade')) request.remove('upgrade');
  const lines = headersFor(facts, configuration.httpHeaders, server, location);
  return {
    status: 200,
    backend,
    backends: [{ backend, weight: 1 }],
    path,
    host: facts.host === '' ? server.host : facts.host,
    certificate,
    requestHeaders: request.changes,
    responseHeaders: responseChanges(lines, 'any', server, true, location).changes,
    guards,
    timeouts: location.settings.timeouts,
    rule: location.rule,
  };
}

/** The request target that the pod gets. Unless something is rewritten it is the client's own, byte by byte, fragment and all. */
function forwardedPath(
  { facts, uri, server }: RequestContext,
  location: Location,
  captures: RegExpExecArray | undefined,
): string {
  const { rewrite } = location;
  const { request } = facts;
  const query = uri.args === null || uri.args === '' ? '' : `?${uri.args}`;
  if (rewrite === undefined) return request.path;
  if (rewrite.kind === 'replace') {
    const rest = location.kind === 'prefix' ? uri.path.slice(toBytes(location.pattern).length) : '';
    // Only what came in with a percent sign is encoded again (ngx_http_proxy_create_request).
    const written = /^[^?#]*%/.test(request.path) ? escapeUri(rest) : rest;
    return `${rewrite.to}${fromBytes(written)}${query}`;
  }
  const match = rewrite.regex?.exec(uri.path);
  if (match === undefined || match === null) return request.path;
  const found: Captures = { values: [...match], groups: match.groups ?? captures?.groups };
  const scope: VariableScope = {
    facts,
    uri: uri.path,
    args: uri.args,
    namespace: location.namespace,
    ingress: location.ingress,
    service: location.service,
    servicePort: '',
    locationPath: location.path,
    serverName: server.host,
    captures: found,
    own: ownVariables(location, request.path),
  };
  const mark = rewrite.target.indexOf('?');
  const target = mark < 0 ? rewrite.target : rewrite.target.slice(0, mark);
  const path = escapeUri(expandToBytes(target, scope));
  if (mark < 0) return `${path}${query}`;
  // Arguments of the target come first; a question mark at its very end drops those of the request.
  const own = rewrite.target.slice(mark + 1);
  const args = own === '' ? '' : fromBytes(expandToBytes(own, scope));
  const rest = own === '' || own.endsWith('?') ? '' : (uri.args ?? '');
  const all = [args.replace(/\?$/, ''), rest].filter((text) => text !== '').join('&');
  return all === '' ? path : `${path}?${all}`;
}

/** The variables that the controller's templates define. */
function ownVariables({ service, ingress, namespace }: Location, requested: string): Readonly<Record<string, string>> {
  return {
    service,
    resource_type: 'ingress',
    resource_name: ingress.slice(ingress.indexOf('/') + 1),
    resource_namespace: namespace,
    request_uri_no_args: requested.split('?')[0] ?? '',
  };
}
