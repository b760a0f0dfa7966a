import type { Conversion, KubernetesObject } from '../../src/conversion.js';
import type { ParentRef } from '../../src/kubernetes/gateway-api.js';

export type Json = Readonly<Record<string, unknown>>;

export interface Listener {
  readonly name: string;
  readonly port: number;
  readonly protocol: string;
  readonly hostname?: string;
  readonly tls?: { readonly certificateRefs?: readonly Reference[] };
  readonly allowedRoutes?: { readonly namespaces?: { readonly from?: string; readonly selector?: unknown } };
}

export interface Reference {
  readonly kind?: string;
  readonly name: string;
  readonly namespace?: string;
}

export interface Rule {
  readonly matches?: readonly Json[];
  readonly filters?: readonly Json[];
  readonly backendRefs?: readonly Reference[];
}

/** The parts of a spec that the promises are about, whatever the kind. */
export interface Spec {
  readonly parentRefs?: readonly ParentRef[];
  readonly hostnames?: readonly string[];
  readonly rules?: readonly Rule[];
  readonly listeners?: readonly Listener[];
  readonly from?: readonly Reference[];
  readonly to?: readonly Reference[];
}

export interface Emitted {
  readonly id: string;
  readonly apiVersion: string;
  readonly kind: string;
  readonly name: string;
  readonly namespace: string | undefined;
  readonly spec: Spec;
  readonly object: KubernetesObject;
}

/** The emitted objects as a reader of the output would see them: without fields that are undefined. */
export function emittedOf(conversion: Conversion): Emitted[] {
  return conversion.emitted.map(({ object }) => {
    const plain = JSON.parse(JSON.stringify(object)) as KubernetesObject;
    const { apiVersion, kind, metadata } = plain;
    const { name, namespace } = metadata;
    return {
      id: `${kind} ${namespace ?? ''}/${name}`,
      apiVersion,
      kind,
      name,
      namespace,
      // Secrets and ConfigMaps have none.
      spec: (plain.spec ?? {}) as Spec,
      object: plain,
    };
  });
}

export function isRoute({ kind }: Emitted): boolean {
  return kind.endsWith('Route');
}

/** The holder of listeners that a reference means, if the output has it. */
export function parentOf(route: Emitted, ref: ParentRef, all: readonly Emitted[]): Emitted | undefined {
  const namespace = ref.namespace ?? route.namespace;
  return all.find((o) => o.kind === (ref.kind ?? 'Gateway') && o.name === ref.name && o.namespace === namespace);
}

export function listenerOf(route: Emitted, ref: ParentRef, all: readonly Emitted[]): Listener | undefined {
  return parentOf(route, ref, all)?.spec.listeners?.find((l) => l.name === ref.sectionName);
}

/** Whether some host name is served by both; absent means any. */
export function hostsMeet(a: string | undefined, b: string | undefined): boolean {
  if (a === undefined || b === undefined || a === b) return true;
  if (a.startsWith('*.') && b.startsWith('*.')) return a.endsWith(b.slice(1)) || b.endsWith(a.slice(1));
  if (a.startsWith('*.')) return b.endsWith(a.slice(1));
  return b.startsWith('*.') && a.endsWith(b.slice(1));
}

/** Every value anywhere under a key of that name. */
export function* valuesAt(key: string, value: unknown): Generator<unknown> {
  if (typeof value !== 'object' || value === null) return;
  for (const [name, field] of Object.entries(value)) {
    if (name === key) yield field;
    yield* valuesAt(key, field);
  }
}

/** References to Services and Secrets: backends (of rules and of filters) and certificates. */
export function referencesOf(object: Emitted): (Reference & { readonly kind: string })[] {
  const services = [
    ...valuesAt('backendRefs', object.spec),
    ...valuesAt('backendRef', object.spec),
  ].flat() as Reference[];
  const secrets = [...valuesAt('certificateRefs', object.spec)].flat() as Reference[];
  return [...services.map((r) => ({ ...r, kind: 'Service' })), ...secrets.map((r) => ({ ...r, kind: 'Secret' }))];
}

/** What a path such as `spec.rules[0].matches` leads to, or undefined. */
export function resolvePath(object: unknown, path: string): unknown {
  let at: unknown = object;
  for (const [, key, index] of path.matchAll(/([A-Za-z]+)|\[(\d+)\]/g)) {
    if (typeof at !== 'object' || at === null) return undefined;
    at = (at as Json)[key ?? index ?? ''];
  }
  return at;
}
