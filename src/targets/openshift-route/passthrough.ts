import { formatHost } from '../../model/host-pattern.js';
import type { ItemId } from '../../model/traced.js';
import type { Passthrough } from '../../model/traffic.js';
import { heldBack } from '../blocker.js';
import { addressList } from './annotations.js';
import { isRouteHost } from './blockers.js';
import type { RouteClaim } from './claims.js';
import { type HostPlan, isPassedBy, redirectsPlainHttp } from './host-plan.js';
import { ownersByNamespace, severalNamespaces } from './path-namespaces.js';
import type { Planning } from './planning.js';
import { missingProtections } from './protections.js';
import { NOBODY, type RouteWriter } from './route-writer.js';
import { plainHttpClaims } from './security.js';
import { backendsOf } from './split.js';
import { sayAccepted, withholdPassthrough } from './withholding.js';

const DISABLE_COOKIES = 'haproxy.router.openshift.io/disable_cookies';
const CLOSED = 'closed: its only Service has weight 0 (and need not exist), so the router closes the connections';

/** The Route of a passthrough; plain HTTP of the host is redirected by it where the source redirects (semantics 2.2). */
export function writePassthrough(
  passthrough: Passthrough,
  plan: HostPlan | undefined,
  writer: RouteWriter,
  planning: Planning,
): void {
  const { ledger } = planning;
  const { backend, from, owner } = passthrough;
  const host = plan?.host;
  const name = formatHost(passthrough.host);
  const why =
    backend === undefined
      ? (passthrough.closed ?? `no rule of type Prefix serves / of ${name}: the controller closes its TLS connections`)
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
    const next =
      backend !== undefined
        ? 'Write a Route by hand.'
        : passthrough.closed === undefined
          ? 'Add a rule for /.'
          : 'Correct the backends.';
    const plain = redirected.length > 0 ? '; plain HTTP, which is redirected to https there, answers 503' : '';
    const message = `${why ?? ''}${plain}`;
    ledger.sayAll([...from, ...passthrough.hostFrom], { verdict, code: 'RS1210', severity: 'warning', message, next });
    return;
  }
  const redirects = plan !== undefined && redirectsPlainHttp(plan);
  const guard = guardOf(passthrough, planning);
  const { to, port, claims } =
    guard === 'withheld' ? { to: NOBODY, port: undefined, claims: [] } : backendsOf({ primary: backend });
  const tls = {
    termination: 'passthrough',
    ...(redirects ? { insecureEdgeTerminationPolicy: 'Redirect' } : {}),
  };
  const ref = writer.writePassthrough(owner, name, {
    spec: { to, ...(port === undefined ? {} : { port }), tls },
    annotations: guard === 'withheld' ? new Map([[DISABLE_COOKIES, 'true']]) : guard.annotations,
    comments: guard === 'withheld' ? [CLOSED] : [],
    suffix: '-passthrough',
  });
  const assumed =
    passthrough.certain === true ? '' : ' (assuming that the controller runs with --enable-ssl-passthrough)';
  const message = `TLS goes to the backend unopened, by a passthrough Route${assumed}; the router ends connections that are silent for an hour`;
  const emitted = [{ ...ref, path: 'spec.tls.termination' }];
  if (guard !== 'withheld') ledger.sayAll(from, { verdict: 'converted', code: 'RS2194', message, emitted });
  const named = { verdict: 'converted', code: 'RS2185', message: 'the host of the Routes' } as const;
  ledger.sayAll(passthrough.hostFrom, named, [{ ...ref, path: 'spec.host' }]);
  const others = ownersByNamespace(plan?.points ?? [], plan?.above ?? [], plan?.besides ?? []);
  const namespaces = new Set([owner.namespace, ...others.keys()]);
  if (namespaces.size > 1) ledger.sayAll(passthrough.hostFrom, severalNamespaces(name, namespaces, planning.router));
  for (const { items, remark, at } of [...claims, ...(guard === 'withheld' ? [] : guard.claims)])
    ledger.sayAll(items, remark, at === undefined ? undefined : [{ ...ref, path: at }]);
  for (const rule of redirects ? redirected : []) {
    for (const { items, remark, at } of plainHttpClaims(rule, true))
      ledger.sayAll(items, remark, at === undefined ? undefined : [{ ...ref, path: at }]);
  }
}

/** The addresses that may connect; 'withheld' where a Route cannot say who may. */
function guardOf(
  passthrough: Passthrough,
  planning: Planning,
): 'withheld' | { readonly annotations: ReadonlyMap<string, string>; readonly claims: readonly RouteClaim[] } {
  const { policies = {} } = passthrough;
  // Nobody opens these connections: forwarded addresses are not read, whatever the controller does elsewhere.
  const { accepted, holding } = heldBack(missingProtections(policies, false), planning.options, planning.ledger);
  if (holding.length > 0) {
    withholdPassthrough(passthrough, holding, planning);
    return 'withheld';
  }
  sayAccepted(accepted, planning.ledger);
  const lost = new Set<ItemId>(accepted.flatMap(({ items, details }) => [...items, ...details]));
  const annotations = new Map<string, string>();
  const claims: RouteClaim[] = [];
  addressList(policies, lost, (key, value) => void annotations.set(key, value), claims);
  return { annotations, claims };
}
