import type { Certificate, TrafficModel, VirtualHost } from '../../model/traffic.js';
import type { PlannedRule } from './draft.js';
import { Exposure } from './exposure.js';
import { pathsOf } from './host-paths.js';
import type { Planning } from './planning.js';
import { planRule } from './rule-plan.js';

/** A virtual host with what becomes of its rules. */
export interface HostPlan {
  readonly host: VirtualHost;
  readonly planned: readonly PlannedRule[];
  /** The certificate of its https listener; undefined where https is not served. */
  readonly certificate: Certificate | undefined;
}

/** Plans every host of the model. */
export function planHosts(model: TrafficModel, planning: Planning): HostPlan[] {
  const exposure = new Exposure(model, planning);
  return model.hosts.map((host) => {
    const paths = pathsOf(host, planning);
    const exposed = exposure.of(host, paths);
    const planned = paths.map((plan) => planRule(host, plan, exposed, planning));
    return { host, planned, certificate: certificateOf(host, planned, planning) };
  });
}

function certificateOf(
  host: VirtualHost,
  planned: readonly PlannedRule[],
  planning: Planning,
): Certificate | undefined {
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
