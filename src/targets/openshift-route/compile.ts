import type { WithheldRule } from '../../conversion.js';
import type { Secret } from '../../kubernetes/companions.js';
import type { RouterSettings } from '../../kubernetes/router-settings.js';
import type { Ledger } from '../../ledger/ledger.js';
import { formatHost, type HostPattern } from '../../model/host-pattern.js';
import type { SourceDefaults, TrafficModel, VirtualHost } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import type { Compiled } from '../compiled.js';
import { compareEmitted } from '../emitted-order.js';
import { itemsOf } from '../items.js';
import { sayKept } from '../kept-annotations.js';
import { Names, type Naming } from '../names.js';
import { CertificateAccess } from './certificate-access.js';
import { type HostPlan, planHost } from './host-plan.js';
import { HostWriter } from './host-writer.js';
import { exactNames } from './hosts.js';
import { writePassthrough } from './passthrough.js';
import type { Planning } from './planning.js';
import { RouteWriter } from './route-writer.js';
import { sayDefaults, sayHosts } from './run-remarks.js';
import { isReencrypted } from './security.js';
import { isOpen, type Standing } from './standing.js';

/** Names of Routes become labels in generated hosts and parts of backend names: they stay short enough for both. */
const LONGEST_NAME = 63;

/**
 * Turns the traffic model into OpenShift Routes, one for each host and path, and tells the ledger what became of every item.
 * What a Route cannot say is reported, never emitted; what would lose a guard is withheld, and its paths are closed where a
 * broader Route would take them.
 */
export function compileOpenshiftRoute(
  model: TrafficModel,
  options: ConvertOptions,
  ledger: Ledger,
  secrets: readonly Secret[],
  router: RouterSettings,
  naming?: Naming,
): Compiled {
  const withheld: WithheldRule[] = [];
  const planning: Planning = {
    model,
    options,
    ledger,
    router,
    defaults: model.hosts.length + model.passthroughs.length > 0 ? model.defaults : undefined,
    trustsForwarded:
      model.hosts.length > 0 && model.defaults?.looksAtConnections !== true && trustsForwarded(model.defaults),
    secretOf: secretLookup(secrets, options),
    withheld,
  };
  const access = new CertificateAccess();
  const writer = new RouteWriter(planning, new Names(naming, LONGEST_NAME));
  const plans = planHosts(model, planning);
  const hosts = new HostWriter(planning, writer, access, exactNames(model));
  for (const { plan, isSecured } of plans) hosts.write(plan, isSecured);
  hosts.sayRest();
  for (const passthrough of model.passthroughs) {
    const found = plans.find(({ plan }) => formatHost(plan.host.host) === formatHost(passthrough.host));
    writePassthrough(passthrough, found?.plan, writer, planning);
  }
  const emitted = [...writer.emitted, ...access.objects()].sort(compareEmitted);
  if (emitted.length > 0) {
    const closes = withheld.length > 0 || plans.some(({ plan }) => plan.standings.some(({ guard }) => guard !== ''));
    sayDefaults(planning, closes);
    sayHosts(hosts.hosts, planning);
  }
  sayKept(model.carriers ?? [], emitted, ledger);
  sayRest(model, ledger);
  return { emitted, closingComments: hosts.closingComments, withheld };
}

interface SecuredPlan {
  readonly plan: HostPlan;
  /** Whether Routes of the host are served on https. */
  readonly isSecured: boolean;
}

