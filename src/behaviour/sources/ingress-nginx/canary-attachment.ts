import type { BackendRef } from './ingress-objects.js';
import { catchAll, type Location, type Server, serverName } from './servers.js';
import { defaultUpstream, type StoredIngress, type Upstream, upstreamName } from './upstreams.js';

/**
 * Attaches canary upstreams to the upstreams of matching locations (mergeAlternativeBackends in controller.go; reference
 * §16.1): same host, same path string and type as written. Because it sits on the upstream, every other route to the same
 * Service and port is split as well. A canary that finds no partner loses its upstream.
 */
export function attachCanaries(
  ingresses: readonly StoredIngress[],
  upstreams: Map<string, Upstream>,
  servers: ReadonlyMap<string, Server>,
): void {
  if (ingresses.every((ingress) => ingress.settings.canary.enabled)) return;
  for (const ingress of ingresses) {
    if (!ingress.settings.canary.enabled) continue;
    const { source } = ingress;
    const attach = (ref: BackendRef, host: string, matches: (location: Location) => boolean): void => {
      const name = upstreamName(source.namespace, ref);
      const alternative = upstreams.get(name);
      const server = servers.get(host);
      if (alternative === undefined || server === undefined) return;
      let merged = false;
      for (const location of server.locations) {
        const primary = upstreams.get(location.upstream);
        if (primary === undefined) continue;
        if (primary.name === alternative.name) return;
        if (primary.name === defaultUpstream || primary.canaryOnly || !matches(location)) continue;
        merged = true;
        merge(ingress, primary, alternative);
      }
      if (!merged) upstreams.delete(name);
    };
    if (source.defaultBackend !== null) attach(source.defaultBackend, catchAll, () => true);
    for (const rule of source.rules) {
      for (const path of rule.paths ?? []) {
        if (path.backend === null) continue;
        attach(
          path.backend,
          serverName(rule.host),
          (location) => location.path === path.path && location.pathType === path.pathType,
        );
      }
    }
  }
}

function merge(canary: StoredIngress, primary: Upstream, alternative: Upstream): void {
  if (primary.alternatives.includes(alternative.name)) return;
  if (canary.settings.affinity.canaryBehavior !== 'legacy') {
    alternative.affinityCookie = primary.affinityCookie;
    alternative.affinityMode = primary.affinityMode;
    alternative.affinity = primary.affinity;
    alternative.affinityLocations = new Map(primary.affinityLocations);
  }
  primary.alternatives.push(alternative.name);
}
