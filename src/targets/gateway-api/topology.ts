import type { ExistingGateway } from '../../kubernetes/companions.js';
import type { Listener, NamespaceSelector, ParentRef } from '../../kubernetes/gateway-api.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import { formatHost, type HostPattern } from '../../model/host-pattern.js';
import type { Certificate, Owner, Passthrough } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import type { Features } from './features.js';
import type { HostPlan } from './host-plan.js';
import { hash, hostInName, type Names } from './names.js';
import type { Grants } from './references.js';

/** A listener with those who may attach. */
export interface ListenerDraft {
  readonly listener: Omit<Listener, 'allowedRoutes'>;
  readonly namespaces: Set<string | undefined>;
}

export interface GatewayDraft {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly className: string;
  readonly listeners: ListenerDraft[];
  readonly sets: ListenerSetDraft[];
  readonly owners: Set<Owner>;
}

export interface ListenerSetDraft {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly listeners: ListenerDraft[];
  readonly owners: Set<Owner>;
}

/** Where the routes of a host attach: the listeners of the host names that a route carries (none: of any host). */
export interface Attachment {
  readonly http: (routeNamespace: string | undefined, hostnames: readonly string[]) => ParentRef[];
  /** Undefined where https is not served. */
  readonly https: ((routeNamespace: string | undefined, hostnames: readonly string[]) => ParentRef[]) | undefined;
}

export interface Topology {
  readonly gateways: readonly GatewayDraft[];
  readonly attachments: ReadonlyMap<HostPlan, Attachment>;
  readonly passthroughs: ReadonlyMap<Passthrough, Reference>;
  /** Listeners of emitted Gateways and ListenerSets by host name. */
  readonly listenersOf: ReadonlyMap<string, readonly EmittedRef[]>;
  /** The name of a Secret that has to be created because the source's default certificate is unknown. */
  readonly placeholderCertificate: { readonly namespace: string | undefined; readonly name: string } | undefined;
}

const MAX_LISTENERS = 64;

/** Distributes hosts over Gateways and listeners, or over the listeners of a Gateway that exists. */
export function layOut(
  plans: readonly HostPlan[],
  passthroughs: readonly Passthrough[],
  options: ConvertOptions,
  features: Features,
  existing: readonly ExistingGateway[],
  names: Names,
  grants: Grants,
): Topology {
  if (options.gateway !== undefined) return attachToExisting(plans, passthroughs, options, existing);
  const layout = new Layout(options, features, names, grants);
  const groups = groupHosts(plans, passthroughs, options);
  for (const group of groups) layout.addGroup(group);
  return layout.topology();
}

interface Group {
  readonly key: string;
  readonly className: string;
  /** The namespaces that the Gateway belongs to: it is put there if there is only one. */
  readonly home: Set<string | undefined>;
  /** The namespaces of all routes that attach to it. */
  readonly routes: Set<string | undefined>;
  readonly plans: HostPlan[];
  readonly passthroughs: Passthrough[];
}

function ownersOf(plan: HostPlan): Owner[] {
  return [...new Set(plan.planned.map((p) => p.rule.owner))];
}

/** One group of hosts per Gateway: by class, or by the namespace of the host's first rule. A host is in one group. */
function groupHosts(
  plans: readonly HostPlan[],
  passthroughs: readonly Passthrough[],
  options: ConvertOptions,
): Group[] {
  const groups = new Map<string, Group>();
  const groupOf = (owner: Owner): Group => {
    const key = options.gatewayPer === 'class' ? owner.className : (owner.namespace ?? '');
    const group = groups.get(key) ?? {
      key,
      className: owner.className,
      home: new Set(),
      routes: new Set(),
      plans: [],
      passthroughs: [],
    };
    groups.set(key, group);
    return group;
  };
  const hostGroups = new Map<string, Group>();
  for (const plan of plans) {
    const [owner, ...others] = ownersOf(plan);
    if (owner === undefined || !isPublished(plan)) continue;
    const group = groupOf(owner);
    group.plans.push(plan);
    group.home.add(owner.namespace);
    for (const one of [owner, ...others]) group.routes.add(one.namespace);
    if (options.gatewayPer === 'class') for (const other of others) group.home.add(other.namespace);
    hostGroups.set(formatHost(plan.host.host), group);
  }
  for (const passthrough of passthroughs) {
    const group = hostGroups.get(passthrough.host.name) ?? groupOf(passthrough.owner);
    group.passthroughs.push(passthrough);
    group.routes.add(passthrough.owner.namespace);
    if (options.gatewayPer === 'class') group.home.add(passthrough.owner.namespace);
    else if (group.home.size === 0) group.home.add(passthrough.owner.namespace);
  }
  return [...groups.values()].sort((a, b) => (a.key < b.key ? -1 : 1));
}

