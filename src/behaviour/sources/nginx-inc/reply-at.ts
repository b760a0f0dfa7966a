import type { Outcome } from '../../outcome.js';
import { type Headers, ownAnswer } from '../ingress-nginx/reply.js';
import type { RequestFacts } from '../ingress-nginx/request-facts.js';
import type { RequestUri } from '../ingress-nginx/uri.js';
import type { Access } from './access.js';
import type { Configuration } from './configuration.js';
import type { Location } from './location.js';
import { headersFor, responseChanges } from './response-headers.js';
import type { Server } from './servers.js';

/** An outcome, and where it was decided. */
export interface Answered {
  readonly outcome: Outcome;
  readonly server?: Server | undefined;
  readonly location?: Location | undefined;
}

/** What is known of a request inside its server. */
export interface RequestContext {
  readonly configuration: Configuration;
  readonly facts: RequestFacts;
  readonly uri: RequestUri;
  readonly server: Server;
  readonly certificate: string | null;
}

/** An answer of NGINX itself, with the headers of the place where it is given. */
export function replyAt(
  { configuration, facts, server, certificate }: RequestContext,
  location: Location | undefined,
  status: number,
  details: {
    readonly reason?: string | undefined;
    readonly location?: string | undefined;
    readonly challenge?: string | undefined;
    readonly guards?: Outcome['guards'] | undefined;
    readonly headers?: Headers | undefined;
    /** No location takes the request. */
    readonly isAbsent?: boolean | undefined;
    /** The answer is given before the directives of the server are run. */
    readonly isEarly?: boolean | undefined;
  },
): Answered {
  const lines = headersFor(facts, configuration.httpHeaders, server, location, details.isEarly);
  const responseHeaders = details.headers ?? responseChanges(lines, status, server, false);
  if (details.challenge !== undefined) responseHeaders.set('www-authenticate', details.challenge);
  const rule = location?.rule ?? server.rule;
  return {
    outcome: ownAnswer(status, rule, {
      reason: details.reason,
      location: details.location,
      isAbsent: details.isAbsent,
      guards: details.guards,
      certificate,
      responseHeaders,
    }),
    server,
    location,
  };
}

/** What a request gets that may not in: the refusal, or the way to sign in. */
export function refusedAt(
  context: RequestContext,
  location: Location | undefined,
  { status, reason, challenge, signin }: Extract<Access, { readonly kind: 'refused' }>,
  guards: Outcome['guards'],
): Answered {
  const isAbsent = location === undefined;
  return signin !== undefined && /^https?:\/\//.test(signin)
    ? replyAt(context, location, 302, { reason, location: signin, guards, isAbsent })
    : replyAt(context, location, status, { reason, challenge, guards, isAbsent });
}
