import type { Ledger } from '../../ledger/ledger.js';
import { formatHost } from '../../model/host-pattern.js';
import type { Passthrough } from '../../model/traffic.js';
import { isRouteHost } from './blockers.js';
import { type HostPlan, isPassedBy, redirectsPlainHttp } from './host-plan.js';
import { ownersByNamespace, severalNamespaces } from './path-namespaces.js';
import type { RouteWriter } from './route-writer.js';
import { plainHttpClaims } from './security.js';
import { backendsOf } from './split.js';

/** The Route of a passthrough; plain HTTP of the host is redirected by it where the source redirects (semantics 2.2). */
export function writePassthrough(
  passthrough: Passthrough,
  plan: HostPlan | undefined,
  writer: RouteWriter,
  ledger: Ledger,
): void {
  const { backend, from, owner } = passthrough;
  const host = plan?.host;
  const name = formatHost(passthrough.host);
  const why =
    backend === undefined
      ? `no rule of type Prefix serves / of ${name}: the controller closes its TLS connections`
      : !isRouteHost(name)
        ? `${name} is no host that a Route can have`
        : backend.namespace !== owner.namespace
          ? `Service ${backend.service} is in another namespace, and a Route only refers to its own`
          : backend.externalName !== undefined
            ? `Service ${backend.service} is of type ExternalName, which has no endpoints for the router`
            : undefined;
  const redirected = (host?.rules ?? []).filter((rule) => host !== undefined && isPassedBy(host, rule));
  if (backend === undefined || why !== undefined) {
    const verdict = backend === undefined ? 'redundant' : 'unsupported';
    const next = backend === undefined ? 'Add a rule for /.' : 'Write a Route by hand.';
    const plain = redirected.length > 0 ? '; plain HTTP, which is redirected to https there, answers 503' : '';
    const message = `${why ?? ''}${plain}`;
    ledger.sayAll([...from, ...passthrough.hostFrom], { verdict, code: 'RS1210', severity: 'warning', message, next });
    return;
  }
  const redirects = plan !== undefined && redirectsPlainHttp(plan);
  const { to, port, claims } = backendsOf({ primary: backend });
  const tls = {
    termination: 'passthrough',
    ...(redirects ? { insecureEdgeTerminationPolicy: 'Redirect' } : {}),
  };
  const ref = writer.writePassthrough(owner, name, {
    spec: { to, ...(port === undefined ? {} : { port }), tls },
    suffix: '-passthrough',
  });
  const message =
    'TLS goes to the backend unopened, by a passthrough Route (assuming that the controller runs with --enable-ssl-passthrough); the router ends connections that are silent for an hour';
  const emitted = [{ ...ref, path: 'spec.tls.termination' }];
  ledger.sayAll(from, { verdict: 'converted', code: 'RS2194', message, emitted });
  const named = { verdict: 'converted', code: 'RS2185', message: 'the host of the Routes' } as const;
  ledger.sayAll(passthrough.hostFrom, named, [{ ...ref, path: 'spec.host' }]);
  const others = ownersByNamespace(plan?.points ?? [], plan?.above ?? []);
  const namespaces = new Set([owner.namespace, ...others.keys()]);
  if (namespaces.size > 1) ledger.sayAll(passthrough.hostFrom, severalNamespaces(name, namespaces));
  for (const { items, remark, at } of claims)
    ledger.sayAll(items, remark, at === undefined ? undefined : [{ ...ref, path: at }]);
  for (const rule of redirects ? redirected : []) {
    for (const { items, remark, at } of plainHttpClaims(rule, true))
      ledger.sayAll(items, remark, at === undefined ? undefined : [{ ...ref, path: at }]);
  }
}
