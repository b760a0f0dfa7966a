import { answerKind } from '../behaviour/compare.js';
import { nginxIncAnnotationExplains } from './nginx-inc-explanations.js';
import type { Situation } from './situation.js';

/** Whether the loss of an annotation (its key without prefix) can make this difference. */
export function annotationExplains(situation: Situation, annotation: string): boolean {
  if (nginxIncAnnotationExplains(situation, annotation)) return true;
  const { difference, request, source, target } = situation;
  const { field } = difference;
  const concerns = (pattern: RegExp) => pattern.test(annotation);
  if (field === 'timeouts') return concerns(/^(proxy-(connect|send|read)-timeout|timeout-server)$/);
  if (field === 'host') return concerns(/^(upstream-vhost|set-host|request-set-header)$/);
  if (field === 'guards.body-size') return annotation === 'proxy-body-size';
  if (field === 'guards.affinity') return concerns(/^(affinity|session-cookie-|cookie-persistence)/);
  if (field === 'guards.connection-limit' || field === 'guards.rate-limit') return concerns(/^(rate-)?limit-/);
  if (field === 'guards.external-auth') return concerns(/^auth-(url|signin|method)/);
  if (field.startsWith('responseHeaders.access-control-')) return concerns(/^(enable-cors|cors-)/);
  if (field.startsWith('responseHeaders.'))
    return concerns(/^(configuration-snippet|custom-headers|proxy-cookie-|response-set-header)/);
  if (field.startsWith('requestHeaders.'))
    return concerns(
      /^(configuration-snippet|auth-|connection-proxy-header|x-forwarded-prefix|upstream-vhost|request-set-header)/,
    );
  if (field === 'location')
    return concerns(/^(relative-redirects|use-port-in-redirects|proxy-redirect-|preserve-trailing-slash)/);
  if (field === 'status') {
    // Whose certificate has another subject, or who comes by plain HTTP, is refused before any redirect.
    if (annotation === 'auth-tls-match-cn' && answerKind(target) !== 'forward')
      return source.status === 403 && source.rule.startsWith('auth-tls-secret of ');
    if (request.method === 'OPTIONS' && source.status === 204) return concerns(/^(enable-cors|cors-)/);
    // Another Service stands in where the own one has no endpoints.
    if (concerns(/^(default-backend|custom-http-errors)$/)) return answerKind(source) === 'forward';
  }
  if (field === 'backend' || field === 'backends') return concerns(/^(affinity|default-backend|canary)/);
  return false;
}
