import type { Action, Alternative, Split } from '../../model/traffic.js';
import { resolveBackend } from './backends.js';
import { readCanary } from './concerns/canary.js';
import type { Context } from './context.js';
import type { Location, Upstream } from './routing-table.js';

/** The backends of a location, or the controller's own answer in their place. */
export function splitOf(location: Location, context: Context): Split | (Action & { kind: 'respond' }) {
  if (location.upstream === undefined) {
    const service = context.options.defaultBackendService;
    if (service === undefined) return { kind: 'respond', status: 404, reason: 'no rule names the path', from: [] };
    const { namespace, name, port = 80 } = service;
    return { primary: { namespace, service: name, port, writtenPort: String(port), from: [] } };
  }
  if (location.upstream.forgotten) {
    const reason = `a canary names Service ${location.upstream.backend.name} for a path that no ordinary Ingress has, for which the controller forgets that backend and answers 503`;
    return { kind: 'respond', status: 503, reason, from: location.items };
  }
  const primary = resolveBackend(location.upstream, location.items, context.serviceOf);
  if (!primary.ok) {
    const reason = `${primary.why}, so the controller answers 503`;
    return { kind: 'respond', status: 503, reason, from: location.items };
  }
  return { primary: primary.backend, alternative: alternativeOf(location.upstream, context) };
}

function alternativeOf(upstream: Upstream, context: Context): Alternative | undefined {
  const [first] = upstream.alternatives;
  if (first === undefined) return undefined;
  if (first.upstream.forgotten) {
    context.ledger.sayAll(first.items, {
      verdict: 'redundant',
      code: 'RS1303',
      severity: 'warning',
      message:
        'another path of this canary has no main Ingress, for which the controller forgets its backend altogether',
      next: 'Remove the paths of the canary that no other Ingress serves.',
    });
    return undefined;
  }
  const resolved = resolveBackend(first.upstream, first.items, context.serviceOf);
  if (!resolved.ok) {
    context.ledger.sayAll(first.items, {
      verdict: 'redundant',
      code: 'RS1304',
      severity: 'warning',
      message: `${resolved.why}, so the controller sends this canary no traffic`,
      next: 'Correct the port.',
    });
    return undefined;
  }
  const policy = readCanary(first.upstream.creator.annotations);
  return {
    owner: first.upstream.creator.owner,
    backend: resolved.backend,
    decisions: policy.decisions,
    share: policy.share,
    from: [...first.items, ...policy.switch],
  };
}
