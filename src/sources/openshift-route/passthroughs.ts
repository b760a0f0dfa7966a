import { formatHost } from '../../model/host-pattern.js';
import type { Passthrough } from '../../model/traffic.js';
import type { AdmittedRoute, Context } from './context.js';
import { hostItems } from './route-items.js';

/** TLS connections that go to pods unopened, by server name. */
export function buildPassthroughs(routes: readonly AdmittedRoute[], context: Context): Passthrough[] {
  const passed = routes.filter(({ originated: { route } }) => route.tls?.termination === 'passthrough');
  return passed
    .map((one): Passthrough => {
      const { originated, host, policies, backends } = one;
      const { from, owner } = originated;
      if (host.kind === 'wildcard') sayStolen(one, routes, context);
      const base = {
        host,
        owner,
        certain: true as const,
        policies,
        hostFrom: [...hostItems(originated), ...(host.kind === 'wildcard' ? (from.wildcardPolicy ?? []) : [])],
      };
      // The policy None refuses plain HTTP, and nothing of it is left to be written.
      const refused = originated.route.tls?.insecure === 'None' ? (from.insecure ?? []) : [];
      if (!backends.ok)
        return {
          ...base,
          backend: undefined,
          closed: backends.why,
          from: [...(from.tls ?? []), ...refused, ...backends.from],
        };
      const { primary, shares } = backends.split;
      // Endpoints of weight 0 are left out of passthrough backends (reference §2.4).
      const active = shares?.filter(({ weight }) => weight > 0);
      return {
        ...base,
        backend: active?.[0]?.backend ?? primary,
        ...(active === undefined || active.length < 2 ? {} : { shares: active }),
        from: [
          ...new Set([
            ...(from.tls ?? []),
            ...(from.to ?? []),
            ...(from.port ?? []),
            ...(from.alternateBackends ?? []),
            ...refused,
          ]),
        ],
      };
    })
    .sort((a, b) => (formatHost(a.host) < formatHost(b.host) ? -1 : 1));
}

/** The map of server names knows nothing of edge hosts: a wildcard passthrough takes their connections (reference §2.3). */
function sayStolen(passed: AdmittedRoute, routes: readonly AdmittedRoute[], { ledger }: Context): void {
  const suffix = passed.host.kind === 'wildcard' ? passed.host.suffix : '';
  const stolen = routes.flatMap(({ host, originated: { route } }) =>
    host.kind === 'exact' &&
    host.name.slice(host.name.indexOf('.') + 1) === suffix &&
    route.tls !== undefined &&
    route.tls.termination !== 'passthrough'
      ? [host.name]
      : [],
  );
  const hosts = [...new Set(stolen)].sort();
  if (hosts.length === 0) return;
  ledger.sayAll(hostItems(passed.originated), {
    verdict: 'approximated',
    code: 'RS2116',
    severity: 'warning',
    message: `the router passes TLS connections to ${hosts.slice(0, 5).join(', ')} through this wildcard, too, although these hosts have Routes that end TLS; a gateway serves those Routes`,
    next: 'Check which of the two is meant.',
  });
}
