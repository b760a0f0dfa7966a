import type { Outcome, Request } from '../../outcome.js';
import { requestReader } from './request-facts.js';
import type { Settings } from './settings.js';

/**
 * The headers a backend always gets, whatever the Ingress says (reference §13): what the client sent, minus what nginx
 * drops, plus the X-Forwarded-* family. `X-Request-ID` of a client is kept; the random one that nginx makes up is left
 * out. Names are lower case.
 */
export function proxyHeaders(request: Request, outcome: Outcome, settings: Settings): Record<string, string> {
  const facts = requestReader(settings)(request);
  const sent: Record<string, string> = {};
  for (const [name, value] of facts.headers) sent[name] = value;
  const put = (name: string, value: string | undefined): void => {
    if (value === undefined || value === '') delete sent[name];
    else sent[name] = value;
  };
  const received = facts.headers.get('x-forwarded-for');
  const peer = request.clientAddress ?? '127.0.0.1';
  const full = settings.useForwardedHeaders && settings.computeFullForwardedFor;
  put('host', outcome.host ?? facts.bestHost);
  put('x-real-ip', facts.clientAddress);
  put(
    'x-forwarded-for',
    full ? [received, peer].filter((part) => (part ?? '') !== '').join(', ') : facts.clientAddress,
  );
  put('x-forwarded-host', facts.bestHost);
  put('x-forwarded-port', facts.port);
  put('x-forwarded-proto', facts.accessScheme);
  put('x-forwarded-scheme', facts.accessScheme);
  put('x-scheme', facts.accessScheme);
  put('x-original-forwarded-for', facts.headers.get(settings.forwardedForHeader));
  put('x-original-forwarded-host', facts.headers.get(settings.forwardedHostHeader));
  put('proxy', undefined);
  const upgrade = facts.headers.get('upgrade');
  put('connection', upgrade === undefined ? undefined : 'upgrade');
  for (const [name, value] of Object.entries(outcome.requestHeaders.set)) put(name, value);
  for (const [name, value] of Object.entries(outcome.requestHeaders.added)) put(name, value);
  for (const name of outcome.requestHeaders.removed) put(name, undefined);
  return sent;
}
