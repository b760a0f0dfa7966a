import type { Listener, NamespaceSelector, ParentRef } from '../../kubernetes/gateway-api.js';
import type { ExistingGateway } from '../../kubernetes/companions.js';
import { formatHost, type HostPattern } from '../../model/host-pattern.js';
import type { Certificate, Owner, Passthrough } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import type { Features } from './features.js';
import type { HostPlan } from './host-plan.js';
import { hostInName, type Names } from './names.js';
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
  readonly owners: Owner[];
}

export interface ListenerSetDraft {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly listeners: ListenerDraft[];
  readonly owners: Owner[];
}

/** Where the routes of a host attach. */
export interface Attachment {
  readonly http: (routeNamespace: string | undefined) => ParentRef;
  /** One reference for each host name of the plan that has a listener of its own. */
  readonly https: ((routeNamespace: string | undefined) => ParentRef[]) | undefined;
}

export interface Topology {
  readonly gateways: readonly GatewayDraft[];
  readonly attachments: ReadonlyMap<HostPlan, Attachment>;
  readonly passthroughs: ReadonlyMap<Passthrough, (routeNamespace: string | undefined) => ParentRef>;
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
  readonly className: string;
  readonly namespaces: ReadonlySet<string | undefined>;
  readonly plans: HostPlan[];
  readonly passthroughs: Passthrough[];
}

function ownersOf(plan: HostPlan): Owner[] {
  return [...new Set(plan.planned.map((p) => p.rule.owner))];
}

/** One group of hosts per Gateway: by class, or by namespace, where namespaces that share a host go together. */
function groupHosts(plans: readonly HostPlan[], passthroughs: readonly Passthrough[], options: ConvertOptions): Group[] {
  const roots = new Map<string, string>();
  const find = (key: string): string => {
    const up = roots.get(key);
    return up === undefined || up === key ? key : find(up);
  };
  const keyOf = (owner: Owner): string => (options.gatewayPer === 'class' ? owner.className : `${owner.namespace ?? ''}`);
  const hostKeys = new Map<string, string>();
  const join = (owners: readonly Owner[], host: string): void => {
    for (const owner of owners) {
      const key = find(keyOf(owner));
      if (!roots.has(key)) roots.set(key, key);
      const known = hostKeys.get(host);
      if (known === undefined) hostKeys.set(host, key);
      else {
        const [a, b] = [find(known), key].sort();
        if (a !== undefined && b !== undefined) roots.set(b, a);
      }
    }
  };
  for (const plan of plans) join(ownersOf(plan), formatHost(plan.host.host));
  for (const passthrough of passthroughs) join([passthrough.owner], passthrough.host.name);
  const groups = new Map<string, Group>();
  const groupOf = (owner: Owner): Group => {
    const key = find(keyOf(owner));
    const group = groups.get(key) ?? { className: owner.className, namespaces: new Set(), plans: [], passthroughs: [] };
    groups.set(key, group);
    return group;
  };
  for (const plan of plans) {
    const owners = ownersOf(plan);
    const [owner] = owners;
    if (owner === undefined || !isPublished(plan)) continue;
    const group = groupOf(owner);
    group.plans.push(plan);
    for (const o of owners) (group.namespaces as Set<string | undefined>).add(o.namespace);
  }
  for (const passthrough of passthroughs) {
    const group = groupOf(passthrough.owner);
    group.passthroughs.push(passthrough);
    (group.namespaces as Set<string | undefined>).add(passthrough.owner.namespace);
  }
  return [...groups.entries()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([, group]) => group);
}

/** Whether anything of a host is emitted. */
export function isPublished(plan: HostPlan): boolean {
  return plan.planned.some((p) => p.https.length > 0 || p.http.length > 0);
}

class Layout {
  readonly #gateways: GatewayDraft[] = [];
  readonly #attachments = new Map<HostPlan, Attachment>();
  readonly #passthroughs = new Map<Passthrough, (ns: string | undefined) => ParentRef>();
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
    return { gateways: this.#gateways, attachments: this.#attachments, passthroughs: this.#passthroughs, placeholderCertificate: this.#placeholder };
  }

