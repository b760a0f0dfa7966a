import type { Guard } from '../../outcome.js';
import { chooseUpstream } from './balancer.js';
import type { CompiledLocation } from './compiled-location.js';
import { Headers, ownAnswer } from './reply.js';
import type { Answered, RequestContext } from './request-context.js';

/** `@custom_<upstream>_<code>`: path `/` with the original query, and headers that tell what happened (reference §12). */
export function forwardToErrorPage(
  context: RequestContext,
  upstreamName: string,
  status: number,
  location: CompiledLocation | undefined,
  rule: string,
  guards: readonly Guard[] = [],
): Answered {
  const { configuration, facts, uri, certificate } = context;
  const choice = chooseUpstream(upstreamName, configuration.upstreams, facts);
  const label = choice?.[0]?.upstream.destination.label ?? '';
  if (choice === null || label === '') {
    const reason = `default backend in place of ${status}`;
    return { outcome: ownAnswer(choice === null ? 503 : 404, rule, { reason, certificate, guards }) };
  }
  const headers = new Headers();
  errorHeaders(headers, status, location, context, true);
  const path = uri.args === null || uri.args === '' ? '/' : `/?${uri.args}`;
  return {
    outcome: {
      status: 200,
      reason: `error page in place of ${status}`,
      backend: choice.length === 1 ? label : null,
      backends: choice.map(({ upstream, share }) => ({ backend: upstream.destination.label, weight: share })),
      path,
      host: facts.bestHost,
      certificate,
      requestHeaders: headers.changes,
      responseHeaders: new Headers().changes,
      guards,
      timeouts: {},
      rule,
    },
    backendAnswer: context.ask?.(label, path, 'HTTP'),
  };
}

/** X-Code and its companions. */
export function errorHeaders(
  headers: Headers,
  status: number,
  location: CompiledLocation | undefined,
  context: RequestContext,
  errorPage: boolean,
): void {
  headers.set('x-code', String(status));
  const accept = context.facts.headers.get('accept');
  if (accept !== undefined) headers.set('x-format', accept);
  if (errorPage) headers.set('x-original-uri', context.facts.request.path);
  const about = location?.about;
  for (const [name, value] of [
    ['x-namespace', about?.namespace],
    ['x-ingress-name', about?.ingress],
    ['x-service-name', about?.service],
    ['x-service-port', about?.port],
  ] as const) {
    if (value !== undefined && value !== '') headers.set(name, value);
  }
}
