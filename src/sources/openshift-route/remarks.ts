import { durationOf, TIMEOUT, TUNNEL } from './concerns/timeouts.js';
import type { AdmittedRoute, Context } from './context.js';

const DEFAULTS = { file: '(router defaults)', line: 1, column: 1 };

/**
 * A BackendTLSPolicy acts on every route to a Service: one that is reached with TLS by one Route and without by another
 * cannot be kept as it is (reference §5, 42).
 */
export function sayMixedBackends(routes: readonly AdmittedRoute[], { ledger }: Context): void {
  const secured = new Map<string, string>();
  for (const { originated, policies, backends } of routes) {
    if (policies.protocol?.value !== 'https' || !backends.ok) continue;
    for (const key of portsOf(backends.split)) secured.set(key, originated.route.meta.name);
  }
  if (secured.size === 0) return;
  for (const { originated, policies, backends } of routes) {
    if (policies.protocol?.value === 'https' || !backends.ok || originated.route.tls?.termination === 'passthrough')
      continue;
    const clash = portsOf(backends.split).find((key) => secured.has(key));
    if (clash === undefined) continue;
    ledger.sayAll((originated.from.to ?? []).slice(0, 1), {
      verdict: 'approximated',
      code: 'RS2125',
      severity: 'error',
      message: `Route ${secured.get(clash) ?? ''} reaches the same port of the Service with TLS (reencrypt), and the BackendTLSPolicy that it needs acts on this Route, too`,
      next: 'Give one of the two Routes a Service, or a port, of its own.',
    });
  }
}

function portsOf(split: {
  readonly primary: Ref;
  readonly shares?: readonly { readonly backend: Ref }[] | undefined;
}): string[] {
  const backends = split.shares?.map(({ backend }) => backend) ?? [split.primary];
  return backends.flatMap(({ namespace, service, port }) =>
    port === undefined ? [] : [`${namespace ?? ''}/${service}:${port}`],
  );
}

interface Ref {
  readonly namespace: string | undefined;
  readonly service: string;
  readonly port: number | undefined;
}

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
