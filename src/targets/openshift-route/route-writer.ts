import type { EmittedObject, KubernetesObject } from '../../conversion.js';
import type { RouteHeaderAction } from '../../kubernetes/route.js';
import type { EmittedRef } from '../../ledger/verdict.js';
import type { ItemId } from '../../model/traced.js';
import type { Action, Owner, Rule } from '../../model/traffic.js';
import type { Names } from '../names.js';
import { metadata, originComments, originsOf, sourceLine } from '../object-metadata.js';
import { routerAnnotations } from './annotations.js';
import type { RouteClaim } from './claims.js';
import { headerActions } from './headers.js';
import type { RouteHost } from './hosts.js';
import { pathClaims, pathOf } from './path-claims.js';
import type { Point } from './path-points.js';
import type { Planning } from './planning.js';
import { lostClaims, protocolClaims } from './protocol.js';
import { plainHttpClaims, type RouteCertificate, type RouteSecurity, securityOf } from './security.js';
import { backendsOf } from './split.js';
import type { Standing } from './standing.js';

export const ROUTE_API = 'route.openshift.io/v1';

/** A Service that is not there and gets no share: a Route that leads to it answers 503 (semantics 2.4). */
export const NOBODY = { kind: 'Service', name: 'closed', weight: 0 } as const;

/** What the Routes of one host share. */
export interface HostContext {
  readonly isSecured: boolean;
  readonly certificateOf: (owner: Owner) => RouteCertificate;
}

/** Writes Routes and tells the ledger where everything stands. */
export class RouteWriter {
  readonly emitted: EmittedObject[] = [];
  readonly #planning: Planning;
  readonly #names: Names;

  constructor(planning: Planning, names: Names) {
    this.#planning = planning;
    this.#names = names;
  }

  /** A Route that passes requests on, for the rules that share it. */
  writeOpen(point: Point, standings: readonly Standing[], host: RouteHost, context: HostContext): EmittedRef[] {
    const [first] = standings;
    const rule = first?.reader.rule;
    if (first === undefined || rule === undefined || rule.action.kind !== 'forward') return [];
    const certificate = context.certificateOf(rule.owner);
    const security = context.isSecured ? securityOf(rule, certificate.fields, this.#planning) : undefined;
    const accepted = new Set(
      standings.flatMap((s) => s.accepted.flatMap(({ items, details }) => [...items, ...details])),
    );
    const made = contentOf(rule, rule.action, security, accepted, this.#planning);
    if (point.rewrite.kind === 'target')
      made.annotations.set('haproxy.router.openshift.io/rewrite-target', point.rewrite.value);
    const others = rule.action.split.alternative === undefined ? [] : [rule.action.split.alternative.owner];
    const comments = [...new Set(standings.flatMap((s) => originComments(s.reader.rule)))];
    const ref = this.#emit(rule.owner, host, point, made, security, comments, [
      ...standings.map((s) => s.reader.rule.owner),
      ...(made.backends.alternateBackends === undefined ? [] : others),
    ]);
    this.#say(made.claims, ref);
    this.#say([host.claim, ...(context.isSecured ? certificate.claims : [])], ref);
    for (const standing of standings) {
      this.#say(pathClaims(standing, point), ref);
      this.#say(plainHttpClaims(standing.reader.rule, context.isSecured), ref);
    }
    return [ref];
  }

  /** A Route without backend: it answers 503 and so keeps its paths from every broader Route. */
  writeClosed(point: Point, owner: Owner, host: RouteHost, context: HostContext, why: readonly string[]): EmittedRef {
    const annotations = new Map([['haproxy.router.openshift.io/disable_cookies', 'true']]);
    const made = { annotations, backends: { to: NOBODY, claims: [] }, request: [], response: [], claims: [] };
    const { fields } = context.certificateOf(owner);
    const security: RouteSecurity | undefined = context.isSecured
      ? { termination: 'edge', insecureEdgeTerminationPolicy: 'Allow', ...fields }
      : undefined;
    const comments = [...why, 'closed: its only Service has weight 0 (and need not exist), so the router answers 503'];
    const ref = this.#emit(owner, host, point, made, security, comments, []);
    this.#say([host.claim, ...(context.isSecured ? context.certificateOf(owner).claims : [])], ref);
    return ref;
  }

