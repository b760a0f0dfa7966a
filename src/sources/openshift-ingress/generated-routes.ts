import type { Ingress, IngressBackend, IngressPath } from '../../kubernetes/ingress.js';
import { splitLabels } from '../../kubernetes/ownership-labels.js';
import type { Route, RouteTls } from '../../kubernetes/route.js';
import type { OriginatedRoute, RoutePart } from '../../model/originated-route.js';
import type { ItemId } from '../../model/traced.js';
import type { Added } from './additions.js';
import { decidePort } from './backend.js';
import { keptRoute } from './kept-route.js';
import type { Context, ManagedIngress } from './managed-ingress.js';
import { refusalOf } from './refusals.js';
import { decideTls } from './tls.js';

const DEFAULT_WEIGHT = 100;

/** A place in an Ingress for which a Route may be made. */
export interface Place {
  /** As written, wildcard included. */
  readonly host: string;
  readonly path: string;
  readonly backend: IngressBackend;
  /** Such as `spec.rules[0].http.paths[1]`. */
  readonly label: string;
  readonly item: ItemId;
  readonly hostItem: ItemId | undefined;
  /** The controller makes no Route of it, and has none. */
  readonly isAdded?: boolean;
}

/**
 * The Routes that the controller makes of an Ingress: one for each rule and path, in their order (reference §1.2). Of what
 * gives none, the item says why.
 */
export function generatedRoutes(managed: ManagedIngress, context: Context): OriginatedRoute[] {
  const { ingress, fields } = managed;
  return ingress.rules.flatMap((rule, i) =>
    (rule?.paths ?? []).flatMap((path, j) => {
      const item = fields.paths[i]?.[j];
      if (rule === undefined || path === undefined || item === undefined) return [];
      const label = `spec.rules[${i}].http.paths[${j}]`;
      const skipped = skipReason(rule.host, path, context);
      if (skipped !== undefined || rule.host === undefined) {
        sayUnserved(item, skipped ?? HOSTLESS, context);
        return [];
      }
      const { host } = rule;
      const isAdded = path.pathType === 'Exact';
      const hostItem = fields.rules[i];
      const place = { host, path: path.path ?? '', backend: path.backend, label, item, hostItem, isAdded };
      const route = routeAt(place, managed, context);
      if (route === undefined) return [];
      if (!isAdded) return [route];
      context.added.set(route, widened(place));
      return [];
    }),
  );
}

interface Unserved {
  readonly why: string;
  readonly next: string;
}

const HOSTLESS: Unserved = {
  why: 'a Route always has a host, so the controller passes over rules without one',
  next: 'Give the rule a host if it is meant to be served.',
};

function skipReason(
  host: string | undefined,
  { pathType, path, backend }: IngressPath,
  { additions }: Context,
): Unserved | undefined {
  if (host === undefined) return HOSTLESS;
  if (backend.kind === 'resource')
    return {
      why: `the backend is a ${backend.resourceKind} instead of a Service, which the controller passes over`,
      next: 'Put a Service in front of it.',
    };
  if (pathType === 'Exact' && !additions.has('exact-paths'))
    return {
      why: `the controller has no Exact paths, so ${path ?? ''} is not served`,
      next: 'Use pathType Prefix, or pass --add exact-paths with --to openshift-route for a Route that also takes what is below the path.',
    };
  return undefined;
}

/** Not served today and not afterwards: what the manifest asks for was never done. */
function sayUnserved(item: ItemId, { why, next }: Unserved, { ledger }: Context): void {
  ledger.say(item, { verdict: 'redundant', code: 'RS2142', message: `no Route: ${why}`, next });
}

function widened({ path }: Place): Added {
  const taken = path === '/' ? 'every path of the host' : `${path} and everything below it`;
  return {
    message: `added with --add exact-paths: the Route takes ${taken}, which an Exact path does not; today a wider path of the host takes those requests, or nothing`,
    next: 'Check that the backend may see those paths.',
  };
}

/** The Route for a place, or undefined after its item was told why there is none. */
export function routeAt(place: Place, managed: ManagedIngress, context: Context): OriginatedRoute | undefined {
  const { host, path, backend, item } = place;
  const { ledger } = context;
  if (backend.kind === 'resource') return undefined;
  const isWildcard = host.startsWith('*.');
  const routeHost = isWildcard ? `wildcard.${host.slice(2)}` : host;
  // The first path that asks for it has the Route that is there, also where it comes to nothing.
  const live = place.isAdded === true ? undefined : context.liveOf(managed, routeHost, path);
  const port = decidePort(backend.name, backend.port, context.serviceOf(managed.namespace, backend.name));
  if (!port.ok) {
    sayMistake(
      item,
      `${port.why}, so the controller makes no Route and deletes one that it made before`,
      CORRECT,
      context,
    );
    return undefined;
  }
  const decision = decideTls(managed, host, context);
  if (decision.kind === 'refused') {
    ledger.sayAll(decision.from, {
      verdict: 'invalid',
      code: 'RS2143',
      message: `no Route for ${host}: ${decision.why}`,
      next: decision.next,
    });
    sayMistake(item, `the certificate of ${host} is not usable: ${decision.why}`, decision.next, context);
    return undefined;
  }
  const tls = decision.kind === 'plain' ? undefined : decision.tls;
  const refusal = refusalOf(routeHost, path, tls);
  if (refusal !== undefined) {
    if (live !== undefined) return keptRoute(place, managed, live, refusal, context);
    sayMistake(item, `the API server refuses the Route: ${refusal.why}`, refusal.next, context);
    return undefined;
  }
  if (isWildcard) sayWildcard(place, routeHost, context);
  if (!port.servicePort.isKnown) sayAssumedService(place, backend.name, context);
  return {
    route: {
      manifest: managed.ingress.manifest,
      meta: metaOf(managed, routeHost, path, live, context),
      host: routeHost,
      subdomain: '',
      path,
      wildcardPolicy: isWildcard ? 'Subdomain' : 'None',
      to: { service: backend.name, weight: live?.to.weight ?? DEFAULT_WEIGHT },
      alternateBackends: [],
      ...(port.targetPort === undefined ? {} : { targetPort: port.targetPort }),
      ...(tls === undefined ? {} : { tls: asEdited(tls, managed, live?.tls) }),
      requestHeaders: [],
      responseHeaders: [],
      admitted: live?.admitted ?? [],
    },
    owner: managed.owner,
    label: place.label,
    from: originOf(place, isWildcard, tls, decision.kind === 'plain' ? {} : decision.from),
    servicePort: port.servicePort,
    annotations: managed.annotations.passedOn,
  };
}

