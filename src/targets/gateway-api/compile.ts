import type { EmittedObject, KubernetesObject, WithheldRule } from '../../conversion.js';
import type { ExistingGateway } from '../../kubernetes/companions.js';
import type { Ledger } from '../../ledger/ledger.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Owner, Passthrough, TrafficModel } from '../../model/traffic.js';
import type { ConvertOptions, NamespacedName } from '../../options.js';
import { BackendTlsPolicies } from './backend-tls.js';
import { type Features, featuresOf, whereFound } from './features.js';
import { type HostPlan, planHosts } from './host-plan.js';
import { itemsOf } from './items.js';
import { Names } from './names.js';
import { backendRef, Grants } from './references.js';
import { metadata, RouteWriter, sourceLine } from './route-writer.js';
import {
  allowedNamespaces,
  type GatewayDraft,
  isPublished,
  type ListenerDraft,
  type ListenerSetDraft,
  layOut,
  type Topology,
} from './topology.js';

export interface Compiled {
  readonly emitted: readonly EmittedObject[];
  readonly closingComments: readonly string[];
  readonly withheld: readonly WithheldRule[];
}

const V1 = 'gateway.networking.k8s.io/v1';

/** Order of kinds in the output: what others refer to comes first. */
const KINDS = ['Gateway', 'ListenerSet', 'ReferenceGrant', 'BackendTLSPolicy', 'TLSRoute', 'GRPCRoute', 'HTTPRoute'];

/**
 * Turns the traffic model into Gateway API objects, and tells the ledger what became of every item. What the chosen version
 * and channel cannot say is reported, never emitted; what would lose a guard is withheld.
 */
export function compile(
  model: TrafficModel,
  options: ConvertOptions,
  ledger: Ledger,
  gateways: readonly ExistingGateway[],
): Compiled {
  const features = featuresOf(options.gatewayApiVersion, options.channel);
  const grants = new Grants();
  const names = new Names();
  const backendTls = new BackendTlsPolicies(names);
  const withheld: WithheldRule[] = [];
  const plans = planHosts(model, { options, features, ledger, backendTls, withheld });
  const passthroughs = model.passthroughs.filter((p) => canPass(p, features, ledger));
  const topology = layOut(plans, passthroughs, options, features, gateways, names, grants);
  const writer = new RouteWriter(ledger, features, names, grants);
  sayHostsWithoutHttps(plans, options, ledger);
  for (const plan of plans) {
    const attachment = topology.attachments.get(plan) ?? UNATTACHED;
    writer.write(plan, attachment);
    sayCertificate(plan, topology, options, ledger);
  }
  const emitted: EmittedObject[] = [
    ...topology.gateways.flatMap((gateway) => [
      gatewayObject(gateway),
      ...gateway.sets.map((set) => listenerSetObject(set, gateway)),
    ]),
    ...passthroughs.map((p) => tlsRoute(p, topology, features, names, grants, ledger)),
    ...writer.emitted,
    ...backendTlsObjects(backendTls),
    ...grantObjects(grants, features),
  ];
  sayListeners(options, features, topology, plans, ledger);
  return { emitted: emitted.sort(compareObjects), closingComments: writer.closingComments, withheld };
}

/** For hosts of which nothing is published: their comments are kept, nothing attaches. */
const UNATTACHED = { http: () => [], https: undefined };

function compareObjects(a: EmittedObject, b: EmittedObject): number {
  const kinds = KINDS.indexOf(a.object.kind) - KINDS.indexOf(b.object.kind);
  if (kinds !== 0) return kinds;
  const [x, y] = [a.object.metadata, b.object.metadata];
  if ((x.namespace ?? '') !== (y.namespace ?? '')) return (x.namespace ?? '') < (y.namespace ?? '') ? -1 : 1;
  return x.name < y.name ? -1 : x.name > y.name ? 1 : 0;
}

function canPass(passthrough: Passthrough, features: Features, ledger: Ledger): boolean {
  if (passthrough.backend === undefined || passthrough.backend.port === undefined) {
    ledger.sayAll(passthrough.from, {
      verdict: passthrough.backend === undefined ? 'redundant' : 'unsupported',
      code: 'RS1210',
      severity: 'warning',
      message:
        passthrough.backend === undefined
          ? `no rule of type Prefix serves / of ${passthrough.host.name}: the controller closes its TLS connections`
          : `the port ${passthrough.backend.writtenPort} of ${passthrough.backend.service} is known by name only`,
      next: passthrough.backend === undefined ? 'Add a rule for /.' : 'Add the Service to the input.',
    });
    return false;
  }
  if (features.tlsRoute === undefined) {
    ledger.sayAll(passthrough.from, {
      verdict: 'unsupported',
      code: 'RS1211',
      severity: 'error',
      message: `the standard channel of Gateway API ${features.version} has no TLSRoute; ${whereFound('tlsRoute')}`,
      next: 'Pass --gateway-api-version 1.5.',
    });
    return false;
  }
  return true;
}

