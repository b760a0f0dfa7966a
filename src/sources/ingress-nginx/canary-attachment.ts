import type { IngressBackend } from '../../kubernetes/ingress.js';
import type { ItemId } from '../../model/traced.js';
import { displayName } from '../served-ingress.js';
import { DEFAULT_SERVER, hostOf, type Location, locationType, type Server, type Upstream } from './routing-table.js';
import type { ServedIngress } from './served-ingress.js';
import { upstreamKey } from './upstreams.js';

/** A canary adds itself to the upstream of every location that has its host, path and type (semantics §16.1). */
export function attachCanary(
  ingress: ServedIngress,
  servers: ReadonlyMap<string, Server>,
  upstreams: ReadonlyMap<string, Upstream>,
): void {
  const fallback = ingress.ingress.defaultBackend;
  if (fallback?.kind === 'service') {
    const everywhere = servers.get(DEFAULT_SERVER)?.locations ?? [];
    const item = ingress.fields.defaultBackend;
    attachTo(everywhere, () => true, ingress, fallback, item, upstreams, 'unknown hosts');
  }
  ingress.ingress.rules.forEach((rule, ruleIndex) => {
    rule?.paths?.forEach((path, pathIndex) => {
      if (path?.backend.kind !== 'service') return;
      const host = hostOf(rule);
      const wanted = path.path === undefined || path.path === '' ? '/' : path.path;
      const type = locationType(path.pathType);
      const locations = servers.get(host)?.locations;
      const isPartner = (l: Location) => l.path === wanted && l.type === type;
      const where = `${type} ${wanted} of ${host === DEFAULT_SERVER ? 'unknown hosts' : host}`;
      const item = ingress.fields.paths[ruleIndex]?.[pathIndex];
      const attached = attachTo(locations, isPartner, ingress, path.backend, item, upstreams, where);
      const hostItem = ingress.fields.rules[ruleIndex];
      if (!attached || hostItem === undefined) return;
      const message = 'the routes of the main Ingress name the host';
      ingress.annotations.ledger.say(hostItem, { verdict: 'redundant', code: 'RS1300', message });
    });
  });
}

/**
 * Attaches a canary backend to the upstreams of locations; says so when there is none. Answers whether it takes part.
 *
 * @param locations all of the host; undefined: no ordinary Ingress names it
 */
function attachTo(
  locations: readonly Location[] | undefined,
  isPartner: (location: Location) => boolean,
  ingress: ServedIngress,
  backend: IngressBackend & { kind: 'service' },
  item: ItemId | undefined,
  upstreams: ReadonlyMap<string, Upstream>,
  where: string,
): boolean {
  const upstream = upstreams.get(upstreamKey(ingress, backend));
  if (upstream === undefined || item === undefined) return false;
  const { ledger } = ingress.annotations;
  if (upstream.forgotten) {
    ledger.say(item, {
      verdict: 'redundant',
      code: 'RS1303',
      severity: 'warning',
      message:
        'an earlier path of this canary has no main Ingress, for which the controller forgets its backend altogether',
      next: 'Remove the paths of the canary that no other Ingress serves.',
    });
    return false;
  }
  let attached = false;
  let effective = false;
  for (const location of locations ?? []) {
    const { upstream: primary } = location;
    // mergeAlternativeBackends gives up at the first path of the host that leads to the very backend, whichever path it is.
    if (primary === upstream) return effective;
    if (primary === undefined || primary.canaryOnly || !isPartner(location)) continue;
    attached = true;
    const known = primary.alternatives.find((a) => a.upstream === upstream);
    if (known === undefined) primary.alternatives.push({ upstream, items: [item] });
    else if (!known.items.includes(item)) known.items.push(item);
    const first: Upstream | undefined = primary.alternatives[0]?.upstream;
    if (first === undefined || first === upstream) {
      effective = true;
      continue;
    }
    ledger.say(item, {
      verdict: 'redundant',
      code: 'RS1302',
      severity: 'warning',
      message: `only the first canary of a backend is ever used, and ${displayName(first.creator)} is older`,
      next: 'Remove one of the two canaries.',
    });
  }
  // mergeAlternativeBackends deletes the upstream, also where it is the alternative of another path or no canary's at all.
  if (!attached && locations !== undefined) upstream.forgotten = true;
  if (!attached && upstream.canaryOnly && ledger.isSilent(item)) {
    ledger.say(item, {
      verdict: 'redundant',
      code: 'RS1303',
      severity: 'warning',
      message: `no other Ingress serves ${where}, so the controller gives this canary no traffic`,
      next: 'Convert it together with its main Ingress; host, path and path type must be the same.',
    });
  }
  return effective;
}