/** Whether anything of a host is emitted. */
export function isPublished(plan: HostPlan): boolean {
  // Behind a passthrough there may be nothing but the redirect of plain HTTP.
  const passed = plan.host.tls.kind === 'http-only';
  return plan.planned.some((p) => p.https.length > 0 || p.http.length > 0 || (passed && p.redirects));
}

class Layout {
  readonly #gateways: GatewayDraft[] = [];
  readonly #attachments = new Map<HostPlan, Attachment>();
  readonly #passthroughs = new Map<Passthrough, Reference>();
  #placeholder: Topology['placeholderCertificate'];
  readonly #options: ConvertOptions;
  readonly #names: Names;
  readonly #grants: Grants;
  readonly #sets: boolean;

  constructor(options: ConvertOptions, features: Features, names: Names, grants: Grants) {
    this.#options = options;
    this.#names = names;
    this.#grants = grants;
    this.#sets = options.listeners === 'listenerset' && features.listenerSet;
  }

  topology(): Topology {
    return {
      gateways: this.#gateways,
      listenersOf: listenersByHost(this.#gateways),
      attachments: this.#attachments,
      passthroughs: this.#passthroughs,
      placeholderCertificate: this.#placeholder,
    };
  }

  addGroup(group: Group): void {
    let gateway = this.#open(group, 1);
    let count = 1;
    for (const passthrough of group.passthroughs) {
      if (gateway.listeners.length >= MAX_LISTENERS) gateway = this.#open(group, ++count);
      this.#attachPassthrough(passthrough, gateway);
    }
    for (const plan of group.plans) {
      const needed = this.#listenersNeeded(plan);
      // A host that fits into a Gateway is not torn apart; one that fits into none goes on in the next.
      if (gateway.listeners.length + needed > MAX_LISTENERS && needed < MAX_LISTENERS) {
        gateway = this.#open(group, ++count);
      }
      gateway = this.#attach(plan, gateway, () => this.#open(group, ++count));
    }
  }

  #listenersNeeded(plan: HostPlan): number {
    return plan.certificate === undefined || this.#sets ? 0 : this.#patternsOf(plan, plan.certificate).length;
  }

