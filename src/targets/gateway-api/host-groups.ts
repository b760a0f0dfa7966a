import { formatHost } from '../../model/host-pattern.js';
import type { Owner, Passthrough, TcpService } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import type { HostPlan } from './host-plan.js';

export interface Group {
  readonly key: string;
  readonly className: string;
  /** The namespaces that the Gateway belongs to: it is put there if there is only one. */
  readonly home: Set<string | undefined>;
  /** The namespaces of all routes that attach to it. */
  readonly routes: Set<string | undefined>;
  readonly plans: HostPlan[];
  readonly passthroughs: Passthrough[];
  readonly tcpServices: TcpService[];
}

/** One group of hosts per Gateway: by class, or by the namespace of the host's first rule. A host is in one group. */
export function groupHosts(
  plans: readonly HostPlan[],
  passthroughs: readonly Passthrough[],
  tcpServices: readonly TcpService[],
  options: ConvertOptions,
): Group[] {
  const groups = new Map<string, Group>();
  const groupOf = (owner: Pick<Owner, 'className' | 'namespace'>): Group => {
    const key = options.gatewayPer === 'class' ? owner.className : (owner.namespace ?? '');
    const group = groups.get(key) ?? {
      key,
      className: owner.className,
      home: new Set(),
      routes: new Set(),
      plans: [],
      passthroughs: [],
      tcpServices: [],
    };
    groups.set(key, group);
    return group;
  };
  const hostGroups = new Map<string, Group>();
  for (const plan of plans) {
    const { owners } = plan;
    const owner = owners[0];
    if (owner === undefined || !plan.isPublished) continue;
    const group = groupOf(owner);
    group.plans.push(plan);
    group.home.add(owner.namespace);
    for (const one of owners) group.routes.add(one.namespace);
    if (options.gatewayPer === 'class') for (const one of owners) group.home.add(one.namespace);
    if (passthroughs.length > 0) hostGroups.set(formatHost(plan.host.host), group);
  }
  for (const passthrough of passthroughs) {
    const group = hostGroups.get(formatHost(passthrough.host)) ?? groupOf(passthrough.owner);
    group.passthroughs.push(passthrough);
    group.routes.add(passthrough.owner.namespace);
    if (options.gatewayPer === 'class') group.home.add(passthrough.owner.namespace);
    else if (group.home.size === 0) group.home.add(passthrough.owner.namespace);
  }
  for (const service of tcpServices) {
    const namespace = namespaceOfPort(service);
    const group = groupOf({ className: service.owner.className, namespace });
    group.tcpServices.push(service);
    group.routes.add(namespace);
    // A port moves no Gateway that hosts have put somewhere.
    if (group.plans.length + group.passthroughs.length === 0) group.home.add(namespace);
  }
  return [...groups.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** The route of a TCP port stands beside its Service, which nobody has to let it refer to then. */
export function namespaceOfPort({ backend, owner }: TcpService): string | undefined {
  return backend.namespace ?? owner.namespace;
}
