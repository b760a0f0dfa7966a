import { durationOf, TIMEOUT, TUNNEL } from './concerns/timeouts.js';
import type { AdmittedRoute, Context } from './context.js';

const DEFAULTS = { file: '(router defaults)', line: 1, column: 1 };

/** Says once what the router does for every Route that says nothing, and a gateway does not. */
export function sayDefaults(routes: readonly AdmittedRoute[], { ledger, options }: Context): void {
  const endless = routes.filter(({ originated }) => !hasTunnelTimeout(originated));
  if (endless.length > 0)
    ledger.say(ledger.openElsewhere(DEFAULTS, 'router.tunnel'), {
      verdict: 'approximated',
      code: 'RS2138',
      severity: 'info',
      message: `the router ends WebSocket and passthrough connections that are idle for 1 h; ${leave(endless)} it so, and the default of the gateway acts instead`,
    });
  const opened = routes.filter(({ originated: { route } }) => route.tls?.termination !== 'passthrough');
  if (opened.length === 0) return;
  const sticky = opened.filter(
    ({ policies }) => policies.affinity !== undefined && policies.affinity.cookie.from.length === 0,
  );
  if (sticky.length > 0) {
    const isKept = options.channel === 'experimental' && options.openshiftVersion === undefined;
    ledger.say(ledger.openElsewhere(DEFAULTS, 'router.cookie'), {
      verdict: 'approximated',
      code: 'RS2138',
      severity: isKept ? 'info' : 'warning',
      message: `the router keeps each client on one pod with a cookie unless disable_cookies is set; ${leave(sticky)} it on. ${isKept ? 'Their rules have a sessionPersistence' : 'The standard channel of Gateway API has nothing for it, so requests of one client go to any pod'}`,
      next: isKept
        ? undefined
        : 'Check that the applications keep no sessions in memory, or use a policy of your implementation.',
    });
  }
  const waiting = opened.filter(({ policies }) => policies.timeouts === undefined);
  if (waiting.length > 0)
    ledger.say(ledger.openElsewhere(DEFAULTS, 'router.timeout'), {
      verdict: 'approximated',
      code: 'RS2138',
      severity: 'info',
      message: `the router gives up on a pod that says nothing for 30 s; ${leave(waiting)} it so, and the default of the gateway acts instead`,
    });
  ledger.say(ledger.openElsewhere(DEFAULTS, 'router.unmatched'), {
    verdict: 'approximated',
    code: 'RS2138',
    severity: 'info',
    message: 'the router answers 503 to requests that no Route takes; gateways answer 404',
  });
}

function leave(routes: readonly AdmittedRoute[]): string {
  return `${routes.length} ${routes.length === 1 ? 'Route leaves' : 'Routes leave'}`;
}

/** Whether a Route says itself how long a connection may be idle; for passthrough, its only timeout says so. */
function hasTunnelTimeout({ route }: AdmittedRoute['originated']): boolean {
  const { annotations } = route.meta;
  const isPassthrough = route.tls?.termination === 'passthrough';
  return [TUNNEL, ...(isPassthrough ? [TIMEOUT] : [])].some((key) => durationOf(annotations[key] ?? '') !== undefined);
}
