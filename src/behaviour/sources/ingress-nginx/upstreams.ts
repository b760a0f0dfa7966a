import { compilePcre } from '../../regex/pcre.js';
import type { Cluster, Destination } from './cluster.js';
import type { BackendRef, SourceIngress } from './ingress-objects.js';
import type { IngressSettings } from './ingress-settings.js';
import type { Affinity } from './location-annotations.js';
import type { Canary } from './routing-annotations.js';

/** An Ingress with its parsed annotations: what the controller keeps in its store. */
export interface StoredIngress {
  readonly source: SourceIngress;
  readonly settings: IngressSettings;
}

/** One `namespace-service-port` (reference §4). Mutable while the configuration is folded together. */
export interface Upstream {
  readonly name: string;
  readonly service: string;
  readonly port: string;
  readonly destination: Destination;
  /** Created by a canary Ingress: no ordinary route may use it (NoServer in controller.go). */
  readonly canaryOnly: boolean;
  readonly policy: Canary | undefined;
  /** canary-by-header-pattern; null if there is none or it does not compile. */
  readonly headerPattern: RegExp | null;
  alternatives: string[];
  affinityCookie: boolean;
  affinityMode: string;
  affinity: Affinity | undefined;
  /** Host -> paths on which a cookie may be set. */
  affinityLocations: Map<string, string[]>;
}

export const defaultUpstream = 'upstream-default-backend';

export function upstreamName(namespace: string, ref: BackendRef): string {
  return `${namespace}-${ref.service}-${ref.port}`;
}

function newUpstream(name: string, ref: BackendRef, destination: Destination, canary: Canary | undefined): Upstream {
  const pattern = compilePcre(canary?.headerPattern ?? '', false);
  return {
    name,
    service: ref.service,
    port: ref.port,
    destination,
    canaryOnly: canary !== undefined,
    policy: canary,
    headerPattern: pattern.kind === 'compiled' ? pattern.regex : null,
    alternatives: [],
    affinityCookie: false,
    affinityMode: '',
    affinity: undefined,
    affinityLocations: new Map(),
  };
}

/**
 * Folds the Ingresses, oldest first, into upstreams (createUpstreams in controller.go): the first reference fixes the
 * settings, except that every spec.defaultBackend starts its upstream anew.
 */
export function createUpstreams(
  ingresses: readonly StoredIngress[],
  cluster: Cluster,
  defaultDestination: Destination | undefined,
): Map<string, Upstream> {
  const upstreams = new Map<string, Upstream>();
  // Without a usable --default-backend-service the built-in server stands in; its label stays empty.
  const destination = defaultDestination ?? { label: '', reachable: true };
  upstreams.set(defaultUpstream, newUpstream(defaultUpstream, { service: '', port: '' }, destination, undefined));
  for (const { source, settings } of ingresses) {
    const create = (ref: BackendRef, replace: boolean): void => {
      const name = upstreamName(source.namespace, ref);
      if (!replace && upstreams.has(name)) return;
      const found = cluster.destination(source.namespace, ref, settings.serviceUpstream);
      upstreams.set(name, newUpstream(name, ref, found, settings.canary.enabled ? settings.canary : undefined));
    };
    if (source.defaultBackend !== null) create(source.defaultBackend, true);
    for (const rule of source.rules) {
      for (const path of rule.paths ?? []) {
        if (path.backend !== null) create(path.backend, false);
      }
    }
  }
  return upstreams;
}
