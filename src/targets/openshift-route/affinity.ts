import type { Affinity } from '../../model/policies.js';
import type { Annotate, Situation } from './annotations.js';
import { converted, type RouteClaim } from './claims.js';

const AT = 'metadata.annotations';

/** The router sets a sticky cookie unless it is told not to (semantics 2.4); the source sets one where it is asked for. */
export function affinityAnnotations(
  affinity: Affinity | undefined,
  { isSecured, allowsPlain }: Situation,
  set: Annotate,
  claims: RouteClaim[],
): void {
  if (affinity === undefined) {
    set('haproxy.router.openshift.io/disable_cookies', 'true');
    return;
  }
  const { cookie, mode, maxAge, sameSite, secure, details } = affinity;
  const attributes = isSecured && !allowsPlain;
  const named = /^[A-Za-z0-9_-]+$/.test(cookie.value);
  if (named) set('router.openshift.io/cookie_name', cookie.value);
  const name = named ? cookie.value : `of a name that the router makes up (it does not take ${cookie.value})`;
  const shape = attributes ? ', with the attributes Secure and SameSite' : '';
  claims.push({
    items: cookie.from,
    at: AT,
    remark: {
      verdict: 'approximated',
      code: 'RS2175',
      severity: 'info',
      message: `a session cookie of the router, ${name}${shape}; its value differs, so that clients are spread anew once at the cut-over`,
    },
  });
  if (mode !== undefined) {
    const message = `the cookie of the router holds a client to its endpoint for as long as that is there, as persistent does${mode.value === 'balanced' ? '; balanced moved some clients to new endpoints' : ''}`;
    const remark = { verdict: 'approximated', code: 'RS2175', severity: 'info', message } as const;
    claims.push({ items: mode.from, at: AT, remark });
  }
  if (sameSite !== undefined && attributes) {
    set('router.openshift.io/cookie-same-site', sameSite.value);
    claims.push(converted(sameSite.from, 'RS2175', `the cookie has SameSite=${sameSite.value}`, AT));
  }
  const isSecure = attributes && secure?.value === true;
  if (secure !== undefined && isSecure)
    claims.push(converted(secure.from, 'RS2175', 'the cookie is Secure, as it is on every such Route', AT));
  const said = [...(attributes ? (sameSite?.from ?? []) : []), ...(isSecure ? secure.from : [])];
  const items = [...(maxAge?.from ?? []), ...details.filter((item) => !said.includes(item))];
  const message = attributes
    ? 'the cookie of the router lives as long as the browser, is for / and always Secure; nothing of that can be changed'
    : 'the cookie of the router lives as long as the browser, is for /, and has neither Secure nor SameSite where plain HTTP is served';
  const next = 'Let the application set a cookie of its own where these attributes matter.';
  if (items.length > 0)
    claims.push({
      items,
      at: undefined,
      remark: { verdict: 'unsupported', code: 'RS2175', severity: 'warning', message, next },
    });
}
