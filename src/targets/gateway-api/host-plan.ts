import { type HostPattern, isAround } from '../../model/host-pattern.js';
import type { Certificate, Owner, TrafficModel, VirtualHost } from '../../model/traffic.js';
import type { PlannedRule } from './draft.js';
import { Exposure } from './exposure.js';
import { pathsOf } from './host-paths.js';
import type { Planning } from './planning.js';
import { planRule } from './rule-plan.js';
import type { Survey } from './survey.js';

/** A virtual host with what becomes of its rules. */
export interface HostPlan {
  readonly host: VirtualHost;
  readonly planned: readonly PlannedRule[];
  /** The objects that its rules were written in, each once. */
  readonly owners: readonly Owner[];
  /** Whether anything of it is emitted. */
  readonly isPublished: boolean;
  /** The certificate of its https listener; undefined where https is not served. */
  readonly certificate: Certificate | undefined;
  /** Whether https is served by the listener for every host instead of one of its own. */
  readonly sharesHttps: boolean;
}

/** Plans every host of the model, and notes what there is to say of all of them. */
export function planHosts(model: TrafficModel, planning: Planning, survey: Survey): HostPlan[] {
  const exposure = new Exposure(model, planning);
  const plans = model.hosts.map((host): HostPlan => {
    const paths = pathsOf(host, planning);
    const exposed = exposure.of(host, paths);
    const planned = paths.map((plan) => planRule(host, plan, exposed, planning));
    const certificate = certificateOf(host, planned, planning);
    // With a default certificate that is named, one listener serves all who have no other.
    const isNamed = planning.options.defaultSslCertificate !== undefined;
    const sharesHttps = isNamed && host.tls.kind === 'default';
    const owners = ownersOf(host);
    const plan = { host, planned, owners, isPublished: isPublished(host, planned), certificate, sharesHttps };
    survey.note(plan);
    return plan;
  });
  const wide: HostPattern[] = [];
  for (const plan of plans) {
    if (plan.certificate === undefined || !plan.planned.some((p) => p.https.length > 0)) continue;
    for (const name of namesOf(plan)) if (name.kind !== 'exact') wide.push(name);
  }
  for (const { host, isSecured } of model.besides ?? []) if (isSecured) wide.push(host);
  return wide.length === 0 ? plans : plans.map((plan) => withHttps(plan, wide));
}

/**
 * The https listener of a wider host would also take the requests of a narrower one that has none, past whatever guards its
 * paths. The controller answers these, with its default certificate, so the host gets https as well.
 */
function withHttps(plan: HostPlan, wide: readonly HostPattern[]): HostPlan {
  const { host, certificate, planned } = plan;
  if (certificate !== undefined || host.tls.kind !== 'default' || !planned.some((p) => p.https.length > 0)) return plan;
  const around = wide.filter((one) => namesOf(plan).some((name) => isAround(one, name)));
  if (around.length === 0) return plan;
  return { ...plan, certificate: { kind: 'default' }, sharesHttps: around.every(({ kind }) => kind === 'any') };
}

/** Most hosts have one. */
function ownersOf({ rules }: VirtualHost): readonly Owner[] {
  const first = rules[0]?.owner;
  if (first !== undefined && rules.every(({ owner }) => owner === first)) return [first];
  return [...new Set(rules.map(({ owner }) => owner))];
}

function isPublished({ tls }: VirtualHost, planned: readonly PlannedRule[]): boolean {
  // Behind a passthrough there may be nothing but the redirect of plain HTTP.
  const passed = tls.kind === 'http-only';
  return planned.some((p) => p.https.length > 0 || p.http.length > 0 || (passed && p.redirects));
}

function namesOf({ host }: HostPlan): HostPattern[] {
  return [host.host, ...host.aliases.map((alias) => alias.value)];
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
