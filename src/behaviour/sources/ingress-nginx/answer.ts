import type { Request } from '../../outcome.js';
import { isWithin } from '../../values/addresses.js';
import type { CompiledServer, Configuration } from './configuration.js';
import { checkClientCertificate, shakeHands } from './connection.js';
import { forwardToErrorPage } from './error-page.js';
import { clientCertificateGuard } from './guards.js';
import { LocationRequest } from './location-request.js';
import { Headers, ownAnswer } from './reply.js';
import type { Answered, AskBackend, RequestContext } from './request-context.js';
import type { RequestFacts } from './request-facts.js';
import { applyResponseLines } from './snippet-headers.js';
import { decidesOn, runRewrites } from './snippet-rewrites.js';
import type { SnippetEffects, SnippetLocation } from './snippets.js';
import { escapeUri, isAcceptedHost, parseTarget, type RequestUri } from './uri.js';
import { expand, type VariableScope } from './variables.js';

/** How the controller handles a request: connection, server, location (reference §9). */
export function answerRequest(configuration: Configuration, request: Request, ask?: AskBackend): Answered {
  const handshake = shakeHands(configuration, request);
  if (handshake.kind === 'over') return { outcome: handshake.outcome };
  const { certificate } = handshake;
  const facts = configuration.read(request);
  const own = (status: number, rule: string, reason: string): Answered => ({
    outcome: ownAnswer(status, rule, { reason, certificate }),
  });
  const uri = parseTarget(request.path);
  if (uri === undefined) return own(400, 'nginx', 'malformed request target');
  if (!isAcceptedHost(request.host)) return own(400, 'nginx', 'malformed Host header');
  if (request.method === 'TRACE' || request.method === 'CONNECT') return own(405, 'nginx', `method ${request.method}`);

  const entry = configuration.hosts.find(facts.host);
  const rewritePhase =
    entry.kind === 'server' ? checkClientCertificate(configuration, entry.server, facts, handshake) : undefined;
  if (rewritePhase !== undefined) return { outcome: rewritePhase };
  if (isBlocked(configuration, facts)) {
    return serverAnswer(
      configuration,
      entry.kind === 'server' ? entry.server : undefined,
      facts,
      uri,
      ask,
      certificate,
      {
        status: 403,
        rule: 'ConfigMap block-user-agents or block-referers',
        reason: 'user agent or referer blocked',
      },
    );
  }
  if (entry.kind === 'www') {
    const location = wwwTarget(configuration, facts, entry.redirect.to);
    const rule = `from-to-www-redirect of ${entry.redirect.to}`;
    return { outcome: ownAnswer(configuration.settings.httpRedirectCode, rule, { location, certificate }) };
  }
  return inServer({ configuration, facts, uri, certificate, ask, nameCaptures: entry.captures }, entry.server);
}

/** Lua's ngx_srv_redirect.lua: the port is always written, one final slash goes. */
function wwwTarget(configuration: Configuration, facts: RequestFacts, to: string): string {
  const { path, scheme, port } = facts.request;
  const trust = configuration.settings.useForwardedHeaders;
  const usedScheme = (trust ? facts.headers.get('x-forwarded-proto') : undefined) ?? scheme;
  const ownPort = port ?? (scheme === 'https' ? configuration.settings.httpsPort : configuration.settings.httpPort);
  const usedPort = (trust ? facts.headers.get('x-forwarded-port') : undefined) ?? ownPort;
  return `${usedScheme}://${to}:${usedPort}${path.endsWith('/') ? path.slice(0, -1) : path}`;
}

function isBlocked(configuration: Configuration, facts: RequestFacts): boolean {
  const { agents, referers } = configuration.blocked;
  const agent = facts.headers.get('user-agent') ?? '';
  const referer = facts.headers.get('referer') ?? '';
  return agents.some((regex) => regex.test(agent)) || referers.some((regex) => regex.test(referer));
}

/** An answer at server level, where no location's headers apply, but a global error page may. */
function serverAnswer(
  configuration: Configuration,
  server: CompiledServer | undefined,
  facts: RequestFacts,
  uri: RequestUri,
  ask: AskBackend | undefined,
  certificate: string | null,
  answer: { readonly status: number; readonly rule: string; readonly reason: string },
): Answered {
  const upstream = server?.errorPages.get(answer.status);
  if (upstream !== undefined) {
    return forwardToErrorPage(
      { configuration, facts, uri, certificate, ask },
      upstream,
      answer.status,
      undefined,
      answer.rule,
    );
  }
  return { outcome: ownAnswer(answer.status, answer.rule, { reason: answer.reason, certificate }) };
}

