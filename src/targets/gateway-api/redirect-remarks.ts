import type { Ledger } from '../../ledger/ledger.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import type { Traced } from '../../model/traced.js';
import type { Rule } from '../../model/traffic.js';
import type { PlannedRule } from './draft.js';
import type { HostPlan } from './host-plan.js';

/** The status of a redirect to https, as the source has it and as it is written, and the Gateway API that decided. */
export interface RedirectStatus {
  readonly wanted: number;
  readonly statusCode: number;
  readonly version: string;
}

/** Says of rules whose plain HTTP is redirected what became of that. */
export function sayRedirected(
  plan: HostPlan,
  redirected: readonly PlannedRule[],
  { wanted, statusCode, version }: RedirectStatus,
  emitted: readonly EmittedRef[],
  ledger: Ledger,
): void {
  for (const { rule } of redirected) {
    if (rule.plainHttp.kind !== 'redirect') continue;
    const { from, keepsTrailingSlash } = rule.plainHttp;
    sayPort(rule.plainHttp.port, emitted, ledger);
    if (plan.host.tls.kind === 'http-only') sayPassedBy(rule, ledger);
    const to = `plain HTTP is redirected to https with ${statusCode}`;
    const loss = `${to} instead of ${wanted}, which Gateway API ${version} does not know; a client may repeat a POST as a GET`;
    ledger.sayAll(
      from,
      statusCode === wanted
        ? { verdict: 'converted', code: 'RS1201', message: to, emitted }
        : { verdict: 'approximated', code: 'RS1102', message: loss, emitted },
    );
    const cut = 'the redirect to https keeps a final slash of the URL; the controller cuts it off';
    ledger.sayAll(
      keepsTrailingSlash.from,
      keepsTrailingSlash.value
        ? { verdict: 'converted', code: 'RS1209', message: 'the redirect to https keeps the URL as it is', emitted }
        : { verdict: 'approximated', code: 'RS1209', severity: 'info', message: cut, emitted },
    );
  }
}

function sayPort(port: Traced<number> | undefined, emitted: readonly EmittedRef[], ledger: Ledger): void {
  if (port === undefined) return;
  const isStandard = port.value === 443;
  ledger.sayAll(port.from, {
    verdict: 'converted',
    code: 'RS2236',
    severity: isStandard ? 'info' : 'warning',
    message: isStandard
      ? 'the redirect to https leaves the standard port out'
      : `the redirect to https names port ${port.value}, as the controller does`,
    ...(isStandard ? {} : { next: 'Check that clients reach HTTPS on that port of the gateway, too.' }),
    emitted,
  });
}

/** Behind a passthrough, paths act on plain HTTP only, and this one is redirected. */
function sayPassedBy(rule: Rule, ledger: Ledger): void {
  for (const item of rule.from) {
    if (!ledger.isSilent(item)) continue;
    const message =
      'TLS of the host passes through to the backend and plain HTTP is redirected to it: this path never forwards a request';
    ledger.say(item, { verdict: 'redundant', code: 'RS1207', message });
  }
}
