import type { EmittedObject, KubernetesObject } from '../../conversion.js';
import type { Owner } from '../../model/traffic.js';
import { type Authors, originsOf, sourceLine } from '../object-metadata.js';
import type { BackendTlsPolicies } from './backend-tls.js';
import type { Features } from './features.js';
import type { HolderAnnotations } from './holder-annotations.js';
import type { HostPlan } from './host-plan.js';
import { allowedNamespaces, type GatewayDraft, type ListenerDraft, type ListenerSetDraft } from './listener-drafts.js';
import type { Grants } from './references.js';

export const V1 = 'gateway.networking.k8s.io/v1';

export function emit(object: KubernetesObject, owners: Iterable<Owner>): EmittedObject {
  return emitFor(object, authorsOf(owners));
}

function authorsOf(owners: Iterable<Owner>): Authors {
  const all = [...owners];
  const sources = [...new Set(all.map(sourceLine))].sort();
  // A Gateway of thousands of Ingresses would begin with thousands of lines.
  const shown = sources.length > 10 ? [...sources.slice(0, 10), `and ${sources.length - 10} more`] : sources;
  return { sources: shown, origins: originsOf(all) };
}

function emitFor(object: KubernetesObject, { sources, origins }: Authors): EmittedObject {
  return { object, sources, origins, comments: [], ruleComments: NO_RULE_COMMENTS };
}

const NO_RULE_COMMENTS: EmittedObject['ruleComments'] = new Map();

function listenerObjects(listeners: readonly ListenerDraft[], namespace: string | undefined): object[] {
  return listeners.map(({ listener, namespaces }) => {
    const allowed = { namespaces: allowedNamespaces(namespace, namespaces) };
    const { protocol } = listener;
    const kind = protocol === 'TCP' ? 'TCPRoute' : protocol === 'UDP' ? 'UDPRoute' : undefined;
    return { ...listener, allowedRoutes: kind === undefined ? allowed : { ...allowed, kinds: [{ kind }] } };
  });
}

function metadataOf(
  draft: GatewayDraft | ListenerSetDraft,
  annotations: HolderAnnotations,
): KubernetesObject['metadata'] {
  const { name, namespace } = draft;
  const own = annotations.get(draft);
  return {
    name,
    ...(namespace === undefined ? {} : { namespace }),
    ...(own === undefined ? {} : { annotations: own }),
  };
}

/** @param annotations those that all objects behind it ask for */
export function gatewayObject(gateway: GatewayDraft, annotations: HolderAnnotations): EmittedObject {
  const others = new Set(gateway.sets.map((s) => s.namespace));
  const allowed =
    gateway.sets.length === 0 ? {} : { allowedListeners: { namespaces: allowedNamespaces(gateway.namespace, others) } };
  return emit(
    {
      apiVersion: V1,
      kind: 'Gateway',
      metadata: metadataOf(gateway, annotations),
      spec: {
        gatewayClassName: gateway.className,
        ...allowed,
        listeners: listenerObjects(gateway.listeners, gateway.namespace),
      },
    },
    gateway.owners,
  );
}

export function listenerSetObject(
  set: ListenerSetDraft,
  gateway: GatewayDraft,
  annotations: HolderAnnotations,
): EmittedObject {
  const foreign = gateway.namespace !== undefined && gateway.namespace !== set.namespace;
  return emit(
    {
      apiVersion: V1,
      kind: 'ListenerSet',
      metadata: metadataOf(set, annotations),
      spec: {
        parentRef: { name: gateway.name, ...(foreign ? { namespace: gateway.namespace } : {}) },
        listeners: listenerObjects(set.listeners, set.namespace),
      },
    },
    set.owners,
  );
}

export function backendTlsObjects(policies: BackendTlsPolicies): EmittedObject[] {
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

/** The ConfigMaps of those CAs that the input holds. */
export function caObjects(policies: BackendTlsPolicies): EmittedObject[] {
  return policies.all().flatMap(({ ca, caConfigMap: name, namespace, owner }) => {
    if (ca === undefined) return [];
    const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
    return [emit({ apiVersion: 'v1', kind: 'ConfigMap', metadata, data: { 'ca.crt': ca } }, [owner])];
  });
}

/** The Secrets of those certificates that the source holds elsewhere, where they were asked for. */
export function certificateObjects(plans: readonly HostPlan[]): EmittedObject[] {
  const written = new Map<string, EmittedObject>();
  for (const plan of plans) {
    const { certificate } = plan;
    if (certificate?.kind !== 'secret' || certificate.content === undefined || !plan.isPublished) continue;
    const { name, namespace, content } = certificate;
    const metadata = { name, ...(namespace === undefined ? {} : { namespace }) };
    const stringData = { 'tls.crt': content.certificate, 'tls.key': content.key };
    const object = { apiVersion: 'v1', kind: 'Secret', metadata, type: 'kubernetes.io/tls', stringData };
    written.set(`${namespace ?? ''}/${name}`, emit(object, plan.owners));
  }
  return [...written.values()];
}

/** One grant per pair of namespaces and kind of referrer, split at sixteen names. */
export function grantObjects(grants: Grants, features: Features): EmittedObject[] {
  const objects: EmittedObject[] = [];
  for (const group of grants.all()) {
    const names = [...group.toNames].sort();
    const authors = authorsOf(group.owners);
    for (let i = 0; i < names.length; i += 16) {
      const suffix = i === 0 ? '' : `-${i / 16 + 1}`;
      const name = `${group.fromKind.toLowerCase()}s-of-${group.fromNamespace}-to-${group.toKind.toLowerCase()}s${suffix}`;
      objects.push(
        emitFor(
          {
            apiVersion: features.referenceGrant,
            kind: 'ReferenceGrant',
            metadata: { name, namespace: group.toNamespace },
            spec: {
              from: [{ group: groupOf(group.fromKind), kind: group.fromKind, namespace: group.fromNamespace }],
              to: names.slice(i, i + 16).map((toName) => ({ group: '', kind: group.toKind, name: toName })),
            },
          },
          authors,
        ),
      );
    }
  }
  return objects;
}

function groupOf(kind: string): string {
  return kind === 'GatewayExtension' ? 'gateway.kgateway.dev' : 'gateway.networking.k8s.io';
}
