import { formatRef } from '../../kubernetes/object.js';
import type { Ledger } from '../../ledger/ledger.js';
import type { BackendTlsPolicies } from './backend-tls.js';
import type { HostPlan } from './host-plan.js';
import { backendsOf } from './split.js';

/**
 * A BackendTLSPolicy acts on every route to a Service: a rule of a Route without TLS towards its pods cannot be kept as it
 * is where another one has it (openshift-semantics.md §5, 42).
 */
export function sayMixedBackends(plans: readonly HostPlan[], policies: BackendTlsPolicies, ledger: Ledger): void {
  if (policies.areNone) return;
  for (const { planned } of plans)
    for (const { rule, https, http } of planned) {
      if (rule.owner.ref.kind !== 'Route' || rule.action.kind !== 'forward' || https.length + http.length === 0)
        continue;
      if (rule.policies.protocol?.value === 'https') continue;
      const drafts = backendsOf(rule.action.split).map((backend) => policies.of(backend));
      const found = drafts.find((draft) => draft !== undefined);
      if (found === undefined) continue;
      const port = found.portName === undefined ? 'Service' : `port ${found.portName} of Service`;
      ledger.sayAll(rule.action.split.primary.from.slice(0, 1), {
        verdict: 'approximated',
        code: 'RS2125',
        severity: 'error',
        message: `${formatRef(found.owner.ref)} reaches ${port} ${found.service} with TLS, and the BackendTLSPolicy that it needs acts on this Route, too`,
        next: 'Give one of the two a Service, or a port, of its own.',
      });
    }
}