  #patternsOf(plan: HostPlan, certificate: Certificate): HostPattern[] {
    const shared =
      certificate.kind === 'default' &&
      plan.host.tls.kind === 'default' &&
      this.#options.defaultSslCertificate !== undefined;
    return shared ? [ANY] : [plan.host.host, ...plan.host.aliases.map((a) => a.value)];
  }

  #open(group: Group, count: number): GatewayDraft {
    const options = this.#options;
    const [only] = group.home;
    // A reference without namespace means the namespace of the route: a Gateway without one serves only its like.
    const single = group.home.size === 1 && (only !== undefined || group.routes.size === 1);
    const namespace = options.gatewayNamespace ?? (single ? only : 'gateway-system');
    const several = options.gatewayPer === 'namespace' && options.gatewayNamespace !== undefined && only !== undefined;
    const base = `${options.gatewayName ?? group.className}${several ? `-${only}` : ''}`;
    const wanted = count === 1 ? base : `${base}-${count}`;
    const gateway: GatewayDraft = {
      // A Gateway's name becomes a label value and a part of Service names (GEP-1762).
      name: this.#names.give(`Gateway\n${namespace ?? ''}`, wanted.slice(0, 50), `${wanted}\n${group.key}`),
      namespace,
      className: options.gatewayClass ?? group.className,
      listeners: [{ listener: { name: 'http', port: 80, protocol: 'HTTP' }, namespaces: new Set() }],
      sets: [],
      owners: new Set(),
    };
    this.#gateways.push(gateway);
    return gateway;
  }

  /** Gives a host its listeners; answers the Gateway on which the next host may go on. */
  #attach(plan: HostPlan, first: GatewayDraft, next: () => GatewayDraft): GatewayDraft {
    const owners = ownersOf(plan);
    const { certificate } = plan;
    let gateway = first;
    this.#admit(owners, gateway);
    if (certificate === undefined) {
      const http = parentRefTo('Gateway', gateway, 'http');
      this.#attachments.set(plan, { http: (ns) => [http(ns)], https: undefined });
      return gateway;
    }
    const places: { readonly hostname: string | undefined; readonly http: Reference; readonly https: Reference }[] = [];
    for (const pattern of this.#patternsOf(plan, certificate)) {
      if (!this.#sets && gateway.listeners.length >= MAX_LISTENERS) {
        gateway = next();
        this.#admit(owners, gateway);
      }
      const https = this.#httpsListener(pattern, certificate, owners, gateway);
      places.push({ hostname: hostnameOf(pattern), http: parentRefTo('Gateway', gateway, 'http'), https });
    }
    const refs = (kind: 'http' | 'https') => (ns: string | undefined, hostnames: readonly string[]) => {
      const mine = places.filter(
        (p) => p.hostname === undefined || hostnames.length === 0 || hostnames.includes(p.hostname),
      );
      return uniqueRefs(mine.map((p) => p[kind](ns)));
    };
    this.#attachments.set(plan, { http: refs('http'), https: refs('https') });
    return gateway;
  }

  #admit(owners: readonly Owner[], gateway: GatewayDraft): void {
    for (const owner of owners) {
      gateway.listeners[0]?.namespaces.add(owner.namespace);
      gateway.owners.add(owner);
    }
  }

  #httpsListener(
    pattern: HostPattern,
    certificate: Certificate,
    owners: readonly Owner[],
    gateway: GatewayDraft,
  ): Reference {
    const secret = this.#secretOf(certificate, gateway);
    const name = pattern.kind === 'any' ? 'https' : `https-${hostInName(pattern)}`;
    const alike = secret.namespace !== undefined || owners.every((o) => o.namespace === undefined);
    const own = this.#sets && certificate.kind === 'secret' && alike;
    const holder = own ? this.#setFor(gateway, secret.namespace) : gateway;
    const known = holder.listeners.find(
      (l) => l.listener.protocol === 'HTTPS' && l.listener.hostname === hostnameOf(pattern),
    );
    const draft: ListenerDraft = known ?? {
      listener: {
        name: uniqueName(name, holder.listeners, formatHost(pattern)),
        ...(pattern.kind === 'any' ? {} : { hostname: formatHost(pattern) }),
        port: 443,
        protocol: 'HTTPS',
        tls: {
          mode: 'Terminate',
          certificateRefs: [
            {
              name: secret.name,
              ...(secret.namespace === holder.namespace || secret.namespace === undefined
                ? {}
                : { namespace: secret.namespace }),
            },
          ],
        },
      },
      namespaces: new Set(),
    };
    if (known === undefined) holder.listeners.push(draft);
    for (const owner of owners) {
      draft.namespaces.add(owner.namespace);
      holder.owners.add(owner);
    }
    this.#grants.need(own ? 'ListenerSet' : 'Gateway', holder.namespace, 'Secret', secret.namespace, secret.name);
    return parentRefTo(own ? 'ListenerSet' : 'Gateway', holder, draft.listener.name);
  }

  #secretOf(certificate: Certificate, gateway: GatewayDraft): { namespace: string | undefined; name: string } {
    if (certificate.kind === 'secret') return certificate;
    const given = this.#options.defaultSslCertificate;
    if (given !== undefined) return given;
    this.#placeholder = { namespace: gateway.namespace, name: 'default-ssl-certificate' };
    return this.#placeholder;
  }

  #setFor(gateway: GatewayDraft, namespace: string | undefined): ListenerSetDraft {
    const mine = gateway.sets.filter((s) => s.namespace === namespace);
    const last = mine[mine.length - 1];
    if (last !== undefined && last.listeners.length < MAX_LISTENERS) return last;
    const wanted = mine.length === 0 ? gateway.name : `${gateway.name}-${mine.length + 1}`;
    const set: ListenerSetDraft = {
      name: this.#names.give(`ListenerSet\n${namespace ?? ''}`, wanted, `${gateway.namespace ?? ''}/${wanted}`),
      namespace,
      listeners: [],
      owners: new Set(),
    };
    gateway.sets.push(set);
    return set;
  }

  #attachPassthrough(passthrough: Passthrough, gateway: GatewayDraft): void {
    const draft: ListenerDraft = {
      listener: {
        name: uniqueName(`tls-${passthrough.host.name}`, gateway.listeners, passthrough.host.name),
        hostname: passthrough.host.name,
        port: 443,
        protocol: 'TLS',
        tls: { mode: 'Passthrough' },
      },
      namespaces: new Set([passthrough.owner.namespace]),
    };
    gateway.listeners.push(draft);
    gateway.owners.add(passthrough.owner);
    this.#passthroughs.set(passthrough, parentRefTo('Gateway', gateway, draft.listener.name));
  }
}

