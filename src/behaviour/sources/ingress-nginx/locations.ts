import { compareText } from '../../values/plain-object.js';
import { catchAll, type Location, type Server, serverName } from './servers.js';
import { defaultUpstream, type StoredIngress, type Upstream, upstreamName } from './upstreams.js';

/**
 * Gives each server its locations (getBackendServers in controller.go; reference §6.1). Conflicts go to the older
 * Ingress, but the search stops at the first entry of the same string and another type, which is what makes the third
 * `Prefix /x` after an `Exact /x` a duplicate.
 */
export function addLocations(
  ingresses: readonly StoredIngress[],
  upstreams: ReadonlyMap<string, Upstream>,
  servers: ReadonlyMap<string, Server>,
): void {
  for (const ingress of ingresses) {
    const { source, settings } = ingress;
    for (const rule of source.rules) {
      const host = serverName(rule.host);
      const server = servers.get(host) ?? servers.get(catchAll);
      if (server === undefined || (rule.paths === null && host !== catchAll)) continue;
      server.authTlsError ||= settings.authTlsError ?? '';
      if (server.clientCertificates?.hasCa !== true) server.clientCertificates = settings.clientCertificates;
      for (const path of rule.paths ?? []) {
        const upstream =
          path.backend === null ? undefined : upstreams.get(upstreamName(source.namespace, path.backend));
        if (upstream === undefined || upstream.canaryOnly) continue;
        placePath(server, ingress, {
          path: path.path,
          pathType: path.pathType,
          ingressPath: path.path,
          upstream: upstream.name,
          implicit: false,
          settings,
          ingress: source,
          rule: `Ingress ${source.key} spec.rules[${rule.index}].http.paths[${path.index}]`,
          hasService: true,
          errorUpstream: defaultUpstream,
        });
        collectAffinity(server, ingress, upstream, host, path.path);
      }
    }
  }
}

function placePath(server: Server, ingress: StoredIngress, wanted: Location): void {
  const existing = server.locations.find((location) => location.path === wanted.path);
  if (existing === undefined || existing.pathType !== wanted.pathType) {
    server.locations.push(wanted);
  } else if (existing.implicit) {
    Object.assign(existing, wanted);
  } else {
    return;
  }
  if (ingress.settings.redirect.fromToWww) server.redirectFromToWww = true;
}

/** Type and mode come from the first Ingress that sets them, the cookie's attributes from the last (reference §15). */
function collectAffinity(server: Server, ingress: StoredIngress, upstream: Upstream, host: string, path: string): void {
  const { affinity } = ingress.settings;
  upstream.affinityCookie ||= affinity.cookie;
  upstream.affinityMode ||= affinity.mode;
  if (!affinity.cookie) return;
  upstream.affinity = affinity;
  for (const name of [host, ...server.aliases]) {
    upstream.affinityLocations.set(name, [...(upstream.affinityLocations.get(name) ?? []), path]);
  }
}

/** Longer paths first, equal lengths in descending order (reference §6.2). */
export function sortLocations(locations: Location[]): void {
  locations.sort((a, b) => byteLength(b.path) - byteLength(a.path) || compareText(b.path, a.path));
}

function byteLength(text: string): number {
  let length = 0;
  for (const char of text) {
    const code = char.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
}

/** Whether the location's target rewrites: set and different from its path (needsRewrite in location.go). */
export function rewrites(location: Location): boolean {
  const { target } = location.settings.rewrite;
  return target !== '' && target !== location.path;
}

/**
 * Prefix locations get a final slash and an exact twin for the path as written (updateServerLocations in location.go;
 * reference §6.3). Those that rewrite or use regular expressions stay as they are.
 */
export function normaliseLocations(locations: readonly Location[]): Location[] {
  const exact = new Set(locations.filter((location) => location.pathType === 'Exact').map((location) => location.path));
  const result: Location[] = [];
  for (const location of locations) {
    const plainPrefix =
      location.path !== '/' &&
      location.pathType === 'Prefix' &&
      !rewrites(location) &&
      !location.settings.rewrite.useRegex;
    if (!plainPrefix) {
      result.push(location);
      continue;
    }
    const slashed = location.path.endsWith('/') ? location.path : `${location.path}/`;
    result.push({ ...location, path: slashed });
    if (!exact.has(location.path)) result.push({ ...location, pathType: 'Exact' });
  }
  return result;
}