  addGroup(group: Group): void {
    let gateway = this.#open(group, 1);
    let count = 1;
    for (const passthrough of group.passthroughs) {
      if (gateway.listeners.length >= MAX_LISTENERS) gateway = this.#open(group, ++count);
      this.#attachPassthrough(passthrough, gateway);
    }
    for (const plan of group.plans) {
      const wanted = plan.certificate === undefined || this.#sets ? 0 : 1 + plan.host.aliases.length;
      if (gateway.listeners.length + wanted > MAX_LISTENERS && wanted < MAX_LISTENERS) gateway = this.#open(group, ++count);
      this.#attach(plan, gateway);
    }
  }

  #open(group: Group, count: number): GatewayDraft {
    const { options } = { options: this.#options };
    const [only] = group.namespaces;
    const namespace = options.gatewayNamespace ?? (group.namespaces.size === 1 ? only : 'gateway-system');
    const base = options.gatewayName ?? group.className;
    const wanted = count === 1 ? base : `${base}-${count}`;
    const gateway: GatewayDraft = {
      // A Gateway's name becomes a label value and a part of Service names (GEP-1762).
      name: this.#names.give(`Gateway\n${namespace ?? ''}`, wanted.slice(0, 50), `${wanted}\n${group.className}`),
      namespace,
      className: options.gatewayClass ?? group.className,
      listeners: [{ listener: { name: 'http', port: 80, protocol: 'HTTP' }, namespaces: new Set() }],
      sets: [],
      owners: [],
    };
    this.#gateways.push(gateway);
    return gateway;
  }

  #attach(plan: HostPlan, gateway: GatewayDraft): void {
    const owners = ownersOf(plan);
    for (const owner of owners) {
      gateway.listeners[0]?.namespaces.add(owner.namespace);
      if (!gateway.owners.includes(owner)) gateway.owners.push(owner);
    }
    const http = (ns: string | undefined): ParentRef => parentRef('Gateway', gateway, 'http', ns);
    const { certificate } = plan;
    if (certificate === undefined) {
      this.#attachments.set(plan, { http, https: undefined });
      return;
    }
    const refs: ((ns: string | undefined) => ParentRef)[] = [];
    const patterns = certificate.kind === 'default' && plan.host.tls.kind === 'default' && this.#options.defaultSslCertificate !== undefined ? [ANY] : [plan.host.host, ...plan.host.aliases.map((a) => a.value)];
    for (const pattern of patterns) refs.push(this.#httpsListener(pattern, certificate, owners, gateway));
    this.#attachments.set(plan, { http, https: (ns) => refs.map((ref) => ref(ns)) });
  }

  #httpsListener(pattern: HostPattern, certificate: Certificate, owners: readonly Owner[], gateway: GatewayDraft): (ns: string | undefined) => ParentRef {
    const secret = this.#secretOf(certificate, gateway);
    const name = pattern.kind === 'any' ? 'https' : `https-${hostInName(pattern)}`;
    const own = this.#sets && certificate.kind === 'secret';
    const holder = own ? this.#setFor(gateway, secret.namespace) : gateway;
    const known = holder.listeners.find((l) => l.listener.protocol === 'HTTPS' && l.listener.hostname === hostnameOf(pattern));
    const draft: ListenerDraft = known ?? {
      listener: {
        name: uniqueName(name, holder.listeners, formatHost(pattern)),
        ...(pattern.kind === 'any' ? {} : { hostname: formatHost(pattern) }),
        port: 443,
        protocol: 'HTTPS',
        tls: { mode: 'Terminate', certificateRefs: [{ name: secret.name, ...(secret.namespace === holder.namespace || secret.namespace === undefined ? {} : { namespace: secret.namespace }) }] },
      },
      namespaces: new Set(),
    };
    if (known === undefined) holder.listeners.push(draft);
    for (const owner of owners) {
      draft.namespaces.add(owner.namespace);
      if (!holder.owners.includes(owner)) holder.owners.push(owner);
    }
    this.#grants.need(own ? 'ListenerSet' : 'Gateway', holder.namespace, 'Secret', secret.namespace, secret.name);
    const sectionName = draft.listener.name;
    return (ns) => parentRef(own ? 'ListenerSet' : 'Gateway', holder, sectionName, ns);
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
      owners: [],
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
    if (!gateway.owners.includes(passthrough.owner)) gateway.owners.push(passthrough.owner);
    this.#passthroughs.set(passthrough, (ns) => parentRef('Gateway', gateway, draft.listener.name, ns));
  }
}