  /** A Route whose TLS goes to the backend unopened. */
  writePassthrough(
    owner: Owner,
    host: string,
    content: {
      readonly spec: object;
      readonly annotations: ReadonlyMap<string, string>;
      readonly comments: readonly string[];
      readonly suffix: string;
    },
  ): EmittedRef {
    const name = this.#nameOf(owner, host, content.suffix, content.suffix);
    return this.#push(owner, name, content.annotations, { host, ...content.spec }, content.comments, []);
  }

  #emit(
    owner: Owner,
    host: RouteHost,
    point: Point,
    made: Content,
    security: RouteSecurity | undefined,
    comments: readonly string[],
    others: readonly Owner[],
  ): EmittedRef {
    const path = pathOf(point);
    const name = this.#nameOf(owner, host.host, path, `${path}\n${point.span}`);
    const { to, alternateBackends, port } = made.backends;
    const headers = headersField(made);
    const spec = {
      host: host.host,
      ...(host.isWildcard ? { wildcardPolicy: 'Subdomain' } : {}),
      path,
      to,
      ...(alternateBackends === undefined ? {} : { alternateBackends }),
      ...(port === undefined ? {} : { port }),
      ...(security === undefined ? {} : { tls: security }),
      ...(headers === undefined ? {} : { httpHeaders: headers }),
    };
    return this.#push(owner, name, made.annotations, spec, comments, others);
  }

  #push(
    owner: Owner,
    name: string,
    annotations: ReadonlyMap<string, string> | undefined,
    spec: object,
    comments: readonly string[],
    others: readonly Owner[],
  ): EmittedRef {
    const base = metadata(name, owner);
    // What makes the Route do what the source does counts, whatever stands on the object.
    const sorted = [...new Map([...Object.entries(base.annotations ?? {}), ...(annotations ?? [])])].sort(([a], [b]) =>
      a < b ? -1 : 1,
    );
    const object: KubernetesObject = {
      apiVersion: ROUTE_API,
      kind: 'Route',
      metadata: {
        ...base,
        ...(sorted.length === 0 ? {} : { annotations: Object.fromEntries(sorted) }),
      },
      spec,
    };
    const owners = [owner, ...others];
    const sources = [...new Set(owners.map(sourceLine))];
    this.emitted.push({ object, sources, origins: originsOf(owners), comments, ruleComments: new Map() });
    return { apiVersion: ROUTE_API, kind: 'Route', namespace: owner.namespace, name };
  }

  #nameOf(owner: Owner, host: string, path: string, identity: string): string {
    const wanted = `${owner.ref.name}-${host}${path}`.toLowerCase().replace(/[^a-z0-9]+/g, '-');
    return this.#names.give(
      `Route\n${owner.namespace ?? ''}`,
      wanted,
      `${sourceLine(owner)}:${owner.source.column}\n${host}\n${identity}`,
    );
  }

  #say(claims: readonly RouteClaim[], ref: EmittedRef): void {
    for (const { items, remark, at } of claims)
      this.#planning.ledger.sayAll(items, remark, at === undefined ? undefined : [{ ...ref, path: at }]);
  }
}

interface Content {
  readonly annotations: Map<string, string>;
  readonly backends: ReturnType<typeof backendsOf>;
  readonly request: readonly RouteHeaderAction[];
  readonly response: readonly RouteHeaderAction[];
  readonly claims: readonly RouteClaim[];
}

function contentOf(
  rule: Rule,
  action: Action & { kind: 'forward' },
  security: RouteSecurity | undefined,
  accepted: ReadonlySet<ItemId>,
  planning: Planning,
): Content {
  const backends = backendsOf(action.split);
  const headers = headerActions(rule.policies, action, accepted);
  const { annotations, claims } = routerAnnotations(rule.policies, {
    defaults: planning.defaults,
    isSecured: security !== undefined,
    allowsPlain: security?.insecureEdgeTerminationPolicy !== 'Redirect',
    accepted,
  });
  return {
    annotations: new Map(annotations),
    backends,
    request: headers.request,
    response: headers.response,
    claims: [
      ...backends.claims,
      ...headers.claims,
      ...claims,
      ...protocolClaims(rule, action, security),
      ...lostClaims(rule),
    ],
  };
}

function headersField({ request, response }: Content): object | undefined {
  if (request.length === 0 && response.length === 0) return undefined;
  const actions = (list: readonly RouteHeaderAction[]): object[] =>
    list.map(({ name, value }) => ({
      name,
      action: value === undefined ? { type: 'Delete' } : { type: 'Set', set: { value } },
    }));
  return {
    actions: {
      ...(request.length === 0 ? {} : { request: actions(request) }),
      ...(response.length === 0 ? {} : { response: actions(response) }),
    },
  };
}
