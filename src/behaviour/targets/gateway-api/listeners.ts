import { clientValidation, listenerCertificate, type ReferenceContext, referenceEnd } from './certificates.js';
import { anyHost } from './hostname.js';
import type { CoreSupport } from './implementations/implementation.js';
import { conflict, type Listener, type RouteKind, routeKinds } from './listener.js';
import { namespaceTest } from './namespaces.js';
import { byAge, gatewayGroup, type KubeObject } from './objects.js';
import { type Fields, fields, items, number, optionalFields, optionalItems, text } from './reading.js';

/** References, and which parts of a Gateway the implementation looks at. */
interface ListenerContext extends ReferenceContext {
  readonly support: Pick<CoreSupport, 'frontendValidation'>;
}

/**
 * All listeners of the Gateways, their own and those that ListenerSets bring, usable or not.
 *
 * Conflicts: inside one object all listeners of a conflict lose; between objects the Gateway comes first, then ListenerSets
 * by age and name, and the earlier listener stays (ListenerSet field docs).
 */
export function readListeners(gateways: readonly KubeObject[], context: ListenerContext): readonly Listener[] {
  const sets = [...context.objects.all(gatewayGroup, 'ListenerSet')].sort(byAge);
  return gateways.flatMap((gateway) => {
    const taken: Listener[] = [];
    const own = settle(readOwn(gateway, gateway, context), taken);
    const admits = namespaceTest(
      fields(gateway.spec.allowedListeners).namespaces,
      gateway.namespace,
      'None',
      context.objects,
    );
    const brought = sets.flatMap((set) => {
      const parent = referenceEnd(fields(set.spec.parentRef), gatewayGroup, 'Gateway', set.namespace);
      if (parent.group !== gatewayGroup || parent.kind !== 'Gateway') return [];
      if (parent.namespace !== gateway.namespace || parent.name !== gateway.name) return [];
      const listeners = readOwn(gateway, set, context);
      if (admits(set.namespace)) return settle(listeners, taken);
      return listeners.map((listener) => ({ ...listener, unusable: 'NotAllowed' }));
    });
    return [...own, ...brought];
  });
}

/** Marks conflicts of new listeners, first with those taken, then among those that are left; takes the others. */
function settle(listeners: readonly Listener[], taken: Listener[]): readonly Listener[] {
  const left = listeners.map((listener) => markConflict(listener, taken));
  const open = left.filter((listener, i) => listener === listeners[i]);
  const settled = left.map((listener) => (open.includes(listener) ? markConflict(listener, open) : listener));
  taken.push(...open.filter((listener) => settled.includes(listener)));
  return settled;
}

/** The listener, marked unusable when it cannot share its port with one of the others. */
function markConflict(listener: Listener, others: readonly Listener[]): Listener {
  for (const other of others) {
    const found = other === listener ? undefined : conflict(listener, other);
    if (found !== undefined) return { ...listener, unusable: found };
  }
  return listener;
}

function readOwn(gateway: KubeObject, owner: KubeObject, context: ListenerContext): readonly Listener[] {
  return items(owner.spec.listeners).map((entry, index) => readListener(gateway, owner, entry, index, context));
}

function readListener(
  gateway: KubeObject,
  owner: KubeObject,
  entry: Fields,
  index: number,
  context: ListenerContext,
): Listener {
  const protocol = text(entry.protocol) ?? '';
  const port = number(entry.port) ?? 0;
  const tls = optionalFields(entry.tls);
  const passthrough = protocol === 'TLS' && text(tls?.mode) === 'Passthrough';
  const supported = routeKinds(protocol);
  let unusable = supported === undefined ? 'UnsupportedProtocol' : undefined;

  let certificate: string | null = null;
  if (protocol === 'HTTPS' || (protocol === 'TLS' && !passthrough)) {
    const found = listenerCertificate(owner, tls, context);
    if ('problem' in found) unusable = found.problem;
    else certificate = found.certificate;
  }
  // Client certificates are asked for per port, on listeners that carry HTTPS (Gateway.spec.tls.frontend).
  const validation =
    protocol === 'HTTPS' && context.support.frontendValidation ? clientValidation(gateway, port, context) : undefined;
  if (validation !== undefined && 'problem' in validation) unusable = validation.problem;

  const allowed = fields(entry.allowedRoutes);
  return {
    gateway: gateway.key,
    owner,
    label: `${owner.label} spec.listeners[${index}]`,
    name: text(entry.name) ?? '',
    port,
    protocol,
    hostname: text(entry.hostname) ?? anyHost,
    passthrough,
    kinds: allowedKinds(allowed.kinds, supported ?? []),
    admits: namespaceTest(allowed.namespaces, owner.namespace, 'Same', context.objects),
    certificate,
    guards: validation !== undefined && 'kind' in validation ? [validation] : [],
    unusable,
  };
}

/** Listed kinds that the protocol can carry; all that it can carry when none are listed. */
function allowedKinds(listed: unknown, supported: readonly RouteKind[]): ReadonlySet<RouteKind> {
  const entries = optionalItems(listed) ?? [];
  if (entries.length === 0) return new Set(supported);
  const names = entries.filter((kind) => (text(kind.group) ?? gatewayGroup) === gatewayGroup).map((kind) => kind.kind);
  return new Set(supported.filter((kind) => names.includes(kind)));
}