const ANY: HostPattern = { kind: 'any' };

function hostnameOf(pattern: HostPattern): string | undefined {
  return pattern.kind === 'any' ? undefined : formatHost(pattern);
}

function uniqueName(name: string, listeners: readonly ListenerDraft[], identity: string): string {
  const short = name.length <= 253 ? name : name.slice(0, 240);
  let candidate = short;
  for (let i = 2; listeners.some((l) => l.listener.name === candidate && l.listener.hostname !== identity); i += 1) candidate = `${short}-${i}`;
  return candidate;
}

function parentRef(kind: 'Gateway' | 'ListenerSet', holder: { name: string; namespace: string | undefined }, sectionName: string, routeNamespace: string | undefined): ParentRef {
  return {
    ...(kind === 'Gateway' ? {} : { group: 'gateway.networking.k8s.io', kind }),
    name: holder.name,
    ...(holder.namespace === undefined || holder.namespace === routeNamespace ? {} : { namespace: holder.namespace }),
    sectionName,
  };
}

/** Which namespaces a listener lets in: those that are really there. */
export function allowedNamespaces(own: string | undefined, routes: ReadonlySet<string | undefined>): NamespaceSelector {
  const others = [...routes].filter((ns) => ns !== own);
  if (others.length === 0) return { from: 'Same' };
  // A route without namespace may be applied anywhere.
  if (routes.has(undefined) || own === undefined) return { from: 'All' };
  const values = [...routes].flatMap((ns) => (ns === undefined ? [] : [ns])).sort();
  return { from: 'Selector', selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] } };
}

function attachToExisting(plans: readonly HostPlan[], passthroughs: readonly Passthrough[], options: ConvertOptions, existing: readonly ExistingGateway[]): Topology {
  const gateway = options.gateway ?? { namespace: '', name: '' };
  const known = existing.find((g) => g.meta.name === gateway.name && (g.meta.namespace ?? gateway.namespace) === gateway.namespace);
  const httpName = options.httpListener ?? known?.listeners.find((l) => l.protocol === 'HTTP' && l.hostname === undefined)?.name ?? 'http';
  const httpsFor = (host: string): string =>
    options.httpsListener ??
    known?.listeners.find((l) => l.protocol === 'HTTPS' && l.hostname === host)?.name ??
    known?.listeners.find((l) => l.protocol === 'HTTPS' && l.hostname !== undefined && host.endsWith(l.hostname.slice(1)) && l.hostname.startsWith('*.'))?.name ??
    known?.listeners.find((l) => l.protocol === 'HTTPS' && l.hostname === undefined)?.name ??
    'https';
  const attachments = new Map<HostPlan, Attachment>();
  for (const plan of plans) {
    const sections = [...new Set([plan.host.host, ...plan.host.aliases.map((a) => a.value)].map((h) => httpsFor(formatHost(h))))];
    attachments.set(plan, {
      http: (ns) => parentRef('Gateway', gateway, httpName, ns),
      https: plan.certificate === undefined ? undefined : (ns) => sections.map((section) => parentRef('Gateway', gateway, section, ns)),
    });
  }
  const tls = new Map<Passthrough, (ns: string | undefined) => ParentRef>();
  const tlsName = known?.listeners.find((l) => l.protocol === 'TLS')?.name ?? 'tls';
  for (const passthrough of passthroughs) tls.set(passthrough, (ns) => parentRef('Gateway', gateway, tlsName, ns));
  return { gateways: [], attachments, passthroughs: tls, placeholderCertificate: undefined };
}
