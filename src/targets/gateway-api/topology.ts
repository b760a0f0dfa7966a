import type { ExistingGateway } from '../../kubernetes/companions.js';
import { cutText } from '../../kubernetes/stand-ins.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import { formatHost, type HostPattern } from '../../model/host-pattern.js';
import type { Certificate, Owner, Passthrough, TcpService } from '../../model/traffic.js';
import type { ConvertOptions } from '../../options.js';
import { hostInName, type Names } from '../names.js';
import { type Attachment, type Place, SecuredAttachment } from './attachment.js';
import { type ChosenShare, gatewayOfOwner, shareOut } from './chosen-gateway.js';
import { attachPorts, attachToExisting } from './existing-gateway.js';
import type { Features } from './features.js';
import { type Group, groupHosts, namespaceOfPort } from './host-groups.js';
import type { HostPlan } from './host-plan.js';
import {
  ANY,
  type GatewayDraft,
  hostnameOf,
  httpsListener,
  type ListenerDraft,
  type ListenerSetDraft,
  listenersByHost,
  uniqueName,
} from './listener-drafts.js';
import { parentRefTo, type Reference } from './parent-refs.js';
import type { Grants } from './references.js';

export interface Topology {
  readonly gateways: readonly GatewayDraft[];
  readonly attachments: ReadonlyMap<HostPlan, Attachment>;
  readonly passthroughs: ReadonlyMap<Passthrough, Reference>;
  readonly tcpServices: ReadonlyMap<TcpService, Reference>;
  /** Listeners of emitted Gateways and ListenerSets by host name. */
  readonly listenersOf: ReadonlyMap<string, readonly EmittedRef[]>;
  /** What attaches to Gateways that exist. */
  readonly chosen: readonly ChosenShare[];
  /** The name of a Secret that has to be created because the source's default certificate is unknown. */
  readonly placeholderCertificate: { readonly namespace: string | undefined; readonly name: string } | undefined;
}

const MAX_LISTENERS = 64;

/** Distributes hosts over Gateways and listeners, or over the listeners of a Gateway that exists. */
export function layOut(
  plans: readonly HostPlan[],
  passthroughs: readonly Passthrough[],
  tcpServices: readonly TcpService[],
  options: ConvertOptions,
  features: Features,
  existing: readonly ExistingGateway[],
  names: Names,
  grants: Grants,
): Topology {
  const shares = shareOut(plans, passthroughs, options);
  const own = tcpServices.filter(({ owner }) => gatewayOfOwner(owner, options) === undefined);
  const layout = new Layout(options, features, names, grants);
  for (const group of groupHosts(shares.rest.plans, shares.rest.passthroughs, own, options)) layout.addGroup(group);
  const emitted = layout.topology();
  const attached = shares.chosen.map((share) =>
    attachToExisting(share.plans, share.passthroughs, share.choice, existing),
  );
  const attachedPorts = attachPorts(tcpServices, options, existing);
  if (attached.length + attachedPorts.size === 0) return emitted;
  return {
    ...emitted,
    chosen: shares.chosen,
    attachments: new Map([emitted, ...attached].flatMap(({ attachments }) => [...attachments])),
    passthroughs: new Map([emitted, ...attached].flatMap(({ passthroughs: refs }) => [...refs])),
    tcpServices: new Map([...emitted.tcpServices, ...attachedPorts]),
  };
}

