import type { Guard } from '../../outcome.js';
import type { StickyCookie } from './backend-settings.js';
import { cookieOf, type RequestFacts } from './request-facts.js';

/** Cookie affinity as a guard (reference §1.12). */
export function affinityGuard(cookie: StickyCookie | undefined, facts: RequestFacts): Guard | undefined {
  if (cookie === undefined) return undefined;
  const words = cookie.keywords.split(/\s+/).filter((word) => word !== '');
  return {
    kind: 'affinity',
    parameters: {
      cookie: cookie.name,
      strategy: cookie.strategy,
      // The other strategies change a cookie of the application.
      setsCookie: cookie.strategy === 'insert' && cookieOf(facts, cookie.name) === undefined,
      path: '/',
      httpOnly: words.includes('httponly'),
      secure: words.includes('secure') || cookie.sameSiteNone,
      ...(cookie.sameSiteNone ? { sameSite: 'None' } : {}),
      ...(cookie.domains.length === 0 ? {} : { domains: cookie.domains }),
      ...(cookie.preserve || words.includes('preserve') ? { preserve: true } : {}),
    },
  };
}

/** The Set-Cookie that an affinity guard stands for; the value is a hash of the pod's address, which no manifest tells. */
export function stickyCookie({ kind, parameters }: Guard): string | undefined {
  if (kind !== 'affinity' || parameters.setsCookie !== true) return undefined;
  const domains = parameters.domains;
  return [
    `${String(parameters.cookie)}=0123456789abcdef`,
    `path=${String(parameters.path)}`,
    ...(Array.isArray(domains) ? [`domain=${domains.join('; domain=')}`] : []),
    ...(parameters.httpOnly === true ? ['HttpOnly'] : []),
    ...(parameters.secure === true ? ['Secure'] : []),
    ...(parameters.sameSite === undefined ? [] : [`SameSite=${String(parameters.sameSite)}`]),
  ].join('; ');
}
