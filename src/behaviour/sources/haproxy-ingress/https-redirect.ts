import type { Configuration } from './configuration.js';
import type { Reply } from './reply.js';
import type { RequestFacts } from './request-facts.js';

/** `redirect scheme https`: the Host header as it came, port included, with path and query (reference §1.6). */
export function toHttps(
  { inventory }: Configuration,
  { request, path, query }: RequestFacts,
  rule: string,
): Reply & { readonly location: string } {
  const status = inventory.global.get('ssl-redirect-code').integer || 302;
  return { status, rule, location: `https://${request.host}${path || '/'}${query}` };
}
