import type { GrpcRouteRule, HttpRouteRule } from '../../kubernetes/gateway-api.js';
import type { Claim, RuleDraft } from './draft.js';
import type { HostPlan } from './host-plan.js';

const SERVICE = /^\/([A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)*)$/;
const METHOD = /^\/([A-Za-z_][A-Za-z_0-9]*(?:\.[A-Za-z_][A-Za-z_0-9]*)*)\/([A-Za-z_][A-Za-z_0-9]*)$/;

/** Of NGINX Gateway Fabric, whose filters act on GRPCRoutes, too (internal/controller/state/graph/common_filter.go). */
const ON_GRPC = 'gateway.nginx.org';

/**
 * Whether a host is published and can be served by GRPCRoutes: all of it speaks gRPC, its paths are services and methods, and nothing hangs
 * on it that a GRPCRoute has no field for. HTTPRoutes and GRPCRoutes of one host on one listener exclude each other, so it
 * is all or nothing.
 */
export function isGrpcHost(plan: HostPlan): boolean {
  let found = false;
  for (const planned of plan.planned) {
    const { https, http } = planned;
    if (https.length + http.length === 0) continue;
    const protocol = planned.rule.policies.protocol?.value;
    if (planned.rule.action.kind !== 'forward' || (protocol !== 'grpc' && protocol !== 'grpcs')) return false;
    if (![...https, ...http].every((d) => toGrpcRule(d.rule) !== undefined)) return false;
    found = true;
  }
  return found;
}

/** The rule as a GRPCRoute rule; undefined when it says more than one can. */
export function toGrpcRule(rule: HttpRouteRule): GrpcRouteRule | undefined {
  if (
    rule.timeouts !== undefined ||
    rule.retry !== undefined ||
    rule.sessionPersistence !== undefined ||
    rule.backendRefs === undefined
  )
    return undefined;
  const filters = rule.filters ?? [];
  if (
    filters.some(
      (f) =>
        f.type !== 'RequestHeaderModifier' &&
        f.type !== 'ResponseHeaderModifier' &&
        f.type !== 'RequestMirror' &&
        (f.type !== 'ExtensionRef' || f.extensionRef.group !== ON_GRPC),
    )
  )
    return undefined;
  const [match] = rule.matches;
  if (match === undefined || rule.matches.length !== 1 || match.headers !== undefined) return undefined;
  const rest = { ...(filters.length === 0 ? {} : { filters }), backendRefs: rule.backendRefs };
  if (match.path.type === 'PathPrefix' && match.path.value === '/') return rest;
  const service = match.path.type === 'PathPrefix' ? SERVICE.exec(match.path.value) : null;
  if (service?.[1] !== undefined) return { matches: [{ method: { service: service[1] } }], ...rest };
  const method = match.path.type === 'Exact' ? METHOD.exec(match.path.value) : null;
  if (method?.[1] !== undefined && method[2] !== undefined)
    return { matches: [{ method: { service: method[1], method: method[2] } }], ...rest };
  return undefined;
}

/** In a GRPCRoute the backend speaks HTTP/2 by nature: the claim about the Service's appProtocol is replaced. */
export function asGrpcDraft(draft: RuleDraft): RuleDraft {
  const claims = draft.claims.flatMap((claim): Claim[] => {
    if (claim.remark.code === 'RS1607') return [served(claim)];
    if (claim.remark.code === 'RS1604') return [claim, served(claim)];
    // A rule for everything has no matches there.
    return [claim.at?.startsWith('matches') === true ? { ...claim, at: '' } : claim];
  });
  return { ...draft, claims };
}

function served({ items }: Claim): Claim {
  const message =
    'served by a GRPCRoute: requests that are not gRPC calls to /service/method (health checks, grpc-web) get 404, or fall to a rule for every call or for a wider host; before, they were passed on';
  return { items, at: '', remark: { verdict: 'approximated', code: 'RS1611', message } };
}
