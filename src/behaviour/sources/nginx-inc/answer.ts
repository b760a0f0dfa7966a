import type { Request } from '../../outcome.js';
import { ownAnswer } from '../ingress-nginx/reply.js';
import { escapeUri, isAcceptedHost, parseTarget } from '../ingress-nginx/uri.js';
import { checkAccess } from './access.js';
import { type Configuration, DEFAULT_RULE } from './configuration.js';
import { checkClientCertificate, connect } from './connection.js';
import { protectionOf } from './guards.js';
import type { Location } from './location.js';
import { inLocation } from './location-answer.js';
import { type Answered, type RequestContext, refusedAt, replyAt } from './reply-at.js';
import { portOf } from './request-facts.js';
import { BODY_SIZE } from './settings.js';

/** How the controller handles a request: connection, server, location. */
export function answerRequest(configuration: Configuration, request: Request): Answered {
  const connection = connect(configuration, request);
  if (connection.kind === 'over') return { outcome: connection.outcome };
  const { certificate, table, sni } = connection;
  const facts = configuration.read(request);
  const bare = (status: number, rule: string, reason: string): Answered => ({
    outcome: ownAnswer(status, rule, { reason, certificate }),
  });
  const uri = parseTarget(request.path);
  if (uri === undefined) return bare(400, 'nginx', 'malformed request target');
  if (!isAcceptedHost(request.host)) return bare(400, 'nginx', 'malformed Host header');
  const foreign = configuration.foreign.get(facts.host);
  if (foreign !== undefined) return bare(404, foreign.label, 'not modelled');
  const server = table.find(facts.host);
  if (server === undefined) return bare(404, DEFAULT_RULE, 'no server');
  const context = { configuration, facts, uri, server, certificate };
  if (request.method === 'TRACE' || request.method === 'CONNECT')
    return replyAt(context, undefined, 405, { reason: `method ${request.method}`, isEarly: true });
  const refused = checkClientCertificate(configuration, server, request, sni, table);
  if (refused !== undefined) return bare(refused.status, server.rule, refused.reason);
  return inServer(context);
}

/** The server's own directives, in the order of the template, and then its locations. */
function inServer(context: RequestContext): Answered {
  const { configuration, facts, uri, server } = context;
  const { settings, policies } = server;
  if (policies.failure !== undefined) return replyAt(context, undefined, 500, { reason: policies.failure });
  const { request } = facts;
  const host = facts.host === '' ? server.host : facts.host;
  const redirects = server.tls !== undefined && !server.grpcOnly && settings.sslRedirect;
  if (redirects && request.scheme === 'http') {
    const location = `https://${host}:${settings.sslPorts[0] ?? 443}${request.path}`;
    return replyAt(context, undefined, settings.redirectCode, { location });
  }
  if (settings.redirectToHttps && facts.headers.get('x-forwarded-proto') === 'http')
    return replyAt(context, undefined, settings.redirectCode, { location: `https://${host}${request.path}` });
  if (settings.appRoot !== '' && uri.path === '/') {
    const location = `${request.scheme}://${request.host}${settings.appRoot}`;
    return replyAt(context, undefined, 302, { location });
  }
  const match = configuration.tables.get(server)?.find(uri.path) ?? { kind: 'none' };
  switch (match.kind) {
    case 'none':
      return noLocation(context);
    case 'add-slash': {
      if (isTooLarge(context, match.location)) return tooLarge(context, match.location);
      // The port is written unless it is the usual one; an empty query goes (ngx_http_core_find_config_phase).
      const port = portOf(request);
      const shown = port === (request.scheme === 'https' ? 443 : 80) ? '' : `:${port}`;
      const query = uri.args === null || uri.args === '' ? '' : `?${uri.args}`;
      const location = `${request.scheme}://${host}${shown}${escapeUri(uri.path)}/${query}`;
      const reason = 'NGINX adds the slash of the location';
      return replyAt(context, match.location, 301, { location, reason });
    }
    case 'location':
      if (isTooLarge(context, match.location)) return tooLarge(context, match.location);
      return inLocation(context, match.location, match.captures);
  }
}

/**
 * Without a location the server's own protection holds, and then NGINX looks for a file, of which the controller's image
 * has none (ngx_http_static_module).
 */
function noLocation(context: RequestContext): Answered {
  const { server, configuration, facts } = context;
  const bytes = configuration.input.checks?.bodyBytes?.(facts.request) ?? 0;
  if (bytes > BODY_SIZE) return replyAt(context, undefined, 413, { reason: 'body too large' });
  if (server === configuration.defaultServer) {
    const { status, location } = configuration.defaultReturn;
    return replyAt(context, undefined, status, location === undefined ? { reason: 'default server' } : { location });
  }
  const access = checkAccess(
    protectionOf(server, undefined),
    facts,
    configuration.input.checks,
    configuration.hasUsers,
  );
  if (access.kind === 'refused') return refusedAt(context, undefined, access, []);
  // Every other method is refused before a file is looked for.
  const isRead = ['GET', 'HEAD', 'POST'].includes(facts.request.method);
  return replyAt(context, undefined, isRead ? 404 : 405, { reason: `no location of ${server.host}`, isAbsent: true });
}

/** The body is measured by its announced length when the location is found, before anything of the location is asked. */
function isTooLarge({ configuration, facts }: RequestContext, { settings, protocol }: Location): boolean {
  const bytes = configuration.input.checks?.bodyBytes?.(facts.request) ?? 0;
  const limit = protocol.startsWith('GRPC') ? 1024 ** 2 : settings.bodySize;
  return limit > 0 && bytes > limit;
}

function tooLarge(context: RequestContext, location: Location): Answered {
  return replyAt(context, location, 413, { reason: 'body too large' });
}
