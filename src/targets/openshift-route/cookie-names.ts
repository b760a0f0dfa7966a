import type { Ledger } from '../../ledger/ledger.js';
import type { OriginatedRoute } from '../../model/originated-route.js';

const DEFAULTS = { file: '(router defaults)', line: 1, column: 1 };

const OFF = 'haproxy.router.openshift.io/disable_cookies';
const NAME = 'router.openshift.io/cookie_name';
/** Go's strconv.ParseBool. */
const TRUE: ReadonlySet<string> = new Set(['1', 't', 'T', 'TRUE', 'true', 'True']);

/**
 * Says once that clients lose their pods at the cut-over: the router makes the name of its cookie of the namespace and name
 * of a Route (reference §2.4), and explicit Routes are not called like those that the controller generated.
 */
export function sayNewCookies(routes: readonly OriginatedRoute[], ledger: Ledger): void {
  const sticky = routes.filter((one) => one.owner.ref.kind === 'Ingress' && keepsDefaultCookie(one));
  if (sticky.length === 0) return;
  const subject = sticky.length === 1 ? '1 Route has' : `${sticky.length} Routes have`;
  ledger.say(ledger.openElsewhere(DEFAULTS, 'router.cookie'), {
    verdict: 'approximated',
    code: 'RS2293',
    message: `${subject} the sticky cookie of the router under a new name, which follows from the name of the Route: at the cut-over every client is given a pod anew, once`,
    next: `Move when sessions may be lost, or name the cookie on the Ingress before, at a time of your choice (${NAME}).`,
  });
}

/** A passthrough has no cookie, and a name that the router does not take is none. */
function keepsDefaultCookie({ route: { meta, tls } }: OriginatedRoute): boolean {
  if (tls?.termination === 'passthrough') return false;
  const written = (key: string): string => (Object.hasOwn(meta.annotations, key) ? (meta.annotations[key] ?? '') : '');
  return !TRUE.has(written(OFF)) && !/^[a-zA-Z0-9_-]+$/.test(written(NAME));
}