function tlsRoute(
  passthrough: Passthrough,
  topology: Topology,
  features: Features,
  names: Names,
  grants: Grants,
  ledger: Ledger,
): EmittedObject {
  const { owner, host, backend } = passthrough;
  const name = names.give(
    `TLSRoute\n${owner.namespace ?? ''}`,
    `${owner.ref.name}-${host.name}`,
    `${sourceLine(owner)}\n${host.name}`,
  );
  const parent = topology.passthroughs.get(passthrough)?.(owner.namespace);
  if (backend !== undefined) grants.need('TLSRoute', owner.namespace, 'Service', backend.namespace, backend.service);
  const apiVersion = features.tlsRoute ?? V1;
  ledger.sayAll(passthrough.from, {
    verdict: 'converted',
    code: 'RS1212',
    message:
      'TLS goes to the backend unopened, by a TLSRoute (assuming that the controller runs with --enable-ssl-passthrough)',
    emitted: [{ apiVersion, kind: 'TLSRoute', namespace: owner.namespace, name }],
  });
  const backendRefs =
    backend?.port === undefined
      ? []
      : [backendRef({ namespace: backend.namespace, service: backend.service, port: backend.port }, owner.namespace)];
  return emit(
    {
      apiVersion,
      kind: 'TLSRoute',
      metadata: metadata(name, owner),
      spec: { parentRefs: parent === undefined ? [] : [parent], hostnames: [host.name], rules: [{ backendRefs }] },
    },
    [owner],
  );
}

function emit(object: KubernetesObject, owners: Iterable<Owner>): EmittedObject {
  const sources = [...new Set([...owners].map(sourceLine))].sort();
  // A Gateway of thousands of Ingresses would begin with thousands of lines.
  const shown = sources.length > 10 ? [...sources.slice(0, 10), `and ${sources.length - 10} more`] : sources;
  return { object, sources: shown, comments: [], ruleComments: new Map() };
}

function listenerObjects(listeners: readonly ListenerDraft[], namespace: string | undefined): object[] {
  return listeners.map(({ listener, namespaces }) => ({
    ...listener,
    allowedRoutes: { namespaces: allowedNamespaces(namespace, namespaces) },
  }));
}

function gatewayObject(gateway: GatewayDraft): EmittedObject {
  const others = new Set(gateway.sets.map((s) => s.namespace));
  const allowed =
    gateway.sets.length === 0 ? {} : { allowedListeners: { namespaces: allowedNamespaces(gateway.namespace, others) } };
  return emit(
    {
      apiVersion: V1,
      kind: 'Gateway',
      metadata: { name: gateway.name, ...(gateway.namespace === undefined ? {} : { namespace: gateway.namespace }) },
      spec: {
        gatewayClassName: gateway.className,
        ...allowed,
        listeners: listenerObjects(gateway.listeners, gateway.namespace),
      },
    },
    gateway.owners,
  );
}

function listenerSetObject(set: ListenerSetDraft, gateway: GatewayDraft): EmittedObject {
  const foreign = gateway.namespace !== undefined && gateway.namespace !== set.namespace;
  return emit(
    {
      apiVersion: V1,
      kind: 'ListenerSet',
      metadata: { name: set.name, ...(set.namespace === undefined ? {} : { namespace: set.namespace }) },
      spec: {
        parentRef: { name: gateway.name, ...(foreign ? { namespace: gateway.namespace } : {}) },
        listeners: listenerObjects(set.listeners, set.namespace),
      },
    },
    set.owners,
  );
}

function backendTlsObjects(policies: BackendTlsPolicies): EmittedObject[] {
  return policies.all().map((draft) => {
    const target = {
      group: '',
      kind: 'Service',
      name: draft.service,
      ...(draft.portName === undefined ? {} : { sectionName: draft.portName }),
    };
    return emit(
      {
        apiVersion: V1,
        kind: 'BackendTLSPolicy',
        metadata: { name: draft.name, ...(draft.namespace === undefined ? {} : { namespace: draft.namespace }) },
        spec: {
          targetRefs: [target],
          validation: {
            caCertificateRefs: [{ group: '', kind: 'ConfigMap', name: draft.caConfigMap }],
            hostname: draft.hostname,
          },
        },
      },
      [draft.owner],
    );
  });
}