function inServer(context: RequestContext, server: CompiledServer): Answered {
  const { configuration, facts, uri, certificate, ask } = context;
  const { clientCertificates, authTlsError, host } = server.server;
  const refuse = (reason: string): Answered =>
    serverAnswer(configuration, server, facts, uri, ask, certificate, {
      status: 403,
      rule: `auth-tls-secret of ${host}`,
      reason,
    });
  if (server.matchCn !== null) {
    const shown = facts.request.scheme === 'https' ? configuration.input.checks?.clientCertificate : () => null;
    // Over plain HTTP the subject is empty; over TLS only the hook knows it.
    if (shown !== undefined && !server.matchCn.test(shown(facts.request)?.subject ?? '')) {
      return refuse('certificate subject does not match');
    }
  }
  if (authTlsError !== '') return refuse(authTlsError);
  const snippet = snippetAnswer(context, server);
  if (snippet !== undefined) return snippet;
  const [appRoot] = server.appRoots;
  if (appRoot !== undefined && uri.path === '/') {
    const location = `${facts.request.scheme}://${facts.request.host}${expand(appRoot.path, serverScope(context, host))}`;
    return { outcome: ownAnswer(302, appRoot.rule, { location, certificate }) };
  }

  const match = server.locations.find(uri.path);
  switch (match.kind) {
    case 'none':
      return { outcome: ownAnswer(404, `no location of ${host}`, { certificate }) };
    case 'health-check':
      return { outcome: ownAnswer(200, 'controller health check', { reason: 'health check', certificate }) };
    case 'status-page': {
      const allowed = isWithin(facts.address, configuration.statusAllow);
      return {
        outcome: ownAnswer(allowed ? 200 : 403, 'controller status page', { reason: 'status page', certificate }),
      };
    }
    case 'add-slash':
    case 'location':
      break;
  }
  const verified =
    facts.request.scheme === 'https' && clientCertificates?.hasCa === true && clientCertificates.verify !== 'off';
  const guard = verified ? clientCertificateGuard(clientCertificates) : undefined;
  const here = new LocationRequest(context, match.location, guard);
  if (match.kind === 'location') return here.answer();
  // Without a query its question mark goes too (ngx_http_core_find_config_phase).
  const query = uri.args === null || uri.args === '' ? '' : `?${uri.args}`;
  const target = here.absolute(`${escapeUri(`${uri.path}/`)}${query}`);
  const headers = here.plainHeaders(new Headers(), 301);
  return {
    outcome: ownAnswer(301, match.location.source.rule, {
      location: target,
      certificate,
      responseHeaders: headers,
      reason: 'nginx adds the slash of the location',
    }),
  };
}

/** What the server-snippet answers: its own lines first, then its locations where they are the ones that nginx finds. */
function snippetAnswer(context: RequestContext, { server, snippet, locations }: CompiledServer): Answered | undefined {
  const scope = serverScope(context, server.host);
  const made = (effects: SnippetEffects): Answered | undefined => {
    const found = runRewrites(effects.rewrites, scope);
    const refused = found === undefined && decidesOn(context.facts.address, effects.addresses) === 'deny';
    if (found === undefined && !refused) return undefined;
    const { status, location } = found ?? { status: 403 };
    const headers = new Headers();
    const lines = [...snippet.responseHeaders, ...(effects === snippet ? [] : effects.responseHeaders)];
    applyResponseLines(lines, (value) => expand(value, scope), status, headers);
    const rule = `server-snippet of ${server.host}`;
    const { scheme } = context.facts.request;
    const target = location?.startsWith('/') === true ? `${scheme}://${context.facts.host}${location}` : location;
    const { certificate } = context;
    const details = target === undefined ? { reason: `return ${status}` } : { location: target };
    return { outcome: ownAnswer(status, rule, { ...details, certificate, responseHeaders: headers }) };
  };
  const early = runRewrites(snippet.rewrites, scope) === undefined ? undefined : made(snippet);
  const found = early === undefined ? findSnippetLocation(snippet.locations, locations, context.uri.path) : undefined;
  return early ?? (found === undefined ? undefined : made(found.effects));
}

/** The location of a server-snippet that nginx finds for a path, if it is one of them (ngx_http_core_find_location). */
function findSnippetLocation(
  own: readonly SnippetLocation[],
  table: CompiledServer['locations'],
  path: string,
): SnippetLocation | undefined {
  const exact = own.find((one) => one.kind === 'exact' && one.path === path);
  if (exact !== undefined || own.length === 0) return exact;
  const other = table.literalLength(path);
  if (other === 'exact') return undefined;
  let longest: SnippetLocation | undefined;
  for (const one of own) {
    if (one.kind !== 'prefix' && one.kind !== 'final-prefix') continue;
    if (path.startsWith(one.path) && one.path.length > Math.max(other, longest?.path.length ?? -1)) longest = one;
  }
  if (longest?.kind === 'final-prefix') return longest;
  const expression = own.find((one) => one.regex?.test(path) === true);
  return expression ?? (table.takesByExpression(path) ? undefined : longest);
}

/** Variables at server level, where no location has set its own; `$1` is what the server's name captured. */
function serverScope({ facts, uri, nameCaptures }: RequestContext, serverName: string): VariableScope {
  const none = { namespace: '', ingress: '', service: '', servicePort: '', locationPath: '' };
  return { ...none, facts, uri: uri.path, args: uri.args, serverName, captures: nameCaptures, nameCaptures };
}
