import type { HostPattern } from '../../model/host-pattern.js';
import type { Attachment } from './attachment.js';
import { isGrpcHost } from './grpc.js';
import type { HostPlan } from './host-plan.js';

/** The listeners on which a host has routes, by what they carry. */
interface Presence {
  /** With its rules. */
  readonly rules: ReadonlySet<string>;
  /** With redirects to https, which only an HTTPRoute can say. */
  readonly redirects: ReadonlySet<string>;
}

/**
 * The hosts that are served by GRPCRoutes. Where an HTTPRoute and a GRPCRoute with intersecting host names meet on a
 * listener, the younger one may be rejected (gateway-api.md, field docs of hostnames), so a GRPCRoute gives way: a host
 * that shares a listener with the HTTPRoute of a wider or narrower one is an HTTPRoute as well.
 */
export function grpcHosts(
  plans: readonly HostPlan[],
  attachments: ReadonlyMap<HostPlan, Attachment>,
): ReadonlySet<HostPlan> {
  const found = new Set(plans.filter(isGrpcHost));
  if (found.size === 0) return found;
  const published = plans.filter((plan) => plan.isPublished);
  const presences = new Map(published.map((plan) => [plan, presenceOf(plan, attachments.get(plan))]));
  const wide = published.filter((plan) => namesOf(plan).some(({ kind }) => kind !== 'exact'));
  const givesWay = (plan: HostPlan): boolean => {
    const own = presences.get(plan);
    if (own === undefined || intersects(own.rules, own.redirects)) return true;
    const names = namesOf(plan);
    const others = names.every(({ kind }) => kind === 'exact') ? wide : published;
    return others.some((other) => {
      const theirs = presences.get(other);
      if (other === plan || theirs === undefined) return false;
      const isShared =
        intersects(own.rules, theirs.redirects) || (!found.has(other) && intersects(own.rules, theirs.rules));
      return isShared && namesOf(other).some((name) => names.some((mine) => overlap(mine, name)));
    });
  };
  // One that gives way is an HTTPRoute, to which others may have to give way.
  for (let changed = true; changed; ) {
    changed = false;
    for (const plan of found) if (givesWay(plan)) changed = found.delete(plan);
  }
  return found;
}

function presenceOf({ planned }: HostPlan, attachment: Attachment | undefined): Presence {
  const http = (attachment?.http(undefined, []) ?? []).map((ref) => JSON.stringify(ref));
  const https = (attachment?.https?.(undefined, []) ?? []).map((ref) => JSON.stringify(ref));
  return {
    rules: new Set([
      ...(planned.some((p) => p.http.length > 0) ? http : []),
      ...(planned.some((p) => p.https.length > 0) ? https : []),
    ]),
    redirects: new Set(planned.some((p) => p.redirects) ? http : []),
  };
}

function namesOf({ host }: HostPlan): HostPattern[] {
  return [host.host, ...host.aliases.map((alias) => alias.value)];
}

function intersects(a: ReadonlySet<string>, b: ReadonlySet<string>): boolean {
  return [...a].some((one) => b.has(one));
}

/** Whether two host names of Gateway API, whose wildcards stand for any number of labels, have a host in common. */
function overlap(a: HostPattern, b: HostPattern): boolean {
  if (a.kind === 'any' || b.kind === 'any') return true;
  if (a.kind === 'exact' && b.kind === 'exact') return a.name === b.name;
  const isBelow = (name: string, pattern: HostPattern) =>
    pattern.kind === 'wildcard' && name.endsWith(`.${pattern.suffix}`);
  if (a.kind === 'wildcard' && b.kind === 'wildcard' && a.suffix === b.suffix) return true;
  return isBelow(a.kind === 'exact' ? a.name : a.suffix, b) || isBelow(b.kind === 'exact' ? b.name : b.suffix, a);
}