/** One grant per pair of namespaces and kind of referrer, split at sixteen names. */
function grantObjects(grants: Grants, features: Features): EmittedObject[] {
  const groups = new Map<
    string,
    { fromKind: string; fromNamespace: string; toKind: string; toNamespace: string; names: string[] }
  >();
  for (const grant of grants.all()) {
    const key = [grant.toNamespace, grant.fromNamespace, grant.fromKind, grant.toKind].join('\n');
    const group = groups.get(key) ?? { ...grant, names: [] };
    group.names.push(grant.toName);
    groups.set(key, group);
  }
  const objects: EmittedObject[] = [];
  for (const group of groups.values()) {
    for (let i = 0; i < group.names.length; i += 16) {
      const suffix = i === 0 ? '' : `-${i / 16 + 1}`;
      const name = `${group.fromKind.toLowerCase()}s-of-${group.fromNamespace}-to-${group.toKind.toLowerCase()}s${suffix}`;
      objects.push(
        emit(
          {
            apiVersion: features.referenceGrant,
            kind: 'ReferenceGrant',
            metadata: { name, namespace: group.toNamespace },
            spec: {
              from: [{ group: 'gateway.networking.k8s.io', kind: group.fromKind, namespace: group.fromNamespace }],
              to: group.names.slice(i, i + 16).map((toName) => ({ group: '', kind: group.toKind, name: toName })),
            },
          },
          [],
        ),
      );
    }
  }
  return objects;
}

function sayCertificate(plan: HostPlan, topology: Topology, options: ConvertOptions, ledger: Ledger): void {
  const { tls } = plan.host;
  const host = formatHost(plan.host.host);
  if (tls.kind === 'http-only') return;
  if (tls.kind === 'default') {
    sayDefaultCertificate(plan, options, ledger);
    return;
  }
  if (!isPublished(plan)) {
    const message = `nothing is published for ${host}, so it has no listener`;
    ledger.sayAll(tls.from, { verdict: 'manual', code: 'RS1700', severity: 'info', message });
    return;
  }
  if (options.gateway !== undefined) {
    const section = topology.attachments.get(plan)?.https?.(undefined, [])[0]?.sectionName ?? 'https';
    ledger.sayAll(tls.from, {
      verdict: 'manual',
      code: 'RS1213',
      message: `the routes attach to listener ${section} of the existing Gateway, which has to present the certificate of ${host}`,
      next:
        tls.certificate.kind === 'secret'
          ? `Add Secret ${tls.certificate.name} to the certificateRefs of that listener.`
          : 'Check its certificate.',
    });
    return;
  }
  const emitted = topology.listenersOf.get(host) ?? [];
  if (tls.certificate.kind === 'secret') {
    ledger.sayAll(tls.from, {
      verdict: 'converted',
      code: 'RS1202',
      message: `listener for ${host} with Secret ${tls.certificate.name}`,
      emitted,
    });
  } else if (options.defaultSslCertificate !== undefined) {
    ledger.sayAll(tls.from, {
      verdict: 'converted',
      code: 'RS1202',
      message: `listener for ${host} with the default certificate`,
      emitted,
    });
  } else {
    ledger.sayAll(tls.from, {
      verdict: 'approximated',
      code: 'RS1214',
      severity: 'warning',
      message: `${host} is served with the controller's default certificate, which the input does not name; the listener refers to a Secret default-ssl-certificate that does not exist yet`,
      next: 'Pass --default-ssl-certificate NAMESPACE/NAME, or create that Secret in the namespace of the Gateway.',
      emitted,
    });
  }
}

/** The controller answers https for every host, with its default certificate if need be (semantics §11.2). */
function sayHostsWithoutHttps(plans: readonly HostPlan[], options: ConvertOptions, ledger: Ledger): void {
  const without = plans.filter((p) => p.host.tls.kind === 'default' && p.certificate === undefined && isPublished(p));
  if (without.length === 0) return;
  const names = without.flatMap(({ host }) =>
    [host.host, ...host.aliases.map((a) => a.value)].map((h) => (h.kind === 'any' ? 'unknown hosts' : formatHost(h))),
  );
  const shown = names.length > 5 ? `${names.slice(0, 5).join(', ')} and ${names.length - 5} more` : names.join(', ');
  const item = ledger.openElsewhere({ file: '(options)', line: 1, column: 1 }, 'options.defaultSslCertificate');
  ledger.say(item, {
    verdict: 'approximated',
    code: 'RS1216',
    severity: options.gateway === undefined ? 'warning' : 'info',
    message: `the controller also answers https for hosts without TLS of their own (${shown}), with its default certificate; here they are served on plain HTTP only`,
    next: 'Pass --default-ssl-certificate NAMESPACE/NAME if clients use https there.',
  });
}