/** Plans wildcard hosts first: unmatched paths of the hosts below them, and their https, fall to wildcard Routes. */
function planHosts(model: TrafficModel, planning: Planning): SecuredPlan[] {
  const planned = new Map<VirtualHost, SecuredPlan>();
  const plan = (host: VirtualHost, wildcards: Wildcards): void => {
    const domains = namesOf(host).flatMap((name) => (name.kind === 'exact' ? [parentOf(name.name)] : []));
    const above = domains.flatMap((domain) => wildcards.get(domain) ?? []).filter((one) => one.plan.host !== host);
    const besides = (model.besides ?? []).flatMap(({ host: wide, owner }) =>
      wide.kind === 'wildcard' && domains.includes(wide.suffix) ? [owner] : [],
    );
    const made = planHost(host, [...new Set(above.flatMap((one) => openOf(one.plan)))], besides, planning);
    const isSecured =
      host.tls.kind !== 'http-only' &&
      // Whether a wildcard Route of another controller takes https is not known here; the source answers it in any case.
      (besides.length > 0 || above.some((one) => one.isSecured) || asksForTls(made, planning.options));
    planned.set(host, { plan: made, isSecured });
  };
  const wild = model.hosts.filter((host) => namesOf(host).some(({ kind }) => kind === 'wildcard'));
  for (const host of wild) plan(host, new Map());
  // A wildcard host may have an alias below another one.
  const wildcards = bySuffix(planned.values());
  for (const host of wild) if (host.aliases.some(({ value }) => value.kind === 'exact')) plan(host, wildcards);
  const all = bySuffix(planned.values());
  for (const host of model.hosts) if (!planned.has(host)) plan(host, all);
  return model.hosts.flatMap((host) => planned.get(host) ?? []);
}

/** Hosts with wildcard Routes, by the domain that these take. */
type Wildcards = ReadonlyMap<string, readonly SecuredPlan[]>;

function bySuffix(plans: Iterable<SecuredPlan>): Wildcards {
  const found = new Map<string, SecuredPlan[]>();
  for (const one of plans) {
    if (openOf(one.plan).length === 0) continue;
    for (const name of namesOf(one.plan.host))
      if (name.kind === 'wildcard') found.set(name.suffix, [...(found.get(name.suffix) ?? []), one]);
  }
  return found;
}

function namesOf(host: VirtualHost): HostPattern[] {
  return [host.host, ...host.aliases.map(({ value }) => value)];
}

function openOf({ points }: HostPlan): Standing[] {
  return points.flatMap((point) => point.open ?? []);
}

function parentOf(name: string): string {
  return name.slice(name.indexOf('.') + 1);
}

/** Where one Route of a host has TLS all of them have: https of its other paths would go to the wrong Route otherwise. */
function asksForTls({ host, standings }: HostPlan, options: ConvertOptions): boolean {
  if (host.tls.kind === 'terminate') return true;
  if (host.tls.kind === 'default' && options.defaultSslCertificate !== undefined) return true;
  const open = standings.filter(isOpen).map(({ reader }) => reader.rule);
  return open.some((rule) => rule.plainHttp.kind === 'redirect' || isReencrypted(rule));
}

/** Whether address lists are about what a proxy in front says of clients. */
function trustsForwarded(defaults: SourceDefaults | undefined): boolean {
  if (defaults === undefined) return false;
  if (defaults.clientAddress !== undefined) return defaults.clientAddress() === 'forwarded';
  return defaults.forwardedHeaders().value !== 'replaced';
}

function secretLookup(
  secrets: readonly Secret[],
  options: ConvertOptions,
): (namespace: string | undefined, name: string) => Secret | undefined {
  const home = (namespace: string | undefined): string => namespace ?? options.namespace ?? 'default';
  const known = new Map(secrets.map((secret) => [`${home(secret.meta.namespace)}/${secret.meta.name}`, secret]));
  return (namespace, name) => known.get(`${home(namespace)}/${name}`);
}

/** What nothing was written for, and nobody spoke of. */
function sayRest(model: TrafficModel, ledger: Ledger): void {
  const message = 'belongs to hosts or paths for which no Route was written';
  for (const item of itemsOf({ hosts: model.hosts, passthroughs: model.passthroughs })) {
    if (ledger.isSilent(item) && ledger.objectOf(item) !== undefined)
      ledger.say(item, { verdict: 'manual', code: 'RS2199', message });
  }
}
