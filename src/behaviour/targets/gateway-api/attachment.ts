import { referenceEnd } from './certificates.js';
import { anyHost, intersectHostnames } from './hostname.js';
import type { Listener, RouteKind } from './listener.js';
import { byAge, gatewayGroup, type KubeObject } from './objects.js';
import { items, number, text, texts } from './reading.js';

/** A route on one listener, with the hostnames that both of them have. */
export interface Attachment {
  readonly listener: Listener;
  readonly kind: RouteKind;
  readonly route: KubeObject;
  readonly hostnames: readonly string[];
  /** Whether an older route of the other of HTTPRoute and GRPCRoute has one of the hostnames on the listener. */
  readonly mixed: boolean;
}

export interface Problem {
  /** `Kind namespace/name` and, where it helps, the field. */
  readonly object: string;
  readonly reason: string;
}

/**
 * Attaches routes to listeners: each parentRef names a Gateway's or ListenerSet's own listeners, and those of them take the
 * route that admit its kind and namespace and share a hostname with it. A parentRef that finds none is a problem.
 */
export function attachRoutes(
  routes: readonly (readonly [RouteKind, KubeObject])[],
  listeners: readonly Listener[],
  problems: Problem[],
): readonly Attachment[] {
  const byOwner = new Map<string, Listener[]>();
  for (const listener of listeners) {
    const known = byOwner.get(listener.owner.label);
    if (known === undefined) byOwner.set(listener.owner.label, [listener]);
    else known.push(listener);
  }
  const attachments: Attachment[] = [];
  const kindsOn = new Map<Listener, Map<string, RouteKind>>();
  for (const [kind, route] of [...routes].sort(([, a], [, b]) => byAge(a, b))) {
    const taken = new Set<Listener>();
    for (const [index, reference] of items(route.spec.parentRefs).entries()) {
      const parent = referenceEnd(reference, gatewayGroup, 'Gateway', route.namespace);
      const owned = byOwner.get(`${parent.kind} ${parent.namespace}/${parent.name}`) ?? [];
      if (parent.group !== gatewayGroup || owned.length === 0) continue;
      const section = text(reference.sectionName);
      const port = number(reference.port);
      const named = owned.filter(
        (listener) =>
          (section === undefined || listener.name === section) && (port === undefined || listener.port === port),
      );
      const open = named.filter((listener) => listener.kinds.has(kind) && listener.admits(route.namespace));
      const reached = open.filter((listener) => sharedHostnames(listener, route).length > 0);
      if (reached.length === 0) {
        const reason =
          named.length === 0
            ? 'NoMatchingParent'
            : open.length === 0
              ? 'NotAllowedByListeners'
              : 'NoMatchingListenerHostname';
        problems.push({ object: `${route.label} spec.parentRefs[${index}]`, reason });
      }
      for (const listener of reached) taken.add(listener);
    }
    for (const listener of taken) {
      const hostnames = sharedHostnames(listener, route);
      const kinds = kindsOn.get(listener) ?? new Map<string, RouteKind>();
      kindsOn.set(listener, kinds);
      const mixed = [...kinds].some(
        ([name, other]) => other !== kind && hostnames.some((own) => intersectHostnames(own, name) !== undefined),
      );
      if (mixed)
        problems.push({
          object: route.label,
          reason: `an older route of another kind has a hostname on ${listener.label}`,
        });
      else for (const name of hostnames) kinds.set(name, kind);
      attachments.push({ listener, kind, route, hostnames, mixed });
    }
  }
  return attachments;
}

/** The hostnames under which a listener serves a route; a route without hostnames takes the listener's. */
function sharedHostnames(listener: Listener, route: KubeObject): readonly string[] {
  const own = texts(route.spec.hostnames);
  const shared = (own.length === 0 ? [anyHost] : own).map((name) => intersectHostnames(listener.hostname, name));
  return [...new Set(shared.filter((name): name is string => name !== undefined))];
}