const CORRECT = 'Name a port of the Service, by its name or its own number.';

function sayMistake(item: ItemId, why: string, next: string, { ledger }: Context): void {
  ledger.say(item, { verdict: 'invalid', code: 'RS2143', message: `no Route: ${why}`, next });
}

function metaOf(
  { ingress, owner, namespace }: ManagedIngress,
  host: string,
  path: string,
  live: Route | undefined,
  context: Context,
): Route['meta'] {
  const { creationTimestamp } = live?.meta ?? ingress.meta;
  return {
    name: context.names.give(namespace, ingress.meta.name, host, path),
    ...(owner.namespace === undefined ? {} : { namespace: owner.namespace }),
    // Labels are copied once, unless somebody asks for more (reference §1.7).
    labels: live === undefined || reconcilesLabels(ingress) ? owner.labels : splitLabels(live.meta.labels).kept,
    annotations: ingress.meta.annotations,
    // The controller makes the Routes of an Ingress as soon as it is there.
    ...(creationTimestamp === undefined ? {} : { creationTimestamp }),
  };
}

function reconcilesLabels({ meta }: Ingress): boolean {
  const value = meta.annotations['route.openshift.io/reconcile-labels'];
  // Go's strconv.ParseBool.
  return value !== undefined && ['1', 't', 'T', 'TRUE', 'true', 'True'].includes(value.trim());
}

/** What somebody changed on the Route of the controller, and what the controller keeps (reference §1.8). */
function asEdited(tls: RouteTls, { annotations }: ManagedIngress, live: RouteTls | undefined): RouteTls {
  if (live === undefined) return tls;
  const keepsCa = tls.termination === 'reencrypt' && annotations.destinationCa === undefined;
  const allowed = tls.termination !== 'passthrough' || live.insecure !== 'Allow';
  return {
    ...tls,
    insecure: allowed ? live.insecure : tls.insecure,
    destinationCaCertificate: keepsCa ? live.destinationCaCertificate : tls.destinationCaCertificate,
  };
}

function originOf(
  { item, hostItem }: Place,
  isWildcard: boolean,
  tls: RouteTls | undefined,
  fromTls: Readonly<Partial<Record<RoutePart, readonly ItemId[]>>>,
): OriginatedRoute['from'] {
  const host = hostItem === undefined ? [] : [hostItem];
  return {
    host,
    ...(isWildcard ? { wildcardPolicy: host } : {}),
    path: [item],
    to: [item],
    port: [item],
    ...(tls === undefined ? {} : fromTls),
  };
}

/** Reference §1.4: the label in front is the word wildcard, and the default of a router is to refuse such Routes. */
function sayWildcard({ host, hostItem }: Place, routeHost: string, { ledger, router }: Context): void {
  if (hostItem === undefined) return;
  const route = `${host} is a Route for ${routeHost} with wildcardPolicy Subdomain`;
  const beside = `it cannot stand beside a real host ${routeHost}`;
  const said = { verdict: 'converted', code: 'RS2146' } as const;
  if (router.wildcardPolicy === 'WildcardsAllowed') {
    ledger.say(hostItem, { ...said, severity: 'info', message: `${route}, which ${router.name} admits; ${beside}` });
    return;
  }
  if (router.wildcardPolicy === 'WildcardsDisallowed') {
    ledger.say(hostItem, {
      ...said,
      message: `${route}, which ${router.name} refuses: the host is not served today`,
      next: 'Set spec.routeAdmission.wildcardPolicy: WildcardsAllowed on it if the host is meant to be served.',
    });
    return;
  }
  ledger.say(hostItem, {
    ...said,
    message: `${route}, which a router refuses unless it allows wildcards; ${beside}`,
    next: 'Check that the IngressController has routeAdmission.wildcardPolicy: WildcardsAllowed; otherwise the host is not served today.',
  });
}

function sayAssumedService({ item }: Place, service: string, { ledger }: Context): void {
  ledger.say(item, {
    verdict: 'converted',
    code: 'RS2145',
    message: `Service ${service} is not in the input; it is taken to exist and to have the port`,
    next: 'Convert together with the Service: without it the controller makes no Route.',
  });
}
