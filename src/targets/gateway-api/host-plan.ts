import { formatHost, type HostPattern, hostsOverlap } from '../../model/host-pattern.js';
import type { Certificate, TrafficModel, VirtualHost } from '../../model/traffic.js';
import type { PlannedRule } from './draft.js';
import { matchesPath } from './path-order.js';
import { type PathPlan, planPaths } from './path-plan.js';
import { type Planning, planRule } from './rule-plan.js';

/** A virtual host with what becomes of its rules. */
export interface HostPlan {
  readonly host: VirtualHost;
  readonly planned: readonly PlannedRule[];
  /** The certificate of its https listener; undefined where https is not served. */
  readonly certificate: Certificate | undefined;
}

/** Plans every host of the model. */
export function planHosts(model: TrafficModel, planning: Planning): HostPlan[] {
  const publishing = model.hosts.filter((h) => h.rules.some((r) => r.action.kind === 'forward')).map((h) => h.host);
  return model.hosts.map((host) => {
    const paths = planPaths(host.rules);
    const wider = publishing.some((other) => other !== host.host && isWider(other, host.host));
    const planned = paths.map((plan) => planRule(host, plan, (one) => wider || isExposed(one, paths), planning));
    return { host, planned, certificate: certificateOf(host, planned, planning) };
  });
}

/** Whether another host pattern would take the requests of a host that has no route. */
function isWider(other: HostPattern, host: HostPattern): boolean {
  if (!hostsOverlap(other, host)) return false;
  return formatHost(other).length < formatHost(host).length || other.kind === 'any';
}

/** Whether some other rule of the host would take a request of this one if this one were not there. */
function isExposed(plan: PathPlan, all: readonly PathPlan[]): boolean {
  const samples = plan.entries.flatMap((e) => (e.match.type === 'RegularExpression' ? [] : [e.match.value, `${e.match.value.replace(/\/$/, '')}/x`]));
  return all.some((other) => {
    if (other === plan || other.entries.length === 0 || other.rule.action.kind !== 'forward') return false;
    // What an expression may match cannot be told apart: be on the safe side.
    return samples.length === 0 || samples.some((path) => matchesPath(other.rule.path, path)) || other.entries.some((e) => e.match.type === 'RegularExpression');
  });
}

function certificateOf(host: VirtualHost, planned: readonly PlannedRule[], planning: Planning): Certificate | undefined {
  switch (host.tls.kind) {
    case 'http-only':
      return undefined;
    case 'terminate':
      return host.tls.certificate;
    case 'default':
      // https is served with the default certificate; worth a listener where one is named or where clients are sent there.
      if (planning.options.defaultSslCertificate !== undefined) return { kind: 'default' };
      return planned.some((p) => p.redirects && p.https.length > 0) ? { kind: 'default' } : undefined;
  }
}