/** Clients are sent to https although the host has no certificate of its own. */
function sayDefaultCertificate(plan: HostPlan, options: ConvertOptions, ledger: Ledger): void {
  if (!isPublished(plan) || options.defaultSslCertificate !== undefined) return;
  const host = formatHost(plan.host.host);
  const items = itemsOf(plan.host).filter((item) => ledger.objectOf(item) !== undefined);
  const from = plan.host.from.length > 0 ? plan.host.from : items.slice(0, 1);
  if (plan.certificate !== undefined) {
    ledger.sayAll(from, {
      verdict: 'approximated',
      code: 'RS1214',
      severity: 'warning',
      message: `clients of ${host} are sent to https, which the controller serves with its default certificate; the listener refers to a Secret default-ssl-certificate that does not exist yet`,
      next: 'Pass --default-ssl-certificate NAMESPACE/NAME, or create that Secret in the namespace of the Gateway.',
    });
    return;
  }
}

/** An existing Gateway lets in routes of its own namespace only, unless it says otherwise. */
function sayExistingGateway(gateway: NamespacedName, plans: readonly HostPlan[], ledger: Ledger): void {
  const namespaces = new Set(plans.filter(isPublished).flatMap((p) => p.planned.map((r) => r.rule.owner.namespace)));
  const foreign = [...namespaces].flatMap((ns) => (ns === undefined || ns === gateway.namespace ? [] : [ns])).sort();
  if (foreign.length === 0) return;
  ledger.say(ledger.openElsewhere({ file: '(options)', line: 1, column: 1 }, 'options.gateway'), {
    verdict: 'manual',
    code: 'RS1805',
    message: `the listeners of Gateway ${gateway.namespace}/${gateway.name} have to let in routes of other namespaces: ${foreign.join(', ')}`,
    next: 'Set allowedRoutes.namespaces on its listeners; the default is its own namespace only.',
  });
}

function sayListeners(
  options: ConvertOptions,
  features: Features,
  topology: Topology,
  plans: readonly HostPlan[],
  ledger: Ledger,
): void {
  const source = { file: '(options)', line: 1, column: 1 };
  if (options.listeners === 'listenerset' && !features.listenerSet && topology.gateways.length > 0) {
    ledger.say(ledger.openElsewhere(source, 'options.listeners'), {
      verdict: 'unsupported',
      code: 'RS1803',
      message: `Gateway API ${features.version} has no ListenerSet; ${whereFound('listenerSet')}. All listeners are on Gateways`,
    });
  }
  if (options.gateway !== undefined) sayExistingGateway(options.gateway, plans, ledger);
  const perClass = new Map<string, number>();
  for (const gateway of topology.gateways) perClass.set(gateway.className, (perClass.get(gateway.className) ?? 0) + 1);
  if (topology.gateways.length > 0 && options.gatewayClass === undefined) {
    const names = [...new Set(topology.gateways.map((g) => g.className))].sort().join(', ');
    ledger.say(ledger.openElsewhere(source, 'options.gatewayClass'), {
      verdict: 'approximated',
      code: 'RS1801',
      severity: 'warning',
      message: `the GatewayClass is assumed to be called like the Ingress class: ${names}`,
      next: 'Pass --gateway-class NAME.',
    });
  }
  if (options.gatewayNamespace === undefined && topology.gateways.some((g) => g.namespace === 'gateway-system')) {
    ledger.say(ledger.openElsewhere(source, 'options.gatewayNamespace'), {
      verdict: 'approximated',
      code: 'RS1802',
      severity: 'warning',
      message:
        'the Ingresses are in several namespaces, so the Gateway is put into gateway-system, which may not exist',
      next: 'Pass --gateway-namespace NAME.',
    });
  }
  const namespaces = new Set(plans.filter(isPublished).flatMap((p) => p.planned.map((r) => r.rule.owner.namespace)));
  if (namespaces.has(undefined) && namespaces.size > 1) {
    ledger.say(ledger.openElsewhere(source, 'options.namespace'), {
      verdict: 'approximated',
      code: 'RS1806',
      message:
        'some manifests have a namespace and some have none: what those refer to, and who may refer to them, depends on where they are applied',
      next: 'Pass --namespace NAME.',
    });
  }
  if (options.gatewayPer === 'class' && topology.gateways.length > perClass.size) {
    ledger.say(ledger.openElsewhere(source, 'options.listeners'), {
      verdict: 'approximated',
      code: 'RS1804',
      severity: 'warning',
      message: `a Gateway has 64 listeners at most, so the hosts are spread over ${topology.gateways.length} Gateways, each with an address of its own`,
      next: 'Pass --listeners listenerset to keep one Gateway (if your implementation supports ListenerSet).',
    });
  }
}