function listenersByHost(gateways: readonly GatewayDraft[]): Map<string, EmittedRef[]> {
  const found = new Map<string, EmittedRef[]>();
  for (const gateway of gateways) {
    for (const holder of [gateway, ...gateway.sets]) {
      const kind = holder === gateway ? 'Gateway' : 'ListenerSet';
      holder.listeners.forEach(({ listener }, index) => {
        if (listener.protocol !== 'HTTPS' || listener.hostname === undefined) return;
        const refs = found.get(listener.hostname) ?? [];
        refs.push({
          apiVersion: 'gateway.networking.k8s.io/v1',
          kind,
          namespace: holder.namespace,
          name: holder.name,
          path: `spec.listeners[${index}].tls`,
        });
        found.set(listener.hostname, refs);
      });
    }
  }
  return found;
}

const ANY: HostPattern = { kind: 'any' };

function hostnameOf(pattern: HostPattern): string | undefined {
  return pattern.kind === 'any' ? undefined : formatHost(pattern);
}

/** Listener names are unique in their holder; one that is taken gets a hash of its host. */
function uniqueName(name: string, listeners: readonly ListenerDraft[], identity: string): string {
  const short = name.length <= 253 ? name : `${name.slice(0, 244)}-${hash(name)}`;
  return listeners.some((l) => l.listener.name === short) ? `${short.slice(0, 244)}-${hash(identity)}` : short;
}

/** A reference to a listener, for a route of some namespace. */
type Reference = (routeNamespace: string | undefined) => ParentRef;

function parentRefTo(
  kind: 'Gateway' | 'ListenerSet',
  holder: { readonly name: string; readonly namespace: string | undefined },
  sectionName: string,
): Reference {
  return (routeNamespace) => ({
    ...(kind === 'Gateway' ? {} : { group: 'gateway.networking.k8s.io', kind }),
    name: holder.name,
    ...(holder.namespace === undefined || holder.namespace === routeNamespace ? {} : { namespace: holder.namespace }),
    sectionName,
  });
}

function uniqueRefs(refs: readonly ParentRef[]): ParentRef[] {
  return [...new Map(refs.map((ref) => [JSON.stringify(ref), ref])).values()];
}

/** Which namespaces a listener lets in: those that are really there. */
export function allowedNamespaces(own: string | undefined, routes: ReadonlySet<string | undefined>): NamespaceSelector {
  const others = [...routes].filter((ns) => ns !== own);
  if (others.length === 0) return { from: 'Same' };
  // A route without namespace may be applied anywhere.
  if (routes.has(undefined) || own === undefined) return { from: 'All' };
  const values = [...routes].flatMap((ns) => (ns === undefined ? [] : [ns])).sort();
  return {
    from: 'Selector',
    selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] },
  };
}

function attachToExisting(
  plans: readonly HostPlan[],
  passthroughs: readonly Passthrough[],
  options: ConvertOptions,
  existing: readonly ExistingGateway[],
): Topology {
  const gateway = options.gateway ?? { namespace: '', name: '' };
  const known = existing.find(
    (g) => g.meta.name === gateway.name && (g.meta.namespace ?? gateway.namespace) === gateway.namespace,
  );
  const httpName =
    options.httpListener ??
    known?.listeners.find((l) => l.protocol === 'HTTP' && l.hostname === undefined)?.name ??
    'http';
  const httpsFor = (host: string): string =>
    options.httpsListener ??
    known?.listeners.find((l) => l.protocol === 'HTTPS' && l.hostname === host)?.name ??
    known?.listeners.find(
      (l) =>
        l.protocol === 'HTTPS' &&
        l.hostname !== undefined &&
        host.endsWith(l.hostname.slice(1)) &&
        l.hostname.startsWith('*.'),
    )?.name ??
    known?.listeners.find((l) => l.protocol === 'HTTPS' && l.hostname === undefined)?.name ??
    'https';
  const attachments = new Map<HostPlan, Attachment>();
  for (const plan of plans) {
    const all = [plan.host.host, ...plan.host.aliases.map((a) => a.value)].map(formatHost);
    const http = parentRefTo('Gateway', gateway, httpName);
    attachments.set(plan, {
      http: (ns) => [http(ns)],
      https:
        plan.certificate === undefined
          ? undefined
          : (ns, hostnames) => {
              const sections = (hostnames.length === 0 ? all : hostnames).map(httpsFor);
              return uniqueRefs(sections.map((section) => parentRefTo('Gateway', gateway, section)(ns)));
            },
    });
  }
  const tls = new Map<Passthrough, Reference>();
  const tlsName = known?.listeners.find((l) => l.protocol === 'TLS')?.name ?? 'tls';
  for (const passthrough of passthroughs) tls.set(passthrough, parentRefTo('Gateway', gateway, tlsName));
  return { gateways: [], listenersOf: new Map(), attachments, passthroughs: tls, placeholderCertificate: undefined };
}
