import type { Listener, NamespaceSelector } from '../../kubernetes/gateway-api.js';
import { cutText } from '../../kubernetes/stand-ins.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import { formatHost, type HostPattern } from '../../model/host-pattern.js';
import type { ItemId } from '../../model/traced.js';
import type { Owner } from '../../model/traffic.js';
import { hash } from '../names.js';
import type { Attachment } from './attachment.js';
import type { Reference } from './parent-refs.js';

/** A listener with those who may attach. */
export interface ListenerDraft {
  readonly listener: Omit<Listener, 'allowedRoutes'>;
  readonly namespaces: Set<string | undefined>;
  /** The fields that ask for its certificate; absent where none does. */
  readonly certificateFrom?: readonly ItemId[] | undefined;
}

export interface GatewayDraft {
  readonly name: string;
  readonly namespace: string | undefined;
  readonly className: string;
  /** To its listener for plain HTTP. */
  readonly http: Reference;
  /** Where hosts without https attach. */
  readonly plain: Attachment;
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

export function listenersByHost(gateways: readonly GatewayDraft[]): Map<string, EmittedRef[]> {
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

export const ANY: HostPattern = { kind: 'any' };

export function hostnameOf(pattern: HostPattern): string | undefined {
  return pattern.kind === 'any' ? undefined : formatHost(pattern);
}

/** The listener of a host name; undefined: of every host. */
export function httpsListener(
  name: string,
  hostname: string | undefined,
  secret: { readonly namespace: string | undefined; readonly name: string },
  own: string | undefined,
): ListenerDraft['listener'] {
  const isOwn = secret.namespace === undefined || secret.namespace === own;
  const ref = isOwn ? { name: secret.name } : { name: secret.name, namespace: secret.namespace };
  const tls = { mode: 'Terminate', certificateRefs: [ref] } as const;
  const protocol = 'HTTPS';
  return hostname === undefined ? { name, port: 443, protocol, tls } : { name, hostname, port: 443, protocol, tls };
}

/** Listener names are unique in their holder; one that is taken gets a hash of its host. */
export function uniqueName(name: string, listeners: readonly ListenerDraft[], identity: string): string {
  const short = name.length <= 253 ? name : `${cutText(name, 244)}-${hash(name)}`;
  return listeners.some((l) => l.listener.name === short) ? `${cutText(short, 244)}-${hash(identity)}` : short;
}

/** Which namespaces a listener lets in: those that are really there. */
export function allowedNamespaces(own: string | undefined, routes: ReadonlySet<string | undefined>): NamespaceSelector {
  if (routes.size === 0 || (routes.size === 1 && routes.has(own))) return { from: 'Same' };
  // A route without namespace may be applied anywhere.
  if (routes.has(undefined) || own === undefined) return { from: 'All' };
  const values = [...routes].filter((ns) => ns !== undefined).sort();
  return {
    from: 'Selector',
    selector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values }] },
  };
}
