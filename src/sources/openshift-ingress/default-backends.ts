import type { OriginatedRoute } from '../../model/originated-route.js';
import { routeAt } from './generated-routes.js';
import type { Context, ManagedIngress } from './managed-ingress.js';

/**
 * spec.defaultBackend, which the controller never reads (reference §1.2). On request each host of the Ingress gets a Route
 * without a path for what no other path of the host takes.
 *
 * @param isTaken whether a Route takes every path of a host already
 */
export function defaultBackendRoutes(
  managed: ManagedIngress,
  isTaken: (host: string) => boolean,
  context: Context,
): OriginatedRoute[] {
  const { ingress, fields } = managed;
  const item = fields.defaultBackend;
  const backend = ingress.defaultBackend;
  if (item === undefined || backend === undefined) return [];
  const { ledger, additions } = context;
  const hosts = [...new Set(ingress.rules.flatMap((rule) => (rule?.host === undefined ? [] : [rule.host])))];
  if (!additions.has('default-backend') || hosts.length === 0 || backend.kind === 'resource') {
    ledger.say(item, {
      verdict: 'redundant',
      code: 'RS2142',
      message: 'no Route: the controller never reads the default backend, and says nothing of it',
      next:
        backend.kind === 'resource' || hosts.length === 0
          ? 'Write rules with a host and a Service for what it is meant to serve.'
          : 'Pass --add default-backend with --to openshift-route for a Route of each host that takes what no path takes.',
    });
    return [];
  }
  return hosts.flatMap((host) => {
    const name = host.startsWith('*.') ? `wildcard.${host.slice(2)}` : host;
    if (isTaken(name)) {
      const message = `nothing is left of ${host} for the default backend: a Route takes every path already`;
      ledger.say(item, { verdict: 'redundant', code: 'RS2149', severity: 'info', message });
      return [];
    }
    const label = ingress.legacy ? 'spec.backend' : 'spec.defaultBackend';
    const hostItem = fields.rules[ingress.rules.findIndex((rule) => rule?.host === host)];
    const route = routeAt({ host, path: '', backend, label, item, hostItem, isAdded: true }, managed, context);
    if (route === undefined) return [];
    context.added.set(route, {
      message: `added with --add default-backend: a Route takes what no other path of ${host} takes; today a wildcard above it takes those requests, or nothing, and requests for unknown hosts stay unserved`,
      next: 'Check that the backend may see those requests.',
    });
    return [route];
  });
}
