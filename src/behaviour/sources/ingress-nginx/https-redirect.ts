import type { CompiledLocation } from './compiled-location.js';
import type { Configuration } from './configuration.js';
import { hasCertificate } from './connection.js';
import type { RequestFacts } from './request-facts.js';

/** Where plain HTTP is sent, if it is (redirect_to_https in lua_ingress.lua; reference §11.1). */
export function httpsRedirect(
  configuration: Configuration,
  location: CompiledLocation,
  facts: RequestFacts,
): string | undefined {
  const { rewrite } = location.settings;
  if (location.neverToHttps || facts.accessScheme !== 'http') return undefined;
  const wanted =
    rewrite.forceSslRedirect || (rewrite.sslRedirect && hasCertificate(configuration, hostOrServer(location, facts)));
  if (!wanted) return undefined;
  const host = facts.bestHost.split(':')[0] ?? '';
  const { path } = facts.request;
  // The final slash of the whole request target goes, also one at the end of the query.
  const target = !rewrite.preserveTrailingSlash && path.endsWith('/') ? path.slice(0, -1) : path;
  const port = location.settings.usePortInRedirects ? `:${configuration.settings.httpsPort}` : '';
  return `https://${host}${port}${target}`;
}

/** `$host` falls back to the server's name. */
function hostOrServer(location: CompiledLocation, facts: RequestFacts): string {
  return facts.host === '' ? location.server.host : facts.host;
}