class Layout {
  readonly #gateways: GatewayDraft[] = [];
  readonly #attachments = new Map<HostPlan, Attachment>();
  readonly #passthroughs = new Map<Passthrough, Reference>();
  readonly #tcpServices = new Map<TcpService, Reference>();
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
      chosen: [],
      listenersOf: listenersByHost(this.#gateways),
      attachments: this.#attachments,
      passthroughs: this.#passthroughs,
      tcpServices: this.#tcpServices,
      placeholderCertificate: this.#placeholder,
    };
  }

  addGroup(group: Group): void {
    const hasHosts = group.plans.length + group.passthroughs.length > 0;
    let gateway = this.#open(group, 1, hasHosts);
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
    for (const service of group.tcpServices) {
      if (gateway.listeners.length >= MAX_LISTENERS) gateway = this.#open(group, ++count, false);
      this.#attachTcpService(service, gateway);
    }
  }

  #listenersNeeded(plan: HostPlan): number {
    if (plan.certificate === undefined || this.#sets) return 0;
    return isShared(plan, plan.certificate) ? 1 : 1 + plan.host.aliases.length;
  }

  #patternsOf(plan: HostPlan, certificate: Certificate): HostPattern[] {
    if (isShared(plan, certificate)) return [ANY];
    const { host, aliases } = plan.host;
    return aliases.length === 0 ? [host] : [host, ...aliases.map((a) => a.value)];
  }

  /** @param hasHosts whether anything of HTTP may attach */
  #open(group: Group, count: number, hasHosts = true): GatewayDraft {
    const options = this.#options;
    const [only] = group.home;
    // A reference without namespace means the namespace of the route: a Gateway without one serves only its like.
    const single = group.home.size === 1 && (only !== undefined || group.routes.size === 1);
    const several = options.gatewayPer === 'namespace' && options.gatewayNamespace !== undefined && only !== undefined;
    const base = `${options.gatewayName ?? group.className}${several ? `-${only}` : ''}`;
    const wanted = count === 1 ? base : `${base}-${count}`;
    const earlier = options.gatewayPer === 'class' ? options.earlierGateways : undefined;
    const [known, ...others] = earlier?.filter(({ name }) => name === wanted) ?? [];
    const home = known !== undefined && others.length === 0 ? known.namespace : undefined;
    const namespace = options.gatewayNamespace ?? home ?? (single ? only : 'gateway-system');
    // A Gateway's name becomes a label value and a part of Service names (GEP-1762).
    const name = this.#names.give(`Gateway\n${namespace ?? ''}`, cutText(wanted, 50), `${wanted}\n${group.key}`);
    const http = parentRefTo('Gateway', { name, namespace }, 'http');
    const gateway: GatewayDraft = {
      name,
      namespace,
      http,
      plain: { http: (routeNamespace) => [http(routeNamespace)], https: undefined },
      className: options.gatewayClass ?? group.className,
      listeners: hasHosts ? [{ listener: { name: 'http', port: 80, protocol: 'HTTP' }, namespaces: new Set() }] : [],
      sets: [],
      owners: new Set(),
    };
    this.#gateways.push(gateway);
    return gateway;
  }

  /** Gives a host its listeners; answers the Gateway on which the next host may go on. */
  #attach(plan: HostPlan, first: GatewayDraft, next: () => GatewayDraft): GatewayDraft {
    const { owners, certificate } = plan;
    let gateway = first;
    this.#admit(owners, gateway);
    if (certificate === undefined) {
      this.#attachments.set(plan, gateway.plain);
      return gateway;
    }
    const places = this.#patternsOf(plan, certificate).map((pattern): Place => {
      if (!this.#sets && gateway.listeners.length >= MAX_LISTENERS) {
        gateway = next();
        this.#admit(owners, gateway);
      }
      const https = this.#httpsListener(pattern, certificate, plan, owners, gateway);
      return { hostname: hostnameOf(pattern), http: gateway.http, https };
    });
    this.#attachments.set(plan, new SecuredAttachment(places));
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
    plan: HostPlan,
    owners: readonly Owner[],
    gateway: GatewayDraft,
  ): Reference {
    const { tls } = plan.host;
    const hostname = hostnameOf(pattern);
    const secret = this.#secretOf(certificate, gateway);
    const name = pattern.kind === 'any' ? 'https' : `https-${hostInName(pattern)}`;
    const alike = secret.namespace !== undefined || owners.every((o) => o.namespace === undefined);
    const own = this.#sets && certificate.kind === 'secret' && alike;
    const holder = own ? this.#setFor(gateway, secret.namespace) : gateway;
    let draft = holder.listeners.find(
      ({ listener }) => listener.protocol === 'HTTPS' && listener.hostname === hostname,
    );
    if (draft === undefined) {
      draft = {
        listener: httpsListener(
          uniqueName(name, holder.listeners, formatHost(pattern)),
          hostname,
          secret,
          holder.namespace,
        ),
        namespaces: new Set(),
        certificateFrom: tls.kind === 'terminate' ? tls.from : undefined,
      };
      holder.listeners.push(draft);
    }
    for (const owner of owners) {
      draft.namespaces.add(owner.namespace);
      holder.owners.add(owner);
    }
    this.#grants.need(
      own ? 'ListenerSet' : 'Gateway',
      holder.namespace,
      'Secret',
      secret.namespace,
      secret.name,
      owners,
    );
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
        name: uniqueName(`tls-${hostInName(passthrough.host)}`, gateway.listeners, formatHost(passthrough.host)),
        hostname: formatHost(passthrough.host),
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

  #attachTcpService(service: TcpService, gateway: GatewayDraft): void {
    const { port, owner, protocol = 'TCP' } = service;
    const short = `${protocol.toLowerCase()}-${port}`;
    const name = uniqueName(short, gateway.listeners, `${protocol.toLowerCase()}\n${port}`);
    gateway.listeners.push({
      listener: { name, port, protocol },
      namespaces: new Set([namespaceOfPort(service)]),
    });
    gateway.owners.add(owner);
    this.#tcpServices.set(service, parentRefTo('Gateway', gateway, name));
  }
}

/** Whether the listener for every host serves https of this one. */
function isShared(plan: HostPlan, certificate: Certificate): boolean {
  return certificate.kind === 'default' && plan.sharesHttps;
}
